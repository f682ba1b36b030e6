/**
 * Rules about the same devices → one part of the chart. Three shapes: *states of affairs* (on, off, each rule leads to what it
 * brings about), *lingering* ("off after 5 minutes without motion": a waiting state between on and off), and a *watch* by itself
 * (a reading must stay so for a while; a machine that runs and then is done).
 */
import type { StateNode } from '../../../flows/flow';
import type { Guard } from '../../../flows/operators';
import { durationWords } from '../../../flows/words';
import { Builder, LASTING, taken, transition, unique } from './builder';
import { both, type Fired } from './conditions';
import type { Plan } from './plan';
import { safe, type Tables } from './roles';

export interface LoweredRule {
  triggers: Fired[];
  condition?: Guard | undefined;
  plan: Plan;
  /** What is done where the condition does not hold, and when that is. */
  otherwise?: Plan | undefined;
  contrary?: Guard | undefined;
  /** Where a wait in the plan is given up, or something does not hold any more by then. */
  givenUp?: Plan | undefined;
}

export const plansOf = (r: LoweredRule): Plan[] => [r.plan, r.otherwise, r.givenUp].filter((p) => p !== undefined);

export interface Region {
  name: string;
  node: StateNode;
}

/**
 * The rules of one set of devices that are not watched by themselves. @param lingering rules that wait between two states
 * @param alone nothing but these rules sets these devices
 */
export function affairsRegion(rules: readonly LoweredRule[], lingering: readonly LoweredRule[], t: Tables, alone = true): Region {
  const b = new Builder(t);
  const all = [...rules, ...lingering];
  const effects = all
    .flatMap(plansOf)
    .flatMap((p) => [p.effect, timed(p) ? p.last : undefined])
    .filter((e) => e !== undefined);
  const distinct = new Map(effects.map((e) => [e.key, e]));
  const rest = effects.find((e) => e.rest);
  const several = distinct.size > 1;
  const initial = several && rest ? b.state(safe(rest.key), rest.name) : b.state('ready', 'Ready');
  if (several) for (const e of distinct.values()) b.state(safe(e.key), e.name);
  const landing = (p: Plan): string => (several && p.effect ? safe(ends(p, distinct) ?? initial) : initial);
  const main = Object.keys(b.states);
  const entries = rules.map((rule, i) => ({
    rule,
    then: b.enter(rule.plan, landing(rule.plan), `r${i + 1}`, rule.givenUp, rule.givenUp && landing(rule.givenUp)),
    other: rule.otherwise && b.enter(rule.otherwise, landing(rule.otherwise), `e${i + 1}`),
  }));
  const waits = lingering.map((rule, i) => linger(b, rule, rules, landing, initial, `linger${i || ''}`));
  const chains = new Set([
    ...entries.flatMap((e) => [...e.then.chain, ...(e.other?.chain ?? [])]),
    ...waits.map((w) => w.waiting),
    ...waits.flatMap((w) => w.chain),
  ]);
  // Of rules that the same event begins the first that may is carried out: what is said of fewer moments goes before what is said of more.
  const ordered = [...entries].sort((a, b) => parts(b.rule.condition).length - parts(a.rule.condition).length);
  // Where one event alone leads to a state and the opposite turn alone out of it, the event finds nothing to do there.
  const settled = (state: string, event: string): boolean =>
    alone &&
    state !== initial &&
    lingering.some((l) => l.triggers[0]?.event === event && !l.condition && l.plan.then.length === 0) &&
    all.every((r) => landing(r.plan) !== state || r.triggers.every((f) => f.event === event));
  // What is on until something happens is not put on for a minute.
  const outlasts = (state: string, rule: LoweredRule): boolean =>
    passing(rule.plan) && rules.some((r, i) => state === `r${i + 1}${LASTING}` && r.plan.effect?.key === rule.plan.effect?.key);
  // What another rule waits for in a state of its own does not swallow the event that begins this one.
  const ahead: { state: string; event: string; begins: ReturnType<typeof transition> }[] = [];
  for (const state of [...main, ...chains]) {
    for (const { rule, then, other } of ordered.filter((e) => !outlasts(state, e.rule))) {
      for (const fired of rule.triggers) {
        if (settled(state, fired.event) && then.branches.some((x) => x.target === state)) continue;
        for (const x of then.branches) {
          const stays = state === x.target && !chains.has(state);
          const target = stays && main.length === 1 ? undefined : x.target;
          const again = state === x.target && chains.has(state);
          const begins = transition({ ...(stays ? {} : { target }), guard: both(fired.guard, rule.condition, x.guard), actions: x.actions, reenter: again });
          if (chains.has(state) && !then.chain.includes(state)) ahead.push({ state, event: fired.event, begins });
          else b.on(state, fired.event, begins);
        }
        for (const x of other?.branches ?? []) {
          const guard = both(fired.guard, rule.contrary, x.guard);
          const stays = x.target === state && !chains.has(state);
          const again = x.target === state && chains.has(state);
          b.on(state, fired.event, transition({ ...(stays ? {} : { target: x.target }), guard, actions: x.actions, reenter: again }));
        }
      }
    }
  }
  for (const { state, event, begins } of ahead.reverse()) b.first(state, event, begins);
  for (const w of waits) w.connect([...main, ...chains].filter((s) => (s !== w.landing || w.always) && !w.own.has(s)));
  return { name: effects[0]?.name ?? 'Ready', node: { initial, states: b.states } };
}

