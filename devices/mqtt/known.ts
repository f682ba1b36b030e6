import { type Capability, capabilityRow, type Value } from '../../flows/capability';
import { ability, type Device, type DeviceState, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { DriverEvent } from '../driver';
import { readValue, type Said } from './topics';

/** Devices that a broker may announce, and readings kept for devices that are not announced yet. */
const LIMITS = { devices: 2000, early: 5000 } as const;

/**
 * What is known of the devices on a broker. Devices of the home file are as the file says: a message can neither change nor remove
 * them. A device that is offline reads unavailable, whatever it said before; what it last said holds again when it is online.
 */
export class Known {
  readonly devices: Map<DeviceId, Device>;
  private readonly fixed: ReadonlySet<DeviceId>;
  private readonly said = new Map<DeviceId, Map<Capability, string>>();
  private readonly shown = new Map<DeviceId, Map<Capability, Value>>();
  private readonly offline = new Set<DeviceId>();
  private early = 0;

  constructor(
    home: Home | undefined,
    private readonly watch: (event: DriverEvent) => void,
  ) {
    this.devices = new Map(home?.devices.map((d) => [d.id, d]));
    this.fixed = new Set(this.devices.keys());
  }

  hear(said: Said): void {
    switch (said.what) {
      case 'config':
        return this.configure(said.device, said.config);
      case 'available':
        if (said.online) this.offline.delete(said.device);
        else if (this.devices.has(said.device) || this.offline.size < LIMITS.devices) this.offline.add(said.device);
        return this.show(said.device);
      case 'reading':
        return this.read(said.device, said.capability, said.text);
    }
  }

  /** Nobody answers any more: what was known is unavailable until it is said again. */
  silence(): void {
    this.said.clear();
    this.offline.clear();
    this.early = 0;
    for (const [device, values] of this.shown) for (const capability of values.keys()) this.put(device, capability, 'unavailable');
  }

  state(): DeviceState[] {
    return [...this.shown].flatMap(([device, values]) => [...values].map(([capability, value]) => ({ device, capability, value })));
  }

  private configure(id: DeviceId, config: Device | undefined): void {
    if (this.fixed.has(id) || (config && !this.devices.has(id) && this.devices.size >= LIMITS.devices)) return;
    if (!config) {
      if (!this.devices.delete(id)) return;
      this.shown.delete(id);
      this.said.delete(id);
      return this.watch({ type: 'devices', devices: [...this.devices.values()] });
    }
    if (JSON.stringify(this.devices.get(id)) === JSON.stringify(config)) return;
    this.devices.set(id, config);
    this.watch({ type: 'devices', devices: [...this.devices.values()] });
    this.show(id);
  }

  private read(id: DeviceId, capability: Capability, text: string): void {
    const device = this.devices.get(id);
    if (!device && ++this.early > LIMITS.early) return;
    const able = device && ability(device, capability);
    if (device && (!able || readValue(able, text) === undefined)) return;
    const momentary = capabilityRow(capability).momentary === true;
    if (momentary) {
      if (able && !this.offline.has(id)) this.watch({ type: 'reading', device: id, capability, value: text });
      return;
    }
    const texts = this.said.get(id) ?? new Map<Capability, string>();
    this.said.set(id, texts.set(capability, text));
    if (device) this.show(id, capability);
  }

  /** Shows what a device said, as far as it is one of its abilities; `unavailable` while it is offline. */
  private show(id: DeviceId, only?: Capability): void {
    const device = this.devices.get(id);
    if (!device) return;
    for (const c of device.capabilities) {
      const able = ability(device, typeof c === 'string' ? c : c.name);
      if (!able || able.row.momentary || (only !== undefined && able.name !== only)) continue;
      const text = this.said.get(id)?.get(able.name);
      const value = this.offline.has(id) ? 'unavailable' : text === undefined ? undefined : readValue(able, text);
      if (value !== undefined) this.put(id, able.name, value);
    }
  }

  private put(device: DeviceId, capability: Capability, value: Value): void {
    const values = this.shown.get(device) ?? new Map<Capability, Value>();
    if (values.get(capability) === value) return;
    this.shown.set(device, values.set(capability, value));
    this.watch({ type: 'reading', device, capability, value });
  }
}
