import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../flows/ids';
import { nextDue } from '../../flows/schedule';
import { prepare, startFlow, stepFlow, type World } from '../../flows/step';
import { instantOf } from '../../flows/time';
import { allOf, anyOf, becomes, flowOf, HOME_FILE, is, play, say, sent, set, stops, USES } from './play';

const phone = USES.phone;
const told = (guard: object, event: string, uses: object) =>
  flowOf({ uses: { phone, ...uses }, chart: { id: 'flow', on: { [event]: [{ guard, actions: [say('yes')] }] } } });
const times = (r: ReturnType<typeof play>): string[] => sent(r).map((l) => l.slice(0, 8));

describe('roles', () => {
  const lights = { uses: { lights: allOf('light', ['power'], ['power', 'color']), button: USES.button } };
  const press = (actions: object[]) => flowOf({ ...lights, chart: { id: 'flow', on: { 'button.button': [{ actions }] } } });
  test('SPEC 2.1 SPEC 2.4 a group follows the home; a command goes to every member that can', () => {
    const flow = press([set('lights', 'power', 'on')]);
    expect(sent(play(flow, [['10:00', 'button', 'button', 'pressed']]))).toEqual(['10:00:00 lamp power on', '10:00:00 lamp2 power on']);
    const more = { ...HOME_FILE, devices: [...HOME_FILE.devices, { id: 'new' as DeviceId, name: 'New', kind: 'light', capabilities: ['power' as const] }] };
    expect(sent(play(flow, [['10:00', 'button', 'button', 'pressed']], { home: more }))).toHaveLength(3);
    expect(sent(play(press([set('lights', 'color', 'red')]), [['10:00', 'button', 'button', 'pressed']]))).toEqual(['10:00:00 lamp color red']);
  });

  test('SPEC 2.2 of any one is enough, of all every one is needed, of none nothing holds', () => {
    const at = (role: object) =>
      sent(
        play(told(is('w', 'contact', 'open'), 'button.button', { w: role, button: USES.button }), [
          ['10:00', 'w1', 'contact', 'open'],
          ['10:01', 'button', 'button', 'pressed'],
          ['10:02', 'w2', 'contact', 'open'],
          ['10:03', 'button', 'button', 'pressed'],
        ]),
      );
    expect(at(anyOf('window', ['contact']))).toHaveLength(2);
    expect(at(allOf('window', ['contact']))).toEqual(['10:03:00 phone message yes']);
    expect(at(allOf('skylight', ['contact']))).toEqual([]);
  });

  test('SPEC 2.3 each runs one instance for each member', () => {
    const flow = flowOf({
      uses: { w: { ...anyOf('window', ['contact']), bind: { each: { kind: 'window' } } }, phone },
      delays: { d: { for: 'PT10M' } },
      chart: {
        id: 'flow',
        initial: 'a',
        states: {
          a: { on: { 'w.contact': [{ target: 'b', guard: becomes('w', 'contact', 'open') }] } },
          b: { after: { d: [{ target: 'a', actions: [say('open')] }] } },
        },
      },
    });
    expect(
      times(
        play(flow, [
          ['10:00', 'w1', 'contact', 'open'],
          ['10:04', 'w2', 'contact', 'open'],
        ]),
      ),
    ).toEqual(['10:10:00', '10:14:00']);
  });
});

