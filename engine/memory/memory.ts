/** What Sayso remembers of people's ways, in the table `memory`. Nothing is written here but by a person's own act in the editor. */
import { randomUUID } from 'node:crypto';
import { MEMORY_LIMITS, type MemoryEntry, memorySchema, sameWords } from '../../flows/memory';
import { problem } from '../../flows/problem';
import { fail, ok, type Result } from '../../flows/result';
import type { Millis } from '../../flows/time';
import type { Database } from '../store/database';

/** What is to be remembered; without `id` it is new, or takes the place of what the same words meant. */
export type ToRemember = MemoryEntry extends infer E ? (E extends MemoryEntry ? Omit<E, 'id' | 'at'> & { id?: string | undefined } : never) : never;

export interface Memory {
  /** In the order in which they came. */
  list(): readonly MemoryEntry[];
  put(entry: ToRemember, now: Millis): Result<MemoryEntry>;
  /** @returns false where there is none of that id */
  remove(id: string): boolean;
}

/** A word stands for one thing, so a name and a value share their words; a correction is known by its pattern. */
const keyOf = (e: ToRemember): string => (e.kind === 'correction' ? `correction ${e.pattern}` : `words ${sameWords(e.words)}`);

export function memoryOf(db: Database): Memory {
  const read = (): MemoryEntry[] =>
    db.all<{ json: string }>('SELECT json FROM memory ORDER BY at, rowid').flatMap(({ json }): MemoryEntry[] => {
      // A row of another version, which this one does not know, is left alone.
      const entry = memorySchema.safeParse(JSON.parse(json));
      return entry.success ? [entry.data] : [];
    });
  let known = read();
  return {
    list: () => known,
    put: (entry, now) => {
      const old = known.find((e) => e.id === entry.id);
      const replaced = known.filter((e) => e !== old && keyOf(e) === keyOf(entry));
      if (!old && replaced.length === 0 && known.length >= MEMORY_LIMITS.entries) {
        return fail([
          problem('too-large', `Sayso remembers ${MEMORY_LIMITS.entries} things at most.`, '', { hint: 'Delete what no longer holds on the Memory page.' }),
        ]);
      }
      const made = memorySchema.parse({ ...entry, id: entry.id ?? replaced[0]?.id ?? randomUUID(), at: old?.at ?? replaced[0]?.at ?? now });
      db.transaction(() => {
        for (const e of replaced) db.run('DELETE FROM memory WHERE id = ?', e.id);
        db.run(
          'INSERT INTO memory VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, json = excluded.json',
          made.id,
          made.at,
          JSON.stringify(made),
        );
      });
      known = read();
      return ok(made);
    },
    remove: (id) => {
      if (!known.some((e) => e.id === id)) return false;
      db.run('DELETE FROM memory WHERE id = ?', id);
      known = known.filter((e) => e.id !== id);
      return true;
    },
  };
}
