import { useDeferredValue, useMemo } from 'react';
import type { HomeView, Other } from '../../flows/api';
import { check } from '../../flows/check/check';
import { refusedByRules } from '../../flows/check/rules';
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import type { Problem } from '../../flows/problem';
import type { Footprint } from '../../flows/stages';
import { useRules } from '../rules/useRules';

/**
 * What is wrong with a flow in this home, beside the others that run in it, and what it may touch; worked out here, without the
 * engine. An edit is drawn first and checked right after, since looking for a run that shows a conflict takes a moment.
 */
export function useChecked(flow: Flow, view: HomeView, others: readonly Other[] = NONE): { problems: readonly Problem[]; footprint: Footprint } {
  const rules = useRules();
  const settled = useDeferredValue(flow);
  return useMemo(() => {
    const parsed = parseValue(settled);
    if (!parsed.ok) return { problems: parsed.problems, footprint: { writes: [], reads: [] } };
    const [beside, ids] = [others.map((o) => o.flow), others.map((o) => o.id)];
    const { problems, footprint } = check(parsed.value, view.home, beside, ids);
    return {
      problems: [...problems, ...refusedByRules(settled, rules, view.home)].toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
      footprint,
    };
  }, [settled, view.home, rules, others]);
}

const NONE: readonly Other[] = [];
const LEVELS: readonly Problem['level'][] = ['blocks', 'warns', 'notes'];
