import { expect, test } from 'vitest';
import type { DriverEvent } from '../../devices/driver';
import { demoHome } from '../../devices/simulator/demo';
import { simulator } from '../../devices/simulator/simulator';
import { deviceId } from '../../flows/ids';
import { driverContract, lastValue, nothing } from './driver.contract';
import { plainHome } from './plain';

driverContract('simulator', async () => {
  const driver = simulator(plainHome, () => Date.parse('2026-06-01T10:00:00Z'));
  return { driver, says: async (device, capability, value) => driver.set(deviceId(device), capability, value), close: async () => {} };
});

const started = async (at: string): Promise<{ events: DriverEvent[]; driver: ReturnType<typeof simulator> }> => {
  const events: DriverEvent[] = [];
  const driver = simulator(demoHome, () => Date.parse(at));
  await driver.start((event) => void events.push(event));
  return { events, driver };
};
const lux = (events: DriverEvent[]): number => Number(lastValue(events, 'hall_motion', 'illuminance'));

test('daylight falls on light sensors: more at noon than at night', async () => {
  const [noon, night] = [await started('2026-06-01T11:00:00Z'), await started('2026-06-01T23:00:00Z')];
  expect(lux(noon.events)).toBeGreaterThan(lux(night.events));
  await noon.driver.stop();
  await night.driver.stop();
});

test('a lamp that gets a brightness turns on, and at 0 off; what a device cannot do is refused in words', async () => {
  const { events, driver } = await started('2026-06-01T11:00:00Z');
  const power = (): unknown => lastValue(events, 'hall_light', 'power');
  await driver.send({ device: deviceId('hall_light'), capability: 'brightness', value: 30 });
  expect(power()).toBe('on');
  await driver.send({ device: deviceId('hall_light'), capability: 'brightness', value: 0 });
  expect(power()).toBe('off');
  expect(() => driver.set(deviceId('hall_light'), 'lock', 'locked')).toThrow('Hall light has no lock.');
  await driver.stop();
});

test('a bridge that was never configured has no devices and takes no commands', async () => {
  await nothing.start(() => {});
  expect(nothing.snapshot()).toEqual({ devices: [], state: [] });
  await expect(nothing.send({ device: deviceId('lamp'), capability: 'power', value: 'on' })).rejects.toThrow(/lamp/);
  await nothing.stop();
});
