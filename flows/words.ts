/** Every English word that the reading uses, apart from those in the tables: another language is another file like this. */
import { type Capability, capabilityRow, type Value } from './capability';
import { DAYS, type Day, durationMs } from './time';

const DAY_NAMES: Record<Day, string> = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' };

/** `PT1H30M` → "1 h 30 min"; the same duration always reads the same. */
export function durationWords(iso: string): string {
  let seconds = Math.round(durationMs(iso) / 1000);
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const n = Math.floor(seconds / size);
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
  const number = typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
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
