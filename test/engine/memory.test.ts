/** Memory over HTTP on a real engine and its real SQLite file: what is remembered counts in the next request, survives a restart, and is forgotten when deleted. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryOf } from '../../engine/memory/memory';
import { openStore } from '../../engine/store/store';
import type { AskResult } from '../../flows/api';
import { MEMORY_LIMITS, type MemoryEntry, type NewMemory } from '../../flows/memory';
import { codes, type Rig, rig, scripted, send } from './api/rig';
import { temporary } from './run/rig';

let r: Rig;
let writes = ' unclear';
let asked = 0;
beforeAll(async () => {
  r = await rig(
    scripted(async () => {
      asked++;
      return { text: writes, confidence: 1, tokens: [] };
    }),
  );
});
afterAll(() => r.end());

const put = (entry: unknown, id?: string) => r.call('POST', '/api/memory', { entry, ...(id === undefined ? {} : { id }) });
const kept = async (entry: NewMemory, id?: string): Promise<MemoryEntry> => {
  const answer = await put(entry, id);
  expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
  return answer.body as MemoryEntry;
};
const list = async () => (await r.call('GET', '/api/memory')).body as MemoryEntry[];
const ask = async (request: string) => (await r.call('POST', '/api/ask', { request })).body as AskResult;
const remove = (id: string) => r.call('DELETE', `/api/memory/${id}`);
const evening = { kind: 'preference', words: 'evening', means: { kind: 'time', time: '19:00' } } as const;
const alias = (words: string, ...devices: string[]) => ({ kind: 'alias', words, means: { devices } });

test('listed, changed in place, deleted, put back; the same words are kept once', async () => {
  expect(await list()).toEqual([]);
  const first = await kept(evening);
  const second = await kept(alias('big lamp', 'hall_light') as NewMemory);
  expect(await list()).toEqual([first, second]);
  const later = await kept({ ...evening, means: { kind: 'time', time: '20:00' } }, first.id);
  expect([later.id, later.at]).toEqual([first.id, first.at]);
  expect(await kept({ ...evening, words: ' Evening ', means: { kind: 'time', time: '18:30' } })).toMatchObject({ id: first.id, words: 'Evening' });
  expect(await list()).toHaveLength(2);
  expect((await remove(first.id)).body).toEqual({ removed: first.id });
  expect(await list()).toEqual([second]);
  expect((await kept(evening, first.id)).id).toBe(first.id);
  expect(codes(await remove('none'))).toEqual(['not-found']);
  for (const e of await list()) await remove(e.id);
});

test('a name counts from the next request on, is named, and no longer once deleted', async () => {
  writes = ' do A on';
  expect((await ask('turn on the big cosy lamp')).kind).not.toBe('command');
  const { id } = await kept(alias('big cosy lamp', 'hall_light') as NewMemory);
  expect(await ask('turn on the big cosy lamp')).toMatchObject({
    kind: 'command',
    commands: [{ device: 'hall_light' }],
    remembered: [{ id, words: 'big cosy lamp', means: 'Hall light' }],
  });
  await remove(id);
  expect((await ask('turn on the big cosy lamp')).kind).not.toBe('command');
});

test('a correction is written without asking the model, until it is deleted', async () => {
  const request = 'bathroom light off when the hall motion sensor is quiet';
  writes = ' when B motion do A off';
  const { id } = await kept({ kind: 'correction', request, notation: 'when B still do A off' });
  const before = asked;
  const result = await ask(request);
  expect(result).toMatchObject({ kind: 'automation', notation: 'when B still do A off', remembered: [{ id, kind: 'correction' }] });
  expect(JSON.stringify(result)).toContain('"clear"');
  expect(asked).toBe(before);
  const later = await kept({ kind: 'correction', request: request.replace('bathroom', 'kitchen'), notation: 'when B still do A off' }, id);
  expect(later).toMatchObject({ id, reading: expect.stringMatching(/Kitchen light off/) });
  expect(codes(await put({ kind: 'correction', request: 'hall light on', notation: 'when B still do A off' }, id))).toEqual(['not-understood']);
  await remove(id);
  expect((await ask(request)).notation).toBe('when B motion do A off');
  expect(asked).toBe(before + 1);
});

test.each<[string, unknown, string]>([
  ['a name without a letter', alias(' ! ', 'hall_light'), 'wrong-shape'],
  ['a name that is a story', alias('x'.repeat(MEMORY_LIMITS.words + 1), 'hall_light'), 'wrong-shape'],
  ['a word that every request is made of', alias('When', 'hall_light'), 'wrong-shape'],
  ['a device that is not here', alias('lamp', 'hall_light', 'sauna'), 'no-device'],
  ['no device at all', alias('lamp'), 'wrong-shape'],
  ['a room that is not here', { kind: 'alias', words: 'den', means: { room: 'Sauna' } }, 'no-device'],
  ['a time that is none', { ...evening, means: { kind: 'time', time: '25:00' } }, 'wrong-shape'],
  ['a length of nothing', { ...evening, means: { kind: 'duration', duration: 'PT0S' } }, 'wrong-shape'],
  ['a unit that nothing has', { ...evening, means: { kind: 'number', value: 3, unit: 'parsec' } }, 'wrong-shape'],
  ['a colour that is code', { ...evening, means: { kind: 'color', color: 'url(x)' } }, 'wrong-shape'],
  ['notation that is none', { kind: 'correction', request: 'hall light on', notation: 'rm -rf' }, 'not-understood'],
  ['notation of another request', { kind: 'correction', request: 'hall light on', notation: 'when B motion do A on' }, 'not-understood'],
  ['more than there is to say', { ...evening, surprise: 1 }, 'wrong-shape'],
])('refused: %s', async (_, entry, code) => {
  const answer = await put(entry);
  expect([answer.status >= 400 && answer.status < 500, codes(answer)[0]]).toEqual([true, code]);
  expect(await list()).toEqual([]);
});

test('other pages and strangers get none of it', async () => {
  expect((await send(r.port, 'GET', '/api/memory')).status).toBe(401);
  expect((await r.call('POST', '/api/memory', { entry: evening }, { origin: 'http://evil.example' })).status).toBe(403);
});

test('it survives a restart', async () => {
  const entry = await kept(evening);
  const data = mkdtempSync(join(tmpdir(), 'sayso-memory-'));
  cpSync(r.data, data, { recursive: true, filter: (path) => !path.endsWith('sayso.lock') });
  const again = await rig(scripted(), data);
  expect((await again.call('GET', '/api/memory')).body).toEqual([entry]);
  await again.end();
  await remove(entry.id);
});

test('no more than the limit is kept, what is known can still be changed, and rows of another version are left alone', () => {
  const store = openStore(temporary());
  store.db.run('INSERT INTO memory VALUES (?, ?, ?)', 'future', 0, '{"kind":"dream"}');
  const memory = memoryOf(store.db);
  store.db.transaction(() => {
    for (let i = 0; i < MEMORY_LIMITS.entries; i++) expect(memory.put({ ...evening, words: `word ${i}` }, i).ok).toBe(true);
  });
  expect(memory.put({ ...evening, words: 'one more' }, 1000)).toMatchObject({ ok: false, problems: [{ code: 'too-large' }] });
  expect(memory.put({ ...evening, words: 'word 7', means: { kind: 'time', time: '07:00' } }, 1000).ok).toBe(true);
  expect(memory.list()).toHaveLength(MEMORY_LIMITS.entries);
  expect(store.db.get('SELECT id FROM memory WHERE id = ?', 'future')).toBeDefined();
});
