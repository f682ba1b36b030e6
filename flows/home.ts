import { z } from 'zod';
import { CAPABILITIES, CAPABILITY_NAMES, type Capability, type CapabilityRow, capabilityRow, type Value } from './capability';
import { type DeviceId, deviceId } from './ids';

/** The home file (devices/README.md). A capability is its name, or an object that narrows it. */
const capabilityName = z.enum(CAPABILITY_NAMES as [Capability, ...Capability[]]);
const capabilitySchema = z.union([
  capabilityName,
  z.object({ name: capabilityName, min: z.number().optional(), max: z.number().optional(), values: z.array(z.string()).optional() }),
]);
const name = z.string().min(1).max(200);

export const deviceSchema = z.object({
  id: z.string().min(1).max(200).transform(deviceId),
  name,
  kind: name,
  room: name.optional(),
  floor: name.optional(),
  aliases: z.array(name).optional(),
  capabilities: z.array(capabilitySchema),
});
const stateSchema = z.object({ device: z.string().transform(deviceId), capability: capabilityName, value: z.union([z.string(), z.number()]) });

export const homeSchema = z.object({
  format: z.literal('sayso/home/1'),
  name,
  timezone: z.string().refine(isZone, 'is no time zone of the IANA list, such as Europe/Berlin'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  devices: z.array(deviceSchema),
  state: z.array(stateSchema).optional(),
});

export type Device = z.infer<typeof deviceSchema>;
export type Home = z.infer<typeof homeSchema>;
export type DeviceState = z.infer<typeof stateSchema>;

/** The home itself carries `sun` and `mode` under this id. */
export const HOME = deviceId('home');

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What one device can do with one capability: the table's row, narrowed by the device. */
export interface Ability {
  name: Capability;
  row: CapabilityRow;
  min?: number;
  max?: number;
  values?: readonly string[];
}

const HOME_DEVICE: Device = { id: HOME, name: 'Home', kind: 'home', capabilities: ['sun', 'mode'] };

/** By id, made once for each home: a home is never changed in place. */
const byId = new WeakMap<Home['devices'], ReadonlyMap<DeviceId, Device>>();

export function findDevice(home: Home, id: DeviceId): Device | undefined {
  if (id === HOME) return HOME_DEVICE;
  let devices = byId.get(home.devices);
  // The first of two with one id; a list that is still being made is read anew.
  if (!devices || devices.size !== home.devices.length) {
    devices = new Map([...home.devices].reverse().map((d) => [d.id, d]));
    byId.set(home.devices, devices);
  }
  return devices.get(id);
}

/** The ability of `device` named `capability`, or undefined where it has none. */
export function ability(device: Device, capability: Capability): Ability | undefined {
  const own = device.capabilities.find((c) => (typeof c === 'string' ? c : c.name) === capability);
  if (own === undefined) return undefined;
  const row: CapabilityRow = capabilityRow(capability);
  const narrowed = typeof own === 'string' ? { name: own } : own;
  const min = narrowed.min ?? (row.type === 'number' ? row.min : undefined);
  const max = narrowed.max ?? (row.type === 'number' ? row.max : undefined);
  const values = narrowed.values ?? (row.type === 'enum' ? Object.keys(row.values) : undefined);
  return { name: capability, row, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(values ? { values } : {}) };
}

export function abilities(device: Device): Ability[] {
  return device.capabilities.flatMap((c) => ability(device, typeof c === 'string' ? c : c.name) ?? []);
}

/** Why `value` cannot be a value of this ability, in words, or undefined where it can. */
export function valueFault(able: Ability, value: Value): string | undefined {
  const { row } = able;
  if (row.type === 'enum')
    return able.values?.includes(String(value)) && Object.hasOwn(row.values, String(value)) ? undefined : `is none of ${able.values?.join(', ')}`;
  if (row.type !== 'number') return typeof value === 'string' && value !== '' && value.length <= 500 ? undefined : 'is not a text of 1 to 500 characters';
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number';
  if (able.min !== undefined && value < able.min) return `is below ${able.min} ${row.unit}`;
  if (able.max !== undefined && value > able.max) return `is above ${able.max} ${row.unit}`;
  return undefined;
}

/** The value at rest: what a capability without `state` starts with in `try` and `rehearse`. */
export function restValue(capability: Capability): Value | undefined {
  const row: CapabilityRow = CAPABILITIES[capability];
  return row.rest;
}
