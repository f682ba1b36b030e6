/** Every English word that the reading uses, apart from those in the tables: another language is another file like this. */
import { type Capability, capabilityRow, type Value } from './capability';
import { DAYS, type Day, durationMs } from './time';

const DAY_NAMES: Record<Day, string> = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' };

/** `PT1H30M` → "1 h 30 min"; the same duration always reads the same. */
export function durationWords(iso: string): string {
  let seconds = durationMs(iso) / 1000;
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const n = unit === 's' ? Math.round(seconds * 1000) / 1000 : Math.floor(seconds / size);
    if (n > 0) parts.push(`${n} ${unit}`);
    seconds -= n * size;
  }
  return parts.join(' ') || '0 s';
}

export function dayWords(days: readonly Day[]): string {
  const key = DAYS.filter((d) => days.includes(d)).join();
  if (key === 'mon,tue,wed,thu,fri') return 'on weekdays';
  if (key === 'sat,sun') return 'at weekends';
  if (key === DAYS.join()) return 'every day';
  return `on ${listWords(
    DAYS.filter((d) => days.includes(d)).map((d) => DAY_NAMES[d]),
    'and',
  )}`;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `12-24` → "24 December". */
const yearDayWords = (date: string): string => `${Number(date.slice(3))} ${MONTHS[Number(date.slice(0, 2)) - 1] ?? date}`;

export const dateWords = ({ from, to }: { from: string; to: string }): string =>
  from === to ? `on ${yearDayWords(from)}` : `from ${yearDayWords(from)} to ${yearDayWords(to)}`;

/** Days of the month, -1 the last: "on the 1st and the last day of the month". */
export function monthDayWords(days: readonly number[]): string {
  const ordinal = (n: number): string => `${n}${n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'}`;
  const sorted = [...new Set(days)].sort((a, b) => (a < 0 ? 99 : a) - (b < 0 ? 99 : b));
  return `on the ${listWords(
    sorted.map((d) => (d < 0 ? 'last' : ordinal(d))),
    'and',
  )} day of the month`;
}

export function listWords(items: readonly string[], joint: 'and' | 'or'): string {
  if (items.length < 2) return items[0] ?? 'nothing';
  return `${items.slice(0, -1).join(', ')} ${joint} ${items.at(-1)}`;
}

/** A value with its unit, as people write it: 40 %, 21 °C, 5 W. */
export function valueWords(capability: Capability, value: Value): string {
  const row = capabilityRow(capability);
  if (row.type === 'number') return numberWords(value, row.unit);
  return String(value);
}

export function numberWords(value: Value, unit: string): string {
  const number = typeof value === 'number' ? String(value) : value;
  return unit.startsWith('/') ? `${number}${unit}` : `${number} ${unit}`;
}

/** "1 light", "3 lights". */
export const countWords = (n: number, noun: string): string => `${n} ${n === 1 ? noun : pluralWords(noun)}`;

export function pluralWords(noun: string): string {
  if (noun === 'person') return 'people';
  if (/(s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
