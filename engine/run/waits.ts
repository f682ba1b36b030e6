import type { Millis } from '../../flows/time';
import type { Clock } from '../clock';

/** What the runtime waits for, each under a name; setting a name again puts off what it was set for. */
export class Waits {
  private readonly waits = new Map<string, { at: Millis; call: () => void; cancel: () => void }>();

  constructor(private readonly clock: Clock) {}

  set(name: string, at: Millis, call: () => void): void {
    this.clear(name);
    this.waits.set(name, { at, call, cancel: this.clock.at(at, call) });
  }

  /** Calls now what is due by now and would be called in a moment. */
  hurry(name: string): void {
    const wait = this.waits.get(name);
    if (!wait || wait.at > this.clock.now()) return;
    this.clear(name);
    wait.call();
  }

  clear(name: string): void {
    this.waits.get(name)?.cancel();
    this.waits.delete(name);
  }

  clearAll(): void {
    for (const wait of this.waits.values()) wait.cancel();
    this.waits.clear();
  }
}
