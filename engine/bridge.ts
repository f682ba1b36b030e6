import { type Driver, type DriverEvent, noDriver } from '../devices/driver';
import { mqttDriver } from '../devices/mqtt/mqtt';
import { demoHome } from '../devices/simulator/demo';
import { type Simulator, simulator } from '../devices/simulator/simulator';
import { capabilityRow } from '../flows/capability';
import type { Reading } from '../flows/command';
import { type Device, type DeviceState, HOME, type Home } from '../flows/home';

/** The home and its way to devices. `played`: the simulator, where its devices exist only here. */
export interface Bridge {
  driver: Driver;
  /** Place and zone, and the devices as the bridge knows them now. */
  home(): Home;
  played?: Simulator;
}

/**
 * A home file alone is simulated; with a broker its devices are there; a broker alone has devices that announce themselves; nothing
 * at all is the furnished demo home. @param kept last readings, from which simulated devices go on
 */
export function bridgeOf(told: { home?: Home; mqtt?: string }, kept: readonly Reading[], now: () => number): Bridge {
  if (told.mqtt !== undefined) {
    const driver = mqttDriver(told.mqtt, told.home);
    const base = told.home ?? emptyHome();
    return { driver, home: () => ({ ...base, devices: driver.snapshot().devices }) };
  }
  const home = told.home ?? demoHome;
  if (home.devices.length === 0) return { driver: noDriver, home: () => home };
  const played = simulator({ ...home, state: [...(home.state ?? []), ...kept.filter(lasts(home.devices))] }, now);
  return { driver: played, home: () => home, played };
}

/** Readings of devices that are still there, of what has a lasting value. */
const lasts =
  (devices: readonly Device[]) =>
  (r: DeviceState): boolean =>
    r.device !== HOME && !capabilityRow(r.capability).momentary && devices.some((d) => d.id === r.device);

/** Without a home file: this machine's time zone, and a place near it, good enough for sunrise to within an hour or so. */
function emptyHome(): Home {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const winter = new Date(Date.UTC(new Date().getUTCFullYear(), 0, 1));
  return { format: 'sayso/home/1', name: 'Home', timezone, latitude: 50, longitude: -winter.getTimezoneOffset() / 4, devices: [] };
}

/** Holds events back until the flows are loaded, so that none is missed and none comes too early. */
export function holdBack(handle: (event: DriverEvent) => void): { watch: (event: DriverEvent) => void; release: () => void } {
  let early: DriverEvent[] | undefined = [];
  return {
    watch: (event) => {
      if (early) early.push(event);
      else handle(event);
    },
    release: () => {
      const held = early ?? [];
      early = undefined;
      for (const event of held) handle(event);
    },
  };
}
