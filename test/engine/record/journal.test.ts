import { expect, test } from 'vitest';
import { journalOf } from '../../../engine/record/journal';
import { openStore } from '../../../engine/store/store';
import { deviceId } from '../../../flows/ids';
import { temporary } from '../run/rig';

function written(n: number) {
  const store = openStore(temporary());
  const journal = journalOf(store.db);
  for (let i = 0; i < n; i++)
    journal.append({ at: i, type: 'change', device: deviceId(i % 2 === 0 ? 'lamp' : 'fan'), capability: 'power', value: 'on', source: 'device' });
  return { store, journal };
}

test('entries chain: an untouched record verifies, over many pages', () => {
  expect(written(2500).journal.verify()).toEqual({ ok: true, records: 2500 });
});

test('whatever is changed, left out, moved or hidden is found, at its place', () => {
  for (const [sql, at] of [
    [`UPDATE records SET json = replace(json, '"on"', '"off"') WHERE seq = 5`, 5],
    ['DELETE FROM records WHERE seq = 7', 7],
    [`UPDATE records SET device = 'other' WHERE seq = 3`, 3],
    ['UPDATE records SET at = 99 WHERE seq = 4', 4],
    [`UPDATE records SET hash = '0' WHERE seq = 2`, 2],
    ['UPDATE records SET seq = seq + 1 WHERE seq = 10', 10],
  ] as const) {
    const { store, journal } = written(10);
    store.db.run(sql);
    expect(journal.verify()).toMatchObject({ ok: false, broken: { at } });
  }
});

test('what a failed transaction wrote is gone, and the chain goes on unbroken', () => {
  const { store, journal } = written(3);
  expect(() =>
    store.db.transaction(() => {
      journal.append({ at: 9, type: 'started', version: '1' });
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(journal.next()).toBe(4);
  journal.append({ at: 10, type: 'stopped', version: '1' });
  expect(journal.verify()).toEqual({ ok: true, records: 4 });
});

test('reading pages backwards, by device', () => {
  const { journal } = written(10);
  expect(journal.read({ limit: 3 }).map((r) => r.seq)).toEqual([10, 9, 8]);
  expect(journal.read({ device: deviceId('fan'), before: 8, limit: 2 }).map((r) => r.seq)).toEqual([6, 4]);
});