/** Whether all is as before once a plan is done. */
export const passing = (p: Plan): boolean => timed(p) && p.last === undefined && (p.until === undefined || p.until.lasts !== undefined);

const timed = (p: Plan): boolean => p.steps.length > 1 || p.until !== undefined || p.then.length > 0;

/** The effect that holds at the end of a plan: what "for ten minutes" gives back counts as the other one, if it is known. */
function ends(p: Plan, distinct: Map<string, { key: string; rest: boolean }>): string | undefined {
  if (!timed(p)) return p.effect?.key;
  return (p.last ?? [...distinct.values()].find((e) => e.rest))?.key;
}

const parts = (guard: Guard | undefined): Guard[] => (guard === undefined ? [] : guard.type === 'all' ? guard.params.of.flatMap(parts) : [guard]);

interface Linger {
  waiting: string;
  chain: string[];
  landing: string;
  /** It waits even where nothing seems left to do: the opposite turn does not always lead away from there. */
  always: boolean;
  own: Set<string>;
  connect(from: string[]): void;
}

function linger(b: Builder, rule: LoweredRule, rules: readonly LoweredRule[], landing: (p: Plan) => string, initial: string, prefix: string): Linger {
  const fired = rule.triggers[0] as Fired;
  const lasts = fired.lasts ?? 'PT1M';
  const waiting = b.state(unique(b.states, prefix), `Waiting ${durationWords(lasts)}`);
  const done = b.enter(rule.plan, landing(rule.plan), `${prefix}_then`);
  const begun = rules.find((r) => r.triggers.some((f) => f.event === fired.event));
  const backTo = begun ? landing(begun.plan) : initial;
  return {
    waiting,
    chain: done.chain,
    landing: landing(rule.plan),
    always: begun?.condition !== undefined || landing(rule.plan) === initial,
    own: new Set([waiting, ...done.chain]),
    connect: (from) => {
      for (const state of from) b.on(state, fired.event, transition({ target: waiting, guard: fired.guard }));
      // Where the opposite turn has conditions of its own, it ends the wait all the same.
      if (!begun || begun.condition) b.on(waiting, fired.event, transition({ target: backTo, guard: fired.back }));
      b.after(waiting, lasts, ...taken(done.branches, { guard: rule.condition }), ...(rule.condition ? [transition({ target: backTo })] : []));
      b.said(fired.letter, lasts);
    },
  };
}