describe('events', () => {
  test('SPEC 3.1 the same value again is no event, a button pressed again is', () => {
    const door = flowOf({
      uses: { door: USES.door, phone, button: USES.button },
      chart: { id: 'flow', on: { 'door.contact': [{ actions: [say('door')] }], 'button.button': [{ actions: [say('button')] }] } },
    });
    expect(
      sent(
        play(door, [
          ['10:00', 'door', 'contact', 'open'],
          ['10:01', 'door', 'contact', 'open'],
          ['10:02', 'button', 'button', 'pressed'],
          ['10:03', 'button', 'button', 'pressed'],
        ]),
      ),
    ).toEqual(['10:00:00 phone message door', '10:02:00 phone message button', '10:03:00 phone message button']);
  });

  test('SPEC 3.2 an edge is the turn, not the level', () => {
    const flow = told(becomes('heat', 'temperature', 25, 'above'), 'heat.temperature', { heat: USES.heat });
    const events = [20, 26, 27, 25, 25.5].map((v, i): [string, string, 'temperature', number] => [`10:0${i}`, 'heat', 'temperature', v]);
    expect(times(play(flow, events))).toEqual(['10:01:00', '10:04:00']);
    const changed = told({ type: 'changes', params: { role: 'heat', capability: 'temperature' } }, 'heat.temperature', { heat: USES.heat });
    expect(times(play(changed, events))).toHaveLength(4);
  });

  test('SPEC 3.2 of any each turn counts, of all the turn of the whole', () => {
    const at = (role: object) =>
      times(
        play(told(becomes('w', 'contact', 'open'), 'w.contact', { w: role }), [
          ['10:00', 'w1', 'contact', 'open'],
          ['10:01', 'w2', 'contact', 'open'],
          ['10:02', 'w2', 'contact', 'closed'],
          ['10:03', 'w2', 'contact', 'open'],
        ]),
      );
    expect(at(anyOf('window', ['contact']))).toEqual(['10:00:00', '10:01:00', '10:03:00']);
    expect(at(allOf('window', ['contact']))).toEqual(['10:01:00', '10:03:00']);
  });

  test('SPEC 3.3 the first one and the last one', () => {
    const events: Parameters<typeof play>[1] = [
      ['10:00', 'anna', 'presence', 'away'],
      ['10:01', 'ben', 'presence', 'away'],
      ['10:02', 'anna', 'presence', 'home'],
      ['10:03', 'ben', 'presence', 'home'],
    ];
    const people = { people: anyOf('person', ['presence']) };
    const params = { role: 'people', capability: 'presence', is: 'equals', value: 'home', whole: true };
    expect(times(play(told({ type: 'stops', params }, 'people.presence', people), events))).toEqual(['10:01:00']);
    expect(times(play(told({ type: 'becomes', params }, 'people.presence', people), events))).toEqual(['10:02:00']);
  });

  test.each(['unavailable', 'unknown'])('SPEC 3.4 %s is no value, and coming back no edge', (none) => {
    const events: Parameters<typeof play>[1] = [
      ['10:00', 'door', 'contact', none],
      ['10:01', 'door', 'contact', 'open'],
      ['10:02', 'door', 'contact', 'closed'],
      ['10:03', 'door', 'contact', 'open'],
    ];
    expect(times(play(told(becomes('door', 'contact', 'open'), 'door.contact', { door: USES.door }), events))).toEqual(['10:03:00']);
    const level = (guard: object) =>
      times(
        play(told(guard, 'button.button', { door: USES.door, button: USES.button }), [
          ['10:00', 'door', 'contact', none],
          ['10:01', 'button', 'button', 'pressed'],
        ]),
      );
    expect(level(is('door', 'contact', 'open'))).toEqual([]);
    expect(level({ type: 'not', params: { of: is('door', 'contact', 'open') } })).toEqual([]);
  });

  test('SPEC 3.5 all and any look past what is missing where they can', () => {
    const missing = is('door', 'contact', 'open');
    const yes = is('lamp', 'power', 'off');
    const no = is('lamp', 'power', 'on');
    const at = (guard: object) =>
      times(
        play(told(guard, 'button.button', { door: USES.door, lamp: USES.lamp, button: USES.button }), [
          ['10:00', 'door', 'contact', 'unavailable'],
          ['10:01', 'button', 'button', 'pressed'],
        ]),
      ).length;
    const group = (type: 'all' | 'any', ...of: object[]) => ({ type, params: { of } });
    const not = (of: object) => ({ type: 'not', params: { of } });
    expect([
      at(group('any', missing, yes)),
      at(group('all', missing, yes)),
      at(not(group('all', missing, no))),
      at(not(group('any', missing, no))),
      at(not(group('any', no, no))),
    ]).toEqual([1, 0, 1, 0, 1]);
  });

  test('SPEC 3.6 windows over midnight, days, dates over New Year, windows of the sun', () => {
    const at = (guard: object, when: string) =>
      sent(
        play(told(guard, 'button.button', { button: USES.button }), [[when, 'button', 'button', 'pressed']], {
          from: `${when.slice(0, 10)}T00:00:00`,
          until: `${when.slice(0, 10)}T23:59:59`,
        }),
      ).length === 1;
    const between = (from: string, to: string) => ({ type: 'between', params: { from, to } });
    const night = between('22:00', '06:00');
    expect(['21:59:59', '22:00:00', '05:59:59', '06:00:00'].map((t) => at(night, `2026-06-02T${t}`))).toEqual([false, true, true, false]);
    expect(['2026-06-05', '2026-06-06'].map((d) => at({ type: 'days', params: { days: ['sat'] } }, `${d}T12:00:00`))).toEqual([false, true]);
    const dates = { type: 'dates', params: { from: '12-01', to: '01-06' } };
    expect(['2026-11-30', '2026-12-01', '2027-01-06', '2027-01-07'].map((d) => at(dates, `${d}T12:00:00`))).toEqual([false, true, true, false]);
    expect(at({ type: 'dates', params: { from: '02-29', to: '02-29' } }, '2028-02-29T12:00:00')).toBe(true);
    const dark = between('sunset', 'sunrise');
    expect(['12:00:00', '23:00:00', '03:00:00', '06:00:00'].map((t) => at(dark, `2026-06-02T${t}`))).toEqual([false, true, true, false]);
  });

  test('SPEC 3.7 many counts, and looks past what is missing where it can', () => {
    const people = { people: anyOf('person', ['presence']), button: USES.button };
    const at = (how: string, count: number, ben: string) =>
      sent(
        play(told({ type: 'many', params: { role: 'people', capability: 'presence', is: 'equals', value: 'home', how, count } }, 'button.button', people), [
          ['10:00', 'ben', 'presence', ben],
          ['10:01', 'button', 'button', 'pressed'],
        ]),
      ).length;
    expect([at('atLeast', 2, 'home'), at('atLeast', 2, 'away'), at('exactly', 1, 'away'), at('atMost', 0, 'away')]).toEqual([1, 0, 1, 0]);
    expect([at('atLeast', 1, 'unavailable'), at('atLeast', 2, 'unavailable'), at('exactly', 1, 'unavailable'), at('atMost', 2, 'unavailable')]).toEqual([
      1, 0, 0, 1,
    ]);
  });

  test('SPEC 3.8 numbers and moments', () => {
    const flow = flowOf({
      uses: { button: USES.button, door: USES.door, phone },
      variables: { n: { type: 'number', min: 0, max: 3, initial: 0 }, m: { type: 'moment' } },
      chart: {
        id: 'flow',
        on: {
          'door.contact': [{ actions: [{ type: 'mark', params: { variable: 'm' } }] }],
          'button.button': [
            { guard: { type: 'elapsed', params: { since: 'm', is: 'atLeast', for: 'PT5M' } }, actions: [say('long')] },
            { guard: { type: 'elapsed', params: { since: 'm', is: 'below', for: 'PT5M' } }, actions: [say('short')] },
            { actions: [say('never')] },
          ],
        },
      },
    });
    expect(
      sent(
        play(flow, [
          ['10:00', 'button', 'button', 'pressed'],
          ['10:01', 'door', 'contact', 'open'],
          ['10:05', 'button', 'button', 'pressed'],
          ['10:06', 'button', 'button', 'pressed'],
        ]),
      ).map((l) => l.slice(23)),
    ).toEqual(['never', 'short', 'long']);
  });

  test('SPEC 3.9 the state of another flow', () => {
    const other = {
      ...flowOf({
        uses: { door: USES.door },
        chart: { id: 'flow', initial: 'shut', states: { shut: { on: { 'door.contact': [{ target: 'open' }] } }, open: {} } },
      }),
      name: 'Other',
    };
    const flow = told({ type: 'flow', params: { flow: 'Other', state: 'open' } }, 'button.button', { button: USES.button });
    const events: Parameters<typeof play>[1] = [
      ['10:00', 'button', 'button', 'pressed'],
      ['10:01', 'door', 'contact', 'open'],
      ['10:02', 'button', 'button', 'pressed'],
    ];
    expect(times(play([flow, other], events))).toEqual(['10:02:00']);
    expect(times(play([flow], events))).toEqual([]);
    const at = (state: string, target: string, words: string) => ({
      always: [{ target, guard: { type: 'flow', params: { flow: 'Other', state } }, actions: [say(words)] }],
    });
    const watching = flowOf({
      uses: { phone },
      chart: { id: 'flow', initial: 'a', states: { a: at('open', 'b', 'opened'), b: {} } },
    });
    expect(times(play([watching, other], events))).toEqual(['10:01:00']);
  });

  test('SPEC 3.10 a reading that two roles name is handled for each, by name', () => {
    const flow = flowOf({
      uses: { b: USES.door, a: USES.door, phone },
      chart: { id: 'flow', on: { 'b.contact': [{ actions: [say('b')] }], 'a.contact': [{ actions: [say('a')] }] } },
    });
    expect(sent(play(flow, [['10:00', 'door', 'contact', 'open']])).map((l) => l.slice(-1))).toEqual(['a', 'b']);
  });
});

