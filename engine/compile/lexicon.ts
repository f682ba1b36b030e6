import { distance } from 'fastest-levenshtein';
import type { Device, Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { ALSO, COMMON, FLOOR_WORDS, KIND_NOUNS, ORDINARY } from './vocabulary';

/** A word of a sentence with its place; `stem` is what words are compared by. */
export interface Word {
  start: number;
  end: number;
  text: string;
  stem: string;
  plural: boolean;
}

export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:['’](?!s\b)\p{L}+)?/gu)].map((m) => {
    const word = m[0].toLowerCase();
    return { start: m.index, end: m.index + m[0].length, text: word, stem: stem(word), plural: stem(word) !== word };
  });
}

/** English plurals only; everything else stays, since names come in every language. */
export function stem(word: string): string {
  if (word.length > 4 && /(?:sses|shes|ches|xes)$/.test(word)) return word.slice(0, -2);
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word === 'tvs' || word === 'acs') return word.slice(0, -1);
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us') ? word.slice(0, -1) : word;
}

/** A device with the words that may point at it. */
export interface Entry {
  device: Device;
  /** Stems of its names, each name by itself. */
  names: string[][];
  own: Set<string>;
  place: Set<string>;
  /** Stems of what its kind is called. */
  kind: Set<string>;
}

/** What sentences can name in one home. */
export interface Lexicon {
  entries: Entry[];
  rooms: Map<string, DeviceId[]>;
  floors: Map<string, DeviceId[]>;
  /** All stems that mean something here, for spelling. */
  known: Set<string>;
  /** Those that are part of a name or a place. */
  named: Set<string>;
}

const stems = (text: string): string[] => wordsOf(text.replace(/[_]/g, ' ').replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')).map((w) => w.stem);
export const kindStems: ReadonlyMap<string, readonly string[][]> = new Map(Object.entries(KIND_NOUNS).map(([kind, nouns]) => [kind, nouns.map(stems)]));

/** @param places what people call rooms besides their names */
export function lexiconOf(home: Home, places: readonly { words: string; room: string }[] = []): Lexicon {
  const also = (room: string | undefined): string[] => places.filter((p) => p.room.toLowerCase() === room?.toLowerCase()).map((p) => stems(p.words).join(' '));
  const entries = home.devices.map((device): Entry => {
    const names = [device.name, ...(device.aliases ?? [])].map(stems);
    const own = new Set(names.flat());
    const kinds = [
      device.kind,
      ...Object.entries(ALSO)
        .filter(([noun, kinds]) => kinds.includes(device.kind) && (!ANYTHING.has(device.kind) || ANYTHING.has(noun) || isCalled(own, noun)))
        .map(([noun]) => noun),
    ];
    return {
      device,
      names,
      own,
      place: new Set([...stems(device.room ?? ''), ...also(device.room).flatMap((name) => name.split(' ')), ...floorStems(device.floor)]),
      kind: new Set(kinds.flatMap((k) => [...(kindStems.get(k) ?? [stems(k)])].flat())),
    };
  });
  const rooms = new Map<string, DeviceId[]>();
  const floors = new Map<string, DeviceId[]>();
  for (const { device } of entries) {
    for (const name of device.room ? [stems(device.room).join(' '), ...also(device.room)] : []) rooms.set(name, [...(rooms.get(name) ?? []), device.id]);
    for (const name of device.floor ? floorNames(device.floor) : []) floors.set(name, [...(floors.get(name) ?? []), device.id]);
  }
  const named = new Set(entries.flatMap((e) => [...e.own, ...e.place]));
  const known = new Set([...named, ...[...kindStems.values()].flat(2)]);
  return { entries, rooms, floors, known, named };
}

/** What hangs on these may be anything: a plug is a kettle only if its name says so. */
const ANYTHING: ReadonlySet<string> = new Set(['plug', 'switch', 'power meter', 'button']);
const isCalled = (own: ReadonlySet<string>, noun: string): boolean => (kindStems.get(noun) ?? []).some((words) => words.every((w) => own.has(w)));

function floorNames(floor: string): string[] {
  const name = stems(floor).join(' ');
  const said = Object.entries(FLOOR_WORDS)
    .filter(([, floors]) => floors.includes(floor.toLowerCase()))
    .map(([word]) => stem(word));
  return [...new Set([name, ...said])];
}
const floorStems = (floor: string | undefined): string[] => (floor ? floorNames(floor).flatMap((f) => f.split(' ')) : []);

/** The stem that a misspelt word stands for in this home, or itself: one slip in five letters, two in eight. */
export function spelt(lexicon: Lexicon, word: Word): string {
  if (lexicon.known.has(word.stem)) return word.stem;
  if (COMMON.has(word.text) || ORDINARY.has(word.text) || word.stem.length < 4 || /\d/.test(word.stem)) return joinedNoun(lexicon, word.stem) ?? word.stem;
  let best: string | undefined;
  let least = word.stem.length >= 8 ? 3 : word.stem.length >= 5 ? 2 : 1;
  for (const known of lexicon.known) {
    // Hardly anybody mistypes the first letter: "eight" is no light.
    if (Math.abs(known.length - word.stem.length) > 2 || known.length < 4 || known[0] !== word.stem[0]) continue;
    if (inflected(known, word.stem)) continue;
    const d = transposed(known, word.stem) ? 1 : distance(known, word.stem);
    if (d < least) [best, least] = [known, d];
  }
  return best ?? joinedNoun(lexicon, word.stem) ?? word.stem;
}

/** "freeze" is no slip for "freezer": one more ending is another word. */
const inflected = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && /^(?:r|d|n|y|er|ed|ly|ing)$/.test(long.slice(short.length));
};

const transposed = (a: string, b: string): boolean => {
  const at = [...a].findIndex((c, i) => c !== b[i]);
  return a.length === b.length && at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
};

/** "livingroom", "bedlight": two known words run together mean the first of them only if both are known. */
function joinedNoun(lexicon: Lexicon, text: string): string | undefined {
  for (let i = 3; i < text.length - 2; i++)
    if (lexicon.known.has(text.slice(0, i)) && lexicon.known.has(text.slice(i))) return `${text.slice(0, i)} ${text.slice(i)}`;
  return undefined;
}
