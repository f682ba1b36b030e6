import type { PreferenceEntry } from '../../flows/memory';
import { DAYS, type Day, isoDuration } from '../../flows/time';
import { dates, partAfter, partBefore, TIME, timeOf } from './clock';
import { NUM, NUMBER_WORD, numberOf, ONES, UNIT } from './numbers';
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
  /** How often something is done. */
  count?: true;
  color?: string;
  quoted?: string;
  /** A text that nobody put in quotes: what to be reminded of. */
  reminder?: true;
  /** The preference that says what its words mean; the model reads `shown` for them, after `lead`. */
  preference?: PreferenceEntry;
  shown?: string;
  lead?: string;
}

/** "Ones" is no second: a number in letters stands apart from its unit. */
const SPAN = `(?:(?:-?\\d+(?:[.,]\\d+)?\\s?-?\\s?|${NUMBER_WORD}(?:\\s-?\\s?|-))(?:more\\s)?${UNIT}\\b)`;
const DURATION = new RegExp(
  `\\b(?:half(?: an?)?[ -](?:hour|minute)\\b|(?:a )?quarter of an hour|(?:an?|one) (?:hour|minute|day|week)\\b(?: and a half)?|(?<=\\bevery )(?:hour|minute|second)\\b|a second(?= (?:later|after|then))|(?:three|3) quarters of an hour|${NUM} and a half ${UNIT}\\b|an? (?:couple of|few) ${UNIT}\\b|a couple ${UNIT}\\b|${SPAN}(?:(?:\\s|,|and)*${SPAN})*)`,
  'giu',
);
/** How often: "3 times", "three more times", "three messages at most". "Twice" is mostly how a button is pressed and stays a word. */
const COUNT = new RegExp(
  `(?<![\\p{L}\\d.,:-])(\\d{1,2}|${ONES}|ten)(?:x\\b|\\s?(?:more )?times\\b|(?=\\s(?:more )?(?:messages|reminders|notifications|alerts|warnings|attempts|tries|repeats|rounds)\\b))`,
  'giu',
);
/** "Until 23 h" is a time of day. */
const HOURS = /(?<=\b(?:at|until|till|til|before) )(?:[01]?\d|2[0-3])\s?(?:h|uhr)\b/giu;
const NOT_DURATION = /(?:once|twice|times?|per)\s+$/i;

