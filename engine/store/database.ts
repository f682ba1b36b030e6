/**
 * The one file that knows the SQLite binding. libsql ships its binary inside its npm package, so nothing is compiled or downloaded.
 * Known of it: `readonly` is ignored and creates missing files; `close()` keeps the lock until garbage is collected.
 */
import { existsSync, writeFileSync } from 'node:fs';
import Libsql from 'libsql';

type Parameter = string | number | null;
export interface Database {
  run(sql: string, ...parameters: Parameter[]): void;
  all<T>(sql: string, ...parameters: Parameter[]): T[];
  get<T>(sql: string, ...parameters: Parameter[]): T | undefined;
  /** All or nothing; synced to disk when it returns. */
  transaction<T>(work: () => T): T;
  /** How many transactions were taken back so far: whoever keeps a copy of what the file holds looks here before using it. */
  readonly undone: number;
  close(): void;
}

/** The part of libsql's statements that is used here; its own types do not take parameters one by one. */
interface Statement {
  run(...parameters: Parameter[]): unknown;
  all(...parameters: Parameter[]): unknown[];
  get(...parameters: Parameter[]): unknown;
}

/** Opens a file with WAL and full sync: what a transaction wrote survives a power cut. @throws Error where it cannot be opened, or is missing and `create` is false */
export function openDatabase(path: string, create = true): Database {
  if (!create && !existsSync(path)) throw new Error(`There is no data at ${path}. Start Sayso once, or name another folder with --data.`);
  // For its owner alone, also in a folder that others may read; SQLite gives its further files the same mode.
  if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600 });
  const db = new Libsql(path);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA busy_timeout = 5000');
  if (!create) db.exec('PRAGMA query_only = ON');
  const prepared = new Map<string, Statement>();
  const statement = (sql: string): Statement => {
    const known = prepared.get(sql);
    if (known) return known;
    const made = db.prepare(sql) as unknown as Statement;
    prepared.set(sql, made);
    return made;
  };
  let depth = 0;
  let undone = 0;
  return {
    run: (sql, ...parameters) => void statement(sql).run(...parameters),
    all: <T>(sql: string, ...parameters: Parameter[]) => statement(sql).all(...parameters) as T[],
    get: <T>(sql: string, ...parameters: Parameter[]) => statement(sql).get(...parameters) as T | undefined,
    transaction: (work) => {
      if (depth > 0) return work();
      depth++;
      db.exec('BEGIN IMMEDIATE');
      try {
        const value = work();
        db.exec('COMMIT');
        return value;
      } catch (error) {
        undone++;
        // SQLite has already rolled back by itself after some faults (a full disk); the first error is the one to tell.
        try {
          db.exec('ROLLBACK');
        } catch {}
        throw error;
      } finally {
        depth--;
      }
    },
    get undone() {
      return undone;
    },
    close: () => db.close(),
  };
}
