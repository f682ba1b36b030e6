import type { Chart, Flow, StateNode, Transition } from './flow';
import type { Action, Guard } from './operators';

/** A transition with where it stands: `at` is the path into the flow file, `trigger` its key in `on` or `after`. */
export interface PlacedTransition {
  state: string[];
  group: 'on' | 'after' | 'always' | 'onDone';
  trigger: string;
  index: number;
  at: string;
  transition: Transition;
}

/** A state with its path (`['lamp', 'lit']`, the root is `[]`) and its path into the file. */
export interface PlacedState {
  path: string[];
  at: string;
  node: StateNode;
}

/** All states, parents before children, siblings in the order of the file. */
export function allStates(chart: Chart | StateNode, path: string[] = [], at = 'chart'): PlacedState[] {
  const children = Object.entries(chart.states ?? {}).flatMap(([key, node]) => allStates(node, [...path, key], `${at}.states.${key}`));
  return [{ path, at, node: chart }, ...children];
}

/** The transitions of one state, in the order in which they are read: when, after, at once, finally. */
export function transitionsOf(state: PlacedState): PlacedTransition[] {
  const { node, path, at } = state;
  const placed = (group: PlacedTransition['group'], trigger: string, list: Transition[], where: string): PlacedTransition[] =>
    list.map((transition, index) => ({ state: path, group, trigger, index, at: `${where}.${index}`, transition }));
  return [
    ...Object.entries(node.on ?? {}).flatMap(([key, list]) => placed('on', key, list, `${at}.on.${key}`)),
    ...Object.entries(node.after ?? {}).flatMap(([key, list]) => placed('after', key, list, `${at}.after.${key}`)),
    ...placed('always', 'always', node.always ?? [], `${at}.always`),
    ...placed('onDone', 'onDone', node.onDone ?? [], `${at}.onDone`),
  ];
}

export const allTransitions = (flow: Flow): PlacedTransition[] => allStates(flow.chart).flatMap(transitionsOf);

/** All actions with their paths into the file. */
export function allActions(flow: Flow): { action: Action; at: string }[] {
  const listed = (list: Action[] | undefined, at: string) => (list ?? []).map((action, i) => ({ action, at: `${at}.${i}` }));
  return allStates(flow.chart).flatMap((s) => [
    ...listed(s.node.entry, `${s.at}.entry`),
    ...listed(s.node.exit, `${s.at}.exit`),
    ...transitionsOf(s).flatMap((t) => listed(t.transition.actions, `${t.at}.actions`)),
  ]);
}

/** A guard and all guards inside it, with their paths. */
export function allGuards(guard: Guard, at: string): { guard: Guard; at: string }[] {
  if (guard.type === 'not') return [{ guard, at }, ...allGuards(guard.params.of, `${at}.params.of`)];
  if (guard.type === 'all' || guard.type === 'any') return [{ guard, at }, ...guard.params.of.flatMap((g, i) => allGuards(g, `${at}.params.of.${i}`))];
  return [{ guard, at }];
}

/** Names of the flows whose states this one looks at. */
export const flowsRead = (flow: Flow): Set<string> =>
  new Set(
    allTransitions(flow)
      .flatMap((t) => (t.transition.guard ? allGuards(t.transition.guard, '') : []))
      .flatMap(({ guard }) => (guard.type === 'flow' ? [guard.params.flow] : [])),
  );

/** The path of the state at which a transition of the state `from` ends, or undefined where there is none. */
export function targetPath(flow: Flow, from: string[], target: string): string[] | undefined {
  const path = target.startsWith('#flow')
    ? target.slice(6).split('.').filter(Boolean)
    : target.startsWith('.')
      ? [...from, ...target.slice(1).split('.')]
      : [...from.slice(0, -1), ...target.split('.')];
  let node: StateNode | undefined = flow.chart;
  for (const key of path) node = node?.states && Object.hasOwn(node.states, key) ? node.states[key] : undefined;
  return node && path.length > 0 ? path : undefined;
}

/** What a state is called for people: its description, else its key. */
export const stateName = (node: StateNode, path: string[]): string => node.description ?? path.at(-1) ?? 'flow';
