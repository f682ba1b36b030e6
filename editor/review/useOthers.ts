import { useMemo } from 'react';
import { type FlowView, othersOf } from '../../flows/api';
import type { FlowId } from '../../flows/ids';
import { useLive } from '../live';

/** The flows that run, beside which a draft is checked: the same list until one of them comes, goes or is replaced. @param except the one that the draft replaces */
export function useOthers(except?: FlowId): readonly FlowView[] {
  const { flows } = useLive();
  const others = othersOf(flows ?? [], except);
  const which = others.map((f) => `${f.id} ${f.hash} ${f.approval.at}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a flow that only moves on is the same flow
  return useMemo(() => others, [which]);
}
