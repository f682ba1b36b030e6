import * as chrono from 'chrono-node';
import type { PreferenceEntry } from '../../flows/memory';
import { DAYS, type Day, isoDuration } from '../../flows/time';
import { COLORS, TONES } from './vocabulary';

/** A number, time, duration, day, colour or quoted text found in a sentence before the model runs, with all that it can stand for. */
export interface Slot {
  start: number;
  end: number;
  text: string;
  duration?: string;
  /** Local time of day `HH:MM`, or a moment `YYYY-MM-DDTHH:MM` for words such as tonight and tomorrow. */
  time?: string;
  days?: Day[];
  number?: { value: number; unit?: string };
  color?: string;
  quoted?: string;
  /** The preference that says what its words mean; the model reads `shown` for them, after `lead`. */
  preference?: PreferenceEntry;
  shown?: string;
  lead?: string;
}

const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ONES = SMALL.slice(1, 10).join('|');
const UNDER_HUNDRED = `(?:${TENS.join('|')}|fourty)(?:[ -](?:${ONES})\\b)?|${[...SMALL].reverse().join('|')}`;
const NUMBER_WORD = `(?:(?:an? |(?:${ONES}) )?hundred(?: (?:and )?(?:${UNDER_HUNDRED})\\b)?|${UNDER_HUNDRED})`;
const NUM = `(?:-?\\d+(?:[.,]\\d+)?|${NUMBER_WORD})`;
const UNIT = '(?:seconds?|secs?|s|minutes?|minuets?|mintues?|mins?|m(?!\\/)|hours?|hrs?|h|days?|weeks?)';
/** "Ones" is no second: a number in letters stands apart from its unit. */
const SPAN = `(?:(?:-?\\d+(?:[.,]\\d+)?\\s?-?\\s?|${NUMBER_WORD}(?:\\s-?\\s?|-))${UNIT}\\b)`;
const DURATION = new RegExp(
  `\\b(?:half(?: an?)?[ -](?:hour|minute)\\b|(?:a )?quarter of an hour|(?:an?|one) (?:hour|minute|day|week)\\b(?: and a half)?|(?<=\\bevery )(?:hour|minute|second)\\b|a second(?= (?:later|after|then))|(?:three|3) quarters of an hour|${NUM} and a half ${UNIT}\\b|an? (?:couple of|few) ${UNIT}\\b|a couple ${UNIT}\\b|${SPAN}(?:(?:\\s|,|and)*${SPAN})*)`,
  'giu',
);
/** How often: "3 times", "three more times". "Twice" is mostly how a button is pressed and stays a word. */
const COUNT = new RegExp(`(?<![\\p{L}\\d.,:-])(\\d{1,2}|${ONES}|ten)(?:x\\b|\\s?(?:more )?times\\b)`, 'giu');
const NOT_DURATION = /(?:once|twice|times?|per)\s+$/i;

