import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../flows/flow';
import { delayMs, LONGEST, nextDue } from '../../flows/schedule';
import { durationMs, instantOf, isoDuration, localText, type Place, sunAt, sunTimes } from '../../flows/time';

const place = (timezone: string, latitude = 52, longitude = 13): Place => ({ timezone, latitude, longitude });
const BERLIN = place('Europe/Berlin', 52.52, 13.4);

/** All times from `from` until `until`, as local text. */
function due(schedule: Schedule, from: string, until: string, at: Place): string[] {
  const found: string[] = [];
  const end = instantOf(until, at.timezone);
  for (let now = instantOf(from, at.timezone); found.length < 100; ) {
    const next = nextDue(schedule, now, at);
    if (next === undefined || next > end) return found;
    found.push(localText(next, at.timezone));
    now = next;
  }
  return found;
}

describe('SPEC 5.1 a skipped time runs once, moved on; a doubled time runs once, at its first', () => {
  // Spring and autumn of each zone: the night's skipped clock, where it lands; the doubled clock, as an instant.
  const ZONES: [string, string, string, string, string, string][] = [
    ['Europe/Berlin', '2026-03-28', '02:30', '2026-03-29T03:30:00', '2026-10-24', '2026-10-25T02:30:00+02:00'],
    ['America/New_York', '2026-03-07', '02:30', '2026-03-08T03:30:00', '2026-10-31', '2026-11-01T02:30:00'],
    ['Australia/Lord_Howe', '2026-10-03', '02:15', '2026-10-04T02:45:00', '2026-04-04', '2026-04-05T02:15:00'],
    ['America/Santiago', '2026-09-05', '00:30', '2026-09-06T01:30:00', '2026-04-03', '2026-04-04T00:30:00'],
    ['Pacific/Auckland', '2026-09-26', '02:30', '2026-09-27T03:30:00', '2026-04-04', '2026-04-05T02:30:00+13:00'],
  ];
  test.each(ZONES)('%s', (zone, before, clock, lands, autumn, doubled) => {
    const at = place(zone);
    const schedule: Schedule = { kind: 'time', at: clock };
    const days = (from: string) => due(schedule, `${from}T12:00:00`, localText(instantOf(`${from}T12:00:00`, zone) + 2 * 86_400_000, zone), at);
    expect(days(before)[0]).toBe(lands);
    expect(days(before)).toHaveLength(2);
    expect(days(autumn)[0]).toBe(doubled);
    expect(days(autumn)).toHaveLength(2);
  });

  test('Lord Howe doubles half an hour only', () => {
    const at = place('Australia/Lord_Howe');
    expect(due({ kind: 'time', at: '01:45' }, '2026-04-04T12:00:00', '2026-04-06T00:00:00', at)).toEqual(['2026-04-05T01:45:00+11:00']);
    expect(due({ kind: 'time', at: '01:15' }, '2026-04-04T12:00:00', '2026-04-06T00:00:00', at)).toEqual(['2026-04-05T01:15:00']);
  });

  test('a zone that skipped a whole day at the date line', () => {
    const apia = place('Pacific/Apia', -13.8, -171.8);
    expect(due({ kind: 'time', at: '12:00' }, '2011-12-29T00:00:00', '2012-01-01T00:00:00', apia)).not.toContain('2011-12-30T12:00:00');
    expect(due({ kind: 'time', at: '18:00' }, '2011-12-31T00:00:00', '2012-01-02T00:00:00', apia)).toEqual(['2011-12-31T18:00:00', '2012-01-01T18:00:00']);
    const kiritimati = place('Pacific/Kiritimati', 1.9, -157.4);
    expect(due({ kind: 'time', at: '00:30', days: ['mon'] }, '2026-06-01T00:00:00', '2026-06-09T00:00:00', kiritimati)).toEqual([
      '2026-06-01T00:30:00',
      '2026-06-08T00:30:00',
    ]);
  });
});

