import { describe, expect, test } from 'vitest';
import { parse, parseValue } from '../../flows/parse';
import type { ProblemCode } from '../../flows/problem';
import { codes, EXAMPLES, flowOf, set, USES } from './play';

const bare = { format: 'sayso/flow/1', name: 'x', uses: {}, chart: { id: 'flow' } };
const text = (value: unknown): string => JSON.stringify(value);
const problemsOf = (t: string) => {
  const parsed = parse(t);
  return parsed.ok ? [] : parsed.problems;
};
const chart = (c: object) => ({
  ...bare,
  uses: USES,
  delays: { d: { for: 'PT1M' } },
  variables: { n: { type: 'number', min: 0, max: 5, initial: 0 }, c: { type: 'captured' }, m: { type: 'moment' } },
  chart: { id: 'flow', ...c },
});
const on = (transition: object) => chart({ on: { 'motion.occupancy': [transition] } });
const act = (type: string, params: object) => on({ actions: [{ type, params }] });
const guard = (type: string, params: object) => on({ guard: { type, params } });

describe('the file', () => {
  test('SPEC 1.1 the least flow is one', () => {
    expect(parseValue(bare).ok).toBe(true);
    expect(codes({ ...bare, colour: 'red' })).toEqual(['wrong-shape']);
    expect(codes({ ...bare, chart: { id: 'flow', context: {} } })).toEqual(['wrong-shape']);
  });

  test('SPEC 1.2 other formats and newer ones', () => {
    expect(codes({ ...bare, format: 'sayso/flow/2' })).toEqual(['newer-format']);
    expect(codes({ ...bare, format: 'other' })).toEqual(['wrong-format']);
    expect(codes([])).toEqual(['wrong-format']);
    expect(codes(null)).toEqual(['wrong-format']);
  });

  const CASES: [string, string, ProblemCode, string | RegExp][] = [
    ['nothing', '', 'not-json', ''],
    ['a comment', '{/* */}', 'not-json', /line 1, column 2/],
    ['a trailing comma', '{"a":1,}', 'not-json', /line 1/],
    ['text after the end', `${text(bare)} x`, 'not-json', /column/],
    ['a duplicate key', '{"format":"sayso/flow/1",\n "name":"a","name":"b"}', 'duplicate-key', /line 2, column 13/],
    ['__proto__', '{"__proto__":{}}', 'unsafe-name', /__proto__/],
    ['constructor', '{"a":{"constructor":1}}', 'unsafe-name', /constructor/],
    ['an unpaired surrogate', '{"name":"\\ud800"}', 'unsafe-name', /mislead/],
    ['a direction override', '{"name":"a\u202eb"}', 'unsafe-name', /mislead/],
    ['a control character', '{"name":"a\\u0007"}', 'unsafe-name', /mislead/],
    ['a control character of eight bits', '{"name":"a\u009b31m"}', 'unsafe-name', /mislead/],
    ['nesting', '['.repeat(200) + ']'.repeat(200), 'too-large', /nests/],
    ['size', ' '.repeat(256_001), 'too-large', /256000/],
    ['size in bytes', `"${'é'.repeat(200_000)}"`, 'too-large', /256000/],
  ];
  test.each(CASES)('SPEC 1.3 %s is refused with its place', (_, source, code, words) => {
    const [first] = problemsOf(source);
    expect(first?.code).toBe(code);
    expect(first?.message).toMatch(words);
    expect(first?.hint).toBeTruthy();
  });

  test('SPEC 1.3 faults of shape and of names say line and column too', () => {
    const file = JSON.stringify({ ...chart({ initial: 'a', states: { a: { on: { 'motion.occupancy': [{ target: 'gone' }] } } } }) }, null, 1);
    const [first] = problemsOf(file);
    expect(first?.code).toBe('unknown-target');
    expect(first?.message).toMatch(/line \d+, column \d+/);
    const line = Number(/line (\d+)/.exec(first?.message ?? '')?.[1]);
    expect(file.split('\n')[line - 1]).toContain('gone');
  });
});

