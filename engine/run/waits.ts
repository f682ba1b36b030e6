import type { Millis } from '../../flows/time';
import type { Clock } from '../clock';

/** What the runtime waits for, each under a name; setting a name again puts off what it was set for. */
export class Waits {
  private readonly waits = new Map<string, () => void>();

  constructor(private readonly clock: Clock) {}

  set(name: string, at: Millis, call: () => void): void {
    this.clear(name);
    this.waits.set(name, this.clock.at(at, call));
  }

  clear(name: string): void {
    this.waits.get(name)?.();
    this.waits.delete(name);
  }

  clearAll(): void {
    for (const cancel of this.waits.values()) cancel();
    this.waits.clear();
  }
}
