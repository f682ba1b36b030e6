import type { Capability, Value } from '../flows/capability';
import type { Command } from '../flows/command';
import type { Device, DeviceState } from '../flows/home';
import type { DeviceId } from '../flows/ids';

/** What a driver says to the engine. `devices` whenever the list changes; `reading` also for `unavailable`. */
export type DriverEvent =
  | { type: 'devices'; devices: Device[] }
  | { type: 'reading'; device: DeviceId; capability: Capability; value: Value }
  | { type: 'connection'; up: boolean; message?: string };

/** A way to devices: the simulator, a broker, a hub. Nothing else; test/devices/driver.contract.ts runs on every one. */
export interface Driver {
  /** Shown as the device's `bridge`: `simulator`, `mqtt`. */
  readonly name: string;
  /** Connects and keeps connecting; events go to `watch`. Resolves when the first list of devices is known or the bridge is down. */
  start(watch: (event: DriverEvent) => void): Promise<void>;
  /** The devices and last readings as they are known now. */
  snapshot(): { devices: Device[]; state: DeviceState[] };
  /** Resolves when the device or the bridge has taken the command. @throws Error in words for a person where it has not, Unconfirmed where it may have. */
  send(command: Command): Promise<void>;
  /** Ends all connections and timers; may be called twice. */
  stop(): Promise<void>;
}

/** The command may or may not have been taken: nobody knows, and it must not be sent again by itself. */
export class Unconfirmed extends Error {}

/** A home without devices: what a bridge that was never configured is. */
export const noDriver: Driver = {
  name: 'none',
  start: async () => {},
  snapshot: () => ({ devices: [], state: [] }),
  send: async (command) => {
    throw new Error(`There is no bridge to ${command.device}.`);
  },
  stop: async () => {},
};
