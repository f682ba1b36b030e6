/**
 * Rehearsed and live, the same: flows that are played on the virtual home, and the same flows in the real runtime on a real file, with
 * the simulator for devices and a clock that is moved by hand, send the same commands at the same moments in the same order.
 */
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { simulator } from '../../../devices/simulator/simulator';
import { manualClock } from '../../../engine/clock';
import { journalOf } from '../../../engine/record/journal';
import { Runtime } from '../../../engine/run/runtime';
import { openStore } from '../../../engine/store/store';
import type { Flow } from '../../../flows/flow';
import { HOME, type Home } from '../../../flows/home';
import { deviceId, flowId } from '../../../flows/ids';
import { stage } from '../../../flows/rehearse/own';
import { type Rehearsing, rehearse } from '../../../flows/rehearse/rehearse';
import { instantOf, localText, type Millis } from '../../../flows/time';
import { EXAMPLES, flowOf, HOME_FILE } from '../../flows/play';
import { approvedFlow, settled, temporary } from './rig';

interface Script {
  home: Home;
  flows: readonly Flow[];
  from: Millis;
  until: Millis;
  events: { at: Millis; device: string; capability: string; value: string | number }[];
}

type Poke = Parameters<typeof rehearse>[1] extends Iterable<infer E> ? E : never;

/** One line a command: when, what, by which flow, and whether it was so already. */
const line = (home: Home, at: Millis, by: number, c: { device: string; capability: string; value: unknown }, already: boolean): string =>
  `${localText(at, home.timezone)} ${by} ${c.device} ${c.capability} ${c.value}${already ? ', already so' : ''}`;

function rehearsed({ home, flows, from, until, events }: Script): { lines: string[]; played: Rehearsing } {
  const played = rehearse({ home, flows, from }, events as Poke[], until);
  const lines = played.lines.flatMap((l) => (l.kind === 'command' ? [line(home, l.at, Number(l.flow.split(':')[0]), l.command, l.already)] : []));
  return { lines, played };
}

/** Moments at which something is due, in the order of time, so that the clock never jumps over what devices report. */
async function lived({ home, flows, from, until, events }: Script, moments: readonly Millis[]): Promise<string[]> {
  const folder = temporary();
  const store = openStore(folder);
  const journal = journalOf(store.db);
  const clock = manualClock(from);
  const devices = simulator(home, clock.now);
  const runtime = new Runtime({ store, journal, clock, home: () => home, send: (command) => devices.send(command), emit: () => {} });
  runtime.start([]);
  // What the home reports before any flow runs; daylight is the simulator's own and no part of a rehearsal.
  for (const { device, capability, value } of devices.snapshot().state) runtime.report(device, capability, value);
  const start = devices.start((event) => {
    if (event.type === 'reading') runtime.receive(event.device, event.capability, event.value);
  });
  await start;
  await settled();
  for (const { device, capability, value } of simulator(home, clock.now).snapshot().state)
    if (capability === 'illuminance') devices.set(device, capability, value);
  for (const { device, capability, value } of home.state ?? []) if (device === HOME) runtime.report(device, capability, value);
  await settled();
  for (const [i, flow] of flows.entries()) {
    runtime.run(flowId(String(i)), approvedFlow(flow as unknown as Record<string, unknown>, home));
    await settled();
  }
  const left = [...events];
  for (const moment of [...new Set([...moments, ...events.map((e) => e.at), until])].sort((a, b) => a - b)) {
    if (moment > until) break;
    clock.advance(moment);
    await settled();
    for (let next = left[0]; next && next.at <= moment; next = left[0]) {
      left.shift();
      if (next.device === HOME) runtime.report(HOME, next.capability as never, next.value);
      else devices.set(deviceId(next.device), next.capability as never, next.value);
      await settled();
    }
  }
  const records = journal.read({ limit: 10_000 }).reverse();
  const outcomes = new Map(records.flatMap((r) => (r.type === 'outcome' ? [[r.id, r.outcome.status] as const] : [])));
  const lines = records.flatMap((r) =>
    r.type === 'command' && r.cause.by === 'flow' ? [line(home, r.at, Number(r.cause.flow), r.command, outcomes.get(r.id) === 'already')] : [],
  );
  runtime.stop();
  await devices.stop();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  expect(new Set([...outcomes.values()])).toEqual(new Set([...outcomes.values()].filter((s) => s === 'done' || s === 'already')));
  return lines;
}

