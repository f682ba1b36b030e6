import { getPosition, getTimes } from 'suncalc';
import { Temporal } from 'temporal-polyfill';

/** Instants are milliseconds since 1970 (`now`, `at`, `dueAt`); local times are read in the home's time zone. */
export type Millis = number;
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** Where and in which zone a flow runs; latitude and longitude in degrees. */
export interface Place {
  timezone: string;
  latitude: number;
  longitude: number;
}

export const zoned = (at: Millis, timezone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);

/** `"2026-06-01T20:00:00"` (local, or with an offset) → instant. A skipped time is moved on by the gap, a doubled one is its first. @throws RangeError */
export function instantOf(text: string, timezone: string): Millis {
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** An instant as local time to the second, as commands print it; the offset is added in an hour that occurs twice. */
export function localText(at: Millis, timezone: string): string {
  const local = zoned(at, timezone);
  const plain = local.toPlainDateTime().toString({ smallestUnit: 'second' });
  const first = local.toPlainDateTime().toZonedDateTime(timezone, { disambiguation: 'earlier' });
  const doubled = first.epochMilliseconds !== local.toPlainDateTime().toZonedDateTime(timezone, { disambiguation: 'later' }).epochMilliseconds;
  return doubled ? plain + local.offset : plain;
}

/** `PT5M` → milliseconds; days count 24 hours here. @throws RangeError */
export function durationMs(iso: string): Millis {
  const kept = durations.get(iso);
  if (kept !== undefined) return kept;
  const ms = Temporal.Duration.from(iso).total({ unit: 'millisecond', relativeTo: Temporal.PlainDateTime.from('2026-01-01T00:00') });
  if (durations.size < 1000) durations.set(iso, ms);
  return ms;
}
/** Read once each: guards and delays ask for the same few at every step. */
const durations = new Map<string, Millis>();

/** Milliseconds as the ISO duration that flow files hold: 90 000 → `PT1M30S`. */
export function isoDuration(ms: Millis): string {
  let seconds = Math.round(ms / 1000);
  const take = (size: number): number => {
    const n = Math.floor(seconds / size);
    seconds -= n * size;
    return n;
  };
  const [d, h, m] = [take(86_400), take(3600), take(60)];
  const time = `${h ? `${h}H` : ''}${m ? `${m}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return d || time ? `P${d ? `${d}D` : ''}${time ? `T${time}` : ''}` : 'PT0S';
}

export const dayOf = (at: Millis, timezone: string): Day => DAYS[zoned(at, timezone).dayOfWeek - 1] as Day;

/** Sunrise and sunset of the local date of `at`; undefined in polar day and night. */
export function sunTimes(at: Millis, place: Place): { sunrise?: Millis; sunset?: Millis } {
  const noon = zoned(at, place.timezone).toPlainDate().toZonedDateTime({ timeZone: place.timezone, plainTime: '12:00' });
  const times = getTimes(new Date(noon.epochMilliseconds), place.latitude, place.longitude);
  const whole = (d: Date | null): Millis | undefined => (d && !Number.isNaN(d.getTime()) ? Math.round(d.getTime() / 1000) * 1000 : undefined);
  const sunrise = whole(times.sunrise);
  const sunset = whole(times.sunset);
  return { ...(sunrise === undefined ? {} : { sunrise }), ...(sunset === undefined ? {} : { sunset }) };
}

/** Whether the sun is up at an instant, by the upper rim (0.27° above the centre; refraction is in the altitude). */
export function sunAt(at: Millis, place: Place): 'up' | 'down' {
  const { sunrise, sunset } = sunTimes(at, place);
  if (sunrise !== undefined && sunset !== undefined) return at >= sunrise && at < sunset ? 'up' : 'down';
  return getPosition(new Date(at), place.latitude, place.longitude).altitude > -0.27 ? 'up' : 'down';
}
