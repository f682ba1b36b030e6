import { neverFires } from '../../../flows/check/fires';
import { stateProblems } from '../../../flows/check/states';
import type { Chart, Flow, StateNode, Transition } from '../../../flows/flow';
import { allTransitions } from '../../../flows/walk';

/**
 * A chart without what can never happen: rules put side by side cover each other's moments ("at night 10 %, otherwise 80 %" leaves
 * nothing for the plain return). Where nothing at all could happen it stays as it is, so that the check says why.
 */
export function tidied(flow: Flow): Flow {
  let tidy = flow;
  for (;;) {
    const { dead } = neverFires(tidy);
    const acting = allTransitions(tidy).filter((t) => t.transition.actions?.length);
    if (acting.every((t) => dead.has(t.at)) && acting.length > 0) return tidy;
    const lost = new Set(
      stateProblems(tidy, dead)
        .filter((p) => p.code === 'unreachable')
        .map((p) => p.path ?? ''),
    );
    if (dead.size === 0 && lost.size === 0) return tidy;
    tidy = { ...tidy, chart: without(tidy.chart, 'chart', dead, lost) as Chart };
  }
}

function without(node: StateNode, at: string, dead: ReadonlySet<string>, lost: ReadonlySet<string>): StateNode {
  const kept = (group: 'on' | 'after'): StateNode['on'] => {
    const entries = Object.entries(node[group] ?? {}).map(([trigger, list]): [string, Transition[]] => [
      trigger,
      list.filter((_, i) => !dead.has(`${at}.${group}.${trigger}.${i}`)),
    ]);
    return Object.fromEntries(entries.filter(([, list]) => list.length > 0));
  };
  const states = Object.entries(node.states ?? {}).filter(([key]) => !lost.has(`${at}.states.${key}`));
  const { on: _on, after: _after, states: _states, ...rest } = node;
  const [on, after] = [kept('on'), kept('after')];
  return {
    ...rest,
    ...(on && Object.keys(on).length > 0 ? { on } : {}),
    ...(after && Object.keys(after).length > 0 ? { after } : {}),
    ...(node.states ? { states: Object.fromEntries(states.map(([key, child]) => [key, without(child, `${at}.states.${key}`, dead, lost)])) } : {}),
  };
}
