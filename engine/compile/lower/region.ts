/**
 * Rules about the same devices → one part of the chart. Three shapes: *states of affairs* (on, off, each rule leads to what it
 * brings about), *lingering* ("off after 5 minutes without motion": a waiting state between on and off), and a *watch* by itself
 * (a reading must stay so for a while; a machine that runs and then is done).
 */
import type { StateNode, Transition } from '../../../flows/flow';
import type { Action, Guard } from '../../../flows/operators';
import { isoDuration } from '../../../flows/time';
import { durationWords } from '../../../flows/words';
import { Refused } from '../resolve';
import { both, type Fired } from './conditions';
import type { Gate, Plan, Step } from './plan';
import { safe, type Tables } from './roles';

export interface LoweredRule {
  triggers: Fired[];
  condition?: Guard | undefined;
  plan: Plan;
  otherwise?: Plan | undefined;
}

/** A way that a transition can go: under a condition, or whenever none before it holds. */
export interface Branch {
  guard?: Guard | undefined;
  actions: Action[];
  target: string;
}

interface Entered {
  branches: Branch[];
  /** States that exist for this plan alone. */
  chain: string[];
}

export interface Region {
  name: string;
  node: StateNode;
}

/** A region while it is being made. */
export class Builder {
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

  /**
   * What a transition that carries out a plan does at once and where it goes, by condition; the last branch has none. Later steps
   * become states with timers or with what they wait for. @param otherwise what is done where a wait is given up
   */
  enter(plan: Plan, landing: string, prefix: string, otherwise?: Plan): Entered {
    const before = new Set(Object.keys(this.states));
    const given = otherwise ? this.enter(otherwise, landing, `${prefix}_else`).branches : [{ actions: [], target: landing }];
    const end: Branch[] = plan.until ? [{ actions: [], target: this.untilState(plan, plan.until, landing, prefix) }] : [{ actions: [], target: landing }];
    const branches = this.phases([{ steps: plan.steps }, ...plan.then], end, given, prefix);
    return { branches, chain: Object.keys(this.states).filter((key) => !before.has(key)) };
  }

  /** Built from the last to the first, since each must know where the next begins. */
  private phases(parts: readonly { gate?: Gate; steps: readonly Step[] }[], end: Branch[], given: Branch[], prefix: string): Branch[] {
    let next = end;
    for (let i = parts.length - 1; i >= 0; i--) {
      const { gate, steps } = parts[i] as (typeof parts)[number];
      next = this.stepped(steps, next, prefix);
      if (gate?.type === 'repeat') return this.repeated(gate, parts.slice(0, i), next, given, prefix);
      if (gate) next = this.gated(gate, next, given, prefix);
    }
    return next;
  }

  private stepped(steps: readonly Step[], next: Branch[], prefix: string): Branch[] {
    const [first, ...later] = steps;
    const now = first?.at === 0 ? first.actions : [];
    const rest = first?.at === 0 ? later : steps;
    let branches = next;
    for (let i = rest.length - 1; i >= 0; i--) {
      const step = rest[i] as Step;
      const gap = isoDuration(step.at - (rest[i - 1]?.at ?? 0));
      const key = this.state(unique(this.states, `${prefix}_wait${rest.length > 1 ? `_${i + 1}` : ''}`), `Waiting ${durationWords(gap)}`);
      this.after(key, gap, ...taken(branches, { actions: step.actions }));
      branches = [{ actions: [], target: key }];
    }
    return branches.map((b) => ({ ...b, actions: [...now, ...b.actions] }));
  }

  private gated(gate: Exclude<Gate, { type: 'repeat' }>, next: Branch[], given: Branch[], prefix: string): Branch[] {
    if (gate.type === 'only') return [...next.map((b) => ({ ...b, guard: both(gate.guard, b.guard) })), ...given];
    if (gate.type === 'await') {
      const key = this.state(unique(this.states, `${prefix}_until`), gate.within ? `Waiting up to ${durationWords(gate.within)}` : 'Waiting');
      for (const fired of gate.triggers) this.turn(key, fired, next, gate.within !== undefined);
      if (gate.within) this.after(key, gate.within, ...taken(given));
      return [{ actions: [], target: key }];
    }
    const key = this.state(unique(this.states, `${prefix}_wait`), `Waiting ${durationWords(gate.lasts)}`);
    this.after(key, gate.lasts, ...taken(next));
    for (const fired of gate.until) this.turn(key, fired, next, true);
    for (const fired of gate.unless) this.turn(key, fired, given, true);
    return [{ actions: [], target: key }];
  }

  /** Where a state is left when something happens, or has been so for a while. @param timed the state has a timer of its own, which may not begin anew */
  turn(state: string, fired: Fired, branches: readonly Branch[], timed = false): void {
    if (fired.lasts === undefined) {
      this.on(state, fired.event, ...taken(branches, { guard: fired.guard }));
      return;
    }
    if (timed) throw new Refused({ kind: 'cannot', message: 'That waits for two times at once; say it in two requests.' });
    const waiting = this.state(unique(this.states, `${state}_ending`), `Waiting ${durationWords(fired.lasts)}`);
    this.on(state, fired.event, transition({ target: waiting, guard: fired.guard }));
    this.on(waiting, fired.event, transition({ target: state, guard: fired.back }));
    this.after(waiting, fired.lasts, ...taken(branches));
    this.said(fired.letter, fired.lasts);
  }

