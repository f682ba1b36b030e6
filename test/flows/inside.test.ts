import { describe, expect, test } from 'vitest';
import { check } from '../../flows/check/check';
import { parseValue } from '../../flows/parse';
import type { ProblemCode } from '../../flows/problem';
import { anyOf, becomes, flowOf, HOME_FILE, is, set, stops, USES } from './play';

const ROLES = { ...USES, windows: anyOf('window', ['contact']) };
type Parts = Record<string, unknown>;
const all = (...of: object[]) => ({ type: 'all', params: { of } });
const not = (of: object) => ({ type: 'not', params: { of } });
const opens = becomes('door', 'contact', 'open');
const closes = stops('door', 'contact', 'open');
const lampOn = set('lamp', 'power', 'on');
const lampOff = set('lamp', 'power', 'off');
const flowed = (chart: object, more: Parts = {}): Parts => ({ ...more, chart: { id: 'flow', ...chart } });
const on = (event: string, ...transitions: object[]): Parts => flowed({ on: { [event]: transitions } });
const beside = (second: object): Parts =>
  flowed({
    type: 'parallel',
    states: {
      a: { initial: 'x', states: { x: { on: { 'door.contact': [{ guard: opens, actions: [lampOn] }] } } } },
      b: { initial: 'y', states: { y: { on: { 'door.contact': [second] } } } },
    },
  });
/** A state that waits, in a state that may be left before. */
const waiting = (wait: string, inner: object, outer: object = {}): Parts =>
  flowed(
    {
      initial: 'off',
      states: {
        off: { on: { 'door.contact': [{ target: 'on', guard: opens, actions: [lampOn] }] } },
        on: {
          initial: 'wait',
          ...outer,
          states: { wait: { after: { long: [{ target: '#flow.off', actions: [lampOff] }] }, ...inner }, later: { always: [] } },
        },
      },
    },
    { delays: { long: { for: wait }, short: { for: 'PT5M' } }, schedules: { often: { kind: 'every', period: 'PT10M' } } },
  );
const choosing = (...guards: (object | undefined)[]): Parts =>
  flowed({
    initial: 'idle',
    states: {
      idle: { on: { 'door.contact': [{ target: 'choose', guard: opens }] } },
      choose: { always: guards.map((guard, i) => ({ target: i === 0 ? 'idle' : 'other', ...(guard ? { guard } : {}) })) },
      other: { on: { 'door.contact': [{ target: 'idle', guard: closes }] } },
    },
  });

const clean = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, v) => (key === 'always' && Array.isArray(v) && v.length === 0 ? undefined : v)));
function problemsOf(parts: Parts) {
  const parsed = parseValue(flowOf({ uses: ROLES, ...(clean(parts) as Parts) }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return check(parsed.value, HOME_FILE).problems;
}

const dark = is('motion', 'illuminance', 50, 'below');
const CASES: [string, ProblemCode, Parts, Parts][] = [
  [
    'opposite commands in one list',
    'conflict',
    on('door.contact', { guard: opens, actions: [lampOn, lampOff] }),
    on('door.contact', { guard: opens, actions: [lampOn, set('lamp', 'brightness', 40)] }),
  ],
  ['opposite commands in two parts on one event', 'conflict', beside({ guard: opens, actions: [lampOff] }), beside({ guard: closes, actions: [lampOff] })],
  [
    '… under conditions that exclude each other',
    'conflict',
    beside({ guard: all(opens, dark), actions: [lampOff] }),
    beside({ guard: all(closes, dark), actions: [lampOff] }),
  ],
  [
    'behind two that together leave nothing',
    'never-fires',
    on(
      'door.contact',
      { guard: all(dark, opens), actions: [lampOn] },
      { guard: all(not(dark), opens), actions: [lampOff] },
      { guard: all(opens, is('motion', 'illuminance', 5, 'above')), actions: [lampOn] },
    ),
    on(
      'door.contact',
      { guard: all(dark, opens), actions: [lampOn] },
      { guard: all(not(dark), opens), actions: [lampOff] },
      { guard: opens, actions: [lampOn] },
    ),
  ],
  [
    'an edge where a level was meant',
    'never-fires',
    on('motion.occupancy', { guard: all(becomes('motion', 'occupancy', 'detected'), opens), actions: [lampOn] }),
    on('motion.occupancy', { guard: all(becomes('motion', 'occupancy', 'detected'), is('door', 'contact', 'open')), actions: [lampOn] }),
  ],
  [
    'a level where an edge was meant, of a group',
    'repeats',
    on('windows.contact', { guard: is('windows', 'contact', 'open'), actions: [lampOn] }),
    on('windows.contact', { guard: becomes('windows', 'contact', 'open'), actions: [lampOn] }),
  ],
  [
    'a wait behind a shorter one',
    'never-fires',
    waiting('PT1H', {}, { after: { short: [{ target: 'off' }] } }),
    waiting('PT1M', {}, { after: { short: [{ target: 'off' }] } }),
  ],
  [
    '… that has a condition',
    'never-fires',
    waiting('PT1H', {}, { after: { short: [{ target: 'off' }] } }),
    waiting('PT1H', {}, { after: { short: [{ target: 'off', guard: dark }] } }),
  ],
  [
    'a wait longer than what comes every ten minutes',
    'never-fires',
    waiting('PT1H', { on: { 'schedule.often': [{ target: 'later' }] } }),
    waiting('PT9M', { on: { 'schedule.often': [{ target: 'later' }] } }),
  ],
  [
    'a wait in a state that is left at once',
    'never-fires',
    waiting('PT1H', { always: [{ target: 'later' }] }),
    waiting('PT1H', { always: [{ target: 'later', guard: dark }] }),
  ],
  ['no otherwise', 'no-otherwise', choosing(dark, all(not(dark), is('door', 'contact', 'open'))), choosing(dark, undefined)],
  [
    '… where two conditions cover everything but a missing reading, or one is a wait',
    'no-otherwise',
    choosing(is('motion', 'occupancy', 'detected'), is('door', 'contact', 'open')),
    choosing(is('motion', 'occupancy', 'detected'), is('motion', 'occupancy', 'clear')),
  ],
  ['… and one way on is a wait', 'no-otherwise', choosing(dark, all(not(dark), is('door', 'contact', 'open'))), choosing(dark)],
];

describe('one flow by itself: what is found, and the near miss that is not', () => {
  test.each(CASES)('%s', (_, code, found, miss) => {
    expect(problemsOf(found).map((p) => p.code)).toContain(code);
    expect(
      problemsOf(miss)
        .filter((p) => p.code === code)
        .map((p) => p.message),
    ).toEqual([]);
  });
  test('an edge of something else says what to write instead', () => {
    const [p] = problemsOf(on('motion.occupancy', { guard: all(becomes('motion', 'occupancy', 'detected'), opens), actions: [lampOn] }));
    expect(p?.message).toContain('say how that is');
  });
});
