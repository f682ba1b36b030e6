import type { Flow, StateNode } from '../flow';
import type { Guard } from '../operators';
import { type Problem, problem } from '../problem';
import { allStates, type PlacedTransition, stateName, targetPath, transitionsOf } from '../walk';
import { canHold } from './satisfy';

/**
 * A round of transitions that happen at once and whose conditions can all hold: XState would go round without end, so the flow is
 * refused (SPEC 1.8). Readings and the clock stand still during one run, so conditions that contradict each other break the round;
 * counters do not count as breaking it.
 */
export function endlessProblem(flow: Flow): Problem | undefined {
  const states = allStates(flow.chart);
  const byPath = new Map(states.map((s) => [s.path.join('.'), s]));
  const of = (path: string[], group: 'always' | 'onDone'): PlacedTransition[] => {
    const state = byPath.get(path.join('.'));
    return state ? transitionsOf(state).filter((t) => t.group === group) : [];
  };
  /** What happens by itself once a state is entered: its own `always`, those of what it starts in, and `onDone` where that is an end. */
  const goesOn = (path: string[]): PlacedTransition[] => {
    const node = byPath.get(path.join('.'))?.node;
    if (!node) return [];
    if (node.type === 'final') return of(path.slice(0, -1), 'onDone');
    const inside = node.type === 'parallel' ? Object.keys(node.states ?? {}) : node.initial ? [node.initial] : [];
    const done = node.type === 'parallel' && inside.every((key) => ends(node.states?.[key])) ? of(path, 'onDone') : [];
    return [...of(path, 'always'), ...done, ...inside.flatMap((key) => goesOn([...path, key]))];
  };
  let visits = 0;
  const visit = (t: PlacedTransition, guards: Guard[], round: string[]): Problem | undefined => {
    if (++visits > VISITS) return problem('too-large', 'Too many transitions that happen at once follow each other.', t.at);
    const held = t.transition.guard ? [...guards, t.transition.guard] : guards;
    if (!canHold(flow, held)) return undefined;
    if (round.includes(t.at)) {
      const state = byPath.get(t.state.join('.'));
      return problem('endless', `The transitions that happen at once in “${state ? stateName(state.node, t.state) : ''}” go round without end.`, t.at);
    }
    const target = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target);
    // Without a target and without anything remembered, XState tries it once a run: nothing changed.
    const stays = t.transition.actions?.some((a) => a.type === 'count' || a.type === 'assign' || a.type === 'keep' || a.type === 'mark')
      ? of(t.state, 'always')
      : [];
    const next = target ? [...around(target).flatMap((p) => of(p, 'always')), ...goesOn(target)] : stays;
    for (const n of next) {
      const found = visit(n, held, [...round, t.at]);
      if (found) return found;
    }
    return undefined;
  };
  for (const s of states) {
    for (const t of [...of(s.path, 'always'), ...of(s.path, 'onDone')]) {
      const found = visit(t, [], []);
      if (found) return found;
    }
  }
  return undefined;
}

/** Steps looked at before the flow is refused as too tangled; each costs some microseconds. */
const VISITS = 2000;

const ends = (node: StateNode | undefined): boolean => node?.initial !== undefined && node.states?.[node.initial]?.type === 'final';

/** The states around `target`, which stay active or are entered on the way to it. */
const around = (target: string[]): string[][] => target.slice(0, -1).map((_, i) => target.slice(0, i + 1));
