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

test('an automation is played between its events, a one-off command is told at once', async () => {
  const request = 'turn on the stair lamp when the stair motion sees somebody, and off 5 minutes after the last motion';
  const until = '2026-06-01T21:00:00';
  const line = await tried(read({ id: 'd', request, events, until }, 1), writes(' when B motion do A on; when B still for N do A off'));
  expect(line.problems.filter((p) => p.level === 'blocks')).toEqual([]);
  expect([line.kind, line.commands]).toEqual(['automation', []]);
  expect(line.timeline).toEqual([
    { at: '2026-06-01T20:00:00', device: 'lamp', capability: 'power', value: 'on' },
    { at: '2026-06-01T20:06:00', device: 'lamp', capability: 'power', value: 'off' },
  ]);
  const order = await tried(read({ id: 'e', request: 'stair lamp on', now: '2026-06-01T20:00:00' }, 2), writes(' do A on'));
  expect(order).toMatchObject({ kind: 'command', commands: [{ at: '2026-06-01T20:00:00', device: 'lamp', value: 'on' }], timeline: [] });
});

test('an order for later stands in the timeline; the state of the case counts for a question', async () => {
  const now = '2026-06-01T20:00:00';
  const later = await tried(
    read({ id: 'f', request: 'turn off the stair lamp in 45 minutes', now, state: [{ device: 'lamp', capability: 'power', value: 'on' }] }, 1),
    writes(' do wait N, A off'),
  );
  expect(later.timeline).toEqual([{ at: '2026-06-01T20:45:00', device: 'lamp', capability: 'power', value: 'off' }]);
  const asked = await tried(
    read({ id: 'g', request: 'is the stair lamp on?', now, state: [{ device: 'lamp', capability: 'power', value: 'on' }] }, 2),
    writes(' get A on'),
  );
  expect([asked.kind, asked.answer]).toEqual(['question', expect.stringMatching(/on/)]);
});
