import type { Millis } from '../../flows/time';

/** Something that waits: `order` decides between equal times, so that what was there first comes first. */
export interface Waiting {
  readonly order: number;
}

interface Entry<T> {
  owner: T;
  due: Millis;
  /** Where it lies in the heap. */
  at: number;
}

/**
 * Who is due next: a binary heap with one entry for each owner, moved in place when its time changes. Cost grows with the logarithm of
 * the owners that wait at all; one that re-arms its timer at every event leaves nothing behind.
 */
export class Deadlines<T extends Waiting> {
  private readonly heap: Entry<T>[] = [];
  private readonly entries = new Map<T, Entry<T>>();

  /** @param due undefined where it waits for nothing any more */
  set(owner: T, due: Millis | undefined): void {
    const known = this.entries.get(owner);
    if (due === undefined) {
      if (known) this.remove(known);
      return;
    }
    if (known) {
      known.due = due;
      this.sift(known);
      return;
    }
    const entry = { owner, due, at: this.heap.length };
    this.entries.set(owner, entry);
    this.heap.push(entry);
    this.sift(entry);
  }

  first(): { owner: T; due: Millis } | undefined {
    return this.heap[0];
  }

  get size(): number {
    return this.heap.length;
  }

  clear(): void {
    this.heap.length = 0;
    this.entries.clear();
  }

  private remove(entry: Entry<T>): void {
    this.entries.delete(entry.owner);
    const last = this.heap.pop();
    if (!last || last === entry) return;
    last.at = entry.at;
    this.heap[last.at] = last;
    this.sift(last);
  }

  /** Up while it is earlier than what lies above, then down while something below is earlier. */
  private sift(entry: Entry<T>): void {
    for (let above = this.heap[(entry.at - 1) >> 1]; entry.at > 0 && above && earlier(entry, above); above = this.heap[(entry.at - 1) >> 1])
      this.swap(entry, above);
    for (;;) {
      const left = this.heap[2 * entry.at + 1];
      const right = this.heap[2 * entry.at + 2];
      const lower = left && right ? (earlier(right, left) ? right : left) : left;
      if (!lower || !earlier(lower, entry)) return;
      this.swap(entry, lower);
    }
  }

  private swap(a: Entry<T>, b: Entry<T>): void {
    [a.at, b.at] = [b.at, a.at];
    this.heap[a.at] = a;
    this.heap[b.at] = b;
  }
}

const earlier = (a: Entry<Waiting>, b: Entry<Waiting>): boolean => a.due < b.due || (a.due === b.due && a.owner.order < b.owner.order);
