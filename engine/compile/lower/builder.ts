import type { StateNode, Transition } from '../../../flows/flow';
import type { Action, Guard } from '../../../flows/operators';
import { isoDuration } from '../../../flows/time';
import { durationWords } from '../../../flows/words';
import { Refused } from '../resolve';
import { both, type Fired } from './conditions';
import type { Gate, Plan, Step } from './plan';
import type { Tables } from './roles';

/** A way that a transition can go: under a condition, or whenever none before it holds. */
export interface Branch {
  guard?: Guard | undefined;
  actions: Action[];
  target: string;
}

export interface Entered {
  branches: Branch[];
  /** States that exist for this plan alone. */
  chain: string[];
}

/** How the keys of states end in which something lasts until something happens. */
export const LASTING = '_lasting';

/** A region while it is being made. */
export class Builder {
  readonly states: Record<string, StateNode> = {};
  /** What is still to be put right in a state that waits between the steps of a plan. */
  private readonly undone = new Map<string, Action[]>();

  constructor(readonly t: Tables) {}

  state(key: string, name: string): string {
    this.states[key] ??= { description: name };
    return key;
  }

  on(state: string, event: string, ...transitions: Transition[]): void {
    const node = this.states[state] as StateNode;
    node.on = { ...node.on, [event]: [...(node.on?.[event] ?? []), ...transitions] };
  }

  /** Before what the state has for that event already. */
  first(state: string, event: string, ...transitions: Transition[]): void {
    const node = this.states[state] as StateNode;
    node.on = { ...node.on, [event]: [...transitions, ...(node.on?.[event] ?? [])] };
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
   * become states with timers or with what they wait for. @param otherwise what is done where a wait is given up @param given where that leads
   */
  enter(plan: Plan, landing: string, prefix: string, otherwise?: Plan, given = landing): Entered {
    const before = new Set(Object.keys(this.states));
    const instead = otherwise ? this.enter(otherwise, given, `${prefix}_else`).branches : [{ actions: [], target: landing }];
    const end: Branch[] = plan.until ? [{ actions: [], target: this.untilState(plan, plan.until, landing, prefix) }] : [{ actions: [], target: landing }];
    const branches = this.phases([{ steps: plan.steps }, ...plan.then], end, instead, prefix);
    return { branches, chain: Object.keys(this.states).filter((key) => !before.has(key)) };
  }

  /** Built from the last to the first, since each must know where the next begins. What is repeated is built as one. */
  private phases(parts: readonly { gate?: Gate; steps: readonly Step[] }[], end: Branch[], given: Branch[], prefix: string): Branch[] {
    let next = end;
    // What ends a repetition ends the waits before it too: nobody is told of a door that was closed meanwhile.
    const known = new Set(Object.keys(this.states));
    const ends: { fired: Fired[]; next: Branch[] }[] = [];
    for (let i = parts.length - 1; i >= 0; i--) {
      const { gate, steps } = parts[i] as (typeof parts)[number];
      next = this.stepped(steps, next, prefix);
      if (gate?.type === 'repeat') {
        const [first, ...more] = parts.slice(gate.from, i).map((p) => (p.gate?.type === 'repeat' ? { ...p, gate: { ...p.gate, from: 0 } } : p));
        if (gate.from > 0) ends.push({ fired: gate.until, next });
        next = this.repeated(gate, first ? [{ steps: first.steps }, ...more] : more, next, given, prefix);
        i = gate.from;
        if (i > 0) for (const key of Object.keys(this.states)) known.add(key);
      }
      const opens = parts[i]?.gate;
      if (opens && opens.type !== 'repeat') next = this.gated(opens, next, given, prefix);
    }
    const before = Object.keys(this.states).filter((key) => !known.has(key));
    for (const key of before) for (const end of ends) for (const fired of end.fired) this.turn(key, fired, end.next, true);
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
      this.undone.set(key, undoing(steps.slice(0, steps.indexOf(step)), rest.slice(i)));
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
    for (const key of inside) {
      const ends = next.map((n) => ({ ...n, actions: [...(this.undone.get(key) ?? []), ...n.actions] }));
      for (const fired of gate.until) this.turn(key, fired, ends, true);
    }
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

/** What later steps put right that earlier ones did: where a round ends in the middle, a siren still falls silent. */
function undoing(done: readonly Step[], later: readonly Step[]): Action[] {
  const keyOf = (a: Action): string | undefined =>
    a.type === 'set' || a.type === 'toggle' || a.type === 'restore' ? JSON.stringify([a.params.role, a.params.capability]) : undefined;
  const begun = new Set(done.flatMap((s) => s.actions.map(keyOf)));
  const ends = new Map<string, Action[]>();
  for (const action of later.flatMap((s) => s.actions)) {
    const key = keyOf(action);
    if (key === undefined || !begun.has(key)) continue;
    // Two turns of a light that flashes leave it as it is.
    const before = ends.get(key) ?? [];
    ends.set(key, action.type === 'toggle' ? (before.length > 0 ? [] : [action]) : [action]);
  }
  return [...ends.values()].flat();
}

export const unique = (states: Record<string, unknown>, key: string): string => {
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
