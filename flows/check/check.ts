import type { Flow } from '../flow';
import type { Home } from '../home';
import { blocks, type Problem } from '../problem';
import type { CheckedFlow, DraftFlow, Footprint } from '../stages';
import { bindingProblems } from './bindings';
import { neverFires } from './fires';
import { footprintOf } from './footprint';
import { habitProblems } from './habits';
import { insideProblems } from './inside';
import { pairProblems } from './pairs';
import { riskProblems } from './risk';
import { stateProblems } from './states';
import { unsafeProblems } from './unsafe';

/**
 * A draft in this home: what is wrong with it, what it may touch, and, where nothing blocks, the checked flow. The checks are one
 * readable list; each finding has a code of `PROBLEMS`.
 * @param others the other flows of the home
 * @param names what `with` of a finding says of each of them; its place in the list where there are none
 */
export function check(
  draft: DraftFlow,
  home: Home,
  others: readonly Flow[] = [],
  names: readonly string[] = [],
): { problems: Problem[]; footprint: Footprint; checked?: CheckedFlow } {
  const { flow, hash, bytes } = draft;
  const fires = neverFires(flow, home);
  const found = [
    ...bindingProblems(flow, home),
    ...stateProblems(flow, fires.dead),
    ...fires.problems,
    ...habitProblems(flow, home, others),
    ...insideProblems(flow, home),
    ...riskProblems(flow, home),
    ...unsafeProblems(flow, home),
    ...pairProblems(flow, home, others),
  ];
  const problems = found.map((p) => (p.with === undefined ? p : { ...p, with: names[Number(p.with)] ?? p.with }));
  const footprint = footprintOf(flow, home);
  if (blocks(problems)) return { problems, footprint };
  return { problems, footprint, checked: { flow, hash, bytes, problems, footprint } as unknown as CheckedFlow };
}
