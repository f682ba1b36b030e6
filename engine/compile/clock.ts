/** Times of day and dates as they are said: "half past seven in the evening", "tomorrow at 7", "on December 24th at 6 pm". */
import * as chrono from 'chrono-node';
import { NUM, numberOf, ONES, SMALL, UNIT } from './numbers';

const HOUR = SMALL.slice(1, 13).join('|');
const MINUTE = '(?:oh[ -]five|ten|fifteen|(?:twenty|thirty|forty|fifty)(?:[ -]five)?)';
/** "six thirty" and "half seven" are times by themselves only before am or pm, or after a word such as "at". */
const SPOKEN = `(?:(?:${HOUR}) ${MINUTE}|half (?:${HOUR}|1[0-2]|\\d))\\b(?!\\s?(?:%|percent|degrees?|°))`;
const CLOCK = `(?:${SPOKEN}\\s?(?:am\\b|pm\\b|a\\.m\\.?|p\\.m\\.?)|(?<=\\b(?:at|by|until|till|til|before|after|from|around|past) )${SPOKEN}|\\d{1,2}[:.h]\\d{2}(?:\\s?(?:am|pm|a\\.m\\.|p\\.m\\.))?|(?:\\d{1,2}|${SMALL.slice(1, 13).join('|')})\\s?(?:am\\b|pm\\b|a\\.m\\.?|p\\.m\\.?|o'?\\s?clock)|(?:half past|(?:a )?quarter past|(?:a )?quarter to|(?<!(?:from|between) )(?:5|10|20|25|five|ten|twenty(?:[- ]five)?|(?:\\d{1,2}|${SMALL.slice(1).join('|')}) minutes?) (?:past|to)) (?:1[0-2]|\\d|${[...SMALL.slice(1, 13)].reverse().join('|')})\\b(?!\\s?%)|noon\\b|midday\\b|midnight\\b)`;
const BARE = `(?:\\d{1,2}|(?:${HOUR})\\b(?!\\s(?:hundred|(?:of|more|other|by|time|message|last|warning)\\b|(?:${ONES})\\b)))`;
const PART = '(?:\\s(?:in the (?:morning|afternoon|evening)|at night))?';
const DAY_WORD = "(?:(?:tonight|today|tomorrow)(?!['’]s)(?: morning| afternoon| evening| night)?|this (?:morning|afternoon|evening))";
export const TIME = new RegExp(
  `\\b(?:${DAY_WORD}(?:,? at| by| around)? (?:${CLOCK}|${BARE}(?!\\s?(?:%|percent|degrees?|°|[a-z]*\\d|${UNIT}\\b)))${PART}|(?:${CLOCK})${PART}(?: ${DAY_WORD})?|(?<=\\b(?:at|by|until|till|til|before|after|from|between|since|around|past|and|to|or) )${BARE}(?![\\d.,:]*\\s?(?:%|percent|per cent|degrees?|°|lux|lx|watts?|w\\b|k\\b|kelvin|ppm|c\\b|f\\b|${UNIT}\\b|times?\\b|lights?\\b|lamps?\\b))(?!\\d|[:.,]\\d)${PART}(?: ${DAY_WORD})?|${DAY_WORD})`,
  'giu',
);

/** "every night at half past ten": the part of the day that stands before a time, as it would stand behind it. */
export function partBefore(before: string): string {
  const part = /\b(evening|night|bedtime|afternoon|morning)s?,?(?: at| around| by| from)?\s+$/i.exec(before)?.[1]?.toLowerCase();
  return part === undefined ? '' : part === 'night' || part === 'bedtime' ? ' at night' : ` in the ${part}`;
}

/** "at half ten every night": the part of the day that stands behind a time. */
export function partAfter(after: string): string {
  const part = /^\s+(?:every|each) (evening|night|afternoon|morning)\b/i.exec(after)?.[1]?.toLowerCase();
  return part === undefined ? '' : part === 'night' ? ' at night' : ` in the ${part}`;
}

