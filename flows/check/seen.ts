/** What is looked for in a run: predicates over the lines of the last step, by the place of a flow in the rehearsal. */
import { type Capability, capabilityRow, type Value } from '../capability';
import { evaluate } from '../evaluate';
import type { DeviceId } from '../ids';
import { roleMembers } from '../members';
import type { RehearsalLine, Rehearsing } from '../rehearse/rehearse';
import type { PlacedTransition } from '../walk';
import type { Need, Setting } from './settings';

type Sent = Extract<RehearsalLine, { kind: 'command' }>;
type Event = Extract<RehearsalLine, { kind: 'event' }>;

const place = (id: string): number => Number(id.split(':')[0]);

/** Commands of one flow to what a setting sets. */
export const sentBy = (lines: readonly RehearsalLine[], flow: number, s: Pick<Setting, 'device' | 'capability'>, value?: Value): Sent[] =>
  lines.filter(
    (l): l is Sent =>
      l.kind === 'command' &&
      place(l.flow) === flow &&
      l.command.device === s.device &&
      l.command.capability === s.capability &&
      (value === undefined || l.command.value === value),
  );

export const took = (lines: readonly RehearsalLine[], flow: number, t: PlacedTransition): boolean =>
  lines.some(
    (l) => l.kind === 'step' && place(l.flow) === flow && l.taken.some((x) => x.state === t.state.join('.') && x.trigger === t.trigger && x.index === t.index),
  );

/** Whether a flow is in a state. */
export const isIn = (r: Rehearsing, flow: number, path: readonly string[]): boolean =>
  path.length === 0 || r.flows.some((f) => place(f.id) === flow && f.state.active.includes(path.join('.')));

/** Whether a transition that waits for this event would be taken if only its need were fulfilled. */
export function wouldTake(r: Rehearsing, lines: readonly RehearsalLine[], flow: number, need: Need): boolean {
  const t = need.transition;
  const f = r.flows.find((x) => place(x.id) === flow);
  const guard = t.transition.guard;
  if (!f || !guard || f.state.done || !isIn(r, flow, t.state)) return false;
  const [role = '', capability = ''] = t.trigger.split('.');
  const members = (name: string): readonly DeviceId[] => (f.flow.uses[name] ? roleMembers(r.home, f.flow.uses[name]) : []);
  const event = lines.find((l): l is Event => l.kind === 'event' && l.capability === capability && members(role).includes(l.device));
  if (!event) return false;
  const wanted = fulfilling(need.capability, need.test.is, need.test.value);
  const verdict = evaluate(guard, {
    now: event.at,
    place: r.home,
    event,
    members: (name) => ({ devices: members(name), all: 'all' in (f.flow.uses[name]?.bind ?? {}) }),
    read: (device, c) => (device === need.device && c === need.capability ? wanted : r.read(device, c)),
    variables: (f.state.snapshot as { context?: Record<string, number> }).context,
  });
  return verdict === true;
}

/** A value of which a comparison holds. */
export function fulfilling(capability: Capability, is: Need['test']['is'], value: Value): Value {
  const row = capabilityRow(capability);
  if (row.type !== 'number' || typeof value !== 'number') return value;
  return is === 'above' ? value + row.step : is === 'below' ? value - row.step : value;
}
