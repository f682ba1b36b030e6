import type { Value } from '../capability';
import type { Readings } from '../twin';

/** Changes kept beside the map that they change, until they are worth a map of their own. */
const MANY = 40;

/**
 * Readings of a rehearsal: what changed since a map that is shared with the rehearsals before, so that a step costs what changes and not
 * what there is. `fork` first, then `set`; what was forked from stays as it was.
 */
export class LayeredReadings {
  private constructor(
    private readonly base: Readings,
    private readonly changes: Map<string, Value>,
  ) {}

  static of(readings: Readings): LayeredReadings {
    return new LayeredReadings(readings, new Map());
  }

  get(key: string): Value | undefined {
    return this.changes.get(key) ?? this.base.get(key);
  }

  set(key: string, value: Value): void {
    this.changes.set(key, value);
  }

  fork(): LayeredReadings {
    if (this.changes.size <= MANY) return new LayeredReadings(this.base, new Map(this.changes));
    return new LayeredReadings(new Map([...this.base, ...this.changes]), new Map());
  }
}
