/**
 * The tables. `records` is the hash chain (engine/record); `pending` holds each command from the moment it was decided until its
 * outcome is known, so that a restart finds what may not have been sent; `heard` the last event that each instance heard without
 * moving; `rules` the lasting rules; `readings` the history, `current` the last reading of each capability; `memory` what
 * people call things and mean by words (engine/memory).
 */
export const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, device TEXT, flow TEXT, json TEXT NOT NULL, hash TEXT NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS records_device ON records (device, seq)`,
  `CREATE INDEX IF NOT EXISTS records_flow ON records (flow, seq)`,
  `CREATE TABLE IF NOT EXISTS flows (id TEXT PRIMARY KEY, status TEXT NOT NULL, bytes TEXT NOT NULL, approval TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS rules (id TEXT PRIMARY KEY, status TEXT NOT NULL, bytes TEXT NOT NULL, approval TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS instances (flow TEXT NOT NULL, member TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (flow, member))`,
  `CREATE TABLE IF NOT EXISTS heard (flow TEXT NOT NULL, member TEXT NOT NULL, heard TEXT NOT NULL, PRIMARY KEY (flow, member))`,
  `CREATE TABLE IF NOT EXISTS pending (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, command TEXT NOT NULL, cause TEXT NOT NULL, at INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS readings (device TEXT NOT NULL, capability TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS readings_of ON readings (device, capability, at)`,
  `CREATE TABLE IF NOT EXISTS current (device TEXT NOT NULL, capability TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL, previous TEXT, PRIMARY KEY (device, capability))`,
  `CREATE TABLE IF NOT EXISTS memory (id TEXT PRIMARY KEY, at INTEGER NOT NULL, json TEXT NOT NULL)`,
];
