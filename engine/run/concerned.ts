import type { Waiting } from './deadlines';

/** Who is concerned by a reading: found by its key, so that an event costs nothing for flows that do not look at it. */
export class Concerned<T extends Waiting> {
  private readonly byKey = new Map<string, Set<T>>();
  private readonly keys = new Map<T, ReadonlySet<string>>();

  /** Puts `owner` under exactly these keys. */
  set(owner: T, keys: ReadonlySet<string>): void {
    this.remove(owner);
    if (keys.size === 0) return;
    this.keys.set(owner, keys);
    for (const key of keys) {
      const there = this.byKey.get(key);
      if (there) there.add(owner);
      else this.byKey.set(key, new Set([owner]));
    }
  }

  remove(owner: T): void {
    for (const key of this.keys.get(owner) ?? []) {
      const there = this.byKey.get(key);
      there?.delete(owner);
      if (there?.size === 0) this.byKey.delete(key);
    }
    this.keys.delete(owner);
  }

  /** In their order; a copy, since a step may change who is concerned. */
  of(key: string): T[] {
    return [...(this.byKey.get(key) ?? [])].sort((a, b) => a.order - b.order);
  }
}
