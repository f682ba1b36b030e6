/** The commands that work on files alone (contract: results on standard output, exit codes 0, 1 and 2). */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, home, sayso, stairs } from './rig';

const event = (at: string, value: string) => JSON.stringify({ at, device: 'motion', capability: 'occupancy', value });
let folder: string;
beforeAll(() => {
  const unbound = stairs();
  for (const role of Object.values(unbound.uses as Record<string, { bind?: unknown }>)) delete role.bind;
  folder = folderWith({
    'home.json': home,
    'stairs.flow.json': stairs(),
    'longer.flow.json': stairs('PT10M'),
    'always.flow.json': stairs('PT5M', 'on'),
    'unbound.flow.json': unbound,
    'broken.flow.json': '{"format":"sayso/flow/1","format":"sayso/flow/1"}',
    'events.jsonl': `${event('2026-06-01T20:00:00', 'detected')}\n\n${event('2026-06-01T20:01:00', 'clear')}\n`,
    'obeyed.flow.json': '{"format":"sayso/flow/1","a\\u001b[31mb":"\u202e"}',
    'strange.jsonl': '{"at":"2026-06-01T20:00:00","device":"sauna","capability":"power","value":"on"}\n',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => sayso(args, folder);

test('check: 0 with notes and warnings, 1 where something blocks', async () => {
  const fine = await run('check', 'stairs.flow.json', '--home', 'home.json', '--json');
  expect([fine.code, fine.err]).toEqual([0, '']);
  expect(JSON.parse(fine.out)).toHaveProperty('problems');
  const unbound = await run('check', 'unbound.flow.json', '--home', 'home.json', '--json');
  expect(unbound.code).toBe(1);
  expect(JSON.parse(unbound.out).problems[0]).toMatchObject({ code: 'unbound', level: 'blocks' });
});

test('check --with: two flows that set one lamp differently', async () => {
  const { code, out } = await run('check', 'stairs.flow.json', '--home', 'home.json', '--with', 'always.flow.json', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).problems).toContainEqual(expect.objectContaining({ code: 'conflict', with: 'always.flow.json' }));
});

test('a file that is refused: 1, the reason as JSON or in words', async () => {
  const json = await run('hash', 'broken.flow.json', '--json');
  expect([json.code, JSON.parse(json.out).problems[0].code]).toEqual([1, 'duplicate-key']);
  const words = await run('hash', 'missing.flow.json');
  expect([words.code, words.out]).toEqual([1, '']);
  expect(words.err).toContain('missing.flow.json');
});

test('what a file says is shown, not obeyed by the terminal', async () => {
  const words = await run('hash', 'obeyed.flow.json');
  expect([words.code, words.err]).toEqual([1, expect.stringContaining('a\uFFFD[31mb')]);
  expect(words.err).not.toMatch(/[\u001b\u202e]/);
  const json = await run('hash', 'obeyed.flow.json', '--json');
  expect(json.out).not.toMatch(/[\u001b\u202e]/);
  expect(JSON.parse(json.out).problems[0].path).toBe('a\u001b[31mb');
});

test('wrong usage: 2', async () => {
  for (const args of [['hsh'], ['check', 'stairs.flow.json'], ['start', '--port', 'many'], ['log', 'erase'], ['hash', '--loud', 'stairs.flow.json']]) {
    const { code, out } = await run(...args);
    expect([args, code, out]).toEqual([args, 2, '']);
  }
});

test('hash: the same for the same behaviour, wherever it is bound', async () => {
  const bound = await run('hash', 'stairs.flow.json');
  const unbound = await run('hash', 'unbound.flow.json');
  const longer = await run('hash', 'longer.flow.json');
  expect(bound.out).toMatch(/^[0-9a-f]{64}\n$/);
  expect(unbound.out).toBe(bound.out);
  expect(longer.out).not.toBe(bound.out);
});

test('explain: the flow in words', async () => {
  const { code, out } = await run('explain', 'stairs.flow.json');
  expect(code).toBe(0);
  expect(out).toMatch(/Stair motion/);
  expect(out).toMatch(/5 min/);
});

test('diff: what changed', async () => {
  const words = await run('diff', 'stairs.flow.json', 'longer.flow.json');
  expect(words.out).toMatch(/5 min.*10 min/);
  const json = await run('diff', 'stairs.flow.json', 'stairs.flow.json', '--json');
  expect([json.code, JSON.parse(json.out)]).toEqual([0, expect.objectContaining({ same: true, changes: [] })]);
});

test('rehearse: command lines, from the first event until the time named', async () => {
  const { code, out } = await run('rehearse', 'stairs.flow.json', '--home', 'home.json', '--events', 'events.jsonl', '--until', '2026-06-01T21:00:00');
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { at: '2026-06-01T20:00:00', device: 'lamp', capability: 'power', value: 'on' },
    { at: '2026-06-01T20:06:00', device: 'lamp', capability: 'power', value: 'off' },
  ]);
  const short = await run('rehearse', 'stairs.flow.json', '--home', 'home.json', '--events', 'events.jsonl');
  expect(short.out.trim().split('\n')).toHaveLength(1);
  const strange = await run('rehearse', 'stairs.flow.json', '--home', 'home.json', '--events', 'strange.jsonl', '--json');
  expect([strange.code, JSON.parse(strange.out).problems[0].message]).toEqual([1, expect.stringContaining('sauna')]);
});

test('ask and try without a model say so', async () => {
  const { code, out } = await run('ask', 'stair lamp on', '--home', 'home.json', '--model', 'none.gguf', '--json');
  expect([code, JSON.parse(out).problems[0].message]).toEqual([1, expect.stringContaining('none.gguf')]);
});
