/**
 * Near misses: what comes close to a transition and must not fire it. A value beside its threshold, or the very event at a moment at
 * which another of its conditions does not hold.
 */
import { type Capability, capabilityRow, type Value } from '../capability';
import type { Poke } from '../check/search';
import { compare } from '../evaluate';
import type { Flow } from '../flow';
import { ability, findDevice, type Home } from '../home';
import { roleMembers } from '../members';
import { allGuards, type PlacedTransition } from '../walk';
import type { Rehearsing } from './rehearse';

/** Whether a transition waits for reports of this kind of this device. */
export function waitsFor(flow: Flow, home: Home, t: PlacedTransition, { device, capability }: Pick<Poke, 'device' | 'capability'>): boolean {
  const [name = '', heard = ''] = t.trigger.split('.');
  const role = t.group === 'on' ? flow.uses[name] : undefined;
  return role !== undefined && heard === capability && roleMembers(home, role).includes(device);
}

/** Whether a flow, or one of its instances, is in the state that a transition leaves. */
export const isAsked = (r: Rehearsing, t: PlacedTransition): boolean =>
  t.state.length === 0 || r.flows.some((f) => !f.state.done && f.state.active.includes(t.state.join('.')));

/** Values beside the one that fires a transition which do not: those next to its threshold first, else the others that there are. */
export function valuesBeside(home: Home, t: PlacedTransition, { device, capability }: Poke): Value[] {
  const role = t.trigger.split('.')[0];
  const tests = (t.transition.guard ? allGuards(t.transition.guard, '') : []).flatMap(({ guard: g }) =>
    (g.type === 'becomes' || g.type === 'stops' || g.type === 'is') && g.params.role === role && g.params.capability === capability ? [g] : [],
  );
  return [...new Set(tests.flatMap((g) => candidates(home, device, capability, g.params.value).filter((v) => reaches(v, g) === false)))];
}

const reaches = (v: Value, g: { type: 'becomes' | 'stops' | 'is'; params: { is: Parameters<typeof compare>[1]; value: Value } }): boolean | undefined => {
  const so = compare(v, g.params.is, g.params.value);
  return g.type === 'stops' && so !== undefined ? !so : so;
};

function candidates(home: Home, id: Poke['device'], capability: Capability, value: Value): Value[] {
  const row = capabilityRow(capability);
  const device = findDevice(home, id);
  const able = device && ability(device, capability);
  if (row.type !== 'number' || typeof value !== 'number') return (able?.values ?? []).filter((v) => v !== value);
  const tidy = (v: number): number => Math.round(v * 1000) / 1000;
  return [value, value - row.step, value + row.step].map(tidy).filter((v) => v >= (able?.min ?? v) && v <= (able?.max ?? v));
}
