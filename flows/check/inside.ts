/** One flow against itself: opposite commands at one moment, and a choice that leaves nothing for when no condition holds. */

import type { Flow } from '../flow';
import { findDevice, type Home } from '../home';
import { type Problem, problem } from '../problem';
import type { Rehearsing } from '../rehearse/rehearse';
import { allGuards, allStates, type PlacedTransition, stateName, targetPath, transitionsOf } from '../walk';
import { said } from './crossing';
import { canHold } from './satisfy';
import { findRun } from './search';
import { sentBy } from './seen';
import { conditionsOf, eventOf, type Reach, reachOf, type Setting } from './settings';
import { runWords } from './words';

/** Findings for which a run is searched. */
const SEARCHES = 3;

export function insideProblems(flow: Flow, home: Home): Problem[] {
  const reach = reachOf(flow, home);
  return [...atOnce(reach, home), ...sideBySide(reach, home), ...noOtherwise(flow)];
}

const nameOf = (home: Home, s: Setting): string => findDevice(home, s.device)?.name ?? s.device;
const opposite = (a: Setting, b: Setting): boolean =>
  a.device === b.device && a.capability === b.capability && a.value !== undefined && b.value !== undefined && a.value !== b.value;
const words = (home: Home, a: Setting, b: Setting): string =>
  `${nameOf(home, a)} to ${said(a.capability, a.value ?? '')} and to ${said(b.capability, b.value ?? '')}`;

/** In one list of actions: the first of the two is over before anybody sees it. A group and then one of its members is no slip. */
function atOnce({ settings }: Reach, home: Home): Problem[] {
  const listOf = (s: Setting): string => s.at.slice(0, s.at.lastIndexOf('.'));
  const single = (s: Setting): boolean => settings.filter((o) => o.at === s.at).length === 1;
  return settings.flatMap((a, i) => {
    const b = settings.slice(i + 1).find((o) => o.at !== a.at && listOf(o) === listOf(a) && opposite(a, o));
    return b && single(a) === single(b) ? [problem('conflict', `At one moment it sets ${words(home, a, b)}.`, a.at)] : [];
  });
}

/** In two parts that run side by side, on one event. Told where a run shows it. */
function sideBySide({ byEvent, flow }: Reach, home: Home): Problem[] {
  const found = new Map<string, Problem>();
  let searched = 0;
  for (const settings of byEvent.values()) {
    for (const [i, a] of settings.entries()) {
      for (const b of settings.slice(i + 1)) {
        if (found.has(a.setting.at) || !opposite(a.setting, b.setting) || !apart(flow, a.cause, b.cause)) continue;
        if (!canHold(flow, [...conditionsOf(flow, a.cause), ...conditionsOf(flow, b.cause)], eventOf(a.cause))) continue;
        const seen = (r: Rehearsing, before: number): boolean => {
          const lines = r.lines.slice(before);
          const both = [a, b].map((x) => sentBy(lines, 0, x.setting, x.setting.value)[0]?.at);
          return both[0] !== undefined && both[0] === both[1];
        };
        const run = ++searched > SEARCHES ? undefined : findRun([flow], home, seen);
        if (!run) continue;
        const message = `On one event two parts of it set ${words(home, a.setting, b.setting)}.`;
        found.set(a.setting.at, problem('conflict', message, a.setting.at, { example: runWords(run, home), run }));
      }
    }
  }
  return [...found.values()];
}

/** Whether two transitions stand in different parts of something parallel. */
function apart(flow: Flow, a: PlacedTransition, b: PlacedTransition): boolean {
  const shared = a.state.findIndex((key, i) => b.state[i] !== key);
  if (shared < 0 || b.state.length <= shared) return false;
  const parent = a.state.slice(0, shared).join('.');
  return allStates(flow.chart).some((s) => s.path.join('.') === parent && s.node.type === 'parallel');
}

/** A state that is only there to choose, without a choice for when none of its conditions holds. */
function noOtherwise(flow: Flow): Problem[] {
  const states = allStates(flow.chart);
  return states.flatMap((s) => {
    const choices = transitionsOf(s).filter((t) => t.group === 'always' && t.transition.target !== undefined);
    const guards = choices.flatMap((t) => (t.transition.guard ? [t.transition.guard] : []));
    // With one way on it is a wait, as is a look at another flow.
    const waits = choices.length < 2 || guards.some((g) => allGuards(g, '').some((x) => x.guard.type === 'flow'));
    if (s.path.length === 0 || waits || guards.length < choices.length) return [];
    const around = states.filter((o) => o.path.every((key, i) => s.path[i] === key));
    if (around.some((o) => transitionsOf(o).some((t) => t.group === 'on' || t.group === 'after'))) return [];
    const none = guards.map((of) => ({ type: 'not', params: { of } }) as const);
    if (!canHold(flow, none)) return [];
    const targets = choices.map((t) => targetPath(flow, t.state, t.transition.target ?? '')?.at(-1)).filter((x) => x !== undefined);
    const name = stateName(s.node, s.path);
    return [problem('no-otherwise', `Where none of its conditions holds, it stays in “${name}” and goes on to none of ${targets.join(', ')}.`, s.at)];
  });
}
