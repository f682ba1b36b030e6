import { type CapabilityRow, capabilityRow, type Value } from '../../../flows/capability';
import { ability, findDevice } from '../../../flows/home';
import { type Context, Refused, type Resolved } from '../resolve';
import type { Slot } from '../slots';

/** @throws Refused where the letter is none of this sentence */
export function slotOf(letter: string, c: Context): Slot {
  const slot = c.marked.slots.get(letter);
  if (!slot) throw new Refused({ kind: 'unclear', message: 'A number or a time is missing.' });
  return slot;
}

export function durationOf(letter: string, c: Context): string {
  const { duration, text } = slotOf(letter, c);
  if (!duration) throw new Refused({ kind: 'unclear', message: `“${text}” is no length of time.` });
  return duration;
}

/** What a slot is worth as a value of a capability, in its unit: 68 °F becomes 20 °C, 2 kW 2000 W. */
export function valueOf(letter: string, of: Resolved, c: Context, use: 'set' | 'by' | 'compare'): Value {
  const slot = slotOf(letter, c);
  const row: CapabilityRow = capabilityRow(of.capability);
  if (row.type === 'color') {
    if (slot.color === undefined) throw new Refused({ kind: 'unclear', message: `“${slot.text}” is no colour that I know.` });
    return slot.color;
  }
  if (row.type === 'text') return slot.quoted ?? slot.text;
  if (row.type !== 'number' || slot.number === undefined) throw new Refused({ kind: 'unclear', message: `“${slot.text}” is no value for ${row.noun}.` });
  const { value, unit } = slot.number;
  const celsius = row.unit === '°C';
  if (celsius && (unit === '°F' || (unit !== '°C' && use !== 'by' && value > 45))) return round(use === 'by' ? (value * 5) / 9 : ((value - 32) * 5) / 9);
  if (row.unit === 'W' && unit === 'kW') return value * 1000;
  if (row.unit === '/kWh' && unit === 'ct') return value / 100;
  if (row.unit === 'm/s' && unit === 'km/h') return round(value / 3.6);
  if (row.unit === 'm/s' && unit === 'mph') return round(value * 0.44704);
  if (use === 'set') inRange(value, of, c);
  return value;
}

const round = (n: number): number => Math.round(n * 10) / 10;

function inRange(value: number, of: Resolved, c: Context): void {
  for (const id of of.devices) {
    const device = findDevice(c.home, id);
    const able = device && ability(device, of.capability);
    if (!device || !able) continue;
    const row: CapabilityRow = able.row;
    const unit = row.type === 'number' ? row.unit : '';
    if ((able.min !== undefined && value < able.min) || (able.max !== undefined && value > able.max)) {
      throw new Refused({ kind: 'cannot', message: `${device.name} goes from ${able.min ?? '…'} to ${able.max ?? '…'} ${unit}; ${value} is outside.` });
    }
  }
}

/** What undoes a value, the likeliest first: a machine that is paused runs on, a player plays on. */
const OPPOSITES: Record<string, readonly string[]> = {
  on: ['off'],
  off: ['on'],
  open: ['closed'],
  closed: ['open'],
  locked: ['unlocked'],
  unlocked: ['locked'],
  playing: ['paused', 'stopped'],
  paused: ['playing', 'running', 'cleaning'],
  cleaning: ['docked'],
  running: ['idle'],
};

/**
 * The value that undoes another: what "for ten minutes" goes back to. Undefined where only the value from before can: nothing that
 * these devices can be told undoes it. A heating that is switched off goes back to whatever it was at.
 */
export function opposite(of: Resolved, value: Value, c: Context): Value | undefined {
  if (of.capability === 'position') return value === 100 ? 0 : value === 0 ? 100 : undefined;
  const row: CapabilityRow = capabilityRow(of.capability);
  if (row.type !== 'enum' || !Object.hasOwn(OPPOSITES, String(value))) return undefined;
  const able = (v: string): boolean =>
    Object.hasOwn(row.values, v) &&
    of.devices.every((id) => {
      const device = findDevice(c.home, id);
      return (device && ability(device, of.capability))?.values?.includes(v) ?? true;
    });
  return OPPOSITES[String(value)]?.find(able);
}
