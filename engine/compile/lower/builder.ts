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

  /** Built from the last to the first, since each must know where the next begins. What is repeated is built as one. */
  private phases(parts: readonly { gate?: Gate; steps: readonly Step[] }[], end: Branch[], given: Branch[], prefix: string): Branch[] {
    let next = end;
    for (let i = parts.length - 1; i >= 0; i--) {
      const { gate, steps } = parts[i] as (typeof parts)[number];
      next = this.stepped(steps, next, prefix);
      if (gate?.type === 'repeat') {
        const [first, ...more] = parts.slice(gate.from, i).map((p) => (p.gate?.type === 'repeat' ? { ...p, gate: { ...p.gate, from: 0 } } : p));
        next = this.repeated(gate, first ? [{ steps: first.steps }, ...more] : more, next, given, prefix);
        i = gate.from;
      }
      const opens = parts[i]?.gate;
      if (opens && opens.type !== 'repeat') next = this.gated(opens, next, given, prefix);
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
