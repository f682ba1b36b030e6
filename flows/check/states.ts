import type { Flow } from '../flow';
import { type Problem, problem } from '../problem';
import { allStates, allTransitions, stateName, targetPath } from '../walk';

/** States that nothing leads to, and states that nothing leads out of. @param dead paths of transitions that never fire */
export function stateProblems(flow: Flow, dead: ReadonlySet<string> = new Set()): Problem[] {
  const states = allStates(flow.chart);
  const transitions = allTransitions(flow).filter((t) => !dead.has(t.at));
  const reached = new Set<string>();
  const enter = (path: string[]): void => {
    const key = path.join('.');
    if (reached.has(key)) return;
    reached.add(key);
    if (path.length > 0) enter(path.slice(0, -1));
    const node = states.find((s) => s.path.join('.') === key)?.node;
    if (node?.initial) enter([...path, node.initial]);
    if (node?.type === 'parallel') for (const child of Object.keys(node.states ?? {})) enter([...path, child]);
    for (const t of transitions) {
      const target = t.state.join('.') === key && t.transition.target !== undefined ? targetPath(flow, t.state, t.transition.target) : undefined;
      if (target) enter(target);
    }
  };
  enter([]);
  const moves = new Set(transitions.map((t) => t.state.join('.')));
  const hasWayOut = (path: string[]): boolean => path.some((_, i) => moves.has(path.slice(0, path.length - i).join('.'))) || moves.has('');
  return states.flatMap((s) => {
    if (s.path.length === 0) return [];
    const name = stateName(s.node, s.path);
    if (!reached.has(s.path.join('.'))) return [problem('unreachable', `Nothing leads to “${name}”.`, s.at)];
    const stuck = s.node.type !== 'final' && s.node.type !== 'history' && !s.node.states && !hasWayOut(s.path);
    return stuck ? [problem('no-way-out', `Once in “${name}”, the flow stays there for good.`, s.at)] : [];
  });
}
