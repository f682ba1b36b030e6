import { join } from 'node:path';
import type { FlowStatus } from '../../flows/api';
import type { Value } from '../../flows/capability';
import { isCapability } from '../../flows/capability';
import type { Reading } from '../../flows/command';
import { type DeviceId, deviceId, type FlowId, flowId } from '../../flows/ids';
import type { Approval } from '../../flows/stages';
import type { FlowState } from '../../flows/step';
import type { Millis } from '../../flows/time';
import { type Database, openDatabase } from './database';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, device TEXT, flow TEXT, json TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS records_device ON records (device, seq);
CREATE INDEX IF NOT EXISTS records_flow ON records (flow, seq);
CREATE TABLE IF NOT EXISTS flows (id TEXT PRIMARY KEY, status TEXT NOT NULL, bytes TEXT NOT NULL, approval TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS instances (flow TEXT NOT NULL, member TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (flow, member));
CREATE TABLE IF NOT EXISTS readings (device TEXT NOT NULL, capability TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS readings_of ON readings (device, capability, at);
CREATE TABLE IF NOT EXISTS current (device TEXT NOT NULL, capability TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL, previous TEXT, PRIMARY KEY (device, capability));
`;

/** A flow as it is kept: its file's bytes and the approval, from which an ApprovedFlow is made again at each start. */
export interface KeptFlow {
  id: FlowId;
  status: FlowStatus;
  bytes: string;
  approval: Approval;
}

/** Everything that survives a restart, in one SQLite file. One writer: the engine. */
export interface Store {
  readonly db: Database;
  flows(): KeptFlow[];
  putFlow(flow: KeptFlow): void;
  removeFlow(id: FlowId): void;
  states(flow: FlowId): Map<string, FlowState>;
  putState(flow: FlowId, member: string, state: FlowState): void;
  readings(): Reading[];
  putReading(reading: Reading): void;
  close(): void;
}

/** How long readings are kept for rehearsing over the home's own history: 60 days. */
export const RETENTION: Millis = 60 * 86_400_000;

export function openStore(folder: string, create = true): Store {
  const db = openDatabase(join(folder, 'sayso.db'), create);
  if (create) for (const sql of SCHEMA.split(';').filter((s) => s.trim())) db.run(sql);
  return {
    db,
    flows: () =>
      db
        .all<{ id: string; status: FlowStatus; bytes: string; approval: string }>('SELECT * FROM flows ORDER BY rowid')
        .map((r) => ({ id: flowId(r.id), status: r.status, bytes: r.bytes, approval: JSON.parse(r.approval) as Approval })),
    putFlow: (f) =>
      db.run(
        'INSERT INTO flows VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, bytes = excluded.bytes, approval = excluded.approval',
        f.id,
        f.status,
        f.bytes,
        JSON.stringify(f.approval),
      ),
    removeFlow: (id) =>
      db.transaction(() => {
        db.run('DELETE FROM flows WHERE id = ?', id);
        db.run('DELETE FROM instances WHERE flow = ?', id);
      }),
    states: (id) =>
      new Map(
        db
          .all<{ member: string; state: string }>('SELECT member, state FROM instances WHERE flow = ?', id)
          .map((r) => [r.member, JSON.parse(r.state) as FlowState]),
      ),
    putState: (id, member, state) =>
      db.run('INSERT INTO instances VALUES (?, ?, ?) ON CONFLICT (flow, member) DO UPDATE SET state = excluded.state', id, member, JSON.stringify(state)),
    readings: () =>
      db.all<{ device: string; capability: string; at: number; value: string; previous: string | null }>('SELECT * FROM current').flatMap((r): Reading[] =>
        isCapability(r.capability)
          ? [
              {
                device: deviceId(r.device) as DeviceId,
                capability: r.capability,
                at: r.at,
                value: JSON.parse(r.value) as Value,
                ...(r.previous === null ? {} : { previous: JSON.parse(r.previous) as Value }),
              },
            ]
          : [],
      ),
    putReading: (r) => {
      const value = JSON.stringify(r.value);
      const previous = r.previous === undefined ? null : JSON.stringify(r.previous);
      db.run('INSERT INTO readings VALUES (?, ?, ?, ?)', r.device, r.capability, r.at, value);
      db.run(
        'INSERT INTO current VALUES (?, ?, ?, ?, ?) ON CONFLICT (device, capability) DO UPDATE SET at = excluded.at, value = excluded.value, previous = excluded.previous',
        r.device,
        r.capability,
        r.at,
        value,
        previous,
      );
    },
    close: () => db.close(),
  };
}