describe('actions', () => {
  const on = (event: string, actions: object[], more: object = {}) =>
    flowOf({
      uses: { ...USES, ceiling: { name: 'Ceiling', kind: 'light', reads: ['power', 'brightness'], writes: ['brightness'], bind: { one: 'lamp2' } } },
      ...more,
      chart: { id: 'flow', on: { [event]: [{ actions }] } },
    });
  const pressed: Parameters<typeof play>[1] = [['10:00', 'button', 'button', 'pressed']];

  test('SPEC 4.1 exit, transition, entry', () => {
    const flow = flowOf({
      uses: { button: USES.button, phone },
      chart: {
        id: 'flow',
        initial: 'a',
        states: {
          a: { initial: 'x', exit: [say('2')], states: { x: { exit: [say('1')], on: { 'button.button': [{ target: '#flow.b', actions: [say('3')] }] } } } },
          b: { entry: [say('4')], initial: 'y', states: { y: { entry: [say('5')] } } },
        },
      },
    });
    expect(
      sent(play(flow, pressed))
        .map((l) => l.slice(-1))
        .join(''),
    ).toBe('12345');
  });

  test('SPEC 4.2 commands are absolute and stay inside the device’s range', () => {
    const adjust = (params: object) => on('button.button', [{ type: 'adjust', params: { role: 'ceiling', capability: 'brightness', ...params } }]);
    const state = [{ device: 'lamp2' as DeviceId, capability: 'brightness' as const, value: 70 }];
    expect(sent(play(adjust({ by: 20 }), pressed, { state }))).toEqual(['10:00:00 lamp2 brightness 80']);
    expect(sent(play(adjust({ times: 0.5 }), pressed, { state }))).toEqual(['10:00:00 lamp2 brightness 35']);
    const twice = on('button.button', [
      { type: 'adjust', params: { role: 'ceiling', capability: 'brightness', by: -10 } },
      { type: 'adjust', params: { role: 'ceiling', capability: 'brightness', by: -10 } },
    ]);
    expect(sent(play(twice, pressed, { state }))).toEqual(['10:00:00 lamp2 brightness 60', '10:00:00 lamp2 brightness 50']);
    expect(sent(play(adjust({ by: 20 }), pressed, { state: [{ device: 'lamp2' as DeviceId, capability: 'brightness', value: 'unavailable' }] }))).toEqual([]);
  });

  test('SPEC 4.3 toggle', () => {
    const toggle = (capability: string) => on('button.button', [{ type: 'toggle', params: { role: 'lamp', capability } }]);
    expect(sent(play(toggle('power'), [...pressed, ['10:01', 'button', 'button', 'pressed']]))).toEqual(['10:00:00 lamp power on', '10:01:00 lamp power off']);
    expect(sent(play(toggle('brightness'), [['09:00', 'lamp', 'brightness', 30], ...pressed]))).toEqual(['10:00:00 lamp brightness 0']);
    expect(sent(play(toggle('power'), pressed, { state: [{ device: 'lamp' as DeviceId, capability: 'power', value: 'unavailable' }] }))).toEqual([
      '10:00:00 lamp power on',
    ]);
  });

  test('SPEC 4.4 capture once, restore once', () => {
    const flow = flowOf({
      uses: USES,
      variables: { v: { type: 'captured' } },
      chart: {
        id: 'flow',
        on: {
          'button.button': [
            { guard: becomes('button', 'button', 'held'), actions: [{ type: 'restore', params: { role: 'lamp', capability: 'brightness', from: 'v' } }] },
            { actions: [{ type: 'capture', params: { role: 'lamp', capability: 'brightness', as: 'v' } }, set('lamp', 'brightness', 5)] },
          ],
        },
      },
    });
    const events: Parameters<typeof play>[1] = [
      ['09:00', 'lamp', 'brightness', 60],
      ['10:00', 'button', 'button', 'pressed'],
      ['10:01', 'lamp', 'brightness', 7],
      ['10:02', 'button', 'button', 'pressed'],
      ['10:03', 'button', 'button', 'held'],
      ['10:04', 'button', 'button', 'held'],
    ];
    expect(sent(play(flow, events))).toEqual(['10:00:00 lamp brightness 5', '10:02:00 lamp brightness 5', '10:03:00 lamp brightness 60']);
  });

  test('SPEC 4.5 numbers keep to their bounds and change at once', () => {
    const flow = flowOf({
      uses: { ...USES, lamp: { ...USES.lamp, writes: ['brightness'] } },
      variables: { n: { type: 'number', min: 0, max: 2, initial: 1 } },
      chart: {
        id: 'flow',
        on: {
          'button.button': [
            {
              actions: [
                { type: 'count', params: { variable: 'n', by: 5 } },
                { type: 'message', params: { role: 'phone', text: 'n', more: [{ number: 'n' }] } },
                { type: 'assign', params: { variable: 'n', value: 0 } },
                { type: 'recall', params: { role: 'lamp', capability: 'brightness', variable: 'n' } },
              ],
            },
          ],
        },
      },
    });
    expect(sent(play(flow, [['09:00', 'lamp', 'brightness', 50], ...pressed]))).toEqual(['10:00:00 phone message n 2', '10:00:00 lamp brightness 0']);
  });

  test('SPEC 4.6 messages say readings, names, numbers and the time', () => {
    const w = allOf('window', ['contact']);
    const message = (more: object[]) =>
      flowOf({
        uses: { ...USES, w },
        chart: { id: 'flow', on: { 'button.button': [{ actions: [{ type: 'message', params: { role: 'phone', text: 'Now:', more } }] }] } },
      });
    const said = (more: object[]) =>
      sent(play(message(more), [['09:00', 'w2', 'contact', 'open'], ['09:01', 'heat', 'temperature', 21.5], ...pressed])).map((l) => l.slice(23))[0];
    expect(said([{ reading: { role: 'heat', capability: 'temperature' } }, { text: 'at' }, { time: 'now' }])).toBe('Now: 21.5 °C at 10:00');
    expect(said([{ names: { role: 'w', capability: 'contact', is: 'equals', value: 'open' } }])).toBe('Now: Window');
    expect(said([{ names: { role: 'heat' } }, { text: ', hello' }])).toBe('Now: Radiator, hello');
    expect(said([{ text: 'x'.repeat(500) }])).toHaveLength(500);
  });
});

