import { readdirSync, readFileSync } from 'node:fs';
import type { Capability, Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import { type DeviceState, type Home, homeSchema } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { Action, Guard } from '../../flows/operators';
import { parse, parseValue } from '../../flows/parse';
import { type Rehearsing, rehearse } from '../../flows/rehearse/rehearse';
import { instantOf, localText } from '../../flows/time';

/** A home that has one of most things, for tests. */
export const HOME_FILE: Home = homeSchema.parse({
  format: 'sayso/home/1',
  name: 'Test',
  timezone: 'Europe/Berlin',
  latitude: 52.52,
  longitude: 13.4,
  devices: [
    { id: 'lamp', name: 'Lamp', kind: 'light', room: 'Hall', floor: 'Ground', capabilities: ['power', 'brightness', 'color'] },
    { id: 'lamp2', name: 'Ceiling', kind: 'light', room: 'Kitchen', floor: 'Ground', capabilities: ['power', { name: 'brightness', min: 10, max: 80 }] },
    { id: 'motion', name: 'Motion', kind: 'motion sensor', room: 'Hall', capabilities: ['occupancy', 'illuminance'] },
    { id: 'door', name: 'Door', kind: 'door', room: 'Hall', capabilities: ['contact'] },
    { id: 'lock', name: 'Lock', kind: 'lock', room: 'Hall', capabilities: ['lock'] },
    { id: 'w1', name: 'Window', kind: 'window', room: 'Kitchen', floor: 'Ground', capabilities: ['contact'] },
    { id: 'w2', name: 'Window', kind: 'window', room: 'Bedroom', floor: 'First', capabilities: ['contact'] },
    { id: 'heat', name: 'Radiator', kind: 'thermostat', capabilities: [{ name: 'targetTemperature', min: 5, max: 30 }, 'temperature', 'thermostatMode'] },
    { id: 'air', name: 'Air conditioner', kind: 'air conditioner', capabilities: ['power', 'thermostatMode'] },
    { id: 'button', name: 'Button', kind: 'button', capabilities: ['button'] },
    { id: 'phone', name: 'Phone', kind: 'notifier', capabilities: ['message'] },
    { id: 'anna', name: 'Anna', kind: 'person', capabilities: ['presence'] },
    { id: 'ben', name: 'Ben', kind: 'person', capabilities: ['presence'] },
  ],
});

type Loose = Record<string, unknown>;

/** A flow of the given parts, through the parser: a test with a faulty flow fails at once. */
export function flowOf(parts: Loose): Flow {
  const parsed = parseValue({ format: 'sayso/flow/1', name: 'Test', uses: {}, ...parts });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 1));
  return parsed.value.flow;
}

export const codes = (value: unknown): string[] => {
  const parsed = parseValue(value);
  return parsed.ok ? [] : parsed.problems.map((p) => p.code);
};

/** `lamp reads power writes power`: the roles that most tests need, bound to the home above. */
export const USES = {
  lamp: { name: 'Lamp', kind: 'light', reads: ['power', 'brightness'], writes: ['power', 'brightness', 'color'], bind: { one: 'lamp' } },
  motion: { name: 'Motion', kind: 'motion sensor', reads: ['occupancy', 'illuminance'], bind: { one: 'motion' } },
  door: { name: 'Door', kind: 'door', reads: ['contact'], bind: { one: 'door' } },
  button: { name: 'Button', kind: 'button', reads: ['button'], bind: { one: 'button' } },
  heat: { name: 'Radiator', kind: 'thermostat', reads: ['temperature', 'targetTemperature'], writes: ['targetTemperature'], bind: { one: 'heat' } },
  phone: { name: 'Phone', kind: 'notifier', writes: ['message'], bind: { one: 'phone' } },
};
export const anyOf = (kind: string, reads: string[], writes: string[] = []) => ({ name: kind, kind, reads, writes, bind: { any: { kind } } });
export const allOf = (kind: string, reads: string[], writes: string[] = []) => ({ name: kind, kind, reads, writes, bind: { all: { kind } } });

export const set = (role: string, capability: Capability, value: Value): Action => ({ type: 'set', params: { role, capability, value } });
export const say = (text: string): Action => ({ type: 'message', params: { role: 'phone', text } });
export const is = (role: string, capability: Capability, value: Value, cmp: 'equals' | 'above' | 'below' | 'atLeast' | 'atMost' = 'equals'): Guard => ({
  type: 'is',
  params: { role, capability, is: cmp, value },
});
export const becomes = (role: string, capability: Capability, value: Value, cmp: 'equals' | 'above' | 'below' = 'equals'): Guard => ({
  type: 'becomes',
  params: { role, capability, is: cmp, value },
});
export const stops = (role: string, capability: Capability, value: Value): Guard => ({ type: 'stops', params: { role, capability, is: 'equals', value } });

/** `['10:00', 'door', 'contact', 'open']`; a time without a date is on 2026-06-01, a Monday. */
export type Event = [at: string, device: string, capability: Capability, value: Value];
const full = (at: string): string => (at.includes('T') ? at : `2026-06-01T${at.length === 5 ? `${at}:00` : at}`);

export function play(flows: Flow | Flow[], events: Event[], o: { from?: string; until?: string; home?: Home; state?: DeviceState[] } = {}): Rehearsing {
  const home = o.home ?? HOME_FILE;
  const at = (text: string): number => instantOf(full(text), home.timezone);
  return rehearse(
    { home, flows: [flows].flat(), from: at(o.from ?? '08:00'), ...(o.state ? { state: o.state } : {}) },
    events.map(([when, device, capability, value]) => ({ at: at(when), device: device as DeviceId, capability, value })),
    at(o.until ?? '23:00'),
  );
}

/** What was sent, one line each: `10:00:00 lamp power on`; on another day with its date. */
export function sent(r: Rehearsing): string[] {
  return r.lines.flatMap((l) =>
    l.kind === 'command' && !l.already
      ? [`${localText(l.at, r.home.timezone).replace('2026-06-01T', '')} ${l.command.device} ${l.command.capability} ${l.command.value}`]
      : [],
  );
}

export interface Example {
  file: string;
  text: string;
  flow: Flow;
}

export const EXAMPLES: Example[] = readdirSync('flows/examples')
  .filter((f) => f.endsWith('.flow.json'))
  .sort()
  .map((file) => {
    const text = readFileSync(`flows/examples/${file}`, 'utf8');
    const parsed = parse(text);
    if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
    return { file, text, flow: parsed.value.flow };
  });
