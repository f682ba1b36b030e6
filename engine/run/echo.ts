/**
 * Whose doing a change is. A device reports back what it was told; that is no manual change. What was told is taken for the cause of
 * a report for a while, and only of the value told or, for numbers, of one on the way to it.
 */
import { type Capability, capabilityRow, type Value } from '../../flows/capability';
import type { Command, Reading } from '../../flows/command';
import type { Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { Millis } from '../../flows/time';
import { answerTo, consequences, patience, readingKey } from '../../flows/twin';

type Source = 'device' | 'flow' | 'person';

interface Told {
  value: Value;
  at: Millis;
  by: 'flow' | 'person';
  /** The device has reported this very value since. */
  reported: boolean;
}

export class Echo {
  private readonly told = new Map<string, Told>();

  /** Of a command that goes out now, with what the device does of itself. */
  tell(home: Home, command: Command, by: 'flow' | 'person', now: Millis): void {
    for (const c of consequences(home, command)) {
      if (!capabilityRow(c.capability).momentary) this.told.set(readingKey(c.device, c.capability), { value: c.value, at: now, by, reported: false });
    }
  }

  /**
   * What the device was told and has not reported yet: its last reading does not say how it will be. Told at this very moment, it counts
   * as being so; later it is not known.
   */
  open(device: DeviceId, capability: Capability, now: Millis): { value: Value | undefined } | undefined {
    const told = this.told.get(readingKey(device, capability));
    if (!told || told.reported || now - told.at > patience(capability)) return undefined;
    return { value: told.at === now ? told.value : undefined };
  }

  sourceOf({ device, capability, value, previous, at }: Reading): Source {
    const key = readingKey(device, capability);
    const told = this.told.get(key);
    if (!told) return 'device';
    const answer = at - told.at > patience(capability) ? 'other' : answerTo(told.value, capability, value, previous);
    if (answer === 'other') {
      this.told.delete(key);
      return 'device';
    }
    if (answer === 'told') told.reported = true;
    return told.by;
  }

  /** A device has said once more what it said before, which is no event: it may be what it was told. */
  confirm(device: DeviceId, capability: Capability, value: Value): void {
    const told = this.told.get(readingKey(device, capability));
    if (told?.value === value) told.reported = true;
  }

  /** Forgets a command that did not reach its device. */
  untell(home: Home, command: Command): void {
    for (const c of consequences(home, command)) this.told.delete(readingKey(c.device, c.capability));
  }

  clear(): void {
    this.told.clear();
  }
}