const HOUR = SMALL.slice(1, 13).join('|');
const MINUTE = '(?:oh[ -]five|ten|fifteen|(?:twenty|thirty|forty|fifty)(?:[ -]five)?)';
/** "six thirty" and "half seven" are times by themselves only before am or pm, or after a word such as "at". */
const SPOKEN = `(?:(?:${HOUR}) ${MINUTE}|half (?:${HOUR}|1[0-2]|\\d))\\b(?!\\s?(?:%|percent|degrees?|°))`;
const CLOCK = `(?:${SPOKEN}\\s?(?:am\\b|pm\\b|a\\.m\\.?|p\\.m\\.?)|(?<=\\b(?:at|by|until|till|til|before|after|from|around|past) )${SPOKEN}|\\d{1,2}[:.h]\\d{2}(?:\\s?(?:am|pm|a\\.m\\.|p\\.m\\.))?|(?:\\d{1,2}|${SMALL.slice(1, 13).join('|')})\\s?(?:am\\b|pm\\b|a\\.m\\.?|p\\.m\\.?|o'?\\s?clock)|(?:half past|(?:a )?quarter past|(?:a )?quarter to|(?<!(?:from|between) )(?:5|10|20|25|five|ten|twenty(?:[- ]five)?|(?:\\d{1,2}|${SMALL.slice(1).join('|')}) minutes?) (?:past|to)) (?:1[0-2]|\\d|${[...SMALL.slice(1, 13)].reverse().join('|')})\\b(?!\\s?%)|noon\\b|midday\\b|midnight\\b)`;
const BARE = `(?:\\d{1,2}|(?:${HOUR})\\b(?!\\s(?:hundred|(?:of|more|other|by|time|message|last|warning)\\b|(?:${ONES})\\b)))`;
const PART = '(?:\\s(?:in the (?:morning|afternoon|evening)|at night))?';
const DAY_WORD = "(?:(?:tonight|today|tomorrow)(?!['’]s)(?: morning| afternoon| evening| night)?|this (?:morning|afternoon|evening))";
const TIME = new RegExp(
  `\\b(?:${DAY_WORD}(?:,? at| by| around)? (?:${CLOCK}|${BARE}(?!\\s?(?:%|percent|degrees?|°|[a-z]*\\d|${UNIT}\\b)))${PART}|(?:${CLOCK})${PART}(?: ${DAY_WORD})?|(?<=\\b(?:at|by|until|till|til|before|after|from|between|since|around|past|and|to|or) )${BARE}(?![\\d.,:]*\\s?(?:%|percent|per cent|degrees?|°|lux|lx|watts?|w\\b|k\\b|kelvin|ppm|c\\b|f\\b|${UNIT}\\b|times?\\b|lights?\\b|lamps?\\b))(?!\\d|[:.,]\\d)${PART}(?: ${DAY_WORD})?|${DAY_WORD})`,
  'giu',
);

const DAY = '(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?';
const SHORT = '(?:mon|tues?|wed|thur?s?|fri|sat|sun)';
const DAYS_SPAN = new RegExp(
  `\\b(?:week\\s?-?days?|work(?:ing)?\\s?days?|school\\s?days?|week\\s?-?ends?|${DAY}(?:\\s?(?:,|and|or|&|to|through|thru|till|until|-|–)+\\s?(?:and |or )?${DAY})*|${SHORT}(?:\\s?(?:to|-|–|through)\\s?${SHORT})|${SHORT}(?:\\s?(?:&|,|/|and\\b)\\s?${SHORT})+)\\b`,
  'giu',
);

const UNITS: [RegExp, string][] = [
  [/^(?:%|percent|per cent|pct)/i, '%'],
  [/^(?:°\s?f\b|degrees? (?:fahrenheit|f\b)|fahrenheit|f\b|º\s?f\b)/i, '°F'],
  [/^(?:°\s?c\b|degrees? (?:celsius|centigrade|c\b)|celsius|c\b|º\s?c\b)/i, '°C'],
  [/^(?:°|º|degrees?|deg\b)/i, '°'],
  [/^(?:lux|lx)\b/i, 'lx'],
  [/^(?:kilowatt hours?|kwh)\b/i, 'kWh'],
  [/^(?:kilowatts?|kw)\b/i, 'kW'],
  [/^(?:watts?|w)\b/i, 'W'],
  [/^ppm\b/i, 'ppm'],
  [/^(?:kelvins?|k)\b/i, 'K'],
  [/^(?:m\/s|met(?:er|re)s? (?:per|a) second)/i, 'm/s'],
  [/^(?:km\/h|kmh|kph|kilomet(?:er|re)s? (?:per|an) hour)/i, 'km/h'],
  [/^(?:mph|miles (?:per|an) hour)/i, 'mph'],
  [/^(?:µg\/m³|ug\/m3|micrograms?)/i, 'µg/m³'],
  [/^(?:cents?|ct)\b(?:\/kwh)?/i, 'ct'],
];
const NUMBER = new RegExp(`(?<![\\p{L}\\d.,:-])(?:minus )?(?:-?\\d+(?:[.,]\\d+)?|${NUMBER_WORD}(?!\\p{L}))(?!\\d|:\\d|\\p{L}*\\d)`, 'giu');
const EXTREME =
  /(?<!(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|times|\d ?[hms]),? )\b(?:full|maximum|max|highest|minimum|min|lowest)\b(?=\s+(?:brightness|volume|power|speed|blast|heat|level|setting|light|open)|[.!?]*$)|(?<=\b(?:to|at|on)(?: the| its)? )(?:full|maximum|max|minimum|min)\b/giu;
