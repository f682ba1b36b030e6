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
  /** The place that the next entry will have. */
  next(): number;
  /** Newest first. */
  read(query: { before?: number | undefined; limit?: number | undefined; device?: DeviceId | undefined; flow?: FlowId | undefined }): AuditRecord[];
  verify(): { ok: boolean; records: number; broken?: { at: number; why: string } };
}

export function journalOf(db: Database): Journal {
  const end = (): { seq: number; hash: string } =>
    db.get<{ seq: number; hash: string }>('SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1') ?? { seq: 0, hash: FIRST };
  let last = end();
  let undone = db.undone;
  /** Entries of a transaction that was taken back are gone, and the chain goes on from what is on disk. */
  const current = (): { seq: number; hash: string } => {
    if (undone !== db.undone) {
      undone = db.undone;
      last = end();
    }
    return last;
  };
  return {
    next: () => current().seq + 1,
    append: (record) => {
      const { seq } = current();
      const whole = { ...record, seq: seq + 1 } as AuditRecord;
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
      for (;;) {
        const page = db.all<Row>('SELECT * FROM records WHERE seq > ? ORDER BY seq LIMIT 1000', records);
        for (const row of page) {
          records++;
          if (row.seq !== records) return { ok: false, records, broken: { at: records, why: `entry ${records} is missing` } };
          if (link(before, row.json) !== row.hash || !fits(row)) return { ok: false, records, broken: { at: row.seq, why: `entry ${row.seq} was changed` } };
          before = row.hash;
        }
        if (page.length < 1000) return { ok: true, records };
      }
    },
  };
}

interface Row {
  seq: number;
  at: number;
  type: string;
  device: string | null;
  flow: string | null;
  json: string;
  hash: string;
}

/** The columns beside an entry are for finding it, and say what it says: else a changed column could hide an entry. */
function fits(row: Row): boolean {
  try {
    const r = JSON.parse(row.json) as AuditRecord;
    return r.seq === row.seq && r.at === row.at && r.type === row.type && deviceOf(r) === row.device && flowOf(r) === row.flow;
  } catch {
    return false;
  }
}

const deviceOf = (r: AuditRecord): string | null => (r.type === 'command' || r.type === 'outcome' ? r.command.device : r.type === 'change' ? r.device : null);

function flowOf(r: AuditRecord): string | null {
  if (r.type === 'command' || r.type === 'outcome') return r.cause.by === 'flow' ? r.cause.flow : null;
  return 'flow' in r ? r.flow : null;
}
