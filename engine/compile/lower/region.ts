/**
 * Rules about the same devices → one part of the chart. Three shapes: *states of affairs* (on, off, each rule leads to what it
 * brings about), *lingering* ("off after 5 minutes without motion": a waiting state between on and off), and a *watch* by itself
 * (a reading must stay so for a while; a machine that runs and then is done).
 */
import type { StateNode, Transition } from '../../../flows/flow';
import type { Action, Guard } from '../../../flows/operators';
import { isoDuration } from '../../../flows/time';
import { durationWords } from '../../../flows/words';
import type { Plan } from './acts';
import { both, type Fired } from './conditions';
import { safe, type Tables } from './roles';

export interface LoweredRule {
  triggers: Fired[];
  condition?: Guard | undefined;
  plan: Plan;
  otherwise?: Plan | undefined;
}

export interface Region {
  name: string;
  node: StateNode;
}

/** A region while it is being made. */
class Builder {
  readonly states: Record<string, StateNode> = {};

  constructor(readonly t: Tables) {}

  state(key: string, name: string): string {
    this.states[key] ??= { description: name };
    return key;
  }

  on(state: string, event: string, ...transitions: Transition[]): void {
    const node = this.states[state] as StateNode;
    node.on = { ...node.on, [event]: [...(node.on?.[event] ?? []), ...transitions] };
  }

  after(state: string, duration: string, ...transitions: Transition[]): void {
    const node = this.states[state] as StateNode;
    const delay = this.t.delay(duration);
    node.after = { ...node.after, [delay]: [...(node.after?.[delay] ?? []), ...transitions] };
  }

  /** The words of the request that named a delay. */
  said(letter: string | undefined, duration: string): void {
    this.t.thread(letter, `delays.${this.t.delay(duration)}.for`);
  }

  /** What a transition that carries out a plan does at once and where it goes; later steps become states with timers. */
  enter(plan: Plan, landing: string, prefix: string): { actions: Action[]; target: string; chain: string[] } {
    const [first, ...later] = plan.steps;
    const actions = first?.at === 0 ? first.actions : [];
    const rest = first?.at === 0 ? later : plan.steps;
    if (plan.until) return this.untilState(plan, actions, landing, prefix);
    let target = landing;
    const chain: string[] = [];
    for (let i = rest.length - 1; i >= 0; i--) {
      const step = rest[i] as Plan['steps'][number];
      const gap = isoDuration(step.at - (rest[i - 1]?.at ?? 0));
      const key = this.state(unique(this.states, `${prefix}_wait${rest.length > 1 ? `_${i + 1}` : ''}`), `Waiting ${durationWords(gap)}`);
      this.after(key, gap, transition({ target, actions: step.actions }));
      chain.unshift(key);
      target = key;
    }
    return { actions, target, chain };
  }

  private untilState(plan: Plan, actions: Action[], landing: string, prefix: string): { actions: Action[]; target: string; chain: string[] } {
    const until = plan.until as NonNullable<Plan['until']>;
    const key = this.state(unique(this.states, `${prefix}_until`), plan.effect?.name ?? 'Until then');
    const ending = transition({ target: landing, guard: until.fired.guard, actions: until.actions });
    if (until.fired.lasts) {
      const waiting = this.state(unique(this.states, `${prefix}_ending`), `Waiting ${durationWords(until.fired.lasts)}`);
      this.on(key, until.fired.event, transition({ target: waiting, guard: until.fired.guard }));
      this.on(waiting, until.fired.event, transition({ target: key, guard: until.fired.back }));
      this.after(waiting, until.fired.lasts, transition({ target: landing, actions: until.actions }));
      this.said(until.fired.letter, until.fired.lasts);
      return { actions, target: key, chain: [key, waiting] };
    }
    this.on(key, until.fired.event, ending);
    return { actions, target: key, chain: [key] };
  }
}

const unique = (states: Record<string, unknown>, key: string): string => {
  let free = key;
  for (let n = 2; Object.hasOwn(states, free); n++) free = `${key}_${n}`;
  return free;
};

/** Without keys that hold nothing. */
const transition = (t: Transition): Transition => ({
  ...(t.target === undefined ? {} : { target: t.target }),
  ...(t.guard === undefined ? {} : { guard: t.guard }),
  ...(t.actions?.length ? { actions: t.actions } : {}),
  ...(t.reenter ? { reenter: true } : {}),
});