/** Words for parts of the whole, and levels of fans and players, where they stand as a value. */
const PART_OF_WHOLE =
  /(?<=\b(?:to|at|by) )(?:(?:a |one )?(?:quarter|third)|three[ -]quarters|two[ -]thirds)\b(?! (?:past|to|of an? hour|hour))|\ball the way (?:up|down)\b/giu;
const LEVEL =
  /(?<=\b(?:to|at|on|speed|volume|set) )(?:high|medium|low)\b(?= (?:speed|volume|setting|level)\b|\s*[,.;!?]|\s+(?:and|when|if|at|for|until|please)\b|$)/giu;
const LEVELLED = /\b(?:fans?|ventilators?|purifiers?|speed|volume|extractor|speakers?|radio|stereo)\b/iu;
/** What is announced without quotes, where its beginning and its end are sure. */
const SPOKEN_TEXT =
  /\b(?:announc(?:e|es|ing) that|(?:saying|that says)(?: that)?|(?:phone|mobile|iphone) that)\s+((?!(?:it|when|if|the one)\b)[^.,;!?“"]{3,120}?)(?=\s+(?:when|if|once|as soon as|after|whenever|every|at \d|(?:on|in|over|through|to) (?:the|my|all|every|our))\b|[.,;!?]|$)/giu;
const LIGHT_IS_SHADE =
  /(?:^|[,:])\s*$|\b(?:to|in|into|a|as|is|are|it|them|and|or|be|goes?|turns?|glows?|colou?r|shade of|lights|lamps?|bulbs?|leds?|strips?|spots?)\s+$/iu;
const QUOTED = /“([^”]{1,300})”|"([^"]{1,300})"|(?<=^|[\s:(])‘([^’]{1,300})’(?=$|[\s.,!?)])|(?<=^|[\s:(])'([^']{1,300}(?:'\p{L}[^']*)*)'(?=$|[\s.,!?)])/gu;

/**
 * Slots come in order and never overlap.
 * @param now local moment `YYYY-MM-DDTHH:MM` that "tonight" and "tomorrow" count from
 * @param sources inputs that players of this home have, which are texts without quotes
 */
