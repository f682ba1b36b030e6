import { useMemo } from 'react';
import type { HomeView } from '../../flows/api';
import { check } from '../../flows/check/check';
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import type { Problem } from '../../flows/problem';
import type { Footprint } from '../../flows/stages';

/** What is wrong with a flow in this home and what it may touch; worked out here, without the engine. */
export function useChecked(flow: Flow, view: HomeView): { problems: readonly Problem[]; footprint: Footprint } {
  return useMemo(() => {
    const parsed = parseValue(flow);
    if (!parsed.ok) return { problems: parsed.problems, footprint: { writes: [], reads: [] } };
    const { problems, footprint } = check(parsed.value, view.home);
    return { problems: problems.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)), footprint };
  }, [flow, view.home]);
}

const LEVELS: readonly Problem['level'][] = ['blocks', 'warns', 'notes'];