async function same(script: Script): Promise<string[]> {
  const { lines, played } = rehearsed(script);
  expect(await lived(script, [...new Set(played.lines.map((l) => l.at))])).toEqual(lines);
  return lines;
}

describe.each(EXAMPLES)('$file', ({ flow: plain }) => {
  test.each((plain.rehearsals ?? []).map((r) => ({ name: r.name, rehearsal: r })))('$name', async ({ rehearsal }) => {
    const { flow, home } = stage(plain);
    const at = (text: string): Millis => instantOf(text, home.timezone);
    const bound = (name: string): string => {
      const [role = '', place = '1'] = name.split('.');
      const bind = flow.uses[role]?.bind;
      return bind && 'one' in bind ? bind.one : role === 'home' ? HOME : place === '1' ? role : name;
    };
    const events = rehearsal.events.map((e) => ({ at: at(e.at), device: bound(e.role), capability: e.capability, value: e.value }));
    const lines = await same({ home, flows: [flow], from: at(rehearsal.from), until: at(rehearsal.until), events: events.sort((a, b) => a.at - b.at) });
    expect(lines.filter((l) => !l.endsWith('already so'))).toHaveLength(rehearsal.expect.length);
  });
});

const one = (id: string, kind: string, reads: string[], writes: string[] = []) => ({ name: id, kind, reads, writes, bind: { one: id } });
const USES = {
  door: one('door', 'door', ['contact']),
  motion: one('motion', 'motion sensor', ['occupancy']),
  button: one('button', 'button', ['button']),
  lamp: one('lamp', 'light', ['power', 'brightness'], ['power', 'brightness']),
  ceiling: one('lamp2', 'light', ['power'], ['power', 'brightness']),
  air: one('air', 'air conditioner', ['power'], ['power']),
  home: one('home', 'home', ['mode'], ['mode']),
  phone: one('phone', 'notifier', [], ['message']),
};
const set = (role: string, capability: string, value: string | number) => ({ type: 'set', params: { role, capability, value } });
const turns = <R extends string, C extends string>(role: R, capability: C, value: string | number, ...actions: object[]) =>
  ({
    [`${role}.${capability}`]: [{ guard: { type: 'becomes', params: { role, capability, is: 'equals', value } }, actions }],
  }) as Record<`${R}.${C}`, object[]>;
const flow = (name: string, chart: object, more: object = {}): Flow => flowOf({ name, uses: USES, chart: { id: 'flow', ...chart }, ...more });
const at = (clock: string): Millis => instantOf(`2026-06-01T${clock}:00`, HOME_FILE.timezone);
const scene = (flows: Flow[], events: [string, string, string, string | number][]): Script => ({
  home: HOME_FILE,
  flows,
  from: at('08:00'),
  until: at('23:30'),
  events: events.map(([when, device, capability, value]) => ({ at: at(when), device, capability, value })),
});

