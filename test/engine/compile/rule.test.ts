import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { boundOf } from '../../../engine/compile/bound';
import { compile } from '../../../engine/compile/compile';
import { noModel } from '../../../engine/compile/model';
import type { AskResult } from '../../../flows/api';
import type { Home } from '../../../flows/home';
import { deviceId } from '../../../flows/ids';
import { parseRuleValue, ruleRefuses } from '../../../flows/rule';
import { homeOf, idOf } from './home';

const home = homeOf(
  ['Back door lock', 'lock', 'Porch', 'lock'],
  ['Attic radiator', 'thermostat', 'Attic', 'targetTemperature'],
  ['Attic lamp', 'light', 'Attic', 'power', 'brightness'],
  ['Skylight blind', 'blind', 'Attic', 'position'],
  ['Rain gauge', 'weather', undefined, 'rain'],
  ['Ida', 'person', undefined, 'presence'],
  ['Olaf', 'person', undefined, 'presence'],
  ['Pager', 'notifier', undefined, 'message'],
);
const asked = (request: string, written: string, inHome: Home = home): Promise<AskResult> =>
  compile(
    request,
    { home: inHome, now: Date.parse('2026-06-01T10:00:00Z'), read: () => undefined },
    { ...noModel, write: async () => ({ text: written, confidence: 1, tokens: [] }) },
  );
const said = async (request: string, written: string): Promise<string> => {
  const result = await asked(request, written);
  if (result.kind === 'rule') return result.wording;
  if (result.kind === 'ask') return `ask: ${result.question}`;
  return result.kind === 'unsupported' ? `${result.reason}: ${result.message}` : result.kind;
};

test('a lasting rule is a document of this home, in the words of the person, and parses as it is', async () => {
  const result = await asked('Never unlock the back door lock when nobody is home', ' never A unlocked if all it away');
  if (result.kind !== 'rule') throw new Error(result.kind);
  expect(result.wording).toBe('Never unlock Back door lock while Ida and Olaf are away.');
  expect(result.rule).toMatchObject({
    format: 'sayso/rule/1',
    request: 'Never unlock the back door lock when nobody is home',
    never: { capability: 'lock', is: 'equals', value: 'unlocked' },
    while: { type: 'is', params: { capability: 'presence', is: 'equals', value: 'away' } },
  });
  const draft = parseRuleValue(JSON.parse(JSON.stringify(result.rule)));
  expect(draft.ok && draft.value.rule).toEqual(result.rule);
});

describe('what a number means is in the words around it', () => {
  test.each([
    ['never heat the attic radiator above 24 degrees', 'Never set the target temperature of Attic radiator above 24 °C.'],
    ['the attic radiator may never be lower than 12 degrees', 'Never set the target temperature of Attic radiator below 12 °C.'],
    ['never put the attic radiator at 25 degrees or higher', 'Never set the target temperature of Attic radiator at least 25 °C.'],
    ['never set the attic radiator to 18 degrees', 'Never set Attic radiator to 18 °C.'],
    ['attic radiator never 24 degrees', 'ask: Never above 24 degrees, or never below it?'],
  ])('%s', async (request, wording) => expect(await said(request, ' never A target N')).toBe(wording));
});

test('what is said twice holds once', async () => {
  expect(await said('never unlock the back door lock at night when it is dark', ' never A unlocked if dark and dark')).toBe(
    'Never unlock Back door lock while the sun is down.',
  );
});

test('white light is the colder the more kelvin', () => {
  expect(boundOf('never colder than ', '', 'colorTemperature')).toBe('above');
  expect(boundOf('never colder than ', '', 'targetTemperature')).toBe('below');
});

test('every bound of the corpus is said by the words around it', () => {
  const file = readFileSync(new URL('../../../engine/compile/corpus/rules-2.jsonl', import.meta.url), 'utf8');
  const bounds = file
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { say: string; write: string })
    .filter(({ write }) => /^never [A-M] \w+ N/.test(write));
  expect(bounds.length).toBeGreaterThan(30);
  const unsaid = bounds.filter(({ say, write }) => {
    const [before = '', after = ''] = say.replace(/\{([^|]+)\|[^}]*\}/g, '$1').split(/<[^>]*>/);
    return boundOf(before, after, write.includes(' tone ') ? 'colorTemperature' : 'targetTemperature') === undefined;
  });
  expect(unsaid).toEqual([]);
});

test('a way up to a value is a bound; a step has no value', async () => {
  expect(await said('the attic radiator must never go up to 25 degrees', ' never A target up N')).toBe(
    'Never set the target temperature of Attic radiator above 25 °C.',
  );
  expect(await said('never raise the attic radiator by 3 degrees', ' never A target up N')).toMatch(/^cannot: .*forbids values/);
});

test('a blind that may not be opened may not be opened a little', async () => {
  expect(await said('never open the skylight blind while it rains', ' never A open if it rain')).toMatch(
    /^Never set the position of Skylight blind above 0 % while Rain gauge /,
  );
});

test('a lamp that may not be on may not be lit by its brightness either', async () => {
  const result = await asked('never the attic lamp on', ' never A on');
  if (result.kind !== 'rule') throw new Error(result.kind);
  const world = { now: 0, home, read: () => undefined };
  const device = deviceId(idOf('Attic lamp'));
  expect(ruleRefuses([result.rule], { device, capability: 'brightness', value: 40 }, world)?.message).toContain('Never the attic lamp on');
  expect(ruleRefuses([result.rule], { device, capability: 'brightness', value: 0 }, world)).toBeUndefined();
});

describe('what is no rule of this home is refused with the reason', () => {
  test.each([
    ['never open the sauna door', ' never A open', /^no-device: This home has no “sauna door”/],
    ['never unlock the attic lamp', ' never A unlocked', /^(?:cannot|no-device): /],
    ['attic lamp never on for 2 hours', ' never A on for N', /^cannot: .*how long/],
    ['never message me at night', ' never tell if dark', /^cannot: .*not a message/],
    ['never make the attic lamp brighter', ' never A bright up', /^cannot: .*forbids values/],
    ['never unlock the back door lock after 22:00', ' never A unlocked', /^unclear: I could not place “22:00”/],
  ])('%s', async (request, written, expected) => expect(await said(request, written)).toMatch(expected));
});
