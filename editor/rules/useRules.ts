import { useMemo } from 'react';
import type { Rule } from '../../flows/rule';
import { useLive } from '../live';

/** The lasting rules in force. */
export function useRules(): readonly Rule[] {
  const { rules } = useLive();
  return useMemo(() => (rules ?? []).flatMap((r) => r.rule ?? []), [rules]);
}
