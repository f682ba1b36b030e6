import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../flows/check/check';
import { canHold, canHoldWithout } from '../../flows/check/satisfy';
import { evaluate } from '../../flows/evaluate';
import type { Flow } from '../../flows/flow';
import type { Guard } from '../../flows/operators';
import { parseValue } from '../../flows/parse';
import { PROBLEMS, type Problem } from '../../flows/problem';
import { stage } from '../../flows/rehearse/own';
import { rehearse } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { becomes, EXAMPLES, flowOf, HOME_FILE, is, set, stops, USES } from './play';

/** More in the long run: `FUZZ=5000`. */
const RUNS = Number(process.env.FUZZ ?? 300);
const HEATER = { name: 'Heater', kind: 'air conditioner', reads: ['power'], writes: ['power'], bind: { one: 'air' } };
const LOCK = { name: 'Lock', kind: 'lock', writes: ['lock'], bind: { one: 'lock' } };
const ALL = { ...USES, heater: HEATER, lock: LOCK };

function found(parts: object, others: Flow[] = []): Problem[] {
  const flow = flowOf({ uses: ALL, ...parts });
  const parsed = parseValue(flow);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return check(parsed.value, HOME_FILE, others).problems;
}
const codes = (parts: object, others: Flow[] = []): string[] => found(parts, others).map((p) => p.code);
const on = (event: string, ...transitions: object[]) => ({ chart: { id: 'flow', on: { [event]: transitions } } });
const all = (...of: object[]) => ({ type: 'all', params: { of } });
const not = (of: object) => ({ type: 'not', params: { of } });
const between = (from: string, to: string) => ({ type: 'between', params: { from, to } });
const lampOn = [set('lamp', 'power', 'on')];
const lampOff = [set('lamp', 'power', 'off')];
const named = (name: string, parts: object): Flow => ({ ...flowOf({ uses: ALL, ...parts }), name });

describe('SPEC 9.1 a finding names its code, its path and what to do', () => {
  test('what blocks keeps a flow from being checked', () => {
    const parsed = parseValue(flowOf({ uses: { lamp: { ...USES.lamp, bind: { one: 'gone' } } }, chart: { id: 'flow', entry: lampOn } }));
    if (!parsed.ok) throw new Error('refused');
    const { problems, checked } = check(parsed.value, HOME_FILE);
    expect(checked).toBeUndefined();
    expect(problems[0]).toMatchObject({ code: 'no-device', level: 'blocks', path: 'uses.lamp', hint: PROBLEMS['no-device'].hint });
  });
  test('bindings', () => {
    expect(codes({ uses: { lamp: { ...USES.lamp, bind: undefined } }, chart: { id: 'flow' } })).toContain('unbound');
    expect(codes({ uses: { lamp: { ...USES.lamp, bind: { one: 'door' } } }, chart: { id: 'flow' } })).toContain('no-ability');
    expect(
      codes({
        uses: { lamp: { ...USES.lamp, writes: ['brightness'], bind: { one: 'lamp2' } } },
        chart: { id: 'flow', entry: [set('lamp', 'brightness', 90)] },
      }),
    ).toContain('out-of-range');
  });
  test('the examples have nothing that blocks and no false alarm', () => {
    for (const { file, flow } of EXAMPLES) {
      const set = stage(flow);
      const parsed = parseValue(set.flow);
      if (!parsed.ok) throw new Error(file);
      const { problems } = check(parsed.value, set.home);
      expect([file, problems.filter((p) => p.level !== 'notes').map((p) => `${p.code} ${p.message}`)]).toEqual([file, []]);
    }
  });
});

