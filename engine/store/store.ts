import { join } from 'node:path';
import type { FlowStatus } from '../../flows/api';
import { type Capability, isCapability, type Value } from '../../flows/capability';
import type { Command, Reading } from '../../flows/command';
import { type DeviceId, deviceId, type FlowId, flowId, type RuleId, ruleId } from '../../flows/ids';
import type { Cause, CauseEvent } from '../../flows/record';
import type { Approval, RuleApproval } from '../../flows/stages';
import type { FlowState } from '../../flows/step';
import type { Millis } from '../../flows/time';
import { type Database, openDatabase } from './database';
import { SCHEMA } from './schema';

/** A flow as it is kept: its file's bytes and the approval, from which an ApprovedFlow is made again at each start. */
export interface KeptFlow {
  id: FlowId;
  status: FlowStatus;
  bytes: string;
  approval: Approval;
}

/** A lasting rule as it is kept, from which an ApprovedRule is made again at each start. */
export interface KeptRule {
  id: RuleId;
  status: 'approved';
  bytes: string;
  approval: RuleApproval;
}

/** A command that was decided and of which no outcome is known yet; `seq` is its place in the record. */
export interface Pending {
  id: string;
  seq: number;
  command: Command;
  cause: Cause;
  at: Millis;
}

/** The last event that an instance listened to and did not move at, and the states it was in. */
export interface Heard {
  event: CauseEvent;
  at: Millis;
  active: string[];
}

/** Everything that survives a restart, in one SQLite file. One writer: the engine. */
export interface Store {
  readonly db: Database;
  /** In the order in which they were first approved. What cannot be read comes with an approval that nothing fits. */
  flows(): KeptFlow[];
  putFlow(flow: KeptFlow): void;
  /** With its states. Commands that are under way stay. */
  removeFlow(id: FlowId): void;
  /** In the order in which they were approved. What cannot be read comes with an approval that nothing fits. */
  rules(): KeptRule[];
  putRule(rule: KeptRule): void;
  removeRule(id: RuleId): void;
  states(flow: FlowId): Map<string, FlowState>;
  putState(flow: FlowId, member: string, state: FlowState): void;
  /** Of a version that was replaced. */
  removeStates(flow: FlowId): void;
  removeState(flow: FlowId, member: string): void;
  heard(flow: FlowId): Map<string, Heard>;
  putHeard(flow: FlowId, member: string, heard: Heard): void;
  /** Oldest first. */
  pending(): Pending[];
  putPending(pending: Pending): void;
  removePending(id: string): void;
  /** The last reading of each capability. */
  readings(): Reading[];
  /** @param current false for momentary readings, which are history but no state */
  putReading(reading: Reading, current: boolean): void;
  /** What was reported in [from, until), oldest first. @param limit rows at most; ask again from the last one's time */
  history(from: Millis, until: Millis, limit: number): Reading[];
  /** Forgets history before an instant, at most `limit` rows. @returns whether there may be more */
  prune(before: Millis, limit: number): boolean;
  close(): void;
}

interface ReadingRow {
  device: string;
  capability: string;
  at: number;
  value: string;
  previous?: string | null;
}