  private repeated(
    gate: Extract<Gate, { type: 'repeat' }>,
    parts: readonly { gate?: Gate; steps: readonly Step[] }[],
    next: Branch[],
    given: Branch[],
    prefix: string,
  ): Branch[] {
    const again = (): string => this.state(unique(this.states, `${prefix}_again`), `Again in ${durationWords(gate.gap)}`);
    const before = new Set(Object.keys(this.states));
    const keys = Array.from({ length: gate.more ?? 1 }, again);
    const build = (end: Branch[]): Branch[] => this.phases(parts, end, given, prefix);
    const to = (key: string): Branch[] => [{ actions: [], target: key }];
    const entry = build(to(keys[0] as string));
    for (const [i, key] of keys.entries()) {
      const following = keys[i + 1];
      this.after(key, gate.gap, ...taken(gate.more === undefined ? entry : build(following ? to(following) : next), { reenter: gate.more === undefined }));
    }
    const inside = Object.keys(this.states).filter((key) => !before.has(key));
    for (const key of inside) for (const fired of gate.until) this.turn(key, fired, next, true);
    return entry;
  }

  private untilState(plan: Plan, until: NonNullable<Plan['until']>, landing: string, prefix: string): string {
    const key = this.state(unique(this.states, `${prefix}${LASTING}`), plan.effect?.name ?? 'Until then');
    const undone: Branch[] = [{ actions: until.actions, target: landing }];
    for (const fired of until.fired) this.turn(key, fired, undone, until.lasts !== undefined);
    if (until.lasts) this.after(key, until.lasts, ...taken(undone));
    return key;
  }
}

const unique = (states: Record<string, unknown>, key: string): string => {
  let free = key;
  for (let n = 2; Object.hasOwn(states, free); n++) free = `${key}_${n}`;
  return free;
};

/** Branches as transitions, all under a further condition, after further actions. */
export const taken = (branches: readonly Branch[], more: { guard?: Guard | undefined; actions?: readonly Action[]; reenter?: boolean } = {}): Transition[] =>
  branches.map((b) =>
    transition({
      target: b.target,
      guard: both(more.guard, b.guard),
      actions: [...(more.actions ?? []), ...b.actions],
      ...(more.reenter ? { reenter: true } : {}),
    }),
  );

/** Without keys that hold nothing. */
export const transition = (t: Transition): Transition => ({
  ...(t.target === undefined ? {} : { target: t.target }),
  ...(t.guard === undefined ? {} : { guard: t.guard }),
  ...(t.actions?.length ? { actions: t.actions } : {}),
  ...(t.reenter ? { reenter: true } : {}),
});

/**
 * The rules of one set of devices that are not watched by themselves. @param lingering rules that wait between two states
 * @param alone nothing but these rules sets these devices
 */
export function affairsRegion(rules: readonly LoweredRule[], lingering: readonly LoweredRule[], t: Tables, alone = true): Region {
  const b = new Builder(t);
  const all = [...rules, ...lingering];
  const effects = all
    .flatMap((r) => [r.plan, ...(r.otherwise ? [r.otherwise] : [])])
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
    then: b.enter(rule.plan, landing(rule.plan), `r${i + 1}`, rule.condition ? undefined : rule.otherwise),
    other: rule.condition && rule.otherwise && b.enter(rule.otherwise, landing(rule.otherwise), `e${i + 1}`),
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
  for (const state of [...main, ...chains]) {
    for (const { rule, then, other } of ordered.filter((e) => !outlasts(state, e.rule))) {
      for (const fired of rule.triggers) {
        if (settled(state, fired.event) && then.branches.some((x) => x.target === state)) continue;
        for (const x of then.branches) {
          const stays = state === x.target && !chains.has(state);
          const target = stays && main.length === 1 ? undefined : x.target;
          const again = state === x.target && chains.has(state);
          b.on(
            state,
            fired.event,
            transition({ ...(stays ? {} : { target }), guard: both(fired.guard, rule.condition, x.guard), actions: x.actions, reenter: again }),
          );
        }
        for (const x of other?.branches ?? []) {
          const guard = both(fired.guard, rule.condition && { type: 'not', params: { of: rule.condition } }, x.guard);
          b.on(state, fired.event, transition({ ...(x.target === state ? {} : { target: x.target }), guard, actions: x.actions }));
        }
      }
    }
  }
  for (const w of waits) w.connect([...main, ...chains].filter((s) => (s !== w.landing || w.always) && !w.own.has(s)));
  return { name: effects[0]?.name ?? 'Ready', node: { initial, states: b.states } };
}

/** How the keys of states end in which something lasts until something happens. */
const LASTING = '_lasting';

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
    always: begun?.condition !== undefined,
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
