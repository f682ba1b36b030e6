/**
 * Plain MQTT topics: a device reports on `sayso/<device>/<capability>`, is told on `sayso/<device>/<capability>/set`, says what it is
 * (retained) on `sayso/<device>/config` as in a home file, and that it is gone on `sayso/<device>/available` (`online`, `offline`).
 * Devices of a home file need no config. Values are text; numbers are read as numbers where the capability has numbers.
 */
import mqtt, { type MqttClient } from 'mqtt';
import { capabilityRow, isCapability, type Value } from '../../flows/capability';
import { abilities, type Device, type DeviceState, deviceSchema, type Home, valueFault } from '../../flows/home';
import { type DeviceId, deviceId } from '../../flows/ids';
import type { Driver, DriverEvent } from '../driver';

const ROOT = 'sayso';
const LIMIT = 16_384;
const FIRST_LIST = 1500;

/** @param url `mqtt://host:port` @param home whose devices are known from the start */
export function mqttDriver(url: string, home?: Home): Driver {
  const devices = new Map<DeviceId, Device>((home?.devices ?? []).map((d) => [d.id, d]));
  const state = new Map<string, DeviceState>();
  let client: MqttClient | undefined;
  let watch: (event: DriverEvent) => void = () => {};

  const put = (device: DeviceId, capability: DeviceState['capability'], value: Value): void => {
    state.set(`${device}\n${capability}`, { device, capability, value });
    watch({ type: 'reading', device, capability, value });
  };

  const config = (id: DeviceId, text: string): void => {
    if (text === '') {
      if (devices.delete(id)) watch({ type: 'devices', devices: [...devices.values()] });
      return;
    }
    const parsed = deviceSchema.safeParse({ ...(readJson(text) as object | undefined), id });
    if (!parsed.success) return;
    devices.set(id, parsed.data);
    watch({ type: 'devices', devices: [...devices.values()] });
    for (const s of state.values()) if (s.device === id) watch({ type: 'reading', ...s });
  };

  const receive = (topic: string, payload: Buffer): void => {
    const [root, name, what, more] = topic.split('/');
    if (root !== ROOT || !name || !what || more !== undefined || payload.length > LIMIT) return;
    const id = deviceId(decodeURIComponent(name));
    const text = payload.toString('utf8');
    if (what === 'config') config(id, text);
    else if (what === 'available') {
      const device = devices.get(id);
      if (device && text === 'offline') for (const a of abilities(device)) put(id, a.name, 'unavailable');
    } else if (isCapability(what)) {
      const device = devices.get(id);
      const value = readValue(what, text);
      const able = device && abilities(device).find((a) => a.name === what);
      if (value === 'unavailable' || value === 'unknown' || !able || valueFault(able, value) === undefined) put(id, what, value);
    }
  };

  return {
    name: 'mqtt',
    start: (to) =>
      new Promise((resolve) => {
        watch = to;
        const connected = mqtt.connect(url, { reconnectPeriod: 2000, connectTimeout: 5000, resubscribe: true });
        client = connected;
        if (devices.size > 0) watch({ type: 'devices', devices: [...devices.values()] });
        const first = setTimeout(resolve, FIRST_LIST * 3);
        connected.on('connect', () => {
          watch({ type: 'connection', up: true });
          connected.subscribe(`${ROOT}/+/+`, () => setTimeout(() => (clearTimeout(first), resolve()), FIRST_LIST));
        });
        connected.on('message', receive);
        // The devices do not answer while the broker is away: that is a reading like any other.
        connected.on('close', () => {
          watch({ type: 'connection', up: false, message: `The broker at ${hostOf(url)} does not answer.` });
          for (const d of devices.values())
            for (const a of abilities(d)) if (!capabilityRow(a.name).momentary && state.has(`${d.id}\n${a.name}`)) put(d.id, a.name, 'unavailable');
        });
        connected.on('error', (error) => watch({ type: 'connection', up: false, message: error.message }));
      }),
    snapshot: () => ({ devices: [...devices.values()], state: [...state.values()] }),
    send: async ({ device, capability, value }) => {
      if (!client?.connected) throw new Error(`The broker at ${hostOf(url)} does not answer.`);
      await client.publishAsync(`${ROOT}/${encodeURIComponent(device)}/${capability}/set`, String(value), { qos: 1 });
    },
    stop: async () => {
      watch = () => {};
      await client?.endAsync(true);
      client = undefined;
    },
  };
}

/** Without what a URL may carry of a name and a password. */
const hostOf = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    return 'the address given';
  }
};

function readValue(capability: DeviceState['capability'], text: string): Value {
  const number = capabilityRow(capability).type === 'number' ? Number(text) : Number.NaN;
  return Number.isNaN(number) || text.trim() === '' ? text : number;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
