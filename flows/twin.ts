import { type Capability, capabilityRow, type Value } from './capability';
import type { Command } from './command';
import { abilities, ability, type DeviceState, findDevice, HOME, type Home, restValue } from './home';
import type { DeviceId } from './ids';
import { type Millis, sunAt } from './time';

/** What every device of a home would report: the virtual home of rehearsals and of the simulator. Immutable. */
export type Readings = ReadonlyMap<string, Value>;

export const readingKey = (device: DeviceId, capability: Capability): string => `${device}\n${capability}`;

/** Every capability at rest, then the home's and the given state; `home.sun` from the clock unless given. */
export function restReadings(home: Home, state: readonly DeviceState[], now: Millis): Readings {
  const readings = new Map<string, Value>([
    [readingKey(HOME, 'sun'), sunAt(now, home)],
    [readingKey(HOME, 'mode'), 'home'],
  ]);
  for (const device of home.devices) {
    for (const able of abilities(device)) {
      const rest = restValue(able.name);
      if (rest !== undefined) readings.set(readingKey(device.id, able.name), rest);
    }
  }
  for (const s of [...(home.state ?? []), ...state]) readings.set(readingKey(s.device, s.capability), s.value);
  return readings;
}

/** What a device does of itself when told something: lights turn on with brightness or colour; what is off has no brightness of its own. */
export function consequences(home: Home, command: Command): Command[] {
  const device = findDevice(home, command.device);
  const lights = command.capability === 'brightness' || command.capability === 'color' || command.capability === 'colorTemperature';
  if (!device || !lights || !ability(device, 'power')) return [command];
  const power = command.capability === 'brightness' && Number(command.value) <= 0 ? 'off' : 'on';
  return [command, { ...command, capability: 'power', value: power }];
}

/** Whether a command would change nothing; momentary ones always do something. */
export function isAlready(home: Home, command: Command, read: (device: DeviceId, capability: Capability) => Value | undefined): boolean {
  if (capabilityRow(command.capability).momentary) return false;
  return consequences(home, command).every((c) => read(c.device, c.capability) === c.value);
}

/** How long a device may take to report what it was told: blinds, robots and valves are slow. */
export const patience = (capability: Capability): Millis =>
  capability === 'position' || capability === 'tilt' || capability === 'cleaning' ? 120_000 : 15_000;

/**
 * What a report says of what the device was told: that very value, one on the way to it, or another. Devices round: 40 % may come back
 * as 40.2; a colour may come back in another spelling and is taken for the one told.
 */
export function answerTo(told: Value, capability: Capability, value: Value, previous: Value | undefined): 'told' | 'on-the-way' | 'other' {
  if (typeof value === 'number' && typeof told === 'number') {
    if (Math.abs(value - told) <= Math.max(0.5, Math.abs(told) * 0.01)) return 'told';
    return typeof previous === 'number' && Math.abs(told - value) < Math.abs(told - previous) ? 'on-the-way' : 'other';
  }
  const { type } = capabilityRow(capability);
  return value === told || type === 'color' || type === 'text' ? 'told' : 'other';
}