describe('names', () => {
  test.each(['__proto__', 'constructor', 'a.b', '#x', '3.5 hours', '', 'x'.repeat(65), 'toString', 'ä'])('SPEC 1.4 a state named %j', (name) => {
    const file = `{"format":"sayso/flow/1","name":"x","uses":{},"chart":{"id":"flow","initial":"a","states":{"a":{},${text(name)}:{}}}}`;
    expect(problemsOf(file).length).toBeGreaterThan(0);
  });
  test('SPEC 1.4 a guard named like something of JavaScript', () => {
    for (const type of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) expect(codes(guard(type, {}))).toEqual(['wrong-shape']);
  });
});

describe('references', () => {
  const CASES: [string, object, ProblemCode][] = [
    ['a role', on({ actions: [set('nobody', 'power', 'on')] }), 'unknown-role'],
    ['a role of an event', chart({ on: { 'nobody.power': [{}] } }), 'unknown-role'],
    ['a role named toString', on({ actions: [set('toString', 'power', 'on')] }), 'unknown-role'],
    ['a schedule', chart({ on: { 'schedule.never': [{}] } }), 'unknown-name'],
    ['a capability of an event', chart({ on: { 'motion.mood': [{}] } }), 'unknown-name'],
    ['a delay', chart({ initial: 'a', states: { a: { after: { gone: [{ target: 'a' }] } } } }), 'unknown-name'],
    ['a variable', act('count', { variable: 'gone', by: 1 }), 'unknown-name'],
    ['a variable of another type', act('count', { variable: 'm', by: 1 }), 'bad-value'],
    ['a target', on({ target: '.gone' }), 'unknown-target'],
    ['something not declared', on({ actions: [set('lamp', 'colorTemperature', 3000)] }), 'not-declared'],
    [
      'something not writable',
      { ...act('set', { role: 'door', capability: 'contact', value: 'open' }), uses: { ...USES, door: { ...USES.door, writes: ['contact'] } } },
      'not-writable',
    ],
    ['a value of the wrong kind', act('set', { role: 'lamp', capability: 'power', value: 'maybe' }), 'bad-value'],
    ['a value named like something of JavaScript', act('set', { role: 'lamp', capability: 'power', value: 'constructor' }), 'bad-value'],
    ['a number out of range', act('set', { role: 'lamp', capability: 'brightness', value: 101 }), 'bad-value'],
    ['a word for a number', guard('is', { role: 'heat', capability: 'temperature', is: 'above', value: 'warm' }), 'bad-value'],
    ['more or less of what has no order', guard('is', { role: 'door', capability: 'contact', is: 'above', value: 'open' }), 'bad-value'],
    ['an adjustment by nothing', act('adjust', { role: 'lamp', capability: 'brightness' }), 'bad-value'],
    ['an adjustment of what is no number', act('adjust', { role: 'lamp', capability: 'power', by: 1 }), 'bad-value'],
    ['something put back that nothing remembers', act('restore', { role: 'lamp', capability: 'power', from: 'c' }), 'unknown-name'],
    ['an absurd number', act('set', { role: 'heat', capability: 'targetTemperature', value: 1e300 }), 'wrong-shape'],
    ['an absurd duration', { ...chart({}), delays: { d: { for: 'P9999D' } } }, 'wrong-shape'],
    ['a day that does not exist', { ...chart({}), schedules: { s: { kind: 'once', at: '2026-02-30T10:00' } } }, 'wrong-shape'],
    ['a date that does not exist', guard('dates', { from: '02-30', to: '03-01' }), 'wrong-shape'],
    ['a number that starts outside of its bounds', { ...chart({}), variables: { n: { type: 'number', min: 0, max: 1, initial: 2 } } }, 'wrong-shape'],
  ];
  test.each(CASES)('SPEC 1.5 %s', (_, value, code) => {
    const parsed = parseValue(value);
    expect(parsed.ok ? [] : parsed.problems.map((p) => p.code)).toContain(code);
    if (!parsed.ok) expect(parsed.problems.every((p) => p.path !== '' && p.hint)).toBe(true);
  });
});

