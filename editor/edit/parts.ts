import type { Flow } from '../../flows/flow';
import type { Action, Guard } from '../../flows/operators';
import type { Result } from '../../flows/result';
import { type Edited, edit } from './edit';
import { removeAt, setAt, valueAt } from './path';
import { findTransition } from './transitions';

/** Where actions stand: on a transition, or on entering or leaving a state. */
export type ActionList = { transition: string } | { state: string; on: 'entry' | 'exit' };

/** Adds an action at the end; `make` may add the role or variable that it needs to the draft. */
export function addAction(flow: Flow, list: ActionList, make: (draft: Flow) => Action): Result<Edited> {
  return edit(flow, (draft) => {
    const path = 'transition' in list ? `${list.transition}.actions` : `${list.state}.${list.on}`;
    const holder = valueAt(draft, 'transition' in list ? list.transition : list.state);
    if (typeof holder !== 'object' || holder === null) return false;
    const action = make(draft);
    const variable = action.type === 'capture' ? action.params.as : action.type === 'restore' ? action.params.from : undefined;
    if (variable !== undefined) draft.variables = { ...draft.variables, [variable]: { type: 'captured' } };
    const now = valueAt(draft, path);
    setAt(draft, path, [...(Array.isArray(now) ? now : []), action]);
    return `${path}.${Array.isArray(now) ? now.length : 0}`;
  });
}

export const deleteAction = (flow: Flow, path: string): Result<Edited> => edit(flow, (draft) => removeAt(draft, path) && undefined);

/** Adds a condition beside those that are there. */
export function addGuard(flow: Flow, at: string, make: (draft: Flow) => Guard): Result<Edited> {
  return edit(flow, (draft) => {
    const t = findTransition(draft, at)?.transition;
    if (!t) return false;
    const guard = make(draft);
    if (!t.guard) t.guard = guard;
    else if (t.guard.type === 'all') t.guard.params.of.push(guard);
    else t.guard = { type: 'all', params: { of: [t.guard, guard] } };
    return at;
  });
}

/** Takes out a condition; a group that is left with one member becomes that member, one that is left with none goes too. */
export const deleteGuard = (flow: Flow, path: string): Result<Edited> => edit(flow, (draft) => takeOut(draft, path) && undefined);

function takeOut(draft: Flow, path: string): boolean {
  // A condition stands at `guard`, inside `not` at `params.of`, inside `all` and `any` at `params.of.N`.
  if (path.endsWith('.params.of')) return takeOut(draft, path.slice(0, -'.params.of'.length));
  const group = /^(.*)\.params\.of\.\d+$/.exec(path)?.[1];
  if (group === undefined) return removeAt(draft, path);
  const members = valueAt(draft, `${group}.params.of`);
  if (!Array.isArray(members) || valueAt(draft, path) === undefined) return false;
  if (members.length === 1) return takeOut(draft, group);
  removeAt(draft, path);
  if (members.length === 1) setAt(draft, group, members[0]);
  return true;
}

/** Turns a condition into its opposite, and back. */
export function negateGuard(flow: Flow, path: string): Result<Edited> {
  return edit(flow, (draft) => {
    const guard = valueAt(draft, path) as Guard | undefined;
    if (!guard) return false;
    setAt(draft, path, guard.type === 'not' ? guard.params.of : { type: 'not', params: { of: guard } });
    return path;
  });
}
