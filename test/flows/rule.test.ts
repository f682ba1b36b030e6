import { describe, expect, test } from 'vitest';
import { refusedByRules } from '../../flows/check/rules';
import type { Command } from '../../flows/command';
import type { DeviceId } from '../../flows/ids';
import { parseRule, parseRuleValue, type Rule, ruleProblems, ruleRefuses, ruleWords } from '../../flows/rule';
import type { World } from '../../flows/step';
import { allOf, becomes, flowOf, HOME_FILE, is, set } from './play';

const LOCK = {
  format: 'sayso/rule/1',
  name: 'Locked when away',
  uses: { lock: { name: 'Lock', kind: 'lock', writes: ['lock'], bind: { one: 'lock' } }, people: allOf('person', ['presence']) },
  never: { role: 'lock', capability: 'lock', is: 'equals', value: 'unlocked' },
  while: is('people', 'presence', 'away'),
};
const ruleOf = (value: unknown): Rule => {
  const parsed = parseRuleValue(value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.rule;
};
const setting = (value: string) => flowOf({ uses: { lock: LOCK.uses.lock }, chart: { id: 'flow', entry: [set('lock', 'lock', value)] } });
const world = (anna: string, ben: string): World => ({ now: 0, home: HOME_FILE, read: (device) => ({ anna, ben })[device as string] });
const unlock: Command = { device: 'lock' as DeviceId, capability: 'lock', value: 'unlocked' };

test('SPEC 8.1 what a rule says, and what is refused', () => {
  expect(ruleWords(ruleOf(LOCK), HOME_FILE)).toBe('Never unlock Lock while all people are away.');
  const heat = {
    ...LOCK,
    uses: { heat: { name: 'Radiator', kind: 'thermostat', writes: ['targetTemperature'], bind: { one: 'heat' } } },
    never: { role: 'heat', capability: 'targetTemperature', is: 'above', value: 24 },
    while: undefined,
  };
  expect(ruleWords(ruleOf(JSON.parse(JSON.stringify(heat))), HOME_FILE)).toBe('Never set the target temperature of Radiator above 24 °C.');
  expect(ruleProblems(ruleOf(LOCK), HOME_FILE)).toEqual([]);
  const codes = (value: unknown) => {
    const parsed = parseRule(JSON.stringify(value));
    return parsed.ok ? [] : parsed.problems.map((p) => `${p.code} ${p.path}`);
  };
  expect(codes({ ...LOCK, while: becomes('people', 'presence', 'away') })).toEqual(['bad-value while']);
  expect(codes({ ...LOCK, never: { ...LOCK.never, value: 'ajar' } })).toEqual(['bad-value never.value']);
  expect(codes({ ...LOCK, never: { ...LOCK.never, role: 'gone' } })).toEqual(['unknown-role never']);
  expect(codes({ ...LOCK, format: 'sayso/flow/1' })).toEqual(['wrong-shape format']);
  expect(ruleProblems(ruleOf({ ...LOCK, uses: { ...LOCK.uses, lock: { ...LOCK.uses.lock, bind: { one: 'door' } } } }), HOME_FILE).map((p) => p.code)).toEqual([
    'no-ability',
  ]);
});

describe('SPEC 8.2', () => {
  const rules = [ruleOf(LOCK)];
  test('refused while the condition holds, and where it cannot be told', () => {
    expect(ruleRefuses(rules, unlock, world('away', 'away'))?.message).toContain('forbids');
    expect(ruleRefuses(rules, unlock, world('away', 'home'))).toBeUndefined();
    expect(ruleRefuses(rules, unlock, world('away', 'unavailable'))?.message).toContain('cannot be told');
    // One who is home settles it, whatever is heard of the other.
    expect(ruleRefuses(rules, unlock, world('home', 'unavailable'))).toBeUndefined();
  });
  test('other commands pass', () => {
    expect(ruleRefuses(rules, { ...unlock, value: 'locked' }, world('away', 'away'))).toBeUndefined();
    expect(ruleRefuses(rules, { device: 'lamp' as DeviceId, capability: 'power', value: 'on' }, world('away', 'away'))).toBeUndefined();
  });
});

test('what a flow would be refused is told before: always without a condition, else at times', () => {
  const flow = setting('unlocked');
  expect(refusedByRules(flow, [ruleOf(LOCK)], HOME_FILE).map((p) => [p.code, p.level])).toEqual([['rule-forbids', 'notes']]);
  const { while: _, ...always } = LOCK;
  expect(refusedByRules(flow, [ruleOf(always)], HOME_FILE)).toMatchObject([
    { level: 'warns', path: 'chart.entry.0', message: 'A rule always refuses this: Never unlock Lock.' },
  ]);
  expect(refusedByRules(setting('locked'), [ruleOf(always)], HOME_FILE)).toEqual([]);
});

test('SPEC 8.3 what a device does of itself counts: a lamp that may not be on is not lit by its brightness', () => {
  const dark = ruleOf({
    ...LOCK,
    uses: { lamp: { name: 'Lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } } },
    never: { role: 'lamp', capability: 'power', is: 'equals', value: 'on' },
    while: undefined,
  });
  const lamp = { device: 'lamp' as DeviceId, capability: 'brightness' as const };
  expect(ruleRefuses([dark], { ...lamp, value: 40 }, world('home', 'home'))).toBeDefined();
  expect(ruleRefuses([dark], { ...lamp, value: 0 }, world('home', 'home'))).toBeUndefined();
});