describe('the chart', () => {
  const CASES: [string, object][] = [
    ['no start', { states: { a: {} } }],
    ['a start that is none of its states', { initial: 'b', states: { a: {} } }],
    ['a start named like something of JavaScript', { initial: 'valueOf', states: { a: {} } }],
    ['parts without parts', { type: 'parallel' }],
    ['an end with transitions', { initial: 'a', states: { a: { type: 'final', on: { 'motion.occupancy': [{}] } } } }],
    ['an end that is everything', { type: 'final' }],
    ['a history with states', { initial: 'a', states: { a: {}, h: { type: 'history', initial: 'x', states: { x: {} } } } }],
    ['a target from the root that is no child', { initial: 'a', on: { 'motion.occupancy': [{ target: 'a' }] }, states: { a: {} } }],
    ['a start in what has no states', { initial: 'a', states: { a: { initial: 'x' } } }],
  ];
  test.each(CASES)('SPEC 1.7 refused: %s', (_, c) => {
    expect(codes(chart(c)).length).toBeGreaterThan(0);
  });

  test('SPEC 1.7 shapes that XState would ignore are refused', () => {
    expect(codes(chart({ initial: 'a', states: { a: { after: [{ delay: 'd', target: 'a' }] } } }))).toContain('wrong-shape');
    expect(codes(chart({ on: { 'motion.occupancy': { target: '.a' } } }))).toContain('wrong-shape');
    expect(codes(chart({ invoke: { src: 'x' } }))).toContain('wrong-shape');
  });

  const dark = { type: 'is', params: { role: 'motion', capability: 'illuminance', is: 'below', value: 10 } };
  const bright = { type: 'is', params: { role: 'motion', capability: 'illuminance', is: 'above', value: 20 } };
  const two = (a: object, b: object) => chart({ initial: 'a', states: { a: { always: [a] }, b: { always: [b] } } });
  test('SPEC 1.8 rounds of transitions that happen at once', () => {
    expect(codes(two({ target: 'b' }, { target: 'a' }))).toContain('endless');
    expect(codes(two({ target: 'b', guard: dark }, { target: 'a', guard: dark }))).toContain('endless');
    expect(codes(two({ target: 'b', guard: dark }, { target: 'a', guard: bright }))).toEqual([]);
    expect(codes(two({ target: 'b', guard: dark }, { target: 'a', guard: { type: 'not', params: { of: dark } } }))).toEqual([]);
    // Not reached at the start: only a look at the chart finds it.
    expect(
      codes(
        chart({
          initial: 'z',
          states: { z: { on: { 'motion.occupancy': [{ target: 'a' }] } }, a: { always: [{ target: 'b' }] }, b: { always: [{ target: 'a' }] } },
        }),
      ),
    ).toContain('endless');
    // A part that ends at once and starts anew.
    expect(
      codes(chart({ initial: 'a', states: { a: { initial: 'x', states: { x: { type: 'final' } }, onDone: [{ target: 'a', reenter: true }] } } })),
    ).toContain('endless');
  });

  test('SPEC 1.9 caps', () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`s${i}`, {}]));
    expect(codes(chart({ initial: 's0', states: many }))).toContain('too-large');
    const parts = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`p${i}`, {}]));
    expect(codes(chart({ type: 'parallel', states: parts }))).toContain('too-large');
    let deep: object = {};
    for (let i = 0; i < 9; i++) deep = { initial: 'x', states: { x: deep } };
    expect(codes(chart(deep))).toContain('too-large');
    const busy = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`s${i}`, { on: { 'motion.occupancy': Array.from({ length: 50 }, () => ({})) } }]));
    expect(codes(chart({ initial: 's0', states: busy }))).toContain('too-large');
    expect(codes({ ...bare, uses: Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`r${i}`, { name: 'x', kind: 'light' }])) })).toContain('too-large');
  });
});

test('SPEC 1.6 notes and bindings do not count, everything else does', () => {
  const hash = (value: object): string => {
    const parsed = parseValue(value);
    if (!parsed.ok) throw new Error(text(parsed.problems));
    return parsed.value.hash;
  };
  const file = JSON.parse(EXAMPLES[2]?.text ?? '{}') as { uses: Record<string, object> } & Record<string, unknown>;
  const bound = { ...file, uses: Object.fromEntries(Object.entries(file.uses).map(([k, r]) => [k, { ...r, bind: { one: 'x' } }])) };
  expect(hash({ ...file, notes: 'hello' })).toBe(hash(file));
  expect(hash(bound)).toBe(hash(file));
  expect(hash({ ...file, delays: { linger: { for: 'PT6M' } } })).not.toBe(hash(file));
  expect(flowOf({ ...file }).name).toBe(file.name);
});
