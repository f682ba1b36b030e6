/**
 * Whose doing a change is. A device reports back what it was told; that is no manual change. What was told is taken for the cause of
 * a report for a while, and only of the value told or, for numbers, of one on the way to it.
 */
import { type Capability, capabilityRow, type Value } from '../../flows/capability';
import type { Command, Reading } from '../../flows/command';
import type { Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { Millis } from '../../flows/time';
import { consequences, readingKey } from '../../flows/twin';

type Source = 'device' | 'flow' | 'person';

interface Told {
  value: Value;
  at: Millis;
  by: 'flow' | 'person';
  /** The device has reported this very value since. */
  reported: boolean;
}

/** How long a device may take to report what it was told: blinds and thermostats are slow. */
const SPAN: Millis = 15_000;
const SLOW: Millis = 120_000;
const span = (capability: Capability): Millis => (capability === 'position' || capability === 'tilt' || capability === 'cleaning' ? SLOW : SPAN);

export class Echo {
  private readonly told = new Map<string, Told>();

  /** Of a command that goes out now, with what the device does of itself. */
  tell(home: Home, command: Command, by: 'flow' | 'person', now: Millis): void {
    for (const c of consequences(home, command)) {
      if (!capabilityRow(c.capability).momentary) this.told.set(readingKey(c.device, c.capability), { value: c.value, at: now, by, reported: false });
    }
  }

  /** Whether the device may still be about to report something else than its last reading says. */
  open(device: DeviceId, capability: Capability, now: Millis): boolean {
    const told = this.told.get(readingKey(device, capability));
    return told !== undefined && !told.reported && now - told.at <= span(capability);
  }

  sourceOf({ device, capability, value, previous, at }: Reading): Source {
    const key = readingKey(device, capability);
    const told = this.told.get(key);
    if (!told) return 'device';
    if (at - told.at > span(capability)) {
      this.told.delete(key);
      return 'device';
    }
    if (same(capability, value, told.value)) {
      told.reported = true;
      return told.by;
    }
    if (onTheWay(value, previous, told.value)) return told.by;
    this.told.delete(key);
    return 'device';
  }

  /** Forgets a command that did not reach its device. */
  untell(home: Home, command: Command): void {
    for (const c of consequences(home, command)) this.told.delete(readingKey(c.device, c.capability));
  }

  clear(): void {
    this.told.clear();
  }
}

/** Devices round: 40 % may come back as 40.2; a colour may come back in another spelling and is taken for the one told. */
function same(capability: Capability, value: Value, told: Value): boolean {
  if (typeof value === 'number' && typeof told === 'number') return Math.abs(value - told) <= Math.max(0.5, Math.abs(told) * 0.01);
  const { type } = capabilityRow(capability);
  return value === told || type === 'color' || type === 'text';
}

const onTheWay = (value: Value, previous: Value | undefined, told: Value): boolean =>
  typeof value === 'number' && typeof told === 'number' && typeof previous === 'number' && Math.abs(told - value) < Math.abs(told - previous);
