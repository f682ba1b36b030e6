import type { Capability, Value } from './capability';
import type { DeviceId, RuleId } from './ids';
import type { Millis } from './time';

/** An order to a device, always absolute: a toggle or "a bit warmer" was resolved when it was decided (SPEC 4.2). */
export interface Command {
  device: DeviceId;
  capability: Capability;
  value: Value;
}

/** What came of a command. `already`: the device reported that value, nothing was sent. `uncertain`: sent, and not confirmed. `rule`: the one that forbids it. */
export type Outcome =
  | { status: 'done' | 'already' | 'uncertain' }
  | {
      status: 'refused';
      reason: 'not-approved' | 'outside-footprint' | 'rule-forbids' | 'rate-limited' | 'no-device' | 'bad-value';
      message: string;
      rule?: RuleId;
    }
  | { status: 'failed'; message: string };

/** A value that a device reported. `previous` is the value before the last change of this reading. */
export interface Reading {
  device: DeviceId;
  capability: Capability;
  value: Value;
  at: Millis;
  previous?: Value;
}
