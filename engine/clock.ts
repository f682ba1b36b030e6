import type { Millis } from '../flows/time';

/** Where the engine gets the time from; tests hand in one that they move by hand. */
export interface Clock {
  now(): Millis;
  /** Calls once at or after `at`. @returns cancel */
  at(at: Millis, call: () => void): () => void;
}

/** Node's timers overflow at 24.8 days: longer waits are cut into hours, which also follows a clock that is set. */
const HOUR = 3_600_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  at: (at, call) => {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = at - Date.now();
      timer = setTimeout(() => (Date.now() >= at ? call() : arm()), Math.min(Math.max(0, left), HOUR));
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is moved; calls come in order of time. */
export function manualClock(start: Millis): Clock & { advance(to: Millis): void } {
  let now = start;
  let calls: { at: Millis; call: () => void }[] = [];
  return {
    now: () => now,
    at: (at, call) => {
      const entry = { at, call };
      calls.push(entry);
      return () => {
        calls = calls.filter((c) => c !== entry);
      };
    },
    advance: (to) => {
      for (;;) {
        const next = calls.filter((c) => c.at <= to).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        calls = calls.filter((c) => c !== next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = Math.max(now, to);
    },
  };
}
