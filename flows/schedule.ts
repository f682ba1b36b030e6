import { Temporal } from 'temporal-polyfill';
import { inDates } from './evaluate';
import type { Delay, Schedule } from './flow';
import { DAYS, type Day, durationMs, instantOf, type Millis, type Place, sunTimes, zoned } from './time';

interface Span {
  from: Millis;
  due: Millis | undefined;
}
/** Spans of time of which the answer is known: from any moment in one, the next time is its end. Neither object is changed in place. */
const known = new WeakMap<Schedule, WeakMap<Place, Span[]>>();
const SPANS = 6;

/** The first time after `after` at which a schedule is due, or undefined where it never is again (SPEC 5.1, 5.2). */
export function nextDue(schedule: Schedule, after: Millis, place: Place): Millis | undefined {
  const ofSchedule = known.get(schedule) ?? new WeakMap<Place, Span[]>();
  known.set(schedule, ofSchedule);
  const spans = ofSchedule.get(place) ?? [];
  const kept = spans.find((s) => s.from <= after && after < (s.due ?? Number.POSITIVE_INFINITY));
  if (kept) return kept.due;
  const due = findDue(schedule, after, place);
  ofSchedule.set(place, [{ from: after, due }, ...spans].slice(0, SPANS));
  return due;
}

function findDue(schedule: Schedule, after: Millis, place: Place): Millis | undefined {
  if (schedule.kind === 'once') {
    const at = instantOf(schedule.at, place.timezone);
    return at > after ? at : undefined;
  }
  if (schedule.kind === 'every') return nextMultiple(durationMs(schedule.period), after, place);
  const today = zoned(after, place.timezone).toPlainDate();
  // A polar night can hide the sun for months and 29 February is rare; nine years ahead are searched, then it is never due (SPEC 5.2).
  const far = schedule.dates || schedule.monthDays ? 9 * 366 : 370;
  for (let ahead = -1; ahead <= far; ahead++) {
    const date = today.add({ days: ahead });
    if (!keepsTo(schedule, date)) continue;
    const at = dueOn(schedule, date, place);
    if (at !== undefined && at > after) return at;
  }
  return undefined;
}

/** Whether the schedule runs on that local date at all. */
function keepsTo(schedule: Extract<Schedule, { kind: 'time' | 'sun' }>, date: Temporal.PlainDate): boolean {
  if (schedule.days && !schedule.days.includes(DAYS[date.dayOfWeek - 1] as Day)) return false;
  if (schedule.dates && !inDates(date.toString().slice(5), schedule.dates)) return false;
  return !schedule.monthDays || schedule.monthDays.some((d) => (d === -1 ? date.day === date.daysInMonth : d === date.day));
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

/** Milliseconds in a unit of delays that a number gives. */
const UNITS = { seconds: 1000, minutes: 60_000, hours: 3_600_000 } as const;
/** The longest wait, 400 days: where nothing says when, as in a polar night, it is this long (SPEC 5.4). */
export const LONGEST = 400 * 86_400_000;

/** Milliseconds from `now` until a delay is over. @param variables numbers that the flow remembers */
export function delayMs(delay: Delay, now: Millis, place: Place, variables: Readonly<Record<string, number>> = {}): Millis {
  if ('for' in delay) return durationMs(delay.for);
  if ('number' in delay) return Math.min(LONGEST, Math.max(0, (variables[delay.number] ?? 0) * UNITS[delay.unit]));
  const { until } = delay;
  const due = nextDue(until === 'sunrise' || until === 'sunset' ? { kind: 'sun', event: until } : { kind: 'time', at: until }, now, place);
  return due === undefined ? LONGEST : due - now;
}
