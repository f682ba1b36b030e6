/** Small random flows over a small home, and every run of them: what checks say is held against what can happen. */
import fc from 'fast-check';
import type { Capability, Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import { type DeviceState, type Home, homeSchema } from '../../flows/home';
import { type DeviceId, deviceId } from '../../flows/ids';
import { advance, nextAt, poke, type RehearsalLine, type Rehearsing, startRehearsal } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { flowOf } from './play';

const device = (id: string, kind: string, ...capabilities: string[]) => ({ id, name: id, kind, capabilities });
export const SMALL: Home = homeSchema.parse({
  format: 'sayso/home/1',
  name: 'Small',
  timezone: 'Europe/Berlin',
  latitude: 52.52,
  longitude: 13.4,
  devices: [device('door', 'door', 'contact'), device('motion', 'motion sensor', 'occupancy'), device('lamp', 'light', 'power'), device('fan', 'fan', 'power')],
});
const role = (id: string, kind: string, reads: string[], writes: string[] = []) => ({ name: id, kind, reads, writes, bind: { one: id } });
const USES = {
  door: role('door', 'door', ['contact']),
  motion: role('motion', 'motion sensor', ['occupancy']),
  lamp: role('lamp', 'light', ['power'], ['power']),
  fan: role('fan', 'fan', ['power'], ['power']),
};

const READINGS = [
  ['door', 'contact', 'open', 'closed'],
  ['motion', 'occupancy', 'detected', 'clear'],
  ['lamp', 'power', 'on', 'off'],
  ['fan', 'power', 'on', 'off'],
] as const;

const reading = fc.constantFrom(...READINGS).chain(([name, capability, ...values]) => fc.constantFrom(...values).map((value) => ({ name, capability, value })));
const test = (type: string, r: { name: string; capability: string; value: string }) => ({
  type,
  params: { role: r.name, capability: r.capability, is: 'equals', value: r.value },
});
/** An edge of the event's own reading, and at times a level of another. */
const guardedBy = (levels: typeof reading) =>
  fc.record({ own: reading, edge: fc.constantFrom('becomes', 'stops'), more: fc.option(levels) }).map(({ own, edge, more }) => ({
    event: `${own.name}.${own.capability}`,
    guard: more ? { type: 'all', params: { of: [test(edge, own), test('is', more)] } } : test(edge, own),
  }));
const action = fc.record({ role: fc.constantFrom('lamp', 'fan'), value: fc.constantFrom('on', 'off') }).map(({ role: name, value }) => ({
  type: 'set',
  params: { role: name, capability: 'power', value },
}));
const moveBy = (levels: typeof reading) =>
  fc.record({ when: guardedBy(levels), actions: fc.array(action, { minLength: 1, maxLength: 1 }), target: fc.constantFrom('a', 'b', undefined) });
const move = moveBy(reading);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

const onOf = (moves: Move[], targets: boolean): object => {
  const on: Record<string, object[]> = {};
  for (const { when, actions, target } of moves) {
    const list = on[when.event] ?? [];
    on[when.event] = [...list, { guard: when.guard, actions, ...(targets && target ? { target } : {}) }];
  }
  return on;
};

/** One state, so that what is said of conditions is all that there is to say. */
export const plainFlow: fc.Arbitrary<Flow> = fc
  .array(move, { minLength: 1, maxLength: 3 })
  .map((moves) => flowOf({ uses: USES, chart: { id: 'flow', on: onOf(moves, false) } }));
/** The same, with conditions on nothing that flows set: what one does on an event is nothing that the other asks on it. */
export const sensingFlow: fc.Arbitrary<Flow> = fc
  .array(moveBy(reading.filter((r) => r.name === 'door' || r.name === 'motion')), { minLength: 1, maxLength: 3 })
  .map((moves) => flowOf({ uses: USES, chart: { id: 'flow', on: onOf(moves, false) } }));
/** Two states and a wait. */
export const statefulFlow: fc.Arbitrary<Flow> = fc
  .record({ a: fc.array(move, { minLength: 1, maxLength: 2 }), b: fc.array(move, { maxLength: 2 }), wait: fc.option(action) })
  .map(({ a, b, wait }) =>
    flowOf({
      uses: USES,
      delays: { d: { for: 'PT5M' } },
      chart: {
        id: 'flow',
        initial: 'a',
        states: { a: { on: onOf(a, true) }, b: { on: onOf(b, true), ...(wait ? { after: { d: [{ target: 'a', actions: [wait] }] } } : {}) } },
      },
    }),
  );

export interface Moment {
  lines: readonly RehearsalLine[];
  after: Rehearsing;
}

const POKES: { device: DeviceId; capability: Capability; value: Value }[] = READINGS.flatMap(([name, capability, ...values]) =>
  values.map((value) => ({ device: deviceId(name), capability, value })),
);

/** Every way in which the readings can stand, missing ones too. */
export const WORLDS: DeviceState[][] = READINGS.reduce<DeviceState[][]>(
  (worlds, [name, capability, ...values]) =>
    worlds.flatMap((w) => [...values, 'unavailable'].map((value) => [...w, { device: deviceId(name), capability, value }])),
  [[]],
);

/** Every step of every run of so many events and timers, each state of the world once. @param state the readings at the start, else at rest */
export function* moments(flows: Flow[], depth: number, state: DeviceState[] = []): Generator<Moment> {
  const from = instantOf('2026-06-01T12:00:00', SMALL.timezone);
  const start = startRehearsal({ home: SMALL, flows, from, state });
  yield { lines: start.lines, after: start };
  const known = new Set<string>();
  let layer = [start];
  for (let i = 0; i < depth; i++) {
    const next: Rehearsing[] = [];
    for (const r of layer) {
      const due = nextAt(r);
      const timer = due !== undefined && r.flows.some((f) => f.state.timers.some((t) => t.due === due)) ? due : undefined;
      for (const move of [...POKES, timer]) {
        if (move === undefined) continue;
        const after = typeof move === 'number' ? advance(r, move) : poke(r, move);
        if (after.lines.length === r.lines.length) continue;
        yield { lines: after.lines.slice(r.lines.length), after };
        const key = `${POKES.map((p) => after.read(p.device, p.capability)).join()} ${after.flows.map((f) => `${f.state.active} ${f.state.timers.map((t) => t.id)}`).join()}`;
        if (!known.has(key)) next.push(after);
        known.add(key);
      }
    }
    layer = next;
  }
}