describe('SPEC 5.2 schedules', () => {
  test('sun with offset, not before, not after', () => {
    const [plain] = due({ kind: 'sun', event: 'sunset' }, '2026-12-20T12:00:00', '2026-12-21T00:00:00', BERLIN);
    expect(plain).toMatch(/^2026-12-20T15:5\d/);
    const half = due({ kind: 'sun', event: 'sunset', offset: '-PT30M' }, '2026-12-20T12:00:00', '2026-12-21T00:00:00', BERLIN);
    expect(instantOf(plain ?? '', BERLIN.timezone) - instantOf(half[0] ?? '', BERLIN.timezone)).toBe(1_800_000);
    expect(due({ kind: 'sun', event: 'sunset', notBefore: '18:00' }, '2026-12-20T12:00:00', '2026-12-21T00:00:00', BERLIN)).toEqual(['2026-12-20T18:00:00']);
    expect(due({ kind: 'sun', event: 'sunset', notAfter: '20:00' }, '2026-06-20T12:00:00', '2026-06-21T00:00:00', BERLIN)).toEqual(['2026-06-20T20:00:00']);
  });

  test('polar day and night: not due until the sun comes back', () => {
    const tromso = place('Europe/Oslo', 69.65, 18.96);
    expect(sunTimes(instantOf('2026-12-21T12:00:00', 'Europe/Oslo'), tromso)).toEqual({});
    expect(sunAt(instantOf('2026-12-21T12:00:00', 'Europe/Oslo'), tromso)).toBe('down');
    expect(sunAt(instantOf('2026-06-21T00:00:00', 'Europe/Oslo'), tromso)).toBe('up');
    const next = nextDue({ kind: 'sun', event: 'sunrise' }, instantOf('2026-12-01T12:00:00', 'Europe/Oslo'), tromso);
    expect(localText(next ?? 0, 'Europe/Oslo')).toMatch(/^2027-01-1\d/);
    const pole = place('Antarctica/McMurdo', -90, 0);
    expect(
      nextDue({ kind: 'sun', event: 'sunset', dates: { from: '06-21', to: '06-21' } }, instantOf('2026-01-01T00:00:00', pole.timezone), pole),
    ).toBeUndefined();
  });

  test('days of the week and of the month, dates, leap days', () => {
    expect(due({ kind: 'time', at: '07:00', days: ['sat', 'sun'] }, '2026-06-01T00:00:00', '2026-06-08T00:00:00', BERLIN)).toEqual([
      '2026-06-06T07:00:00',
      '2026-06-07T07:00:00',
    ]);
    expect(due({ kind: 'time', at: '07:00', monthDays: [1, -1] }, '2026-01-15T00:00:00', '2026-03-02T00:00:00', BERLIN)).toEqual([
      '2026-01-31T07:00:00',
      '2026-02-01T07:00:00',
      '2026-02-28T07:00:00',
      '2026-03-01T07:00:00',
    ]);
    expect(due({ kind: 'time', at: '12:00', dates: { from: '02-29', to: '02-29' } }, '2026-01-01T00:00:00', '2033-01-01T00:00:00', BERLIN)).toEqual([
      '2028-02-29T12:00:00',
      '2032-02-29T12:00:00',
    ]);
    expect(due({ kind: 'time', at: '12:00', dates: { from: '12-31', to: '01-01' } }, '2026-12-01T00:00:00', '2027-02-01T00:00:00', BERLIN)).toEqual([
      '2026-12-31T12:00:00',
      '2027-01-01T12:00:00',
    ]);
  });

  test('every counts from midnight, longer periods from 1970', () => {
    expect(due({ kind: 'every', period: 'PT15M' }, '2026-06-01T10:07:00', '2026-06-01T11:00:00', BERLIN)).toEqual([
      '2026-06-01T10:15:00',
      '2026-06-01T10:30:00',
      '2026-06-01T10:45:00',
      '2026-06-01T11:00:00',
    ]);
    expect(due({ kind: 'every', period: 'PT7H' }, '2026-06-01T13:00:00', '2026-06-02T08:00:00', BERLIN)).toEqual([
      '2026-06-01T14:00:00',
      '2026-06-01T21:00:00',
      '2026-06-02T00:00:00',
      '2026-06-02T07:00:00',
    ]);
    const two = due({ kind: 'every', period: 'P2D' }, '2026-06-01T00:00:00', '2026-06-07T00:00:00', place('UTC'));
    expect(two.map((t) => t.slice(8, 10))).toEqual(two.map((_, i) => String(Number(two[0]?.slice(8, 10)) + 2 * i).padStart(2, '0')));
  });

  test('once is once', () => {
    expect(due({ kind: 'once', at: '2026-06-01T10:00' }, '2026-05-01T00:00:00', '2030-01-01T00:00:00', BERLIN)).toEqual(['2026-06-01T10:00:00']);
  });
});

test('SPEC 5.4 delays: durations, until a time, until the sun, from a number, never over 400 days', () => {
  const now = instantOf('2026-03-28T23:00:00', BERLIN.timezone);
  expect(delayMs({ for: 'P1D' }, now, BERLIN)).toBe(86_400_000);
  expect(delayMs({ for: 'P40D' }, now, BERLIN)).toBe(40 * 86_400_000);
  // The night loses an hour.
  expect(delayMs({ until: '06:00' }, now, BERLIN)).toBe(6 * 3_600_000);
  expect(localText(now + delayMs({ until: 'sunrise' }, now, BERLIN), BERLIN.timezone)).toMatch(/^2026-03-29T06:4\d/);
  expect(delayMs({ number: 'n', unit: 'minutes' }, now, BERLIN, { n: 5 })).toBe(300_000);
  expect(delayMs({ number: 'n', unit: 'hours' }, now, BERLIN, { n: -5 })).toBe(0);
  expect(delayMs({ number: 'n', unit: 'hours' }, now, BERLIN, { n: 1e9 })).toBe(LONGEST);
});

test.each(['PT0S', 'PT1M30S', 'PT5M', 'PT23H59M59S', 'P1D', 'P2DT3H', 'P400D'])('the length of time %s is written as it was read', (iso) => {
  expect(isoDuration(durationMs(iso))).toBe(iso);
});
