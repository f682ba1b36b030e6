import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Driver, type DriverEvent, noDriver } from '../../devices/driver';
import type { Capability, Value } from '../../flows/capability';
import type { Command } from '../../flows/command';
import { deviceId } from '../../flows/ids';

/** A driver with a lamp (`lamp`: power, brightness) and a motion sensor (`motion`: occupancy) behind it, which do as they are told. */
export interface Fixture {
  driver: Driver;
  /** The device itself says something: somebody pressed its switch, its sensor saw something. */
  says(device: string, capability: Capability, value: Value): Promise<void>;
  /** Ends what is behind the driver; the driver itself is stopped before. */
  close(): Promise<void>;
}

const command = (device: string, capability: Capability, value: Value): Command => ({ device: deviceId(device), capability, value });

/** What every driver must do. `kind` names it in the output. */
export function driverContract(kind: string, make: () => Promise<Fixture>): void {
  describe(`driver contract: ${kind}`, () => {
    let fixture: Fixture;
    let events: DriverEvent[];
    const read = (device: string, capability: Capability): Value | undefined => lastValue(events, device, capability);

    beforeEach(async () => {
      fixture = await make();
      events = [];
      await fixture.driver.start((event) => void events.push(event));
    });
    afterEach(async () => {
      await fixture.driver.stop();
      await fixture.close();
    });

    test('says which devices there are by the time it has started', () => {
      const ids = fixture.driver.snapshot().devices.map((d) => d.id);
      expect(ids).toEqual(expect.arrayContaining(['lamp', 'motion']));
      expect(events.findLast((e) => e.type === 'devices')?.devices.map((d) => d.id)).toEqual(ids);
    });

    test('a reading of a device reaches the watcher and the snapshot', async () => {
      await fixture.says('motion', 'occupancy', 'detected');
      await until(() => read('motion', 'occupancy') === 'detected');
      expect(fixture.driver.snapshot().state).toContainEqual({ device: 'motion', capability: 'occupancy', value: 'detected' });
    });

    test('numbers arrive as numbers', async () => {
      await fixture.says('lamp', 'brightness', 42);
      await until(() => read('lamp', 'brightness') === 42);
    });

    test('a command reaches its device, which reports what it then is', async () => {
      await fixture.driver.send(command('lamp', 'power', 'on'));
      await until(() => read('lamp', 'power') === 'on');
      await fixture.driver.send(command('lamp', 'power', 'off'));
      await until(() => read('lamp', 'power') === 'off');
    });

    test('commands arrive in the order in which they were sent', async () => {
      await Promise.all([10, 20, 30].map((value) => fixture.driver.send(command('lamp', 'brightness', value))));
      await until(() => read('lamp', 'brightness') === 30);
      const seen = events.flatMap((e) => (e.type === 'reading' && e.capability === 'brightness' && [10, 20, 30].includes(Number(e.value)) ? [e.value] : []));
      expect(seen).toEqual([10, 20, 30]);
    });

    test('a device that it does not have is an error in words', async () => {
      await expect(fixture.driver.send(command('sauna', 'power', 'on'))).rejects.toThrow(/sauna/);
    });

    test('after a stop nothing is said any more, nothing is sent, and stopping again does nothing', async () => {
      await fixture.driver.stop();
      const before = events.length;
      await fixture.says('motion', 'occupancy', 'detected').catch(() => {});
      await pause(100);
      await fixture.driver.stop();
      expect(events).toHaveLength(before);
    });
  });
}

/** The last reading that a driver told its watcher. */
export function lastValue(events: readonly DriverEvent[], device: string, capability: Capability): Value | undefined {
  const readings = events.flatMap((e) => (e.type === 'reading' && e.device === device && e.capability === capability ? [e.value] : []));
  return readings.at(-1);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for something that other processes bring about. @throws Error after ten seconds */
export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 1000) throw new Error(`It did not come about: ${holds}`);
    await pause(10);
  }
}

/** The one fake: a home without devices. */
export const nothing = noDriver;
