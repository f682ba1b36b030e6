/**
 * What is remembered of people's ways, put to use in one sentence: names become mentions, words that stand for a value become slots,
 * and a request that was corrected before is written as it was accepted. Each use is told, so that the reading can name it.
 */
import type { Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import {
  type AliasEntry,
  aliasDevices,
  type CorrectionEntry,
  isSpeaker,
  type MemoryEntry,
  meansWords,
  type PreferenceEntry,
  preferredWords,
  type Remembered,
  sameWords,
} from '../../flows/memory';
import type { Mention } from './link';
import type { Marked } from './mark';
import type { Line } from './notation/ast';
import { printLine } from './notation/print';
import type { Slot } from './slots';

/** Names that stand in this very sentence, letter for letter: "lamps" is not what was named "lamp". */
export interface Named {
  /** The home, its devices also called by these names. */
  home: Home;
  /** Other names for rooms. */
  places: { words: string; room: string }[];
  aliases: AliasEntry[];
  /** The person who says "I". */
  speaker?: { device: DeviceId; entry: AliasEntry } | undefined;
}

export function namedIn(request: string, home: Home, memory: readonly MemoryEntry[]): Named {
  const known = memory.filter((e): e is AliasEntry => e.kind === 'alias' && aliasDevices(e, home).length > 0);
  const aliases = known.filter((e) => !isSpeaker(e.words) && places(request, e.words).length > 0);
  const own = aliases.filter((e) => 'devices' in e.means);
  // "when she leaves" is somebody else.
  const speaking = known.find((e) => isSpeaker(e.words) && !/\b(?:he|she)\b/i.test(request) && aliasDevices(e, home).length === 1);
  const speaker = speaking && { device: aliasDevices(speaking, home)[0] as DeviceId, entry: speaking };
  const called = (id: DeviceId): string[] => own.filter((e) => 'devices' in e.means && e.means.devices.includes(id)).map((e) => e.words);
  return {
    home: own.length === 0 ? home : { ...home, devices: home.devices.map((d) => ({ ...d, aliases: [...(d.aliases ?? []), ...called(d.id)] })) },
    places: aliases.flatMap(({ words, means }) => ('room' in means ? [{ words, room: means.room }] : [])),
    aliases,
    speaker,
  };
}

/** Where a remembered name alone was said, it means what the person said that it means, whatever else is called so. */
export function boundTo(mention: Mention, { home, aliases }: Named): Mention {
  const entry = aliasOf(mention, aliases);
  if (!entry || 'room' in entry.means) return mention;
  const meant = aliasDevices(entry, home);
  const candidates = [...meant, ...mention.candidates.filter((id) => !meant.includes(id))];
  const kinds = [...new Set(meant.flatMap((id) => home.devices.find((d) => d.id === id)?.kind ?? []))];
  const plural = meant.length > 1;
  const key = meant.join() + (plural ? '+' : '');
  return { ...mention, type: 'device', candidates, exact: meant.length, plural, key, label: kinds.slice(0, 2).join('/') };
}

export const aliasOf = (mention: Mention, aliases: readonly AliasEntry[]): AliasEntry | undefined =>
  aliases.find((e) => sameWords(bare(e.words)) === sameWords(bare(mention.text)));
const bare = (words: string): string => words.replace(/^(?:the|my|our)\s+/i, '');

/** Where words stand whole in a sentence. */
function places(request: string, words: string, more = ''): { start: number; end: number }[] {
  const pattern = bare(words)
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replace(/['’]/g, "['’]");
  return [...request.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}${more}(?![\\p{L}\\p{N}])`, 'giu'))].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }));
}

/** "tonight", "tomorrow evening": a day, and a part of it that a preference may put a time to. */
const DAY_PART = /^(?:tonight|today|tomorrow|this)(?:\s+(?:morning|afternoon|evening|night))?$/i;

/**
 * The slots of a sentence with what is preferred put in: also where a word names a value, and where it names a part of a day.
 * @param now local moment `YYYY-MM-DDTHH:MM`
 */
export function withPreferences(request: string, slots: readonly Slot[], memory: readonly MemoryEntry[], now: string): Slot[] {
  let found = [...slots];
  const known = memory.filter((e): e is PreferenceEntry => e.kind === 'preference').sort((a, b) => b.words.length - a.words.length);
  for (const entry of known) {
    const { means } = entry;
    for (const place of places(request, entry.words, means.kind === 'time' ? 's?' : '')) {
      const over = found.filter((s) => s.start < place.end && place.start < s.end);
      const day = over.find((s) => s.time?.includes('T') && s.number === undefined && DAY_PART.test(s.text));
      if (day && means.kind === 'time') found = found.map((s) => (s === day ? { ...s, time: onDay(day, means.time, now), preference: entry } : s));
      else if (means.kind === 'time' && timed(request, place, found)) continue;
      else if (over.every((s) => s.preference === undefined && place.start <= s.start && s.end <= place.end)) {
        const made = slotOf(request, place, entry);
        if (made) found = [...found.filter((s) => made.end <= s.start || s.end <= made.start), made];
      }
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** "every evening at half past six", "at 7 in the evening": the time was said beside it. */
function timed(request: string, { start, end }: { start: number; end: number }, slots: readonly Slot[]): boolean {
  return slots.some(
    (s) =>
      s.time !== undefined &&
      ((s.start >= end && /^,?\s*(?:(?:at|around|by|from|before|after)\s*)?$/i.test(request.slice(end, s.start))) ||
        (s.end <= start && /^,?\s*(?:(?:in|at|on|of|every|each)\s+)?(?:(?:the|each|every)\s+)?$/i.test(request.slice(s.end, start)))),
  );
}

function onDay(day: Slot, time: string, now: string): string {
  const date = new Date(`${now.slice(0, 10)}T00:00:00Z`);
  if (/^tomorrow/i.test(day.text) || time <= now.slice(11, 16)) date.setUTCDate(date.getUTCDate() + 1);
  return `${date.toISOString().slice(0, 10)}T${time}`;
}

/** Told of how something is, not set: "when it is warm" wants no 2700 K. */
const IS = /\b(?:is|it['’]s|isn['’]t|are|was|gets?|becomes?|feels?|stays?|too|so|very|how)\s+$/i;
const BEFORE_A_TIME = /\b(?:at|by|until|till|before|after|from|between|since|around|past|and|to|or|is|it['’]s)\s+$/i;

/** The model reads the value itself ("at 19:00" for "in the evening"), which it knows better than a household's own words. */
function slotOf(request: string, { start, end }: { start: number; end: number }, entry: PreferenceEntry): Slot | undefined {
  const { means } = entry;
  const before = request.slice(0, start);
  const made = (from: number, shown: string, more: Partial<Slot>): Slot => ({
    start: from,
    end,
    text: request.slice(from, end),
    shown,
    preference: entry,
    ...more,
  });
  switch (means.kind) {
    case 'time': {
      const every = /\b(?:every|each)\s+$/i.exec(before);
      const during = /\b(?:in|during)\s+(?:(?:the|my|our)\s+)?$/i.exec(before);
      const article = /\b(?:the|my|our)\s+$/i.exec(before);
      const from = (every ?? during ?? article)?.index ?? start;
      const lead = every ? 'every day at ' : during || !BEFORE_A_TIME.test(request.slice(0, from)) ? 'at ' : '';
      return made(from, means.time, { time: means.time, lead });
    }
    case 'duration':
      return made(
        start,
        preferredWords(means)
          .replace(/\bmin\b/, 'minutes')
          .replace(/\bh\b/, 'hours'),
        { duration: means.duration },
      );
    case 'number':
      return IS.test(before)
        ? undefined
        : made(start, preferredWords(means), { number: means.unit === '' ? { value: means.value } : { value: means.value, unit: means.unit } });
    case 'color':
      return IS.test(before) ? undefined : made(start, means.color, { color: means.color });
  }
}

/** A marked request without its names and numbers: what two requests share that say the same thing of other devices. */
export function patternOf(marked: Marked): string {
  const kinds = (s: Slot): string =>
    (['duration', 'time', 'days', 'number', 'color', 'quoted'] as const).filter((k) => s[k] !== undefined && !(k === 'number' && s.time)).join('/');
  return marked.prompt
    .replace(/\[([A-Z]) ([^\]]*)\]/g, (_, letter: string) => {
      const slot = marked.slots.get(letter);
      return `[${letter} ${slot ? kinds(slot) : (marked.mentions.get(letter)?.label ?? '')}]`;
    })
    .trim();
}

/** What was accepted for such a request before. */
export function correctionOf(marked: Marked, memory: readonly MemoryEntry[]): CorrectionEntry | undefined {
  if (!memory.some((e) => e.kind === 'correction')) return undefined;
  const pattern = patternOf(marked);
  return memory.findLast((e): e is CorrectionEntry => e.kind === 'correction' && e.pattern === pattern);
}

/** Which memories a line made use of, in the order of the sentence. */
export function rememberedIn(line: Line, marked: Marked, home: Home): (Remembered & { at: { start: number; end: number }[] })[] {
  const written = printLine(line);
  const used = new Set(written.match(/\b[A-Z]\b/g) ?? []);
  const { aliases, speaker } = marked.named;
  const names = [...marked.mentions].flatMap(([letter, m]) => {
    const entry = used.has(letter)
      ? aliases.find((e) => aliasOf(m, [e]) !== undefined || ('room' in e.means && places(m.text, e.words).length > 0))
      : undefined;
    return entry ? [{ id: entry.id, kind: entry.kind, words: entry.words, means: meansWords(entry, home), at: m.places }] : [];
  });
  const values = [...marked.slots].flatMap(([letter, { preference: entry, start, end }]) =>
    entry && used.has(letter) ? [{ id: entry.id, kind: entry.kind, words: entry.words, means: meansWords(entry, home), at: [{ start, end }] }] : [],
  );
  const self =
    speaker && /\bit (?:home|away)\b/.test(written)
      ? [{ id: speaker.entry.id, kind: speaker.entry.kind, words: speaker.entry.words, means: meansWords(speaker.entry, home), at: [] }]
      : [];
  return [...self, ...names, ...values];
}
