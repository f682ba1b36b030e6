/** An ordinary home for measurements: rooms with a light, motion, a door, a thermostat and a fan, and five kinds of flows for each. */
import { type Home, homeSchema } from '../../flows/home';
import { parseValue } from '../../flows/parse';
import type { DraftFlow } from '../../flows/stages';

const KINDS = 10;

export function ordinaryHome(rooms: number): Home {
  const room = (i: number): object[] => [
    { id: `light${i}`, name: `Light ${i}`, kind: 'light', room: `Room ${i}`, capabilities: ['power', 'brightness'] },
    { id: `motion${i}`, name: `Motion ${i}`, kind: 'motion sensor', room: `Room ${i}`, capabilities: ['occupancy', 'illuminance'] },
    { id: `door${i}`, name: `Door ${i}`, kind: 'door', room: `Room ${i}`, capabilities: ['contact'] },
    { id: `heat${i}`, name: `Radiator ${i}`, kind: 'thermostat', room: `Room ${i}`, capabilities: ['temperature', 'thermostatMode'] },
    { id: `fan${i}`, name: `Fan ${i}`, kind: 'fan', room: `Room ${i}`, capabilities: ['power'] },
  ];
  return homeSchema.parse({
    format: 'sayso/home/1',
    name: 'Ordinary',
    timezone: 'Europe/Berlin',
    latitude: 52.52,
    longitude: 13.4,
    devices: [...Array.from({ length: rooms }, (_, i) => room(i)).flat(), { id: 'anna', name: 'Anna', kind: 'person', capabilities: ['presence'] }],
  });
}

const set = (role: string, capability: string, value: string | number) => ({ type: 'set', params: { role, capability, value } });
const becomes = (role: string, capability: string, value: string | number, is = 'equals') => ({ type: 'becomes', params: { role, capability, is, value } });
const test = (role: string, capability: string, value: string | number, is = 'equals') => ({ type: 'is', params: { role, capability, is, value } });
const all = (...of: object[]) => ({ type: 'all', params: { of } });
const on = (event: string, ...transitions: object[]) => ({ chart: { id: 'flow', on: { [event]: transitions } } });

function parts(kind: number): object {
  const at = { schedules: { s: { kind: 'time', at: kind === 1 ? '23:00' : '07:00' } } };
  switch (kind % KINDS) {
    case 0:
      return {
        delays: { d: { for: 'PT5M' } },
        chart: {
          id: 'flow',
          initial: 'dark',
          states: {
            dark: {
              on: { 'motion.occupancy': [{ target: 'lit', guard: becomes('motion', 'occupancy', 'detected'), actions: [set('light', 'power', 'on')] }] },
            },
            lit: { after: { d: [{ target: 'dark', actions: [set('light', 'power', 'off')] }] } },
          },
        },
      };
    case 1:
      return { ...at, ...on('schedule.s', { actions: [set('light', 'power', 'off')] }) };
    case 2:
      return on(
        'heat.temperature',
        { guard: becomes('heat', 'temperature', 18, 'below'), actions: [set('heat', 'thermostatMode', 'heat')] },
        { guard: becomes('heat', 'temperature', 21, 'above'), actions: [set('heat', 'thermostatMode', 'off')] },
      );
    case 3:
      return on(
        'heat.temperature',
        { guard: becomes('heat', 'temperature', 26, 'above'), actions: [set('fan', 'power', 'on')] },
        { guard: becomes('heat', 'temperature', 24, 'below'), actions: [set('fan', 'power', 'off')] },
      );
    case 4:
      return on('door.contact', {
        guard: all(becomes('door', 'contact', 'open'), test('motion', 'illuminance', 50, 'below')),
        actions: [set('light', 'brightness', 60)],
      });
    case 5:
      return on('light.power', { guard: becomes('light', 'power', 'on'), actions: [set('fan', 'power', 'off')] });
    case 6:
      return { ...at, ...on('schedule.s', { actions: [set('heat', 'thermostatMode', 'heat')] }) };
    case 7:
      return { schedules: { s: { kind: 'sun', event: 'sunset' } }, ...on('schedule.s', { actions: [set('light', 'power', 'on')] }) };
    case 8:
      return on('door.contact', { guard: becomes('door', 'contact', 'closed'), actions: [set('light', 'power', 'off')] });
    default:
      return on('motion.occupancy', {
        guard: all(becomes('motion', 'occupancy', 'detected'), test('light', 'power', 'off')),
        actions: [set('fan', 'power', 'on')],
      });
  }
}

/** Flow `i` of a home with so many rooms: every room has the first kind before any has the second. */
export function ordinaryFlow(i: number, rooms: number): DraftFlow {
  const room = i % rooms;
  const one = (name: string, kind: string, reads: string[], writes: string[] = []) => ({ name, kind, reads, writes, bind: { one: `${name}${room}` } });
  const parsed = parseValue({
    format: 'sayso/flow/1',
    name: `Flow ${i}`,
    uses: {
      light: one('light', 'light', ['power'], ['power', 'brightness']),
      motion: one('motion', 'motion sensor', ['occupancy', 'illuminance']),
      door: one('door', 'door', ['contact']),
      heat: one('heat', 'thermostat', ['temperature'], ['thermostatMode']),
      fan: one('fan', 'fan', ['power'], ['power']),
    },
    ...parts(Math.floor(i / rooms)),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