/** A reading that must stay so, by itself: watching → waiting → done, and back to watching when it changes. */
export function watchRegion(rule: LoweredRule, fired: Fired, t: Tables): Region {
  const b = new Builder(t);
  const lasts = fired.lasts ?? 'PT1M';
  const name = rule.plan.effect?.name ?? 'Message';
  b.state('watching', fired.phases ? 'Off' : 'Watching');
  if (fired.phases) {
    b.state('running', 'Running');
    b.on('watching', fired.event, transition({ target: 'running', guard: fired.back }));
  }
  const from = fired.phases ? 'running' : 'watching';
  b.state('waiting', fired.phases ? 'Nearly done' : `Waiting ${durationWords(lasts)}`);
  b.on(from, fired.event, transition({ target: 'waiting', guard: fired.guard }));
  b.on('waiting', fired.event, transition({ target: from, guard: fired.back }));
  const done = b.enter(rule.plan, 'watching', 'then');
  const transitions = [transition({ target: done.target, guard: rule.condition, actions: done.actions })];
  if (rule.otherwise) {
    const other = b.enter(rule.otherwise, 'watching', 'else');
    transitions.push(transition({ target: other.target, actions: other.actions }));
  } else if (rule.condition) transitions.push(transition({ target: 'watching' }));
  b.after('waiting', lasts, ...transitions);
  b.said(fired.letter, lasts);
  return { name, node: { initial: 'watching', states: b.states } };
}

/** The rules of one set of devices that are not watched by themselves. @param lingering rules that wait between two states */
export function affairsRegion(rules: readonly LoweredRule[], lingering: readonly LoweredRule[], t: Tables): Region {
  const b = new Builder(t);
  const all = [...rules, ...lingering];
  const effects = all
    .flatMap((r) => [r.plan, ...(r.otherwise ? [r.otherwise] : [])])
    .map((p) => p.effect)
    .filter((e) => e !== undefined);
  const distinct = new Map(effects.map((e) => [e.key, e]));
  const rest = effects.find((e) => e.rest);
  const several = distinct.size > 1;
  const initial = several && rest ? b.state(safe(rest.key), rest.name) : b.state('ready', 'Ready');
  if (several) for (const e of distinct.values()) b.state(safe(e.key), e.name);
  const landing = (p: Plan): string => (several && p.effect ? safe(ends(p, distinct)) : initial);
  const main = Object.keys(b.states);
  const entries = rules.map((rule, i) => ({
    rule,
    then: b.enter(rule.plan, landing(rule.plan), `r${i + 1}`),
    other: rule.otherwise && b.enter(rule.otherwise, landing(rule.otherwise), `e${i + 1}`),
  }));
  const waits = lingering.map((rule, i) => linger(b, rule, rules, landing, initial, `linger${i || ''}`));
  const chains = new Set([
    ...entries.flatMap((e) => [...e.then.chain, ...(e.other?.chain ?? [])]),
    ...waits.map((w) => w.waiting),
    ...waits.flatMap((w) => w.chain),
  ]);
  for (const state of [...main, ...chains]) {
    for (const { rule, then, other } of entries) {
      for (const fired of rule.triggers) {
        const idle = state === then.target && lingering.some((l) => l.triggers[0]?.event === fired.event);
        if (idle) continue;
        const stays = state === then.target && !chains.has(state);
        const target = stays && main.length === 1 ? undefined : then.target;
        const again = state === then.target && chains.has(state);
        b.on(state, fired.event, transition({ ...(stays ? {} : { target }), guard: both(fired.guard, rule.condition), actions: then.actions, reenter: again }));
        if (other)
          b.on(
            state,
            fired.event,
            transition({
              ...(other.target === state ? {} : { target: other.target }),
              guard: both(fired.guard, rule.condition && { type: 'not', params: { of: rule.condition } }),
              actions: other.actions,
            }),
          );
      }
    }
  }
  for (const w of waits) w.connect([...main, ...chains].filter((s) => s !== w.landing && !w.own.has(s)));
  return { name: effects[0]?.name ?? 'Ready', node: { initial, states: b.states } };
}

/** The effect that holds at the end of a plan: what "for ten minutes" gives back counts as the other one, if it is known. */
function ends(p: Plan, distinct: Map<string, { key: string; rest: boolean }>): string {
  const timed = p.steps.length > 1 || p.until !== undefined;
  const rest = timed ? [...distinct.values()].find((e) => e.rest) : undefined;
  return rest?.key ?? p.effect?.key ?? 'ready';
}

interface Linger {
  waiting: string;
  chain: string[];
  landing: string;
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
    own: new Set([waiting, ...done.chain]),
    connect: (from) => {
      for (const state of from) b.on(state, fired.event, transition({ target: waiting, guard: fired.guard }));
      // Where the opposite turn has conditions of its own, it ends the wait all the same.
      if (!begun || begun.condition) b.on(waiting, fired.event, transition({ target: backTo, guard: fired.back }));
      b.after(
        waiting,
        lasts,
        transition({ target: done.target, guard: rule.condition, actions: done.actions }),
        ...(rule.condition ? [transition({ target: backTo })] : []),
      );
      b.said(fired.letter, lasts);
    },
  };
}
