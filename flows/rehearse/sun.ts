/** The sun of a rehearsal: `home.sun` at its start, and its next turn. */
import type { Home } from '../home';
import { nextDue } from '../schedule';
import { type Millis, sunAt } from '../time';

interface Turn {
  at: Millis;
  value: 'up' | 'down';
}

const SUNRISE = { kind: 'sun', event: 'sunrise' } as const;
const SUNSET = { kind: 'sun', event: 'sunset' } as const;
const DAY = 86_400_000;

const suns = new WeakMap<Home, { from: Millis; next: Turn | undefined }>();

/** The next turn after `now`; undefined where the sun keeps up or down for good. */
export function nextSun(home: Home, now: Millis): Turn | undefined {
  const kept = suns.get(home);
  if (kept && now >= kept.from && now < (kept.next?.at ?? kept.from + 1)) return kept.next;
  const next = findSun(home, now);
  suns.set(home, { from: now, next });
  return next;
}

/** Up while the next turn is the setting; where the sun keeps up or down for days, by its height. */
export function sunNow(home: Home, now: Millis): 'up' | 'down' {
  const next = nextSun(home, now);
  return next === undefined || next.at - now > DAY ? sunAt(now, home) : next.value === 'down' ? 'up' : 'down';
}

function findSun(home: Home, now: Millis): Turn | undefined {
  const rise = nextDue(SUNRISE, now, home);
  const set = nextDue(SUNSET, now, home);
  if (rise === undefined && set === undefined) return undefined;
  return (set ?? Number.POSITIVE_INFINITY) < (rise ?? Number.POSITIVE_INFINITY) ? { at: set as Millis, value: 'down' } : { at: rise as Millis, value: 'up' };
}
