import { nextDue } from '../../flows/schedule';
import { type Millis, sunAt } from '../../flows/time';
import type { RuntimeParts } from './host';

/** Reports the sun now and at each sunrise and sunset; where there is none for long, looks again each day. */
export function followSun(
  parts: Pick<RuntimeParts, 'clock' | 'home'>,
  report: (value: 'up' | 'down') => void,
  wait: (at: Millis, call: () => void) => void,
): void {
  const now = parts.clock.now();
  const home = parts.home();
  report(sunAt(now, home));
  const turns = (['sunrise', 'sunset'] as const).map((event) => nextDue({ kind: 'sun', event }, now, home) ?? now + DAY);
  wait(Math.min(now + DAY, Math.max(now + 1000, Math.min(...turns))), () => followSun(parts, report, wait));
}

const DAY: Millis = 86_400_000;