describe('SPEC 3.11 several flows at once', () => {
  test('one event, three flows that want different things of one lamp, and one that follows the lamp', async () => {
    const lines = await same(
      scene(
        [
          flow('On', { on: turns('door', 'contact', 'open', set('lamp', 'power', 'on'), set('lamp', 'brightness', 40)) }),
          flow('Follows', {
            on: {
              'lamp.power': [
                ...turns('lamp', 'power', 'on', set('ceiling', 'power', 'on'))['lamp.power'],
                ...turns('lamp', 'power', 'off', set('ceiling', 'power', 'off'))['lamp.power'],
              ],
            },
          }),
          flow('Off', { on: turns('door', 'contact', 'open', set('lamp', 'power', 'off')) }),
          flow('On too', { on: turns('door', 'contact', 'open', set('lamp', 'power', 'on')) }),
        ],
        [
          ['10:00', 'door', 'contact', 'open'],
          ['10:05', 'door', 'contact', 'closed'],
          ['10:06', 'door', 'contact', 'open'],
        ],
      ),
    );
    // All three are heard before the lamp says anything; it says all that it was told, one after the other.
    expect(lines.slice(0, 7).map((l) => l.slice(20))).toEqual([
      '0 lamp power on',
      '0 lamp brightness 40',
      '2 lamp power off',
      '3 lamp power on',
      '1 lamp2 power on',
      '1 lamp2 power off',
      '1 lamp2 power on',
    ]);
  });

  test('timers of two flows at one moment, a flow that starts another through the mode, and the sun', async () => {
    const evening = { schedules: { s: { kind: 'time', at: '22:00' }, dusk: { kind: 'sun', event: 'sunset' } } };
    const lines = await same(
      scene(
        [
          flow(
            'Night',
            { on: { 'schedule.s': [{ actions: [set('home', 'mode', 'night')] }], 'schedule.dusk': [{ actions: [set('lamp', 'power', 'on')] }] } },
            evening,
          ),
          flow('Bed', {
            on: {
              ...turns('home', 'mode', 'night', set('lamp', 'power', 'off'), set('air', 'power', 'off')),
              ...turns('air', 'power', 'on', set('home', 'mode', 'home')),
            },
          }),
          flow('Air', { on: { 'schedule.s': [{ actions: [set('air', 'power', 'on')] }] } }, evening),
        ],
        [['12:00', 'lamp', 'power', 'off']],
      ),
    );
    expect(lines.length).toBeGreaterThan(3);
  });

  test('flows that look at each other’s states, with waits and a count', async () => {
    const inside = { type: 'flow', params: { flow: 'Watch', state: 'armed' } };
    const lines = await same(
      scene(
        [
          flow('Echo', {
            initial: 'idle',
            states: {
              idle: { always: [{ guard: inside, target: 'on', actions: [set('lamp', 'brightness', 20)] }] },
              on: { always: [{ guard: { type: 'not', params: { of: inside } }, target: 'idle', actions: [set('lamp', 'power', 'off')] }] },
            },
          }),
          flow(
            'Watch',
            {
              initial: 'off',
              states: {
                off: { on: { 'button.button': [{ target: 'armed' }], ...turns('lamp', 'power', 'off', set('ceiling', 'brightness', 30)) } },
                armed: {
                  after: { wait: [{ target: 'off' }] },
                  on: turns(
                    'motion',
                    'occupancy',
                    'detected',
                    { type: 'message', params: { role: 'phone', text: 'Somebody is there.' } },
                    set('lamp', 'brightness', 100),
                  ),
                },
              },
            },
            { delays: { wait: { for: 'PT10M' } } },
          ),
          flow('Follows', {
            on: {
              'lamp.brightness': [
                {
                  guard: { type: 'changes', params: { role: 'lamp', capability: 'brightness' } },
                  actions: [{ type: 'adjust', params: { role: 'lamp', capability: 'brightness', by: 0 } }, set('ceiling', 'power', 'on')],
                },
              ],
            },
          }),
        ],
        [
          ['09:00', 'button', 'button', 'pressed'],
          ['09:05', 'motion', 'occupancy', 'detected'],
          ['09:05', 'motion', 'occupancy', 'clear'],
          ['09:10', 'button', 'button', 'pressed'],
          ['09:15', 'motion', 'occupancy', 'detected'],
        ],
      ),
    );
    expect(lines.length).toBeGreaterThan(6);
  });
});
