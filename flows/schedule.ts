import { Temporal } from 'temporal-polyfill';
import type { Delay, Schedule } from './flow';
import { DAYS, type Day, durationMs, instantOf, type Millis, type Place, sunTimes, zoned } from './time';

/** The first time after `after` at which a schedule is due, or undefined where it never is again (SPEC 5.1, 5.2). */
export function nextDue(schedule: Schedule, after: Millis, place: Place): Millis | undefined {
  if (schedule.kind === 'once') {
    const at = instantOf(schedule.at, place.timezone);
    return at > after ? at : undefined;
  }
  if (schedule.kind === 'every') return nextMultiple(durationMs(schedule.period), after, place);
  const today = zoned(after, place.timezone).toPlainDate();
  // A polar night can hide the sun for months; a year ahead is searched, then it is never due.
  for (let ahead = -1; ahead <= 370; ahead++) {
    const date = today.add({ days: ahead });
    if (schedule.days && !schedule.days.includes(DAYS[date.dayOfWeek - 1] as Day)) continue;
    const at = dueOn(schedule, date, place);
    if (at !== undefined && at > after) return at;
  }
  return undefined;
}

/** A local time on a date: a skipped time runs once, moved on by the gap; a doubled one at its first occurrence (SPEC 5.1). */
export function atClock(date: Temporal.PlainDate, clock: string, timezone: string): Millis {
  return date.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
}

function dueOn(schedule: Extract<Schedule, { kind: 'time' | 'sun' }>, date: Temporal.PlainDate, place: Place): Millis | undefined {
  if (schedule.kind === 'time') return atClock(date, schedule.at, place.timezone);
  const noon = atClock(date, '12:00', place.timezone);
  const sun = sunTimes(noon, place)[schedule.event];
  if (sun === undefined) return undefined;
  const offset = schedule.offset ?? 'PT0S';
  const at = sun + (offset.startsWith('-') ? -durationMs(offset.slice(1)) : durationMs(offset));
  const floor = schedule.notBefore === undefined ? at : Math.max(at, atClock(date, schedule.notBefore, place.timezone));
  return schedule.notAfter === undefined ? floor : Math.min(floor, atClock(date, schedule.notAfter, place.timezone));
}

/** Every N counts from local midnight, so that "every 15 minutes" means the quarter hours; longer than a day from 1970. */
function nextMultiple(period: Millis, after: Millis, place: Place): Millis {
  const start = period > 86_400_000 ? 0 : zoned(after, place.timezone).startOfDay().epochMilliseconds;
  const next = start + (Math.floor((after - start) / period) + 1) * period;
  const tomorrow = zoned(after, place.timezone).startOfDay().add({ days: 1 }).epochMilliseconds;
  return period > 86_400_000 ? next : Math.min(next, tomorrow);
}

/** Milliseconds from `now` until a delay is over. */
export function delayMs(delay: Delay, now: Millis, place: Place): Millis {
  if ('for' in delay) return durationMs(delay.for);
  return (nextDue({ kind: 'time', at: delay.until }, now, place) ?? now) - now;
}
