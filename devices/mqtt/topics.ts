/**
 * What a plain topic says. Whatever comes from a broker is a stranger's: anything malformed, oversized or about the home itself is
 * nothing, never an error.
 */
import { type Capability, capabilityRow, isCapability, NO_VALUE, type Value } from '../../flows/capability';
import { type Ability, type Device, deviceSchema, HOME, valueFault } from '../../flows/home';
import { type DeviceId, deviceId } from '../../flows/ids';
import { misleads, parseJson } from '../../flows/json';

export const ROOT = 'sayso';
/** Bytes of a payload; longer ones are not looked at. */
const LIMIT = 16_384;
const NAME = 200;

export type Said =
  | { what: 'config'; device: DeviceId; config: Device | undefined }
  | { what: 'available'; device: DeviceId; online: boolean }
  | { what: 'reading'; device: DeviceId; capability: Capability; text: string };

/** `sayso/<device>/<what>` and its payload → what it says; undefined where that is nothing. An empty config takes the device away. */
export function readTopic(topic: string, payload: Uint8Array): Said | undefined {
  const [root, name, what, more] = topic.split('/');
  if (root !== ROOT || !name || !what || more !== undefined || payload.length > LIMIT) return undefined;
  const decoded = decode(name);
  const text = decodeText(payload);
  if (decoded === undefined || decoded === '' || decoded.length > NAME || misleads(decoded) || decoded === HOME || text === undefined) return undefined;
  const device = deviceId(decoded);
  if (what === 'available') return text === 'online' || text === 'offline' ? { what, device, online: text === 'online' } : undefined;
  if (what === 'config') {
    if (text === '') return { what, device, config: undefined };
    const config = readConfig(text, device);
    return config && { what, device, config };
  }
  return isCapability(what) ? { what: 'reading', device, capability: what, text } : undefined;
}

/** The topic on which a device is told. */
export const setTopic = (device: DeviceId, capability: Capability): string => `${ROOT}/${encodeURIComponent(device)}/${capability}/set`;

/** The value of an ability, or undefined where the text is none. `unavailable` and `unknown` are readings of every ability. */
export function readValue(able: Ability, text: string): Value | undefined {
  if ((NO_VALUE as readonly string[]).includes(text)) return text;
  const value = capabilityRow(able.name).type === 'number' ? readNumber(text) : text;
  return value === undefined || valueFault(able, value) !== undefined ? undefined : value;
}

const readNumber = (text: string): number | undefined => (/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(text) ? Number(text) : undefined);

function readConfig(text: string, id: DeviceId): Device | undefined {
  const json = parseJson(text, { bytes: LIMIT, depth: 16 });
  const config = json.ok ? json.value : undefined;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return undefined;
  const parsed = deviceSchema.safeParse({ ...config, id });
  return parsed.success ? parsed.data : undefined;
}

function decode(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function decodeText(payload: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return undefined;
  }
}
