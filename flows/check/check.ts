import type { Home } from '../home';
import { blocks, type Problem } from '../problem';
import type { CheckedFlow, DraftFlow, Footprint } from '../stages';
import { bindingProblems } from './bindings';
import { footprintOf } from './footprint';
import { riskProblems } from './risk';
import { stateProblems } from './states';

/** A draft in this home: what is wrong with it, what it may touch, and, where nothing blocks, the checked flow. */
export function check(draft: DraftFlow, home: Home): { problems: Problem[]; footprint: Footprint; checked?: CheckedFlow } {
  const { flow, hash, bytes } = draft;
  const problems = [...bindingProblems(flow, home), ...stateProblems(flow), ...riskProblems(flow, home)];
  const footprint = footprintOf(flow, home);
  if (blocks(problems)) return { problems, footprint };
  return { problems, footprint, checked: { flow, hash, bytes, problems, footprint } as unknown as CheckedFlow };
}
