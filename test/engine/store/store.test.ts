import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../engine/store/store';
import { deviceId, flowId } from '../../../flows/ids';
import { temporary } from '../run/rig';

const RETENTION = 60 * 86_400_000;
const lamp = deviceId('lamp');
const at = (time: number, value: string) => ({ device: lamp, capability: 'power' as const, value, at: time });

test('the last reading of each capability, and the history, oldest first', () => {
  const store = openStore(temporary());
  store.putReading(at(1, 'on'), true);
  store.putReading({ ...at(2, 'off'), previous: 'on' }, true);
  store.putReading({ device: deviceId('button'), capability: 'button', value: 'pressed', at: 3 }, false);
  expect(store.readings()).toEqual([{ ...at(2, 'off'), previous: 'on' }]);
  expect(store.history(0, 3, 10).map((r) => r.value)).toEqual(['on', 'off']);
  expect(store.history(0, 10, 1).map((r) => r.value)).toEqual(['on']);
});

test('what is kept is for its owner alone, whoever may look into the folder', () => {
  const folder = temporary();
  const store = openStore(folder);
  store.putReading(at(1, 'on'), true);
  const files = readdirSync(folder);
  expect(files).toContain('sayso.db-wal');
  for (const file of files) expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, 0]);
  store.close();
});

test('readings older than the retention are forgotten in batches; what is current stays', () => {
  const store = openStore(temporary());
  const now = RETENTION + 1000;
  store.db.transaction(() => {
    for (let i = 0; i < 25; i++) store.putReading(at(i, 'old'), true);
    for (let i = 0; i < 5; i++) store.putReading(at(now + i, 'new'), false);
  });
  const rounds: boolean[] = [];
  do rounds.push(store.prune(now - RETENTION, 10));
  while (rounds.at(-1));
  expect(rounds).toEqual([true, true, false]);
  expect(store.history(0, Number.MAX_SAFE_INTEGER, 100).map((r) => r.value)).toEqual(['new', 'new', 'new', 'new', 'new']);
  expect(store.readings()).toHaveLength(1);
  expect(store.prune(now - RETENTION, 10)).toBe(false);
});

test('a transaction inside a transaction is part of it, and a failure takes all of it back', () => {
  const { db, putReading, readings } = openStore(temporary());
  expect(() =>
    db.transaction(() => {
      db.transaction(() => putReading(at(1, 'on'), true));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(readings()).toEqual([]);
  expect(db.undone).toBe(1);
  db.transaction(() => putReading(at(1, 'on'), true));
  expect(readings()).toHaveLength(1);
});

test('a folder without data is not made one by reading it, and a store for reading writes nothing', () => {
  const folder = temporary();
  expect(() => openStore(folder, false)).toThrow(/no data/);
  expect(existsSync(join(folder, 'sayso.db'))).toBe(false);
  openStore(folder).close();
  const reader = openStore(folder, false);
  expect(() => reader.putReading(at(1, 'on'), true)).toThrow();
});

test('flows keep the order in which they came, a new version included; an approval that cannot be read is one of nothing', () => {
  const store = openStore(temporary());
  const approval = { hash: 'x', bindings: {}, footprint: { writes: [], reads: [] }, problems: [], by: 'Anna', at: '' } as never;
  const put = (id: string, bytes: string): void => store.putFlow({ id: flowId(id), status: 'approved', bytes, approval });
  put('a', '1');
  put('b', '2');
  put('a', '3');
  expect(store.flows().map((f) => `${f.id} ${f.bytes}`)).toEqual(['a 3', 'b 2']);
  store.db.run(`UPDATE flows SET approval = '{"hash":5}', status = 'anything' WHERE id = 'a'`);
  store.db.run(`UPDATE flows SET id = '!' WHERE id = 'b'`);
  expect(store.flows()).toMatchObject([{ id: 'a', status: 'approved', approval: { hash: '' } }]);
});