describe('SPEC 9.2 transitions that never fire, and near misses that do', () => {
  const door = becomes('door', 'contact', 'open');
  const CASES: [string, object, boolean][] = [
    ['opens and is closed', on('door.contact', { guard: all(door, is('door', 'contact', 'closed')), actions: lampOn }), true],
    ['opens and is open', on('door.contact', { guard: all(door, is('door', 'contact', 'open')), actions: lampOn }), false],
    [
      'warmer than 25 and colder than 20',
      on('door.contact', { guard: all(is('heat', 'temperature', 25, 'above'), is('heat', 'temperature', 20, 'below')), actions: lampOn }),
      true,
    ],
    [
      'warmer than 20 and colder than 25',
      on('door.contact', { guard: all(is('heat', 'temperature', 20, 'above'), is('heat', 'temperature', 25, 'below')), actions: lampOn }),
      false,
    ],
    [
      'at most 20 and at least 20',
      on('door.contact', { guard: all(is('heat', 'temperature', 20, 'atMost'), is('heat', 'temperature', 20, 'atLeast')), actions: lampOn }),
      false,
    ],
    [
      'above 20 and not above 20',
      on('door.contact', { guard: all(is('heat', 'temperature', 20, 'above'), not(is('heat', 'temperature', 20, 'above'))), actions: lampOn }),
      true,
    ],
    ['an edge of another reading', on('motion.occupancy', { guard: door, actions: lampOn }), true],
    ['an edge at a time of day', { schedules: { s: { kind: 'time', at: '10:00' } }, ...on('schedule.s', { guard: door, actions: lampOn }) }, true],
    [
      'a level at a time of day',
      { schedules: { s: { kind: 'time', at: '10:00' } }, ...on('schedule.s', { guard: is('door', 'contact', 'open'), actions: lampOn }) },
      false,
    ],
    [
      'at ten, between eleven and twelve',
      { schedules: { s: { kind: 'time', at: '10:00' } }, ...on('schedule.s', { guard: between('11:00', '12:00'), actions: lampOn }) },
      true,
    ],
    [
      'at ten, between nine and twelve',
      { schedules: { s: { kind: 'time', at: '10:00' } }, ...on('schedule.s', { guard: between('09:00', '12:00'), actions: lampOn }) },
      false,
    ],
    [
      'on Mondays, at weekends',
      {
        schedules: { s: { kind: 'time', at: '10:00', days: ['mon'] } },
        ...on('schedule.s', { guard: { type: 'days', params: { days: ['sat', 'sun'] } }, actions: lampOn }),
      },
      true,
    ],
    ['a brightness above what there is', on('door.contact', { guard: is('lamp', 'brightness', 100, 'above'), actions: lampOff }), true],
    ['behind one without a condition', on('door.contact', { actions: lampOn }, { guard: door, actions: lampOff }), true],
    [
      'behind one that is wider',
      on(
        'heat.temperature',
        { guard: is('heat', 'temperature', 20, 'above'), target: undefined, actions: lampOn },
        { guard: is('heat', 'temperature', 25, 'above'), actions: lampOff },
      ),
      true,
    ],
    [
      'behind one that is narrower',
      on(
        'heat.temperature',
        { guard: is('heat', 'temperature', 25, 'above'), actions: lampOn },
        { guard: is('heat', 'temperature', 20, 'above'), actions: lampOff },
      ),
      false,
    ],
    [
      'behind one that another reading can leave open',
      on(
        'door.contact',
        { guard: { type: 'any', params: { of: [is('heat', 'temperature', 20, 'above'), is('heat', 'temperature', 20, 'atMost')] } }, actions: lampOn },
        { guard: door, actions: lampOff },
      ),
      false,
    ],
    [
      'a counter outside of its bounds',
      {
        variables: { n: { type: 'number', min: 0, max: 3, initial: 0 } },
        ...on('door.contact', { guard: { type: 'number', params: { variable: 'n', is: 'above', value: 3 } }, actions: lampOn }),
      },
      true,
    ],
  ];
  test.each(CASES)('%s', (_, parts, wanted) => {
    expect(codes(JSON.parse(JSON.stringify(parts)) as object).includes('never-fires')).toBe(wanted);
  });

  /** Small domains, so that every world can be tried. */
  const atom: fc.Arbitrary<Guard> = fc.oneof(
    fc
      .record({ value: fc.constantFrom('open', 'closed'), type: fc.constantFrom('is', 'becomes', 'stops') })
      .map(({ value, type }) => ({ type, params: { role: 'door', capability: 'contact', is: 'equals', value } }) as Guard),
    fc
      .record({ value: fc.constantFrom(10, 20), cmp: fc.constantFrom('above', 'below', 'atLeast', 'atMost', 'equals') })
      .map(({ value, cmp }) => ({ type: 'is', params: { role: 'heat', capability: 'temperature', is: cmp, value } }) as Guard),
    fc.constantFrom<Guard>({ type: 'between', params: { from: '06:00', to: '12:00' } }, { type: 'between', params: { from: '22:00', to: '07:00' } }),
    fc.constantFrom<Guard>({ type: 'days', params: { days: ['mon'] } }, { type: 'days', params: { days: ['mon', 'sat'] } }),
  );
  const { guard } = fc.letrec<{ guard: Guard }>((tie) => ({
    guard: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      fc
        .record({ type: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('guard'), { minLength: 1, maxLength: 3 }) })
        .map(({ type, of }) => ({ type, params: { of } })),
      tie('guard').map((g) => ({ type: 'not' as const, params: { of: g } })),
    ),
  }));
  const flow = flowOf({ uses: ALL, chart: { id: 'flow' } });
  const worlds = ['2026-06-01', '2026-06-02', '2026-06-06'].flatMap((date) =>
    ['03:00', '06:30', '09:00', '15:00', '23:00'].flatMap((clock) =>
      [undefined, 5, 10, 15, 20, 25].flatMap((heat) =>
        [undefined, 'open', 'closed'].flatMap((door) =>
          [undefined, 'open', 'closed'].map((previous) => ({ now: instantOf(`${date}T${clock}:00`, HOME_FILE.timezone), heat, door, previous })),
        ),
      ),
    ),
  );
  const holds = (g: Guard, w: (typeof worlds)[number]): boolean =>
    evaluate(g, {
      now: w.now,
      place: HOME_FILE,
      members: (role) => ({ devices: [role as never], all: false }),
      read: (device) => (device === ('door' as string) ? w.door : w.heat),
      ...(w.door === undefined ? {} : { event: { device: 'door' as never, capability: 'contact', value: w.door, previous: w.previous } }),
    }) === true;

  const event = (w: (typeof worlds)[number]): boolean => w.door !== undefined && w.door !== w.previous;

  test('brute force over every small world agrees: no finding is wrong and none is missed', () => {
    fc.assert(
      fc.property(guard, (g) => {
        expect(canHold(flow, [g], 'door.contact')).toBe(worlds.some((w) => event(w) && holds(g, w)));
      }),
      { numRuns: RUNS },
    );
  });
  test('brute force: what is said to be shadowed is', () => {
    fc.assert(
      fc.property(guard, guard, (a, b) => {
        if (!canHoldWithout(flow, b, a, 'door.contact')) expect(worlds.some((w) => event(w) && holds(b, w) && !holds(a, w))).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('habits', () => {
  test('repeats: a level where an edge was meant', () => {
    const dark = is('motion', 'illuminance', 10, 'below');
    expect(codes(on('motion.illuminance', { guard: dark, actions: lampOn }))).toContain('repeats');
    expect(codes(on('motion.illuminance', { guard: becomes('motion', 'illuminance', 10, 'below'), actions: lampOn }))).not.toContain('repeats');
    expect(codes(on('motion.occupancy', { guard: dark, actions: lampOn }))).not.toContain('repeats');
  });
  test('flapping: one threshold for there and back', () => {
    const fan = (up: number, down: number) => ({
      chart: {
        id: 'flow',
        initial: 'cool',
        states: {
          cool: { on: { 'heat.temperature': [{ target: 'warm', guard: becomes('heat', 'temperature', up, 'above'), actions: lampOn }] } },
          warm: { on: { 'heat.temperature': [{ target: 'cool', guard: becomes('heat', 'temperature', down, 'below'), actions: lampOff }] } },
        },
      },
    });
    const [same] = found(fan(25, 25));
    expect(same?.code).toBe('flapping');
    expect(same?.example).toContain('switches four times');
    expect(codes(fan(26, 24))).not.toContain('flapping');
  });
  test('never off: heat that nothing ends', () => {
    const heat = on('door.contact', { guard: becomes('door', 'contact', 'open'), actions: [set('heater', 'power', 'on')] });
    expect(codes(heat)).toContain('never-off');
    expect(
      codes(heat, [named('Ends it', on('door.contact', { guard: stops('door', 'contact', 'open'), actions: [set('heater', 'power', 'off')] }))]),
    ).not.toContain('never-off');
    expect(codes(on('door.contact', { actions: lampOn }))).not.toContain('never-off');
  });
  test('may be unavailable: one sensor alone ends something risky', () => {
    const heating = (more: object) => ({
      delays: { d: { for: 'PT1H' } },
      chart: {
        id: 'flow',
        initial: 'off',
        states: {
          off: { on: { 'door.contact': [{ target: 'on', guard: becomes('door', 'contact', 'open'), actions: [set('heater', 'power', 'on')] }] } },
          on: { on: { 'door.contact': [{ target: 'off', guard: becomes('door', 'contact', 'closed'), actions: [set('heater', 'power', 'off')] }] }, ...more },
        },
      },
    });
    expect(codes(heating({}))).toContain('may-be-unavailable');
    expect(codes(heating({ after: { d: [{ target: 'off', actions: [set('heater', 'power', 'off')] }] } }))).not.toContain('may-be-unavailable');
  });
  test('risky: whoever rings gets in', () => {
    const unlock = (guard: object) => codes(on('button.button', { guard, actions: [set('lock', 'lock', 'unlocked')] }));
    expect(unlock(becomes('button', 'button', 'pressed'))).toContain('risky');
    expect(unlock(all(becomes('button', 'button', 'pressed'), is('door', 'contact', 'open')))).not.toContain('risky');
  });
  test('unreachable: also where the only way in never fires', () => {
    const states = (guard: object) => ({
      chart: {
        id: 'flow',
        initial: 'a',
        states: { a: { on: { 'door.contact': [{ target: 'b', guard }] } }, b: { on: { 'door.contact': [{ target: 'a' }] } } },
      },
    });
    expect(codes(states(all(becomes('door', 'contact', 'open'), is('door', 'contact', 'closed'))))).toContain('unreachable');
    expect(codes(states(becomes('door', 'contact', 'open')))).not.toContain('unreachable');
  });
});

describe('SPEC 9.3 two flows', () => {
  const opens = becomes('door', 'contact', 'open');
  const off = (guard: object) => named('Other', on('door.contact', { guard, actions: lampOff }));
  /** What an example promises must be seen when it is played. */
  const replayed = (p: Problem | undefined, flows: Flow[]) => {
    if (!p?.run) throw new Error('no example');
    const zone = HOME_FILE.timezone;
    const events = p.run.events.map((e) => ({ ...e, at: instantOf(e.at, zone) }));
    return rehearse({ home: HOME_FILE, flows, from: instantOf(p.run.from, zone) }, events, instantOf(p.run.until, zone)).lines.flatMap((l) =>
      l.kind === 'command' ? [`${l.flow} ${l.command.device} ${l.command.value}`] : [],
    );
  };
  const mine = on('door.contact', { guard: all(opens, is('motion', 'illuminance', 50, 'below')), actions: lampOn });

  test('conflict: opposite commands on one event, with an example that shows it', () => {
    const other = off(opens);
    const [p] = found(mine, [other]);
    expect(p).toMatchObject({ code: 'conflict', with: '0', path: 'chart.on.door.contact.0.actions.0' });
    expect(p?.example).toContain('Door opens');
    expect(replayed(p, [flowOf({ uses: ALL, ...mine }), other])).toEqual(expect.arrayContaining(['0 lamp on', '1 lamp off']));
  });
  test('conflict: near misses', () => {
    expect(codes(mine, [off(all(opens, is('motion', 'illuminance', 60, 'above')))])).not.toContain('conflict');
    expect(codes(mine, [off(becomes('door', 'contact', 'closed'))])).not.toContain('conflict');
    expect(
      codes(mine, [
        named('Elsewhere', {
          uses: { ...ALL, lamp: { ...USES.lamp, writes: ['power'], bind: { one: 'lamp2' } } },
          ...on('door.contact', { guard: opens, actions: lampOff }),
        }),
      ]),
    ).not.toContain('conflict');
  });
  test('conflict: at one time of day, on days that meet', () => {
    const at = (days: string[], actions: object[]) => ({ schedules: { s: { kind: 'time', at: '22:00', days } }, ...on('schedule.s', { actions }) });
    expect(codes(at(['mon', 'tue'], lampOn), [named('Other', at(['tue'], lampOff))])).toContain('conflict');
    expect(codes(at(['mon'], lampOn), [named('Other', at(['tue'], lampOff))])).not.toContain('conflict');
  });
  test('conflict: at the end of the same wait', () => {
    const later = (actions: object[], wait: string) => ({
      delays: { d: { for: wait } },
      chart: {
        id: 'flow',
        initial: 'a',
        states: { a: { on: { 'door.contact': [{ target: 'b', guard: opens }] } }, b: { after: { d: [{ target: 'a', actions }] } } },
      },
    });
    expect(codes(later(lampOn, 'PT5M'), [named('Other', later(lampOff, 'PT300S'))])).toContain('conflict');
    const other = codes(later(lampOn, 'PT5M'), [named('Other', later(lampOff, 'PT6M'))]);
    expect(other).not.toContain('conflict');
    expect(other).toContain('contested');
  });
  test('contested: one thing, other moments, other values', () => {
    const theirs = (actions: object[]) => [named('Other', on('motion.occupancy', { guard: becomes('motion', 'occupancy', 'clear'), actions }))];
    const notes = found(mine, theirs(lampOff));
    expect(notes.filter((p) => p.code === 'contested')).toHaveLength(1);
    expect(notes.every((p) => p.level === 'notes')).toBe(true);
    expect(codes(mine, theirs(lampOn))).toEqual([]);
  });
  test('duplicate', () => {
    expect(codes(mine, [named('Other', on('door.contact', { guard: opens, actions: lampOn }))])).toContain('duplicate');
  });
  test('undoes: one takes back what the other did, because of it', () => {
    const other = named('Saver', on('lamp.power', { guard: becomes('lamp', 'power', 'on'), actions: lampOff }));
    const mine = on('door.contact', { guard: opens, actions: lampOn });
    const p = found(mine, [other]).find((x) => x.code === 'undoes');
    expect(replayed(p, [flowOf({ uses: ALL, ...mine }), other])).toEqual(expect.arrayContaining(['0 lamp on', '1 lamp off']));
    expect(codes(mine, [named('Saver', on('lamp.power', { guard: becomes('lamp', 'power', 'off'), actions: lampOn }))])).not.toContain('undoes');
  });
  test('loop: within one flow and across two, seen and not only supposed', () => {
    const blink = {
      chart: {
        id: 'flow',
        on: {
          'lamp.power': [
            { guard: becomes('lamp', 'power', 'on'), actions: lampOff },
            { guard: becomes('lamp', 'power', 'off'), actions: lampOn },
          ],
        },
      },
    };
    expect(codes(blink)).toContain('loop');
    const a = on('lamp.power', { guard: becomes('lamp', 'power', 'on'), actions: lampOff });
    const b = named('B', on('lamp.power', { guard: becomes('lamp', 'power', 'off'), actions: lampOn }));
    expect(found(a, [b]).find((p) => p.code === 'loop')).toMatchObject({ with: '0' });
    // A flow that hears its own command and has moved on is no loop.
    const settled = {
      chart: {
        id: 'flow',
        initial: 'a',
        states: {
          a: { on: { 'lamp.power': [{ target: 'b', guard: becomes('lamp', 'power', 'on'), actions: lampOff }] } },
          b: { on: { 'lamp.power': [{ target: 'c', guard: becomes('lamp', 'power', 'off'), actions: lampOn }] } },
          c: {},
        },
      },
    };
    expect(codes(settled)).not.toContain('loop');
  });
});

test('sixty flows that share nothing raise no finding', () => {
  const devices = Array.from({ length: 120 }, (_, i) => ({
    ...(HOME_FILE.devices[i % 2 === 0 ? 0 : 2] as (typeof HOME_FILE.devices)[number]),
    id: `d${i}` as never,
    name: `D${i}`,
  }));
  const home = { ...HOME_FILE, devices };
  const flows = Array.from({ length: 60 }, (_, i) =>
    named(`F${i}`, {
      uses: { lamp: { ...USES.lamp, bind: { one: `d${2 * i}` } }, motion: { ...USES.motion, bind: { one: `d${2 * i + 1}` } } },
      ...on('motion.occupancy', { guard: becomes('motion', 'occupancy', 'detected'), actions: lampOn }),
    }),
  );
  const problems = flows.flatMap((flow, i) => {
    const parsed = parseValue(flow);
    return parsed.ok
      ? check(
          parsed.value,
          home,
          flows.filter((_, j) => j !== i),
        ).problems
      : parsed.problems;
  });
  expect(problems).toEqual([]);
});
