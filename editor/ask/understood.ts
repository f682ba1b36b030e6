/**
 * What can be recognised in a sentence while it is typed: names of this home's devices, rooms and people, times and amounts. It only
 * draws threads under words; what is meant is decided by the compiler. Pure.
 */
import type { HomeView } from '../../flows/api';
import type { Risk } from '../../flows/capability';
import type { Device } from '../../flows/home';
import { pluralWords } from '../../flows/words';
import { deviceRisk } from '../parts/state';

export interface Phrase {
  start: number;
  end: number;
  letter: string;
  touches: Risk | 'time';
  /** What it stands for, in the program's words. */
  gloss: string;
  /** More than one device fits. */
  doubt: boolean;
}

interface Term {
  text: string;
  devices: Device[];
  /** A room or a kind stands for many; a name for one. */
  many?: string;
  /** The word of a kind, which may be a verb as well. */
  kind?: true;
}

/** "lock the …", "fan all …": a kind's word that is followed by such is what to do, not a device. */
const VERB = /^\s+(the|my|our|all|every|each|any|it|them)\b/;
/** Who locks a door means its lock. */
const LOCKING = /\b(un)?lock\s+(the\s+)?$/;
const WORD = /[\p{L}\p{N}]/u;
const TIMES =
  /\b(?:half an hour|an hour|a minute|\d+(?:[.,]\d+)?\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?)|(?:at\s+)?\d{1,2}(?::\d{2})?\s*(?:am|pm)|(?:at\s+)?\d{1,2}:\d{2}|at\s+(?:noon|midnight|\d{1,2}(?!\d|[.,]\d|\s*(?:%|°|percent|degrees|lux|watts?|[cfw]\b)))|sunset|sunrise|dusk|dawn|weekdays|weekends?|every (?:day|morning|evening|night)|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b/giu;

/** Phrases in the order of the text, lettered a, b, c; longer names win, nothing overlaps. */
export function understood(text: string, view: HomeView): Phrase[] {
  const lower = text.toLowerCase();
  const found: Omit<Phrase, 'letter'>[] = [];
  const free = (start: number, end: number): boolean => found.every((p) => end <= p.start || start >= p.end);
  const terms = termsOf(view);
  const names = terms.flatMap((t) => (t.kind ? [] : [t.text.replace(/ lock$/, '')]));
  const locks = new Map(terms.filter((t) => t.text.endsWith(' lock')).map((t) => [t.text.replace(/ lock$/, ''), t]));
  for (const term of terms) {
    for (let at = lower.indexOf(term.text); at !== -1; at = lower.indexOf(term.text, at + 1)) {
      const end = at + term.text.length;
      if (WORD.test(lower[at - 1] ?? ' ') || WORD.test(lower[end] ?? ' ') || !free(at, end)) continue;
      if (term.kind && (VERB.test(lower.slice(end)) || (term.text === 'lock' && names.some((n) => lower.slice(end).trimStart().startsWith(n))))) continue;
      const start = /\b(the|all|any|every|each|all the)\s+$/.exec(lower.slice(0, at))?.index ?? at;
      const meant = LOCKING.test(lower.slice(0, at)) ? (locks.get(term.text) ?? term) : term;
      found.push({ start: free(start, end) ? start : at, end, ...meaning(meant) });
    }
  }
  for (const match of text.matchAll(TIMES)) {
    const end = match.index + match[0].length;
    if (free(match.index, end)) found.push({ start: match.index, end, touches: 'time', gloss: match[0].toLowerCase().replace(/^at\s+/, ''), doubt: false });
  }
  return found.sort((a, b) => a.start - b.start).map((p, i) => ({ ...p, letter: String.fromCharCode(97 + (i % 26)) }));
}

function meaning(term: Term): Pick<Phrase, 'touches' | 'gloss' | 'doubt'> {
  const [first] = term.devices;
  const risks = term.devices.map(deviceRisk);
  const touches = (['security', 'energy', 'comfort', 'observe'] as const).find((r) => risks.includes(r)) ?? 'observe';
  if (term.many) return { touches: term.many.startsWith('room') ? 'observe' : touches, gloss: term.many.replace(/^room /, ''), doubt: false };
  return { touches, gloss: term.devices.length === 1 ? (first?.name ?? '') : `${term.devices.length} fit`, doubt: term.devices.length > 1 };
}

/** Everything that can be named, longest first. */
function termsOf(view: HomeView): Term[] {
  const terms = new Map<string, Term>();
  const add = (text: string, device: Device): void => {
    const key = text.toLowerCase().trim();
    const term = terms.get(key) ?? { text: key, devices: [] };
    if (!term.devices.includes(device)) term.devices.push(device);
    if (key !== '') terms.set(key, term);
  };
  for (const device of view.devices) for (const name of [device.name, ...(device.aliases ?? [])]) add(name, device);
  // "hall light" is the device of that name if there is one, else any light in the hall.
  const names = new Set(terms.keys());
  for (const device of view.devices) {
    const place = `${device.room} ${device.kind}`.toLowerCase();
    if (device.room && device.kind !== 'person' && !names.has(place)) add(place, device);
  }
  for (const kind of new Set(view.devices.map((d) => d.kind))) {
    const devices = view.devices.filter((d) => d.kind === kind);
    if (kind === 'person' || kind === 'notifier') continue;
    if (!terms.has(kind)) terms.set(kind, { text: kind, devices, kind: true });
    const plural = pluralWords(kind);
    terms.set(plural, { text: plural, devices, many: devices.length === 1 ? (devices[0]?.name ?? kind) : `${devices.length} ${plural}` });
  }
  for (const room of new Set(view.devices.flatMap((d) => d.room ?? []))) {
    const key = room.toLowerCase();
    if (!terms.has(key)) terms.set(key, { text: key, devices: view.devices.filter((d) => d.room === room), many: `room ${room}` });
  }
  return [...terms.values()].sort((a, b) => b.text.length - a.text.length);
}
