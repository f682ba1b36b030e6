/** What a device says now, in a few words: for lists, the house, the picker. Pure. */
import type { HomeView } from '../../flows/api';
import { type Capability, type CapabilityRow, capabilityRow, NO_VALUE, RISKS, type Risk, riskOf, type Value } from '../../flows/capability';
import { abilities, type Device } from '../../flows/home';
import { capital, valueWords } from '../../flows/words';

export type Said = 'value' | 'silent' | 'unheard';

const isNone = (value: Value | undefined): boolean => value === undefined || (NO_VALUE as readonly Value[]).includes(value);

/** Readings of one device by capability. */
export function readingsOf(view: HomeView, device: Device): Map<Capability, Value> {
  return new Map(view.readings.filter((r) => r.device === device.id).map((r) => [r.capability, r.value]));
}

/** Whether it answers: `silent` when every reading is unavailable, `unheard` when it never said anything. */
export function answers(view: HomeView, device: Device): Said {
  const kept = abilities(device).filter((a) => !a.row.momentary);
  const values = readingsOf(view, device);
  if (kept.length === 0 || kept.some((a) => !isNone(values.get(a.name)))) return 'value';
  return kept.some((a) => values.get(a.name) === 'unavailable') ? 'silent' : 'unheard';
}

/** Active now: a lamp that is on, something that plays, cleans, runs or sounds. */
export function isLit(view: HomeView, device: Device): boolean {
  const values = readingsOf(view, device);
  return (
    values.get('power') === 'on' ||
    values.get('playback') === 'playing' ||
    values.get('cleaning') === 'cleaning' ||
    values.get('operation') === 'running' ||
    values.get('siren') === 'on'
  );
}

/** One value as a state: "on", "locked", "motion", "21 °C". */
export function shortValue(capability: Capability, value: Value | undefined): string {
  if (value === 'unavailable') return 'no answer';
  if (value === undefined || value === 'unknown') return 'not heard yet';
  const row: CapabilityRow = capabilityRow(capability);
  if (row.type !== 'enum') return valueWords(capability, value);
  const is = Object.hasOwn(row.values, String(value)) ? row.values[String(value)]?.is : undefined;
  return is?.replace(/^(is|has|sees|detects|reports|was) /, '') ?? String(value);
}

/** The main thing that a device says: "on, 40 %", "19.4 °C, set to 20 °C", "locked", "no answer". */
export function stateText(view: HomeView, device: Device): string {
  const said = answers(view, device);
  if (said === 'silent') return 'no answer';
  if (said === 'unheard') return 'not heard yet';
  const values = readingsOf(view, device);
  const has = (capability: Capability): boolean => !isNone(values.get(capability));
  const text = (capability: Capability): string => shortValue(capability, values.get(capability));
  if (values.get('power') === 'off') return 'off';
  const level = (['brightness', 'fanSpeed', 'volume', 'activePower'] as const).find((c) => has(c) && Number(values.get(c)) > 0);
  if (has('power')) return level ? `${text('power')}, ${text(level)}` : text('power');
  if (has('targetTemperature'))
    return has('temperature')
      ? `${degrees(values.get('temperature'))}, set to ${degrees(values.get('targetTemperature'))}`
      : `set to ${text('targetTemperature')}`;
  if (has('position')) return positionText(Number(values.get('position')));
  const first = abilities(device).find((a) => has(a.name) && a.name !== 'battery') ?? abilities(device).find((a) => has(a.name));
  if (!first) return 'ready';
  return text(first.name);
}

/** Side by side with another temperature the unit is plain. */
const degrees = (value: Value | undefined): string => `${Math.round(Number(value) * 10) / 10}°`;

const positionText = (position: number): string => (position <= 0 ? 'closed' : position >= 100 ? 'open' : `${position} % open`);

/** The heaviest thing that can be done to a device. */
export function deviceRisk(device: Device): Risk {
  const ranks = abilities(device).map((a) => (a.row.writable ? RISKS.indexOf(riskOf(a.name, device.kind)) : 0));
  return RISKS[Math.max(0, ...ranks)] ?? 'observe';
}

/** What a capability is called on its own: "Brightness", "Power". */
export const capabilityName = (capability: Capability): string => capital(capabilityRow(capability).noun);
