/** Two transitions of two flows looked at together: their roles and numbers kept apart, their devices shared. */
import type { Flow } from '../flow';
import type { Guard } from '../operators';
import type { PlacedTransition } from '../walk';
import { canHold } from './satisfy';
import { conditionsOf, eventOf } from './settings';

export interface Side {
  flow: Flow;
  transition: PlacedTransition;
}

/** Whether the conditions of both can hold at one moment. @param without the second one's fail while the first one's hold */
export function together(a: Side, b: Side, without = false): boolean {
  const mine = conditionsOf(a.flow, a.transition).map((g) => renamed(g, 'a_'));
  const theirs = conditionsOf(b.flow, b.transition).map((g) => renamed(g, 'b_'));
  if (without && theirs.length === 0) return false;
  const wanted: Guard[] = without ? [{ type: 'not', params: { of: { type: 'all', params: { of: theirs } } } }] : theirs;
  const event = eventOf(a.transition);
  return canHold(joined(a.flow, b.flow), [...mine, ...wanted], event === undefined || event.startsWith('schedule.') ? event : `a_${event}`);
}

function joined(a: Flow, b: Flow): Flow {
  const table = <T>(x: Record<string, T> | undefined, y: Record<string, T> | undefined): Record<string, T> =>
    Object.fromEntries([
      ...Object.entries(x ?? {}).map(([k, v]) => [`a_${k}`, v] as const),
      ...Object.entries(y ?? {}).map(([k, v]) => [`b_${k}`, v] as const),
    ]);
  return { ...a, uses: table(a.uses, b.uses), variables: table(a.variables, b.variables) };
}

function renamed(guard: Guard, prefix: string): Guard {
  if (guard.type === 'all' || guard.type === 'any') return { type: guard.type, params: { of: guard.params.of.map((g) => renamed(g, prefix)) } };
  if (guard.type === 'not') return { type: 'not', params: { of: renamed(guard.params.of, prefix) } };
  const params = { ...guard.params } as Record<string, unknown>;
  for (const key of ['role', 'variable', 'since']) if (typeof params[key] === 'string') params[key] = prefix + params[key];
  return { ...guard, params } as Guard;
}
