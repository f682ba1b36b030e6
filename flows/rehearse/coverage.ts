import type { Flow } from '../flow';
import { allStates, allTransitions, targetPath } from '../walk';
import type { RehearsalLine } from './rehearse';

/** How much of a chart rehearsals have shown. Paths of transitions are those of the flow file, of states those of the chart. */
export interface Coverage {
  /** Transitions that fired, and those for an event or a wait that did not. */
  fired: string[];
  quiet: string[];
  /** States that were entered, and those that were not. */
  entered: string[];
  unseen: string[];
}

/** Transitions that fired in these lines. */
export function firedIn(flow: Flow, lines: Iterable<RehearsalLine>): Set<string> {
  const keys = new Map(allTransitions(flow).map((t) => [`${t.state.join('.')} ${t.trigger} ${t.index}`, t.at]));
  const fired = new Set<string>();
  for (const l of lines) {
    if (l.kind !== 'step') continue;
    for (const t of l.taken) {
      const at = keys.get(`${t.state} ${t.trigger} ${t.index}`);
      if (at !== undefined) fired.add(at);
    }
  }
  return fired;
}

/** What the lines of one flow's rehearsals, taken together, have shown of it. */
export function coverageOf(flow: Flow, lines: readonly RehearsalLine[]): Coverage {
  const all = allTransitions(flow);
  const fired = firedIn(flow, lines);
  // A state that is left at once is nowhere at the end of a step; it is where a transition that fired led.
  const passed = all.flatMap((t) => {
    const target = fired.has(t.at) && t.transition.target !== undefined ? targetPath(flow, t.state, t.transition.target) : undefined;
    return target ? target.map((_, i) => target.slice(0, i + 1).join('.')) : [];
  });
  const seen = new Set([...lines.flatMap((l) => (l.kind === 'step' ? l.active : [])), ...passed]);
  const states = allStates(flow.chart).flatMap((s) => (s.path.length > 0 && s.node.type !== 'history' ? [s.path.join('.')] : []));
  return {
    fired: [...fired],
    quiet: all.flatMap((t) => ((t.group === 'on' || t.group === 'after') && !fired.has(t.at) ? [t.at] : [])),
    entered: states.filter((s) => seen.has(s)),
    unseen: states.filter((s) => !seen.has(s)),
  };
}
