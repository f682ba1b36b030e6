/**
 * Finds every phrase of a sentence that may name something of this home, before the model runs. Names are matched here, by ordinary
 * code, so that the model needs to know none. A phrase that names a kind of thing with words that fit nothing in the home ("sauna
 * door") is a mention with no candidates: what uses it will be refused, never bound to something else.
 */
import type { Device, Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { type Entry, kindStems, type Lexicon, lexiconOf, spelt, type Word, wordsOf } from './lexicon';
import { COMMON, ROOM_NAMES } from './vocabulary';

export interface Mention {
  start: number;
  end: number;
  text: string;
  /** Two mentions with one key are the same thing. */
  key: string;
  /** What is named: a device by its name, a kind (perhaps with a place), a room, a floor. */
  type: 'device' | 'kind' | 'room' | 'floor';
  /** Shown to the model after the letter. */
  label: string;
  plural: boolean;
  /** Devices of this home that fit all its words, best first; none where nothing fits. */
  candidates: DeviceId[];
  /** How many of the first candidates carry exactly this name. */
  exact: number;
  /** The kind that its noun names. */
  kind?: string | undefined;
  room?: string | undefined;
  floor?: string | undefined;
}

interface Token extends Word {
  /** Its stem in this home, after spelling; two words run together have two. */
  stems: string[];
  content: boolean;
  taken: boolean;
  /** Stands in words that together are what a kind is called ("coffee" in "coffee maker"). */
  part: boolean;
  /** A comma, a colon or the like stands before it: no phrase goes across. */
  apart: boolean;
}

/**
 * @param taken spans of slots, which name nothing
 * @param places what people call rooms besides their names
 */
export function findMentions(
  text: string,
  home: Home,
  taken: readonly { start: number; end: number }[] = [],
  places: readonly { words: string; room: string }[] = [],
): Mention[] {
  const lexicon = lexiconOf(home, places);
  const tokens = wordsOf(text).map((w, i, all): Token => {
    const apart = /[,;:.!?()|→⇒>=&–—]|\s-\s/.test(text.slice(all[i - 1]?.end ?? 0, w.start));
    const used = taken.some((s) => w.start < s.end && s.start < w.end);
    const stems = spelt(lexicon, w).split(' ');
    return { ...w, stems, apart, taken: used, part: false, content: !used && stems.every((s) => lexicon.named.has(s)) };
  });
  markNouns(tokens);
  for (const [i, t] of tokens.entries()) if (isVerb(tokens, i)) t.content = false;
  const mentions: Mention[] = [];
  exactNames(text, tokens, lexicon, mentions);
  for (let i = 0; i < tokens.length; i++) {
    const span = phraseAt(tokens, i, lexicon);
    if (!span) continue;
    // The longest phrase that names something; "kitchen" of "kitchen CO2".
    let to = span.to;
    let mention = interpret(text, tokens, span, lexicon);
    while (!mention && to - 1 > span.from) mention = interpret(text, tokens, { from: span.from, to: --to }, lexicon);
    if (!mention) continue;
    for (let k = span.from; k < to; k++) (tokens[k] as Token).taken = true;
    mentions.push(mention);
    i = to - 1;
  }
  return mentions.sort((a, b) => a.start - b.start);
}

/** Words that together are what a kind is called; parts of such names alone ("water" of "water valve") name nothing. */
function markNouns(tokens: Token[]): void {
  for (const nouns of kindStems.values()) {
    for (const noun of nouns) {
      for (let i = 0; i + noun.length <= tokens.length; i++) {
        const span = tokens.slice(i, i + noun.length);
        if (span.every((t, k) => !t.taken && (k === 0 || !t.apart) && t.stems.join(' ') === noun[k])) {
          for (const t of span) {
            t.content = true;
            t.part ||= noun.length > 1;
          }
        }
      }
    }
  }
}

/** Nouns that are verbs or adjectives as well, when they stand as one: "lock the door", "switch on", "light up the hall", "drier". */
const VERBS = new Set(['drier', 'dimmer', 'lock', 'switch', 'light', 'vacuum', 'hoover', 'water', 'plug', 'shade', 'charge', 'heat']);
const AFTER_VERB = new Set(
  'the my our all every on off up it to this that down everything both over a an back from between here some your any out in when if at source channel'.split(
    ' ',
  ),
);

/** After these "vacuum" is the thing: "start vacuum", "return vacuum to the dock". */
const HANDLES = /^(?:start|stop|pause|resume|return|send|dock|run|activate|park|operate)$/;

function isVerb(tokens: Token[], i: number): boolean {
  const [before, t, after] = [tokens[i - 1]?.text, tokens[i], tokens[i + 1]?.text];
  if (!t || !VERBS.has(t.text)) return false;
  if (t.text === 'shade' && after === 'of') return true;
  if (t.text === 'drier') return after === 'than' || before === undefined || !/^(?:the|my|our|a)$/.test(before);
  const cleaner = t.text === 'vacuum' || t.text === 'hoover';
  if (cleaner)
    return (
      after !== undefined &&
      /^(?:the|my|our|here|up|under|every|all|a)$/.test(after) &&
      !(before !== undefined && (HANDLES.test(before) || /^(?:the|my|our)$/.test(before)))
    );
  const determined = before !== undefined && /^(?:the|my|our|a|this|that|your|all|every|each|of|s|any)$/.test(before);
  // "in the hall switch the heater on", "… switch hall heater on": what follows a switch that is one is no other thing.
  if (t.text === 'switch' && !determined && tokens[i - 1]?.content && tokens[i + 1]?.content && !tokens[i + 1]?.apart) return true;
  if (determined || (tokens[i - 1]?.content && !t.apart && !COMMON.has(before ?? ''))) return false;
  if (t.text === 'dimmer') return true;
  if (t.text === 'light') return after === 'up' || (after !== undefined && /^(?:the|my|our)$/.test(after) && (before === undefined || t.apart));
  return (after !== undefined && AFTER_VERB.has(after)) || (i === 0 && tokens[1]?.content === true && !tokens[1].apart);
}

/** Whole names first, longest first: a device called "Good night" is named by words that otherwise name nothing. */
function exactNames(text: string, tokens: Token[], lexicon: Lexicon, mentions: Mention[]): void {
  for (let length = Math.min(8, tokens.length); length >= 1; length--) {
    for (let i = 0; i + length <= tokens.length; i++) {
      const span = tokens.slice(i, i + length);
      if (span.some((t, k) => t.taken || (k > 0 && t.apart)) || (length === 1 && isVerb(tokens, i))) continue;
      const said = span.flatMap((t) => t.stems).join(' ');
      const common = length === 1 && COMMON.has(span[0]?.text ?? '');
      const hits = lexicon.entries.filter((e) => (!common || standsAsName(text, tokens, i, e)) && e.names.some((n) => n.join(' ') === said));
      if (hits.length === 0 || widens(tokens, i, i + length, lexicon, hits)) continue;
      // Other devices that fit the words follow: "lock the front door" means the lock of that name's door.
      const others = lexicon.entries.filter((e) => !hits.includes(e) && span.every((t) => t.stems.every((x) => explains(e, x))));
      const to = withNoun(tokens, i + length, hits);
      mentions.push(mentionOf(text, tokens, { from: i, to }, [...hits, ...others], hits.length, lexicon));
      for (const t of tokens.slice(i, to)) t.taken = true;
    }
  }
}

/** What the named thing is, said after its name: "play corner light" of a light called "Play corner". */
function withNoun(tokens: Token[], to: number, hits: Entry[]): number {
  const next = tokens[to];
  const same = next && !next.taken && !next.apart && isNoun(next.stems) && !isVerb(tokens, to);
  return same && hits.every((h) => (kindStems.get(h.device.kind) ?? []).some((n) => n.length === 1 && n[0] === next.stems.join(' '))) ? to + 1 : to;
}

const PRONOUN = /^(?:it|there|i|we|you|he|she|they|the|a|my|our|be|this|that|not|rain|anyone|anybody|someone)$/;

/** A name that is an everyday word ("Safe", "Mum", "Will", "Ring") counts only where it stands as one. */
function standsAsName(text: string, tokens: Token[], i: number, e: Entry): boolean {
  const [before, t, after] = [tokens[i]?.apart ? undefined : tokens[i - 1]?.text, tokens[i], tokens[i + 1]?.apart ? undefined : tokens[i + 1]?.text];
  if (!t) return false;
  if (before !== undefined && /^(?:the|my|our)$/.test(before)) return true;
  const capital = /\p{Lu}/u.test(text.charAt(t.start)) && i > 0 && /^\P{Lu}*\p{Lu}?\P{Lu}*\p{Lu}?\P{Lu}*$/u.test(text);
  if (capital) return true;
  if (e.device.kind !== 'person') return false;
  if (!MODAL.has(t.text)) return true;
  const next = after !== undefined && /^(?:comes?|leaves?|gets?|arrives?|goes|is|isn't|has|home|s|away|enters?|returns?)$/.test(after);
  const prior = before !== undefined && /^(?:when|if|once|after|before|until|unless|is|tell|and|or|while|where|that|message|text|notify)$/.test(before);
  return (next || prior) && !(after !== undefined && PRONOUN.test(after));
}
/** Names of people that are little words otherwise. */
const MODAL = new Set(['will', 'may', 'mark', 'sue', 'bill', 'drew', 'grant', 'art', 'hope', 'so', 'an', 'do', 'so', 'long', 'see']);

/** A name right beside more words of the home is part of a longer phrase ("Lamp" in "kitchen lamp"), unless the longer fits nothing. */
function widens(tokens: Token[], from: number, to: number, lexicon: Lexicon, hits: Entry[]): boolean {
  if (inRoomName(tokens, from, to, lexicon)) return true;
  const before = tokens[from]?.apart ? undefined : tokens[from - 1];
  const after = tokens[to]?.apart ? undefined : tokens[to];
  const owned = after?.text === 's' ? tokens[to + 1] : undefined;
  const wider = [before, after, owned].filter((t) => t && !t.taken && t.content && !COMMON.has(t.text)) as Token[];
  if (wider.length === 0) return false;
  const said = tokens.slice(from, to).flatMap((t) => t.stems);
  const fits = (extra: Token): boolean => lexicon.entries.some((e) => [...said, ...extra.stems].every((s) => explains(e, s)));
  return wider.some((t) => fits(t) && !hits.some((h) => t.stems.every((s) => explains(h, s)) && hits.length === 1));
}

/** "TV" of "TV room", where a room is called so. */
function inRoomName(tokens: Token[], from: number, to: number, lexicon: Lexicon): boolean {
  return [...lexicon.rooms.keys()].some((room) => {
    const words = room.split(' ').length;
    if (words <= to - from) return false;
    for (let i = Math.max(0, to - words); i <= from; i++) {
      const span = tokens.slice(i, i + words);
      if (span.flatMap((t) => t.stems).join(' ') === room && span.every((t, k) => k === 0 || !t.apart)) return true;
    }
    return false;
  });
}

interface Span {
  from: number;
  to: number;
}

const isNoun = (stems: string[]): boolean =>
  stems.length > 0 &&
  [...kindStems.values()].some((nouns) => nouns.some((n) => n.length <= stems.length && n.every((s, i) => s === stems[stems.length - n.length + i])));
const nounToken = (t: Token | undefined): boolean => t !== undefined && !t.taken && isNoun(t.stems);
const ROOM_WORD = new Set(['room', 'area', 'floor', 'corner', 'side']);
const PLACE = new Set(['in', 'on', 'at', 'of', 'inside', 'from', 'for']);
const ARTICLE = new Set(['the', 'my', 'our', 'your', 'all', 'a', 's']);
/** Words that people put before a thing without narrowing it down. */
const MANNER = new Set(['overhead', 'robotic', 'automatic']);
const LOOSE = new Set(
  'new old big small little main smart whole entire other same lovely nice bloody damn own bright electric electronic good favourite favorite'.split(' '),
);

/** The phrase that begins at `i`: unknown words and known ones up to a noun, known words alone, and a place after it ("… in the hall"). */
function phraseAt(tokens: Token[], i: number, lexicon: Lexicon): Span | undefined {
  let at = i;
  const usable = (t: Token | undefined): t is Token => t !== undefined && !t.taken;
  const unknown = (t: Token | undefined): boolean => usable(t) && !t.content && !COMMON.has(t.text) && t.text.length > 1;
  const known = (t: Token | undefined): boolean => usable(t) && t.content && (!COMMON.has(t.text) || t.part || nounToken(t) || isPlace(t, lexicon));
  // Words that no list knows count only as part of a name: right before a noun or a known word.
  const joined = (k: number): boolean => k === i || tokens[k]?.apart === false;
  while (unknown(tokens[at]) && joined(at) && at - i < 4) at++;
  // "sauna room lights": a room that this home lacks narrows them down all the same.
  if (at > i && ROOM_WORD.has(tokens[at]?.text ?? '') && usable(tokens[at]) && joined(at) && known(tokens[at + 1]) && joined(at + 1)) at++;
  if (at > i && (!known(tokens[at]) || !joined(at) || (i === 0 && !subject(tokens, at)))) {
    // "… in the bedroom" of a home without one.
    return ROOM_NAMES.has(tokens[i]?.stem ?? '') ? { from: i, to: i + 1 } : undefined;
  }
  const start = at;
  const split = (k: number): boolean => k > start && known(tokens[k]) && begins(tokens, k, start, lexicon);
  while (joined(at) && !split(at) && (known(tokens[at]) || (at > start && weakInside(tokens, at, lexicon)))) at++;
  if (at === start) return undefined;
  const joint = withPlace(tokens, at, lexicon);
  return { from: i, to: joint };
}

/** An unknown word that begins the sentence is mostly a verb; in "sauna lights on" and "bedroom lights …" it is none. */
function subject(tokens: Token[], at: number): boolean {
  if (ROOM_NAMES.has(tokens[0]?.stem ?? '')) return true;
  let next = at;
  while (tokens[next] && !tokens[next]?.taken && tokens[next]?.content && (next === at || !tokens[next]?.apart)) next++;
  return at === 1 && /^(?:on|off)$/.test(tokens[next]?.text ?? '') && tokens[next]?.apart === false;
}

/** "lounge button lounge lamp" is two things: a room after a noun, before another noun, unless one thing has all of it. */
function begins(tokens: Token[], at: number, start: number, lexicon: Lexicon): boolean {
  const t = tokens[at] as Token;
  if (!nounToken(tokens[at - 1]) || !isPlace(t, lexicon)) return false;
  let next = at + 1;
  while (tokens[next] && tokens[next]?.apart === false && isPlace(tokens[next] as Token, lexicon)) next++;
  if (!nounToken(tokens[next]) || tokens[next]?.apart) return false;
  const all = tokens.slice(start, next + 1).flatMap((x) => x.stems);
  return !lexicon.entries.some((e) => all.every((s) => explains(e, s)));
}

const isPlace = (t: Token, lexicon: Lexicon): boolean => [...lexicon.rooms.keys(), ...lexicon.floors.keys()].some((name) => name.split(' ').includes(t.stem));

/** A common word between known ones belongs to the name if some device carries it ("good" in "hall good night lamp"), or is a number. */
function weakInside(tokens: Token[], at: number, lexicon: Lexicon): boolean {
  const [before, t, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!before || !t || t.taken) return false;
  const joins = (e: Entry): boolean => before.stems.every((s) => explains(e, s)) && t.stems.every((s) => e.own.has(s) || e.place.has(s));
  if (!lexicon.entries.some(joins)) return false;
  return /\d/.test(t.text) || lexicon.entries.some((e) => joins(e) && (after === undefined || !after.content || after.stems.every((s) => explains(e, s))));
}

function withPlace(tokens: Token[], at: number, lexicon: Lexicon): number {
  let next = at;
  if (!PLACE.has(tokens[next]?.text ?? '') || tokens[next]?.apart) return at;
  next++;
  while (ARTICLE.has(tokens[next]?.text ?? '')) next++;
  const start = next;
  while (tokens[next] && !tokens[next]?.taken && tokens[next]?.content && isPlace(tokens[next] as Token, lexicon)) next++;
  return next > start ? next : at;
}

function explains(e: Entry, stem: string): boolean {
  return e.own.has(stem) || e.place.has(stem) || e.kind.has(stem);
}

function interpret(text: string, tokens: Token[], span: Span, lexicon: Lexicon): Mention | undefined {
  const inside = tokens.slice(span.from, span.to);
  const said = inside.filter((t) => (t.content || !COMMON.has(t.text)) && !(ARTICLE.has(t.text) || PLACE.has(t.text)) && (t.part || !LOOSE.has(t.text)));
  const stems = said.flatMap((t) => t.stems);
  if (stems.length === 0) return undefined;
  const noun = stems.some((_, k) => isNoun(stems.slice(0, k + 1)));
  const place = placeOf(stems, lexicon);
  // A room may be called by a noun: "the TV room", "no motion in the garage".
  const within = /^(?:in|inside)$/.test((tokens[span.from - 1]?.text === 'the' ? tokens[span.from - 2] : tokens[span.from - 1])?.text ?? '');
  const called = place?.type === 'room' && lexicon.rooms.has(stems.join(' ')) && (stems.length > 1 || within);
  if (place && (!noun || called))
    return { ...base(text, tokens, span), ...place, label: place.type, key: `${place.type}:${stems.join(' ')}`, plural: false, exact: 0 };
  if (!noun && ROOM_NAMES.has(stems.join(' ')) && !lexicon.named.has(stems.join(' '))) {
    return { ...base(text, tokens, span), type: 'room', label: 'room', key: `none:${stems.join(' ')}`, plural: false, exact: 0, candidates: [] };
  }
  const matching = (words: string[]): Entry[] => lexicon.entries.filter((e) => words.every((s) => explains(e, s)));
  const all = matching(stems);
  // "overhead lights in the den" of a den with one lamp: a word of manner that no name here has says nothing.
  const fitting = all.length > 0 || !stems.some((s) => MANNER.has(s)) ? all : matching(stems.filter((s) => !MANNER.has(s)));
  const exactly = fitting.filter((e) => e.names.some((n) => sameWords(n, stems)));
  const weak = !noun && exactly.length === 0 && said.every((t) => COMMON.has(t.text) || t.text.length < 3);
  if (weak || (!noun && fitting.length === 0)) return undefined;
  return mentionOf(text, tokens, span, [...exactly, ...fitting.filter((e) => !exactly.includes(e))], exactly.length, lexicon);
}

const sameWords = (a: string[], b: string[]): boolean => a.length === b.length && a.every((s) => b.includes(s));
const base = (text: string, tokens: Token[], span: Span): { start: number; end: number; text: string } => {
  const [first, last] = [tokens[span.from] as Token, tokens[span.to - 1] as Token];
  return { start: first.start, end: last.end, text: text.slice(first.start, last.end) };
};

function placeOf(stems: string[], lexicon: Lexicon): { type: 'room' | 'floor'; candidates: DeviceId[]; room?: string; floor?: string } | undefined {
  const said = stems.join(' ');
  const floor = lexicon.floors.get(said);
  const room = lexicon.rooms.get(said);
  if (room) return { type: 'room', candidates: room, room: said };
  if (floor) return { type: 'floor', candidates: floor, floor: said };
  // "bed room", "living" for "Living room": all words of it, in any number, if only one room has them.
  const near = [...lexicon.rooms].filter(([name]) => stems.every((s) => name.split(' ').includes(s) || name === said.replace(/ /g, '')));
  const first = near[0];
  return near.length === 1 && first ? { type: 'room', candidates: first[1], room: first[0] } : undefined;
}

/** The kind that a phrase names by its last noun ("front door lock" names a lock), longest noun first. */
export function kindOf(stems: string[]): string | undefined {
  let best: { kind: string; end: number; length: number } | undefined;
  for (const [kind, nouns] of kindStems) {
    for (const noun of nouns) {
      for (let end = noun.length; end <= stems.length; end++) {
        if (!noun.every((s, i) => s === stems[end - noun.length + i])) continue;
        if (!best || end > best.end || (end === best.end && noun.length > best.length)) best = { kind, end, length: noun.length };
      }
    }
  }
  return best?.kind;
}

function mentionOf(text: string, tokens: Token[], span: Span, hits: Entry[], exact: number, lexicon: Lexicon): Mention {
  const inside = tokens.slice(span.from, span.to);
  const stems = inside.filter((t) => t.content || !COMMON.has(t.text)).flatMap((t) => t.stems);
  const kind = kindOf(stems);
  const known = hits.map((h) => h.device);
  const ordered = kind && exact === 0 ? [...known.filter((d) => d.kind === kind), ...known.filter((d) => d.kind !== kind)] : known;
  const before = tokens.slice(Math.max(0, span.from - 3), span.from).map((t) => t.text);
  const plural =
    (inside.some((t) => (t.plural && isNoun([t.stem])) || t.text === 'lighting') ||
      before.some((w) => w === 'all' || w === 'every' || w === 'each' || w === 'both' || w === 'any')) &&
    !(exact === 1);
  const bare = stems.every((s) => [...(kindStems.get(kind ?? '') ?? [])].some((n) => n.includes(s)));
  const place = placeIn(stems, lexicon);
  return {
    ...base(text, tokens, span),
    key: ordered.length > 0 ? ordered.map((d) => d.id).join() + (plural ? '+' : '') : `none:${stems.join(' ')}`,
    type: bare || (place && exact === 0) ? 'kind' : 'device',
    label: labelOf(ordered, kind, exact),
    plural,
    candidates: ordered.map((d) => d.id),
    exact,
    kind,
    ...place,
  };
}

function placeIn(stems: string[], lexicon: Lexicon): { room?: string; floor?: string } | undefined {
  for (const room of lexicon.rooms.keys()) if (room.split(' ').every((s) => stems.includes(s))) return { room };
  for (const floor of lexicon.floors.keys()) if (floor.split(' ').every((s) => stems.includes(s))) return { floor };
  return undefined;
}

/** The kind that was said, else the kinds of the best candidates, at most two. */
function labelOf(devices: Device[], kind: string | undefined, exact: number): string {
  if (exact > 0) return [...new Set(devices.slice(0, exact).map((d) => d.kind))].slice(0, 2).join('/');
  return kind ?? ([...new Set(devices.map((d) => d.kind))].slice(0, 2).join('/') || 'thing');
}