describe('the chart', () => {
  const phases = (c: object, more: object = {}) =>
    flowOf({
      uses: { button: USES.button, door: USES.door, phone },
      delays: { d: { for: 'PT10M' }, e: { for: 'PT10M' } },
      ...more,
      chart: { id: 'flow', ...c },
    });
  const pressed: Parameters<typeof play>[1] = [['10:00', 'button', 'button', 'pressed']];
  const active = (r: ReturnType<typeof play>): string => (r.flows[0]?.state.active ?? []).join(' ');

  test('SPEC 6.1 the first that holds, inner before outer', () => {
    const inner = {
      always: undefined,
      on: {
        'button.button': [
          { guard: becomes('button', 'button', 'held'), actions: [say('held')] },
          { guard: becomes('button', 'button', 'pressed'), actions: [say('first')] },
          { actions: [say('second')] },
        ],
      },
    };
    const flow = phases({ initial: 'a', on: { 'button.button': [{ actions: [say('outer')] }] }, states: { a: { on: inner.on } } });
    expect(sent(play(flow, pressed))).toEqual(['10:00:00 phone message first']);
    expect(
      sent(
        play(
          phases({
            initial: 'a',
            on: { 'button.button': [{ actions: [say('outer')] }] },
            states: { a: { on: { 'button.button': [{ guard: becomes('button', 'button', 'held') }] } } },
          }),
          pressed,
        ),
      ),
    ).toEqual(['10:00:00 phone message outer']);
  });

  test('SPEC 6.2 parallel parts in the order of their keys', () => {
    const part = (text: string) => ({ on: { 'button.button': [{ actions: [say(text)] }] } });
    expect(sent(play(phases({ type: 'parallel', states: { z: part('z'), a: part('a') } }), pressed)).map((l) => l.slice(-1))).toEqual(['a', 'z']);
  });

  test('SPEC 6.3 always, history, onDone of parallel parts', () => {
    const flow = phases({
      initial: 'p',
      states: {
        p: {
          type: 'parallel',
          onDone: [{ target: 'end' }],
          states: {
            a: { initial: 'x', states: { x: { on: { 'button.button': [{ target: 'y' }] } }, y: { type: 'final' } } },
            b: { initial: 'x', states: { x: { on: { 'door.contact': [{ target: 'y' }] } }, y: { type: 'final' } } },
          },
        },
        end: { always: [{ target: 'last', guard: is('door', 'contact', 'open') }] },
        last: {},
      },
    });
    expect(active(play(flow, pressed))).toContain('p.a.y');
    expect(active(play(flow, [...pressed, ['10:01', 'door', 'contact', 'open']]))).toBe('last');
    const history = phases({
      initial: 'w',
      states: {
        w: {
          initial: 'a',
          on: { 'door.contact': [{ target: 'out' }] },
          states: { a: { on: { 'button.button': [{ target: 'b' }] } }, b: {}, h: { type: 'history' } },
        },
        out: { on: { 'door.contact': [{ target: 'w.h' }] } },
      },
    });
    expect(active(play(history, [...pressed, ['10:01', 'door', 'contact', 'open'], ['10:02', 'door', 'contact', 'closed']]))).toBe('w w.b');
  });

  test('SPEC 6.4 reenter', () => {
    const self = (reenter: boolean) =>
      phases({ initial: 'a', states: { a: { entry: [say('in')], on: { 'button.button': [{ target: 'a', ...(reenter ? { reenter } : {}) }] } } } });
    expect(sent(play(self(false), pressed))).toHaveLength(1);
    expect(sent(play(self(true), pressed))).toHaveLength(2);
  });

  test('SPEC 6.5 a flow that has ended does nothing more', () => {
    const flow = phases(
      {
        initial: 'a',
        states: { a: { on: { 'button.button': [{ target: 'end' }] } }, end: { type: 'final' } },
        on: { 'door.contact': [{ actions: [say('door')] }] },
      },
      { schedules: { s: { kind: 'time', at: '12:00' } } },
    );
    const r = play(flow, [...pressed, ['10:01', 'door', 'contact', 'open']]);
    expect(sent(r)).toEqual([]);
    expect(r.flows[0]?.state).toMatchObject({ done: true, timers: [] });
  });

  test('SPEC 5.4 a delay ends with its state and starts anew with it', () => {
    const flow = phases({
      initial: 'a',
      states: {
        a: { on: { 'button.button': [{ target: 'b' }] } },
        b: {
          on: { 'button.button': [{ target: 'b', reenter: true }], 'door.contact': [{ target: 'a' }] },
          after: { d: [{ target: 'a', actions: [say('over')] }] },
        },
      },
    });
    expect(sent(play(flow, [...pressed, ['10:05', 'button', 'button', 'pressed']]))).toEqual(['10:15:00 phone message over']);
    expect(sent(play(flow, [...pressed, ['10:05', 'door', 'contact', 'open']]))).toEqual([]);
  });

  test('SPEC 5.5 of two timers due together the first set runs, the other is gone', () => {
    const flow = phases({
      initial: 'a',
      states: { a: { after: { d: [{ target: 'b', actions: [say('d')] }], e: [{ target: 'b', actions: [say('e')] }] } }, b: {} },
    });
    expect(sent(play(flow, []))).toEqual(['08:10:00 phone message d']);
  });

  test('SPEC 6.6 a stored state goes on as if it had never been stored', () => {
    const flow = flowOf({
      uses: USES,
      delays: { d: { for: 'PT10M' } },
      variables: { n: { type: 'number', min: 0, max: 9, initial: 0 } },
      chart: {
        id: 'flow',
        initial: 'w',
        states: {
          w: {
            initial: 'a',
            on: { 'door.contact': [{ target: 'out' }] },
            states: {
              a: { on: { 'button.button': [{ target: 'b', actions: [{ type: 'count', params: { variable: 'n', by: 1 } }] }] } },
              b: { after: { d: [{ target: 'a', actions: [{ type: 'message', params: { role: 'phone', text: 'n', more: [{ number: 'n' }] } }] }] } },
              h: { type: 'history', history: 'deep' },
            },
          },
          out: { on: { 'door.contact': [{ target: 'w.h' }] } },
        },
      },
    });
    const at = (t: string) => instantOf(`2026-06-01T${t}:00`, HOME_FILE.timezone);
    const world = (t: string): World => ({ now: at(t), home: HOME_FILE, read: () => undefined });
    const run = (stored: boolean) => {
      const keep = <T>(v: T): T => (stored ? (JSON.parse(JSON.stringify(v)) as T) : v);
      let p = prepare(flow);
      let state = startFlow(p, world('08:00')).state;
      const outputs: unknown[] = [];
      for (const [t, device, capability, value] of [
        ['09:00', 'button', 'button', 'pressed'],
        ['09:01', 'door', 'contact', 'open'],
        ['09:02', 'door', 'contact', 'closed'],
      ] as const) {
        if (stored) p = prepare(flow);
        const step = stepFlow(p, keep(state), { kind: 'reading', device: device as DeviceId, capability, value }, world(t));
        state = step.state;
        outputs.push(JSON.parse(JSON.stringify(step)));
      }
      const [timer] = state.timers;
      if (!timer) throw new Error('no timer');
      outputs.push(JSON.parse(JSON.stringify(stepFlow(stored ? prepare(flow) : p, keep(state), { kind: 'timer', timer }, world('09:12')))));
      return outputs;
    };
    const direct = run(false);
    expect(run(true)).toEqual(direct);
    expect(direct.at(-1)).toMatchObject({ commands: [{ device: 'phone', capability: 'message', value: 'n 1' }] });
  });

  test('SPEC 5.3 schedules and delays are absolute deadlines in the state', () => {
    const flow = phases(
      { initial: 'a', states: { a: { after: { d: [{ target: 'b' }] } }, b: {} } },
      { schedules: { s: { kind: 'time', at: '12:00', missed: 'run' } } },
    );
    const { timers } = play(flow, [], { until: '08:01' }).flows[0]?.state ?? { timers: [] };
    const noon = nextDue({ kind: 'time', at: '12:00' }, instantOf('2026-06-01T08:00:00', HOME_FILE.timezone), HOME_FILE);
    expect(timers.map((t) => t.due)).toEqual([instantOf('2026-06-01T08:10:00', HOME_FILE.timezone), noon]);
  });

  test('SPEC 3.4 a stop that is a stop', () => {
    expect(
      times(
        play(told(stops('door', 'contact', 'open'), 'door.contact', { door: USES.door }), [
          ['10:00', 'door', 'contact', 'open'],
          ['10:01', 'door', 'contact', 'closed'],
        ]),
      ),
    ).toEqual(['10:01:00']);
  });
});
