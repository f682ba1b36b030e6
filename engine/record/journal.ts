/**
 * The record of everything that happened: append-only, each entry hashed together with the hash before it. It shows that nothing was
 * changed or left out in between; it cannot show that the end was not cut off by someone who can write the file.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { DeviceId, FlowId } from '../../flows/ids';
import type { AuditRecord, NewRecord } from '../../flows/record';
import type { Database } from '../store/database';

const FIRST = '0'.repeat(64);
const link = (before: string, json: string): string => bytesToHex(sha256(utf8ToBytes(`${before}\n${json}`)));

export interface Journal {
  append(record: NewRecord): AuditRecord;
  /** Newest first. */
  read(query: { before?: number | undefined; limit?: number | undefined; device?: DeviceId | undefined; flow?: FlowId | undefined }): AuditRecord[];
  verify(): { ok: boolean; records: number; broken?: { at: number; why: string } };
}

export function journalOf(db: Database): Journal {
  let last = db.get<{ seq: number; hash: string }>('SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1') ?? { seq: 0, hash: FIRST };
  return {
    append: (record) => {
      const whole = { ...record, seq: last.seq + 1 } as AuditRecord;
      const json = canonicalize(whole) as string;
      const hash = link(last.hash, json);
      db.run('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)', whole.seq, whole.at, whole.type, deviceOf(whole), flowOf(whole), json, hash);
      last = { seq: whole.seq, hash };
      return whole;
    },
    read: ({ before, limit, device, flow }) => {
      const where = ['seq < ?', ...(device ? ['device = ?'] : []), ...(flow ? ['flow = ?'] : [])].join(' AND ');
      const rows = db.all<{ json: string }>(
        `SELECT json FROM records WHERE ${where} ORDER BY seq DESC LIMIT ?`,
        before ?? Number.MAX_SAFE_INTEGER,
        ...(device ? [device] : []),
        ...(flow ? [flow] : []),
        Math.min(limit ?? 100, 1000),
      );
      return rows.map((r) => JSON.parse(r.json) as AuditRecord);
    },
    verify: () => {
      let before = FIRST;
      let records = 0;
      for (const row of db.all<{ seq: number; json: string; hash: string }>('SELECT seq, json, hash FROM records ORDER BY seq')) {
        records++;
        if (row.seq !== records) return { ok: false, records, broken: { at: records, why: `entry ${records} is missing` } };
        if (link(before, row.json) !== row.hash) return { ok: false, records, broken: { at: row.seq, why: `entry ${row.seq} was changed` } };
        before = row.hash;
      }
      return { ok: true, records };
    },
  };
}

const deviceOf = (r: AuditRecord): string | null => (r.type === 'command' || r.type === 'outcome' ? r.command.device : r.type === 'change' ? r.device : null);

function flowOf(r: AuditRecord): string | null {
  if (r.type === 'command' || r.type === 'outcome') return r.cause.by === 'flow' ? r.cause.flow : null;
  return 'flow' in r ? r.flow : null;
}
