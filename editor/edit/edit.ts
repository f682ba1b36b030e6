/**
 * Edits of a flow, pure: each takes a flow and returns a new one that `parse` accepts, or the problems why not. What an edit leaves
 * unused (roles, delays, schedules, variables) goes with it, and roles declare exactly what the chart reads and writes, so that a
 * person never approves a permission that nothing needs any more.
 */
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import { problem } from '../../flows/problem';
import { fail, ok, type Result } from '../../flows/result';
import { setAt } from './path';
import { tidy } from './tidy';

/** The flow after an edit, and where in it the thing now stands that was edited. */
export interface Edited {
  flow: Flow;
  at?: string | undefined;
}

/** @param change works on a copy; returns where the edited part now stands, or false where it found nothing to change */
export function edit(flow: Flow, change: (draft: Flow) => string | undefined | false): Result<Edited> {
  const draft = structuredClone(flow);
  const at = change(draft);
  if (at === false) return fail([problem('not-found', 'That part is no longer there.')]);
  tidy(flow, draft);
  const parsed = parseValue(JSON.parse(JSON.stringify(draft)));
  return parsed.ok ? ok({ flow: parsed.value.flow, at }) : parsed;
}

/** Sets one value: a number, a time, a text, a choice. */
export const setValue = (flow: Flow, path: string, value: unknown): Result<Edited> => edit(flow, (draft) => setAt(draft, path, value) && path);
