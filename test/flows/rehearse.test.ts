import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceId } from '../../flows/ids';
import { LayeredReadings } from '../../flows/rehearse/readings';
import { poke, startRehearsal } from '../../flows/rehearse/rehearse';
import { nextDue } from '../../flows/schedule';
import { instantOf } from '../../flows/time';
import { becomes, flowOf, HOME_FILE, play, sent, set, USES } from './play';

const on = (guard: object, action: object) => flowOf({ uses: USES, chart: { id: 'flow', on: { 'door.contact': [{ guard, actions: [action] }] } } });
const first = on(becomes('door', 'contact', 'open'), set('lamp', 'power', 'on'));

describe('what rehearsals keep to be quick never shows', () => {
  test('the same first flow beside others: each list of flows hears its own readings', () => {
    const onMotion = flowOf({
      uses: USES,
      chart: { id: 'flow', on: { 'motion.occupancy': [{ guard: becomes('motion', 'occupancy', 'detected'), actions: [set('lamp', 'brightness', 40)] }] } },
    });
    const onButton = flowOf({
      uses: USES,
      chart: { id: 'flow', on: { 'button.button': [{ guard: becomes('button', 'button', 'pressed'), actions: [set('lamp', 'brightness', 70)] }] } },
    });
    expect(sent(play([first, onMotion], [['10:00', 'motion', 'occupancy', 'detected']]))).toEqual(['10:00:00 lamp brightness 40']);
    expect(sent(play([first, onButton], [['10:00', 'button', 'button', 'pressed']]))).toEqual(['10:00:00 lamp brightness 70']);
    expect(sent(play([first, onButton], [['10:00', 'motion', 'occupancy', 'detected']]))).toEqual([]);
  });
  test('a rehearsal stays as it was when another goes on from it', () => {
    const start = startRehearsal({ home: HOME_FILE, flows: [first], from: instantOf('2026-06-01T10:00:00', HOME_FILE.timezone) });
    const open = poke(start, { device: deviceId('door'), capability: 'contact', value: 'open' });
    const shut = poke(start, { device: deviceId('w1'), capability: 'contact', value: 'open' });
    expect([start, open, shut].map((r) => r.read(deviceId('lamp'), 'power'))).toEqual(['off', 'on', 'off']);
    expect([start, open, shut].map((r) => r.lines.filter((l) => l.kind === 'command').length)).toEqual([0, 1, 0]);
  });
  test('layered readings answer as a map would, however often they are forked', () => {
    const writes = fc.array(fc.record({ key: fc.constantFrom(...'abcdefghij'), value: fc.integer(), fork: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(writes, (all) => {
        const plain = new Map<string, number>([['a', -1]]);
        let layered = LayeredReadings.of(new Map([['a', -1]]));
        for (const { key, value, fork } of all) {
          if (fork) layered = layered.fork();
          layered.set(key, value);
          plain.set(key, value);
        }
        for (const key of 'abcdefghijk') expect(layered.get(key)).toBe(plain.get(key));
      }),
      { numRuns: 50 },
    );
  });
  test('a schedule that has been asked before says what one that is asked for the first time says', () => {
    const kinds = [
      { kind: 'time', at: '02:30', days: ['sun', 'mon'] },
      { kind: 'sun', event: 'sunset', offset: '-PT30M', notBefore: '18:00' },
      { kind: 'every', period: 'PT7H' },
      { kind: 'once', at: '2026-10-25T02:30' },
    ] as const;
    const from = instantOf('2026-10-23T00:00:00', HOME_FILE.timezone);
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.array(fc.integer({ min: 0, max: 5 * 86_400 }), { minLength: 1, maxLength: 12 }), (schedule, seconds) => {
        const asked = structuredClone(schedule) as never;
        for (const s of seconds) {
          const after = from + s * 1000;
          expect(nextDue(asked, after, HOME_FILE)).toBe(nextDue(structuredClone(schedule) as never, after, HOME_FILE));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('SPEC 3.11 one event at a time', () => {
  const both = (guard: object, ...actions: object[]) => flowOf({ uses: USES, chart: { id: 'flow', on: { 'door.contact': [{ guard, actions }] } } });
  const open = becomes('door', 'contact', 'open');
  const follows = flowOf({
    uses: USES,
    chart: { id: 'flow', on: { 'lamp.power': [{ guard: becomes('lamp', 'power', 'on'), actions: [set('heat', 'targetTemperature', 22)] }] } },
  });
  const told = (r: ReturnType<typeof play>): string[] =>
    r.lines.flatMap((l) => (l.kind === 'command' ? [`${l.flow} ${l.command.device} ${l.command.value}${l.already ? ' already' : ''}`] : []));

  test('all flows see the door before any sees the lamp', () => {
    const r = play([both(open, set('lamp', 'power', 'on')), follows, both(open, set('heat', 'targetTemperature', 18))], [['10:00', 'door', 'contact', 'open']]);
    expect(told(r)).toEqual(['0 lamp on', '2 heat 18', '1 heat 22']);
    expect(r.read(deviceId('heat'), 'targetTemperature')).toBe(22);
  });
  test('what is told twice at one moment is sent once, and what is told otherwise is sent', () => {
    const flows = [set('lamp', 'power', 'on'), set('lamp', 'power', 'on'), set('lamp', 'power', 'off'), set('lamp', 'power', 'on')].map((a) => both(open, a));
    const r = play(flows, [['10:00', 'door', 'contact', 'open']]);
    expect(told(r)).toEqual(['0 lamp on', '1 lamp on already', '2 lamp off', '3 lamp on']);
    expect(r.lines.flatMap((l) => (l.kind === 'event' && l.device === 'lamp' ? [l.value] : []))).toEqual(['on', 'off', 'on']);
  });
});