const DAY = '(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?';
const SHORT = '(?:mon|tues?|wed|thur?s?|fri|sat|sun)';
const DAYS_SPAN = new RegExp(
  `\\b(?:week\\s?-?days?|work(?:ing)?\\s?days?|school\\s?(?:days?|nights?)|week\\s?-?ends?|${DAY}(?:\\s?(?:,|and|or|&|to|through|thru|till|until|-|–)+\\s?(?:and |or )?${DAY})*|${SHORT}(?:\\s?(?:to|-|–|through)\\s?${SHORT})|${SHORT}(?:\\s?(?:&|,|/|and\\b)\\s?${SHORT})+|${SHORT}(?=\\s(?:at\\s)?\\d{1,2}(?:[:.h]\\d{2}|\\s?[ap]m\\b))|(?<=\\b(?:on|every|each) )(?!sun)${SHORT})\\b`,
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
  /\b(?:full|maximum|max|highest|minimum|min|lowest)\b(?=\s+(?:brightness|volume|power|speed|blast|heat|level|setting|light|open))|(?<!(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|times|\d ?[hms]),? )\b(?:full|maximum|max|highest|minimum|min|lowest)\b(?=[.!?]*$)|(?<=\b(?:to|at|on)(?: the| its)? )(?:full|maximum|max|minimum|min)\b/giu;
/** Words for parts of the whole, and levels of fans and players, where they stand as a value. */
const PART_OF_WHOLE =
  /(?<=\b(?:to|at|by) )(?:(?:a |one )?(?:quarter|third)|three[ -]quarters|two[ -]thirds)\b(?! (?:past|to|of an? hour|hour))|\ball the way (?:up|down)\b/giu;
const LEVEL =
  /(?<=\b(?:to|at|on|speed|volume|set) )(?:high|medium|low)\b(?= (?:speed|volume|setting|level)\b|\s*[,.;!?]|\s+(?:and|when|if|at|for|until|please)\b|$)/giu;
const LEVELLED = /\b(?:fans?|ventilators?|purifiers?|speed|volume|extractor|speakers?|radio|stereo)\b/iu;
/** What is announced without quotes, where its beginning and its end are sure. */
const SPOKEN_TEXT =
  /\b(?:announc(?:e|es|ing) that|(?:saying|that says)(?: that)?|(?:phone|mobile|iphone) that)\s+((?!(?:it|when|if|the one)\b)[^.,;!?“"]{3,120}?)(?=\s+(?:when|if|once|as soon as|after|whenever|every|at \d|(?:on|in|over|through|to) (?:the|my|all|every|our))\b|[.,;!?]|$)/giu;
/** What somebody is to be reminded of, up to where the time or the occasion is said. */
const OCCASION =
  '(?:(?:at|on|by|in|after|before|around|from|for) (?:\\d[\\d:.]*(?:am|pm)?|noon|midnight|midday|sunset|sunrise|dusk|dawn|half|an? (?:minute|hour|day|week|few|couple|while|quarter)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:week|work|school) ?(?:days?|ends?)|the (?:\\d|week|morning|evening)|' +
  NUMBER_WORD +
  ')|every|each|daily|when|whenever|if|once|as soon as|tomorrow|tonight|today|this (?:morning|afternoon|evening)|until|till|unless|please)\\b';
const REMINDED = new RegExp(
  `\\bremind\\s+\\p{L}+\\b[^.;!?“"]{0,40}?\\bto\\s+(?!\\d|(?:${NUMBER_WORD})\\b)((?!${OCCASION})(?:(?!\\b(?:it|them)\\b)[^.,;!?“"])+?)(?=\\s+${OCCASION}|\\s*(?:[.,;!?]|\\|\\||$))`,
  'giu',
);
const LIGHT_IS_SHADE =
  /(?:^|[,:])\s*$|\b(?:to|in|into|a|as|is|are|it|them|and|or|be|goes?|turns?|glows?|colou?r|shade of|lights|lamps?|bulbs?|leds?|strips?|spots?)\s+$/iu;
const QUOTED = /“([^”]{1,300})”|"([^"]{1,300})"|(?<=^|[\s:(])‘([^’]{1,300})’(?=$|[\s.,!?)])|(?<=^|[\s:(])'([^']{1,300}(?:'\p{L}[^']*)*)'(?=$|[\s.,!?)])/gu;

/**
 * Slots come in order and never overlap.
 * @param now local moment `YYYY-MM-DDTHH:MM` that "tonight" and "tomorrow" count from
 * @param names where something of the home is named: what one is reminded of is a text only where it names nothing
 * @param sources inputs that players of this home have, which are texts without quotes
 */
export function findSlots(text: string, now: string, sources: readonly string[] = [], names: readonly { start: number; end: number }[] = []): Slot[] {
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
  for (const m of text.matchAll(REMINDED)) {
    const words = (m[1] ?? '').trim();
    const start = m.index + m[0].length - (m[1] ?? '').length;
    const named = names.some((n) => n.start < start + words.length && start < n.end);
    if (!named) add(start, words.length, { quoted: words, shown: `"${words}"`, reminder: true });
  }
  for (const m of dates(text, now)) add(m.index, m.length, { time: m.time });
  for (const m of text.matchAll(HOURS)) add(m.index, m[0].length, { time: timeOf(`${m[0].replace(/\D+/g, '')}:00`, now) ?? '00:00' });
  for (const m of text.matchAll(DURATION)) {
    if (NOT_DURATION.test(text.slice(0, m.index))) continue;
    for (const { at, words } of separate(m[0])) {
      const duration = durationOf(words);
      if (duration) add(m.index + at, words.length, { duration });
    }
  }
  for (const m of text.matchAll(COUNT)) add(m.index, m[0].length, { number: { value: numberOf(m[1] ?? '') ?? 1 }, count: true });
  for (const m of text.matchAll(TIME)) {
    const time = timeOf(m[0] + (partBefore(text.slice(0, m.index)) || partAfter(text.slice(m.index + m[0].length))), now);
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
  return found.sort((a, b) => a.start - b.start).map((s, i, all) => lastingToo(text, s, all.slice(0, i)));
}

/** "For 20 minutes, 35 if it is hot", "15 minutes and the greenhouse for 10": a bare number of the unit that was said before. */
function lastingToo(text: string, s: Slot, before: readonly Slot[]): Slot {
  if (s.number === undefined || s.number.unit !== undefined || (s.duration ?? s.color ?? s.count) !== undefined) return s;
  const said = before.filter((b) => b.duration !== undefined).at(-1);
  const unit =
    said &&
    (/\b(?:half|quarters?)\b/i.test(said.text) || (/^(?:an?|one) hour$/i.test(said.text) && s.number.value > 12)
      ? 'minutes'
      : [...said.text.replace(new RegExp(NUM, 'giu'), ' ').matchAll(new RegExp(`(?<![\\p{L}])${UNIT}\\b`, 'giu'))].at(-1)?.[0]);
  const [ahead, behind] = [text.slice(0, s.start), text.slice(s.end)];
  const counted = /\bfor\s+$/i.test(ahead) && /^\s*(?:[.,;!?]|$|if\b|when\b|on\b|after\b|then\b)/i.test(behind);
  const instead = said !== undefined && /^(?:\s*(?:,|or|but|and))+\s*$/i.test(text.slice(said.end, s.start)) && /^\s*(?:if|when|on)\b/i.test(behind);
  const duration = unit && (counted || instead) ? durationOf(`${s.number.value} ${unit}`) : undefined;
  return duration ? { ...s, duration } : s;
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
    for (const m of t.matchAll(new RegExp(`(${NUM}|\\ban?\\b)\\s?-?(?: and a half)?\\s?(?:more\\s)?(${UNIT})\\b`, 'giu'))) {
      const n = /^an?$/.test(m[1] ?? '') ? 1 : numberOf(m[1] ?? '');
      if (n === undefined) return undefined;
      total += seconds(n, m[2] ?? 'm');
      if (/and a half/.test(t)) total += seconds(0.5, m[2] ?? 'm');
    }
  }
  if (total <= 0 || total > 400 * 86400) return undefined;
  return isoDuration(total * 1000);
}

export function daysOf(text: string): Day[] {
  const t = text.toLowerCase();
  if (/week\s?-?end/.test(t)) return ['sat', 'sun'];
  if (/school\s?night/.test(t)) return ['mon', 'tue', 'wed', 'thu', 'sun'];
  if (/week\s?-?day|work|school/.test(t)) return ['mon', 'tue', 'wed', 'thu', 'fri'];
  const named = [...t.matchAll(/mon|tue|wed|thu|fri|sat|sun/g)].map((m) => m[0] as Day);
  const [first, second] = named;
  if (named.length === 2 && first && second && /to|through|thru|till|until|-|–/.test(t.replace(/satur|tues/g, ''))) {
    const [a, b] = [DAYS.indexOf(first), DAYS.indexOf(second)];
    return DAYS.filter((_, i) => (a <= b ? i >= a && i <= b : i >= a || i <= b));
  }
  return DAYS.filter((d) => named.includes(d));
}