/** "half past seven in the evening" → 19:30; "tomorrow at 7" → 2026-06-02T07:00. */
export function timeOf(text: string, now: string): string | undefined {
  const t = text.toLowerCase().replace(/\./g, (_, i: number) => (/\d/.test(text[i - 1] ?? '') && /\d/.test(text[i + 1] ?? '') ? ':' : ''));
  const day = new RegExp(DAY_WORD, 'iu').exec(t)?.[0];
  let clock = clockOf(
    day
      ? t
          .replace(day, ' ')
          .replace(/\bat\b|\bby\b|\baround\b|,/g, ' ')
          .trim()
      : t,
  );
  if (!clock && !day) return undefined;
  const part = day ?? t;
  const late = /evening|night|afternoon/.test(part);
  clock ??= /morning/.test(part) ? [7, 0] : /afternoon/.test(part) ? [15, 0] : /evening/.test(part) ? [19, 0] : /night/.test(part) ? [21, 0] : [7, 0];
  let [h, m] = clock;
  const explicit = /am\b|pm\b|noon|midnight|midday/.test(t) || /\b(?:1[3-9]|2[0-3])\b|\b0\d:/.test(t);
  if (!explicit && late && h < 12 && !(h < 5 && /night/.test(part))) h += 12;
  if (h === 24) h = 0;
  if (h > 23 || m > 59) return undefined;
  const hhmm = `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
  if (!day) return hhmm;
  const date = new Date(`${now.slice(0, 10)}T00:00:00Z`);
  if (day.startsWith('tomorrow') || hhmm <= now.slice(11, 16)) date.setUTCDate(date.getUTCDate() + 1);
  return `${date.toISOString().slice(0, 10)}T${hhmm}`;
}

function clockOf(text: string): [number, number] | undefined {
  const t = text.trim();
  if (/noon|midday/.test(t) && !/afternoon/.test(t)) return [12, 0];
  if (/midnight/.test(t)) return [0, 0];
  const shift = (h: number): number => (/pm\b|p m\b/.test(t) && h < 12 ? h + 12 : /am\b|a m\b/.test(t) && h === 12 ? 0 : h);
  const spoken = new RegExp(`^(${HOUR}) (${MINUTE})\\b`, 'iu').exec(t);
  if (spoken) {
    const minutes = numberOf((spoken[2] ?? '').replace(/^oh[ -]/, '')) ?? 0;
    return [shift(numberOf(spoken[1] ?? '') ?? 0), minutes];
  }
  const half = new RegExp(`^half (${HOUR}|1[0-2]|\\d)\\b`, 'iu').exec(t);
  if (half) return [shift(numberOf(half[1] ?? '') ?? 0), 30];
  const past = new RegExp(`(half|(?:a )?quarter|${NUM})(?: minutes?)? (past|to) (${NUM})`, 'iu').exec(t);
  if (past) {
    const minutes = /half/.test(past[1] ?? '') ? 30 : /quarter/.test(past[1] ?? '') ? 15 : (numberOf(past[1] ?? '') ?? 0);
    const hour = numberOf(past[3] ?? '') ?? 0;
    return past[2] === 'past' ? [shift(hour), minutes] : [shift((hour + 23) % 24), 60 - minutes];
  }
  const digital = /(\d{1,2})[:h](\d{2})/.exec(t);
  if (digital) return [shift(Number(digital[1])), Number(digital[2])];
  const hour = new RegExp(`^(${NUM})`, 'iu').exec(t);
  const n = hour ? numberOf(hour[1] ?? '') : undefined;
  return n !== undefined && Number.isInteger(n) && n >= 0 && n <= 24 ? [shift(n), 0] : undefined;
}

const MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/** Calendar dates ("on December 24th at 6 pm"), which chrono knows best; only where a month is named. */
export function dates(text: string, now: string): { index: number; length: number; time: string }[] {
  if (
    !/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\d(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(
      text,
    )
  )
    return [];
  const results = chrono.parse(text, new Date(`${now}:00`), { forwardDate: true });
  return results
    .filter((r) => r.start.isCertain('month') && r.start.isCertain('day') && MONTH.test(r.text))
    .map((r) => {
      const two = (n: number | null): string => String(n ?? 0).padStart(2, '0');
      const { start } = r;
      const hour = start.isCertain('hour') ? start.get('hour') : 0;
      return {
        index: r.index,
        length: r.text.length,
        time: `${start.get('year')}-${two(start.get('month'))}-${two(start.get('day'))}T${two(hour)}:${two(start.get('minute') ?? 0)}`,
      };
    });
}
