import { useMemo } from 'react';
import type { HomeView } from '../../flows/api';
import { check } from '../../flows/check/check';
import { refusedByRules } from '../../flows/check/rules';
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import type { Problem } from '../../flows/problem';
import type { Footprint } from '../../flows/stages';
import { useRules } from '../rules/useRules';

/** What is wrong with a flow in this home and what it may touch; worked out here, without the engine. */
export function useChecked(flow: Flow, view: HomeView): { problems: readonly Problem[]; footprint: Footprint } {
  const rules = useRules();
  return useMemo(() => {
    const parsed = parseValue(flow);
    if (!parsed.ok) return { problems: parsed.problems, footprint: { writes: [], reads: [] } };
    const { problems, footprint } = check(parsed.value, view.home);
    return {
      problems: [...problems, ...refusedByRules(flow, rules, view.home)].toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
      footprint,
    };
  }, [flow, view.home, rules]);
}

const LEVELS: readonly Problem['level'][] = ['blocks', 'warns', 'notes'];
