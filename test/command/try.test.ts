/** What `sayso try` makes of a line of notation; the model's place is taken by a script, its own lines are measured by the eval. */
import { expect, test } from 'vitest';
import { caseReader } from '../../engine/command/cases';
import { tried } from '../../engine/command/try';
import { type Model, noModel } from '../../engine/compile/model';
import { homeSchema } from '../../flows/home';
import { home } from './rig';

const small = homeSchema.parse(home);
const read = caseReader('cases.jsonl', small);
/** Answers each request with the next line. */
const writes = (...lines: string[]): Model & { prompts: string[] } => {
  const prompts: string[] = [];
  return { ...noModel, prompts, write: async (prompt) => (prompts.push(prompt), { text: lines.shift() ?? ' unclear', confidence: 1, tokens: [] }) };
};
const events = [
  { at: '2026-06-01T20:00:00', device: 'motion', capability: 'occupancy', value: 'detected' },
  { at: '2026-06-01T20:01:00', device: 'motion', capability: 'occupancy', value: 'clear' },
];

test('a refusal keeps its reason and sends nothing', async () => {
  const line = await tried(read({ id: 'a', request: 'order a pizza' }, 1), writes(' other'));
  expect(line).toMatchObject({ id: 'a', kind: 'unsupported', reason: 'not-for-us', commands: [], timeline: [], problems: [] });
  expect(line.reading).not.toBe('');
});

test('now is the first event, until the last one; a home in the case wins', () => {
  const c = read({ id: 1, request: 'x', events, home: { ...home, timezone: 'UTC' } }, 1);
  expect(new Date(c.now).toISOString()).toBe('2026-06-01T20:00:00.000Z');
  expect(c.until - c.now).toBe(60_000);
  const later = read({ id: 1, request: 'x', events, now: '2026-06-01T12:00:00', until: '2026-06-02T00:00:00' }, 1);
  expect(new Date(later.now).toISOString()).toBe('2026-06-01T10:00:00.000Z');
});

test('earlier requests are asked first, in order', async () => {
  const model = writes(' unclear', ' missing');
  const line = await tried(read({ id: 'b', request: 'and the sauna', after: ['stair lamp on'] }, 1), model);
  expect(model.prompts).toHaveLength(2);
  expect(line).toMatchObject({ kind: 'unsupported', reason: 'no-device' });
});

test('a line that is no case is refused with its number', () => {
  expect(() => read({ id: 'c' }, 7)).toThrow(/line 7/);
  expect(() => read({ id: 'c', request: 'x', events: [{ at: 'noon', device: 'motion', capability: 'occupancy', value: 'clear' }] }, 8)).toThrow(/noon/);
  expect(() => caseReader('f', undefined)({ id: 'c', request: 'x' }, 1)).toThrow(/no home/);
});
