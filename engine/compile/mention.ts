import type { Device } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { type Entry, kindStems, type Lexicon } from './lexicon';
import { ARTICLE, PLACE, POSITION } from './phrase';
import { explains, isNoun, type Span, type Token } from './token';
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

/** Words that people put before a thing without narrowing it down. */
const MANNER = new Set(['overhead', 'robotic', 'automatic']);
const LOOSE = new Set(
  'new old big small little main smart whole entire other same lovely nice bloody damn own bright electric electronic good favourite favorite'.split(' '),
);

/** Stems of people that rooms are called after. */
const PEOPLE = new Set('kid child children guest baby parent boy girl family teen staff'.split(' '));

/** What a phrase names: a place, things of this home, or a thing that it lacks; undefined where it names nothing. */
export function interpret(text: string, tokens: Token[], span: Span, lexicon: Lexicon): Mention | undefined {
  const inside = tokens.slice(span.from, span.to);
  const said = inside.filter(
    (t) => (t.content || !COMMON.has(t.text) || POSITION.has(t.text)) && !(ARTICLE.has(t.text) || PLACE.has(t.text)) && (t.part || !LOOSE.has(t.text)),
  );
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
  // "Not while the kids sleep" is about people; "in the kids" would be odd.
  if (PEOPLE.has(said)) return undefined;
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

/** @param hits what the words may name, best first @param exact how many of the first carry exactly this name */
export function mentionOf(text: string, tokens: Token[], span: Span, hits: Entry[], exact: number, lexicon: Lexicon): Mention {
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
