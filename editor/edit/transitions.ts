import type { Flow, StateNode, Transition } from '../../flows/flow';
import type { Guard } from '../../flows/operators';
import type { Result } from '../../flows/result';
import { allTransitions, type PlacedTransition } from '../../flows/walk';
import { delayFor, delayUntil, scheduleFor } from './clocks';
import { type Edited, edit } from './edit';
import { removeAt } from './path';
import { nodeOf, stateAt } from './states';

/** What starts a transition. For a reading, `guard` finds or makes in the draft the role that it is read from. */
export type Trigger =
  | { kind: 'reading'; guard(draft: Flow): Extract<Guard, { type: 'becomes' | 'stops' | 'changes' }> }
  | { kind: 'after'; for: string }
  | { kind: 'until'; at: string }
  | { kind: 'schedule'; schedule: NonNullable<Flow['schedules']>[string] }
  | { kind: 'always' }
  | { kind: 'onDone' };

export const findTransition = (flow: Flow, at: string): PlacedTransition | undefined => allTransitions(flow).find((t) => t.at === at);

/** A new transition; the person chooses its trigger next, five minutes stand until then. */
export function addTransition(flow: Flow, from: readonly string[], to: readonly string[], trigger: Trigger = { kind: 'after', for: 'PT5M' }): Result<Edited> {
  return edit(flow, (draft) => {
    const node = nodeOf(draft, from);
    if (!node || node.type === 'final' || node.type === 'history' || !nodeOf(draft, to)) return false;
    return place(draft, from, trigger, { target: targetText(from, to) });
  });
}

export const deleteTransition = (flow: Flow, at: string): Result<Edited> => edit(flow, (draft) => removeAt(draft, at) && undefined);

/** Lets a transition end elsewhere (`to`, undefined: it stays where it is) or leave from elsewhere. */
export function reconnect(flow: Flow, at: string, ends: { from?: readonly string[]; to?: readonly string[] | undefined }): Result<Edited> {
  return edit(flow, (draft) => {
    const t = findTransition(draft, at);
    if (!t || (ends.from && !nodeOf(draft, ends.from))) return false;
    const from = ends.from ?? t.state;
    const old = t.transition.target;
    const goal = 'to' in ends ? ends.to : old === undefined ? undefined : absolute(draft, t);
    const { target: _, ...rest } = t.transition;
    const moved: Transition = goal === undefined ? rest : { ...rest, target: targetText(from, goal) };
    if (!ends.from) {
      Object.assign(t.transition, moved);
      if (goal === undefined) delete t.transition.target;
      return at;
    }
    removeAt(draft, at);
    return append(draft, from, t.group, t.trigger, moved);
  });
}

/** Another trigger for a transition; its conditions, actions and target stay. */
export function setTrigger(flow: Flow, at: string, trigger: Trigger): Result<Edited> {
  return edit(flow, (draft) => {
    const t = findTransition(draft, at);
    if (!t) return false;
    const rest = withoutEdges(t.transition.guard, t.trigger);
    const { guard: _, ...kept } = t.transition;
    removeAt(draft, at);
    return place(draft, t.state, trigger, rest ? { ...kept, guard: rest } : kept);
  });
}

/** Whether a guard is the turn of the very reading that the transition waits for: it belongs to the trigger. */
export function isTrigger(guard: Guard, event: string): boolean {
  if (guard.type === 'any') return guard.params.of.every((g) => isTrigger(g, event));
  return (guard.type === 'becomes' || guard.type === 'stops' || guard.type === 'changes') && `${guard.params.role}.${guard.params.capability}` === event;
}

/** Conditions without the edges that belong to the old trigger. */
function withoutEdges(guard: Guard | undefined, event: string): Guard | undefined {
  const isEdge = (g: Guard): boolean =>
    (g.type === 'becomes' || g.type === 'stops' || g.type === 'changes') && `${g.params.role}.${g.params.capability}` === event;
  const ofTrigger = (g: Guard): boolean => isEdge(g) || (g.type === 'any' && g.params.of.every(isEdge));
  if (!guard || ofTrigger(guard)) return undefined;
  if (guard.type !== 'all') return guard;
  const rest = guard.params.of.filter((g) => !ofTrigger(g));
  return rest.length > 1 ? { type: 'all', params: { of: rest } } : rest[0];
}

function place(draft: Flow, from: readonly string[], trigger: Trigger, transition: Transition): string | false {
  switch (trigger.kind) {
    case 'after':
      return append(draft, from, 'after', delayFor(draft, trigger.for), transition);
    case 'until':
      return append(draft, from, 'after', delayUntil(draft, trigger.at), transition);
    case 'schedule':
      return append(draft, from, 'on', `schedule.${scheduleFor(draft, trigger.schedule)}`, transition);
    case 'reading': {
      const edge = trigger.guard(draft);
      const guard: Guard = transition.guard
        ? { type: 'all', params: { of: [edge, ...(transition.guard.type === 'all' ? transition.guard.params.of : [transition.guard])] } }
        : edge;
      return append(draft, from, 'on', `${edge.params.role}.${edge.params.capability}`, { ...transition, guard });
    }
    default:
      return append(draft, from, trigger.kind, trigger.kind, transition);
  }
}

function append(draft: Flow, from: readonly string[], group: PlacedTransition['group'], key: string, transition: Transition): string | false {
  const node: StateNode | undefined = nodeOf(draft, from);
  if (!node) return false;
  if (group === 'always' || group === 'onDone') {
    node[group] = [...(node[group] ?? []), transition];
    return `${stateAt(from)}.${group}.${node[group].length - 1}`;
  }
  const table = { ...node[group] };
  table[key] = [...(table[key] ?? []), transition];
  node[group] = table;
  return `${stateAt(from)}.${group}.${key}.${(table[key]?.length ?? 1) - 1}`;
}

/** A sibling by its key, anything else by its full path. */
function targetText(from: readonly string[], to: readonly string[]): string {
  const siblings = from.length > 0 && from.length === to.length && from.slice(0, -1).every((key, i) => to[i] === key);
  return siblings ? (to.at(-1) ?? '') : `#flow.${to.join('.')}`;
}

function absolute(draft: Flow, t: PlacedTransition): string[] | undefined {
  const target = t.transition.target ?? '';
  if (target.startsWith('#flow.')) return target.slice(6).split('.');
  if (target.startsWith('.')) return [...t.state, ...target.slice(1).split('.')];
  return nodeOf(draft, t.state) ? [...t.state.slice(0, -1), ...target.split('.')] : undefined;
}