/** @throws Error where the file is missing and `create` is false, or is no database */
export function openStore(folder: string, create = true): Store {
  const db = openDatabase(join(folder, 'sayso.db'), create);
  if (create) for (const sql of SCHEMA) db.run(sql);
  return {
    db,
    flows: () =>
      db.all<{ id: string; status: string; bytes: string; approval: string }>('SELECT * FROM flows ORDER BY rowid').flatMap((r): KeptFlow[] => {
        const id = readId(r.id, flowId);
        return id === undefined ? [] : [{ id, status: r.status === 'paused' ? 'paused' : 'approved', bytes: r.bytes, approval: readApproval(r.approval) }];
      }),
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
        db.run('DELETE FROM heard WHERE flow = ?', id);
      }),
    rules: () =>
      db.all<{ id: string; bytes: string; approval: string }>('SELECT * FROM rules ORDER BY rowid').flatMap((r): KeptRule[] => {
        const id = readId(r.id, ruleId);
        return id === undefined ? [] : [{ id, status: 'approved', bytes: r.bytes, approval: readRuleApproval(r.approval) }];
      }),
    putRule: (r) => db.run('INSERT INTO rules VALUES (?, ?, ?, ?)', r.id, r.status, r.bytes, JSON.stringify(r.approval)),
    removeRule: (id) => db.run('DELETE FROM rules WHERE id = ?', id),
    states: (id) =>
      new Map(
        db
          .all<{ member: string; state: string }>('SELECT member, state FROM instances WHERE flow = ?', id)
          .map((r) => [r.member, JSON.parse(r.state) as FlowState]),
      ),
    putState: (id, member, state) =>
      db.run('INSERT INTO instances VALUES (?, ?, ?) ON CONFLICT (flow, member) DO UPDATE SET state = excluded.state', id, member, JSON.stringify(state)),
    removeStates: (id) =>
      db.transaction(() => {
        db.run('DELETE FROM instances WHERE flow = ?', id);
        db.run('DELETE FROM heard WHERE flow = ?', id);
      }),
    removeState: (id, member) =>
      db.transaction(() => {
        db.run('DELETE FROM instances WHERE flow = ? AND member = ?', id, member);
        db.run('DELETE FROM heard WHERE flow = ? AND member = ?', id, member);
      }),
    heard: (id) =>
      new Map(
        db.all<{ member: string; heard: string }>('SELECT member, heard FROM heard WHERE flow = ?', id).map((r) => [r.member, JSON.parse(r.heard) as Heard]),
      ),
    putHeard: (id, member, heard) =>
      db.run('INSERT INTO heard VALUES (?, ?, ?) ON CONFLICT (flow, member) DO UPDATE SET heard = excluded.heard', id, member, JSON.stringify(heard)),
    pending: () =>
      db
        .all<{ id: string; seq: number; command: string; cause: string; at: number }>('SELECT * FROM pending ORDER BY seq')
        .map((r) => ({ id: r.id, seq: r.seq, command: JSON.parse(r.command) as Command, cause: JSON.parse(r.cause) as Cause, at: r.at })),
    putPending: (p) => db.run('INSERT INTO pending VALUES (?, ?, ?, ?, ?)', p.id, p.seq, JSON.stringify(p.command), JSON.stringify(p.cause), p.at),
    removePending: (id) => db.run('DELETE FROM pending WHERE id = ?', id),
    readings: () => db.all<ReadingRow>('SELECT * FROM current').flatMap(readReading),
    putReading: (r, current) => {
      const value = JSON.stringify(r.value);
      db.run('INSERT INTO readings VALUES (?, ?, ?, ?)', r.device, r.capability, r.at, value);
      if (!current) return;
      db.run(
        'INSERT INTO current VALUES (?, ?, ?, ?, ?) ON CONFLICT (device, capability) DO UPDATE SET at = excluded.at, value = excluded.value, previous = excluded.previous',
        r.device,
        r.capability,
        r.at,
        value,
        r.previous === undefined ? null : JSON.stringify(r.previous),
      );
    },
    history: (from, until, limit) =>
      db.all<ReadingRow>('SELECT * FROM readings WHERE at >= ? AND at < ? ORDER BY at, rowid LIMIT ?', from, until, limit).flatMap(readReading),
    prune: (before, limit) => {
      // Rows lie in the order in which they came, so the oldest are the first: no index on time is needed, which every reading would pay for.
      const oldest = db.all<{ rowid: number; at: number }>('SELECT rowid, at FROM readings ORDER BY rowid LIMIT ?', limit);
      const last = oldest.filter((r) => r.at < before).at(-1);
      if (last) db.run('DELETE FROM readings WHERE rowid <= ? AND at < ?', last.rowid, before);
      return last !== undefined && oldest.length === limit && last === oldest.at(-1);
    },
    close: () => db.close(),
  };
}

/** Rows of another version may name capabilities that this one does not know. */
function readReading(r: ReadingRow): Reading[] {
  if (!isCapability(r.capability) || r.device === '') return [];
  const previous = r.previous === null || r.previous === undefined ? {} : { previous: JSON.parse(r.previous) as Value };
  return [{ device: deviceId(r.device) as DeviceId, capability: r.capability as Capability, at: r.at, value: JSON.parse(r.value) as Value, ...previous }];
}

function readId<Id>(text: string, idOf: (text: string) => Id): Id | undefined {
  try {
    return idOf(text);
  } catch {
    return undefined;
  }
}

/** An approval that cannot be read is one of nothing: no flow has its hash, so the flow is listed and does not run. */
function readApproval(text: string): Approval {
  const nothing = { hash: '', bindings: {}, footprint: { writes: [], reads: [] }, problems: [], by: '', at: '' } as unknown as Approval;
  try {
    const read = JSON.parse(text) as Partial<Approval> | null;
    return typeof read?.hash === 'string' && Array.isArray(read.footprint?.writes) && Array.isArray(read.footprint.reads) ? { ...nothing, ...read } : nothing;
  } catch {
    return nothing;
  }
}

function readRuleApproval(text: string): RuleApproval {
  const nothing = { hash: '', by: '', at: '' } as unknown as RuleApproval;
  try {
    const read = JSON.parse(text) as Partial<RuleApproval> | null;
    return typeof read?.hash === 'string' ? { ...nothing, ...read } : nothing;
  } catch {
    return nothing;
  }
}