export function findSlots(text: string, now: string, sources: readonly string[] = []): Slot[] {
  const found: Slot[] = [];
  const add = (start: number, length: number, more: Partial<Slot>): void => {
    if (length === 0 || found.some((s) => start < s.end && s.start < start + length)) return;
    found.push({ start, end: start + length, text: text.slice(start, start + length), ...more });
  };
  for (const m of text.matchAll(QUOTED)) add(m.index, m[0].length, { quoted: (m[1] ?? m[2] ?? m[3] ?? m[4] ?? '').trim() });
  for (const source of [...sources].sort((a, b) => b.length - a.length)) {
    for (const m of text.matchAll(
      new RegExp(`(?<![\\p{L}\\d])${source.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s?')}(?![\\p{L}\\d])`, 'giu'),
    )) {
      add(m.index, m[0].length, { quoted: source });
    }
  }
  for (const m of text.matchAll(SPOKEN_TEXT)) if (m[1]) add(m.index + m[0].length - m[1].length, m[1].length, { quoted: m[1].trim() });
  for (const m of dates(text, now)) add(m.index, m.length, { time: m.time });
  for (const m of text.matchAll(DURATION)) {
    if (NOT_DURATION.test(text.slice(0, m.index))) continue;
    for (const { at, words } of separate(m[0])) {
      const duration = durationOf(words);
      if (duration) add(m.index + at, words.length, { duration });
    }
  }
  for (const m of text.matchAll(COUNT)) add(m.index, m[0].length, { number: { value: numberOf(m[1] ?? '') ?? 1 } });
  for (const m of text.matchAll(TIME)) {
    const time = timeOf(m[0] + partBefore(text.slice(0, m.index)), now);
    if (!time) continue;
    const bare = numberOf(m[0]);
    add(m.index, m[0].length, { time, ...(bare === undefined ? {} : { number: { value: bare } }) });
  }
  for (const m of text.matchAll(DAYS_SPAN)) add(m.index, m[0].length, { days: daysOf(m[0]) });
  for (const [name, value] of COLORS) {
    for (const m of text.matchAll(new RegExp(`\\b${name}\\b`, 'giu'))) {
      // "the laundry light green" names a light: "light green" is a colour only where no noun can stand.
      if (name.startsWith('light ') && !LIGHT_IS_SHADE.test(text.slice(0, m.index))) continue;
      const tone = TONES.get(name);
      add(m.index, m[0].length, { color: value, ...(tone === undefined ? {} : { number: { value: tone, unit: 'K' } }) });
    }
  }
  for (const m of text.matchAll(/#[0-9a-f]{6}\b/giu)) add(m.index, m[0].length, { color: m[0].toLowerCase() });
  for (const m of text.matchAll(EXTREME)) add(m.index, m[0].length, { number: { value: /^(?:min|low)/i.test(m[0]) ? 1 : 100, unit: '%' } });
  for (const m of text.matchAll(PART_OF_WHOLE)) add(m.index, m[0].length, { number: partOf(m[0]) });
  if (LEVELLED.test(text)) for (const m of text.matchAll(LEVEL)) add(m.index, m[0].length, { number: { value: LEVELS[m[0].toLowerCase()] ?? 50 } });
  for (const m of text.matchAll(NUMBER)) addNumber(text, m[0], m.index, add);
  return found.sort((a, b) => a.start - b.start);
}

/** "1 hour, 30 minutes" is one duration; "20 minutes, 8 hours" are two, since the second does not go on from the first. */
function separate(text: string): { at: number; words: string }[] {
  const spans = [...text.matchAll(new RegExp(SPAN, 'giu'))];
  const size = (span: string): number => 'smhdw'.indexOf(/[a-z]/i.exec(span.replace(new RegExp(`^${NUM}`, 'iu'), ''))?.[0]?.toLowerCase() ?? 's');
  const cut = spans.findIndex((m, i) => i > 0 && size(m[0]) >= size(spans[i - 1]?.[0] ?? ''));
  const next = spans[cut];
  const last = spans[cut - 1];
  if (!next || !last) return [{ at: 0, words: text }];
  const rest = separate(text.slice(next.index)).map((s) => ({ ...s, at: s.at + next.index }));
  return [{ at: 0, words: text.slice(0, last.index + last[0].length) }, ...rest];
}

const LEVELS: Readonly<Record<string, number>> = { low: 33, medium: 66, high: 100 };

/** "all the way up" has no unit: a line that says `open` instead need not use it. */
function partOf(text: string): { value: number; unit?: string } {
  const t = text.toLowerCase();
  if (t.startsWith('all the way')) return { value: t.endsWith('up') ? 100 : 0 };
  const value = /three/.test(t) ? 75 : /two/.test(t) ? 67 : /quarter/.test(t) ? 25 : 33;
  return { value, unit: '%' };
}

function addNumber(text: string, match: string, start: number, add: (start: number, length: number, more: Partial<Slot>) => void): void {
  const value = numberOf(match);
  if (value === undefined) return;
  const rest = text.slice(start + match.length);
  const gap = /^[\s-]?/.exec(rest)?.[0].length ?? 0;
  for (const [pattern, unit] of UNITS) {
    const m = pattern.exec(rest.slice(gap));
    if (m) return add(start, match.length + gap + m[0].length, { number: { value, unit } });
  }
  // A bare number word is mostly no number ("one of them"); after these words it is.
  if (/\d/.test(match) || Math.abs(value) > 12 || /\b(?:to|at|by|above|below|over|under|than|past|reaches|hits|exceeds)\s+$/i.test(text.slice(0, start)))
    add(start, match.length, { number: { value } });
}

export function numberOf(text: string): number | undefined {
  const clean = text
    .trim()
    .toLowerCase()
    .replace(/^minus (?=\d)/, '-')
    .replace(/^fourty/, 'forty');
  if (/^-?\d+(?:[.,]\d+)?$/.test(clean)) return Number(clean.replace(',', '.'));
  if (clean.startsWith('minus ')) {
    const positive = numberOf(clean.slice(6));
    return positive === undefined ? undefined : -positive;
  }
  const hundreds = /^(?:(\w+) )?hundred(?: (?:and )?(.+))?$/.exec(clean);
  if (hundreds) return Math.max(1, SMALL.indexOf(hundreds[1] ?? 'one')) * 100 + (hundreds[2] ? (numberOf(hundreds[2]) ?? 0) : 0);
  const small = SMALL.indexOf(clean);
  if (small >= 0) return small;
  const [tens = '', ones] = clean.split(/[ -]/);
  const ten = TENS.indexOf(tens);
  if (ten < 0) return undefined;
  return (ten + 2) * 10 + (ones ? Math.max(0, SMALL.indexOf(ones)) : 0);
}

/** "an hour and a half" → PT1H30M; undefined for what is none. */
export function durationOf(text: string): string | undefined {
  const t = text.toLowerCase();
  const seconds = (n: number, unit: string): number =>
    n * (unit.startsWith('s') ? 1 : unit.startsWith('m') ? 60 : unit.startsWith('h') ? 3600 : unit.startsWith('d') ? 86400 : 604800);
  let total = 0;
  if (/^(?:hour|minute|second)$/.test(t)) total = seconds(1, t);
  else if (/quarters of an hour/.test(t)) total = 2700;
  else if (/^half(?: an?)?[ -]hour/.test(t)) total = 1800;
  else if (/^half(?: an?)?[ -]minute/.test(t)) total = 30;
  else if (/quarter of an hour/.test(t)) total = 900;
  else if (/^an? (?:couple|few)/.test(t)) total = seconds(/couple/.test(t) ? 2 : 3, t.split(' ').at(-1) ?? 'm');
  else {
    for (const m of t.matchAll(new RegExp(`(${NUM}|\\ban?\\b)\\s?-?(?: and a half)?\\s?(${UNIT})\\b`, 'giu'))) {
      const n = /^an?$/.test(m[1] ?? '') ? 1 : numberOf(m[1] ?? '');
      if (n === undefined) return undefined;
      total += seconds(n, m[2] ?? 'm');
      if (/and a half/.test(t)) total += seconds(0.5, m[2] ?? 'm');
    }
  }
  if (total <= 0 || total > 400 * 86400) return undefined;
  return isoDuration(total * 1000);
}

/** "every night at half past ten": the part of the day that stands before a time, as it would stand behind it. */
function partBefore(before: string): string {
  const part = /\b(evening|night|bedtime|afternoon|morning)s?,?(?: at| around| by| from)?\s+$/i.exec(before)?.[1]?.toLowerCase();
  return part === undefined ? '' : part === 'night' || part === 'bedtime' ? ' at night' : ` in the ${part}`;
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

export function daysOf(text: string): Day[] {
  const t = text.toLowerCase();
  if (/week\s?-?end/.test(t)) return ['sat', 'sun'];
  if (/week\s?-?day|work|school/.test(t)) return ['mon', 'tue', 'wed', 'thu', 'fri'];
  const named = [...t.matchAll(/mon|tue|wed|thu|fri|sat|sun/g)].map((m) => m[0] as Day);
  const [first, second] = named;
  if (named.length === 2 && first && second && /to|through|thru|till|until|-|–/.test(t.replace(/satur|tues/g, ''))) {
    const [a, b] = [DAYS.indexOf(first), DAYS.indexOf(second)];
    return DAYS.filter((_, i) => (a <= b ? i >= a && i <= b : i >= a || i <= b));
  }
  return DAYS.filter((d) => named.includes(d));
}

const MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/** Calendar dates ("on December 24th at 6 pm"), which chrono knows best; only where a month is named. */
function dates(text: string, now: string): { index: number; length: number; time: string }[] {
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
