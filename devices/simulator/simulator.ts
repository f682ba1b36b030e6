import { type Capability, capabilityRow, type Value } from '../../flows/capability';
import { ability, type DeviceState, findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { sunTimes } from '../../flows/time';
import { consequences, readingKey, restReadings } from '../../flows/twin';
import type { Driver, DriverEvent } from '../driver';

/** A driver whose devices exist only here. A person plays them through `set`; daylight falls on light sensors by itself. */
export interface Simulator extends Driver {
  /** A sensor sees something, somebody presses a switch. @throws Error where the device has no such ability or value */
  set(device: DeviceId, capability: Capability, value: Value): void;
}

const STEP = 5 * 60_000;

/** @param home whose devices are simulated @param now the time, for daylight */
export function simulator(home: Home, now: () => number = Date.now): Simulator {
  const readings = new Map(restReadings(home, [], now()));
  let watch: (event: DriverEvent) => void = () => {};
  let timer: NodeJS.Timeout | undefined;

  const put = (device: DeviceId, capability: Capability, value: Value): void => {
    const momentary = capabilityRow(capability).momentary === true;
    if (!momentary) readings.set(readingKey(device, capability), value);
    watch({ type: 'reading', device, capability, value });
  };
  const set = (device: DeviceId, capability: Capability, value: Value): void => {
    const found = findDevice(home, device);
    if (!found || !ability(found, capability)) throw new Error(`${found?.name ?? device} has no ${capability}.`);
    for (const c of consequences(home, { device, capability, value })) put(c.device, c.capability, c.value);
  };
  const daylight = (): void => {
    for (const d of home.devices) if (ability(d, 'illuminance')) put(d.id, 'illuminance', daylightAt(now(), home, d.room === undefined));
  };

  return {
    name: 'simulator',
    start: async (to) => {
      watch = to;
      watch({ type: 'devices', devices: home.devices });
      for (const [key, value] of readings) {
        const [device, capability] = key.split('\n') as [DeviceId, Capability];
        if (device !== 'home') watch({ type: 'reading', device, capability, value });
      }
      daylight();
      timer = setInterval(daylight, STEP);
      timer.unref();
    },
    snapshot: () => ({
      devices: home.devices,
      state: [...readings].flatMap(([key, value]): DeviceState[] => {
        const [device, capability] = key.split('\n') as [DeviceId, Capability];
        return device === 'home' ? [] : [{ device, capability, value }];
      }),
    }),
    send: async ({ device, capability, value }) => {
      if (!findDevice(home, device)) throw new Error(`The simulator has no device ${device}.`);
      if (capability === 'message') return;
      set(device, capability, value);
    },
    stop: async () => {
      clearInterval(timer);
      watch = () => {};
    },
    set,
  };
}

/** Lux at an instant: a half sine between sunrise and sunset, much less indoors. */
function daylightAt(at: number, home: Home, outdoors: boolean): number {
  const { sunrise, sunset } = sunTimes(at, home);
  if (sunrise === undefined || sunset === undefined || at <= sunrise || at >= sunset) return outdoors ? 1 : 5;
  const height = Math.sin((Math.PI * (at - sunrise)) / (sunset - sunrise));
  return Math.round(outdoors ? 20_000 * height : 5 + 400 * height);
}
