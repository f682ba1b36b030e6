/**
 * From what a line points at to devices of this home. A mention's candidates are narrowed by what is said of it (only a lock can be
 * `locked`); one word, several devices: a plural or a place means all or any of them, a single thing must be one, else we ask.
 */
import { CAPABILITIES, type Capability, type Value } from '../../flows/capability';
import type { Binding } from '../../flows/flow';
import { ability, findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { wordsOf } from './lexicon';
import type { Mention } from './link';
import type { Marked } from './mark';
import type { Ref } from './notation/ast';
import { MEASURES, STATE_WORDS } from './notation/words';

/** What keeps a line from becoming a flow: said to the person as it is. */
export type Refusal =
  | { kind: 'no-device'; message: string }
  | { kind: 'cannot'; message: string }
  | { kind: 'ask'; question: string; answers: { label: string; device: DeviceId; mention?: string; words?: string }[] }
  | { kind: 'unclear'; message: string };

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super('question' in refusal ? refusal.question : refusal.message);
  }
}

export interface Resolved {
  binding: Binding;
  devices: DeviceId[];
  kind: string;
  name: string;
  /** What each device is told or asked: devices of one mention may need different capabilities (a blind's position, a valve). */
  capability: Capability;
  value?: Value;
}

export interface Context {
  home: Home;
  marked: Marked;
  /** Rooms of the mentions of the line: where "it" is looked for first. */
  rooms: Set<string>;
}

export function contextOf(home: Home, marked: Marked): Context {
  const rooms = new Set<string>();
  for (const m of marked.mentions.values()) {
    if (m.type === 'floor' || m.candidates.length > 6) continue;
    for (const id of m.candidates.slice(0, m.exact || m.candidates.length)) {
      const room = findDevice(home, id)?.room;
      if (room) rooms.add(room);
    }
  }
  return { home, marked, rooms };
}

/** Capabilities that a word can mean, best first. `use` says whether it is told or read. */
export function meaningsOf(word: string, use: 'write' | 'read'): { capability: Capability; value?: Value }[] {
  if (word === 'tell') return [{ capability: 'message' }];
  const measure = MEASURES.get(word);
  if (measure) {
    // Of a sensor or a light: "brightness" read is what the sensor sees, where there is one.
    return [{ capability: measure }];
  }
  return (STATE_WORDS.get(word) ?? []).filter((m) => use === 'read' || m.writable).map(({ capability, value }) => ({ capability, value }));
}

/** What a word comes to for a device that cannot do it by that name: a sprinkler that is only a valve is turned on by opening it. */
const LIKE: Readonly<Record<string, readonly string[]>> = {
  on: ['run', 'clean', 'play', 'heat'],
  off: ['idle', 'dock', 'pause'],
  run: ['on'],
  play: ['on'],
  clean: ['on'],
  idle: ['off'],
  pause: ['off'],
  stop: ['off'],
};
const VALVE: Readonly<Record<string, string>> = { on: 'open', run: 'open', off: 'closed', idle: 'closed', stop: 'closed' };

function likeMeanings(word: string, use: 'write' | 'read'): ReturnType<typeof meaningsOf> {
  const valve = VALVE[word];
  const opened = valve === undefined ? [] : meaningsOf(valve, use).filter((m) => m.capability === 'valve');
  return [...(LIKE[word] ?? []).flatMap((w) => meaningsOf(w, use)), ...opened];
}

/** @throws Refused */
export function resolveRef(ref: Ref, word: string, use: 'write' | 'read', c: Context): Resolved {
  let meanings = meaningsOf(word, use);
  const able = (id: DeviceId): { capability: Capability; value?: Value } | undefined => {
    const device = findDevice(c.home, id);
    return (
      device &&
      meanings.find((m) => {
        const a = ability(device, m.capability);
        return a && (m.value === undefined || !a.values || a.values.includes(String(m.value)));
      })
    );
  };
  if (ref.letter === undefined) return implicit(ref, word, use, able, c);
  const mention = c.marked.mentions.get(ref.letter);
  if (!mention) throw new Refused({ kind: 'unclear', message: 'I could not follow which device is meant.' });
  if (mention.candidates.length === 0) throw new Refused({ kind: 'no-device', message: `This home has no “${mention.text}”.` });
  const named = word === 'tell' ? reachable(narrowed(mention, ref, c), c.home) : narrowed(mention, ref, c);
  if (!named.some(able)) meanings = [...meanings, ...likeMeanings(word, use)];
  const fit = named.filter(able);
  if (fit.length === 0) throw new Refused(cannot(mention, word, use, c));
  const elsewhere = use === 'read' ? nearOnly(mention, ref, fit, c) : undefined;
  if (elsewhere) {
    const measured = c.home.devices.some((d) => elsewhere.has(d.room ?? '') && able(d.id));
    if (measured) return implicit({ ...ref, letter: undefined }, word, use, able, { ...c, rooms: elsewhere });
  }
  const chosen = choose(mention, ref, fit, use, c, able);
  return resolved(chosen, able, c.home, mention.text);
}

/**
 * "The heater" of a sentence about the aquarium is not the one in the mudroom because only that measures a temperature: rooms of the
 * candidates that the sentence is about, where none of them fits.
 */
function nearOnly(mention: Mention, ref: Ref, fit: readonly DeviceId[], c: Context): Set<string> | undefined {
  if (mention.type !== 'kind' || mention.plural || mention.exact > 0 || ref.quantifier || ref.within) return undefined;
  const near = mention.candidates.filter((id) => inRooms(id, c, mention));
  if (near.length === 0 || near.some((id) => fit.includes(id))) return undefined;
  return new Set(near.map((id) => findDevice(c.home, id)?.room ?? ''));
}

/** Candidates less what is excluded, and only those in the place named beside ("in the bedroom turn off the lights"). */
function narrowed(mention: Mention, ref: Ref, c: Context): DeviceId[] {
  const within = ref.within ? c.marked.mentions.get(ref.within)?.candidates : undefined;
  const except = excepted(ref, c);
  return mention.candidates.filter((id) => (!within || within.includes(id)) && !except.includes(id));
}

const excepted = (ref: Ref, c: Context): DeviceId[] => (ref.except ?? []).flatMap((letter) => c.marked.mentions.get(letter)?.candidates ?? []);

/** Who is told something is told on their phone. */
function reachable(ids: DeviceId[], home: Home): DeviceId[] {
  const person = ids.every((id) => findDevice(home, id)?.kind === 'person');
  const phones = home.devices.filter((d) => ability(d, 'message')).map((d) => d.id);
  const theirs = person ? belongingTo(phones, ids, home) : [];
  return theirs.length > 0 ? theirs : ids;
}

interface Choice {
  binding: Binding;
  devices: DeviceId[];
}

type Able = (id: DeviceId) => { capability: Capability; value?: Value } | undefined;

function choose(mention: Mention, ref: Ref, fit: DeviceId[], use: 'write' | 'read', c: Context, able: Able): Choice {
  const one = (id: DeviceId): Choice => ({ binding: { one: id }, devices: [id] });
  const many = (ids: DeviceId[]): Choice => ({ binding: group(ids, ref, use), devices: ids });
  const exact = fit.filter((id) => mention.candidates.indexOf(id) < mention.exact);
  const pool = exact.length > 0 ? exact : preferKind(fit, mention, c, able);
  if (pool.length === 1 && !(ref.quantifier === 'each')) return one(pool[0] as DeviceId);
  if (mention.plural || ref.quantifier || mention.type === 'room' || mention.type === 'floor' || ref.except) return many(pool);
  const open = /\b(?:an?|either|some|whichever|whatever)\s+$/i.test(c.marked.request.slice(0, mention.start));
  // "The lamp", said after "the bedside lamp", is that one; "the other lamp" and "a lamp" are not.
  const before = open || OTHER.test(`${c.marked.request.slice(0, mention.start)}${mention.text}`) ? undefined : namedBefore(mention, pool, c);
  if (before) return one(before);
  // "When a window opens": whichever.
  if (use === 'read' && open) return many(pool);
  // "the light" said of a home with several: the one in a room that the sentence names, else the person must say.
  const near = pool.filter((id) => inRooms(id, c, mention));
  if (near.length === 1) return one(near[0] as DeviceId);
  // "Tell Marcus on his phone": the one that carries the name of somebody who is named.
  const theirs = belongingTo(
    pool,
    [...c.marked.mentions.values()].flatMap((m) => m.candidates),
    c.home,
  );
  if (theirs.length === 1) return one(theirs[0] as DeviceId);
  if (mention.room !== undefined || mention.type === 'kind') {
    if (use === 'read' && mention.room !== undefined) return many(pool);
  }
  const answers = pool.slice(0, 4).map((id) => ({ label: findDevice(c.home, id)?.name ?? id, device: id, mention: ref.letter as string }));
  throw new Refused({ kind: 'ask', question: `Which one is “${mention.text}”?`, answers });
}

const OTHER = /\b(?:other|another|second|different|remaining)\s+\S+(?:\s\S+)?$/i;

/** Of some devices the one that the sentence named last before a mention, by words that fit it alone. */
function namedBefore(mention: Mention, pool: readonly DeviceId[], c: Context): DeviceId | undefined {
  const single = [...c.marked.mentions.values()].flatMap((m) => {
    const id = m.exact === 1 || m.candidates.length === 1 ? m.candidates[0] : undefined;
    const at = Math.max(...m.places.map((p) => p.start).filter((start) => start < mention.start));
    return id !== undefined && m.key !== mention.key && pool.includes(id) && Number.isFinite(at) ? [{ id, at }] : [];
  });
  return single.sort((a, b) => b.at - a.at)[0]?.id;
}

/** Devices that carry the name of one of these people: Marcus's phone. */
function belongingTo(devices: readonly DeviceId[], people: readonly DeviceId[], home: Home): DeviceId[] {
  const names = people.map((id) => findDevice(home, id)).flatMap((d) => (d?.kind === 'person' ? d.name.toLowerCase() : []));
  return devices.filter((id) => {
    const words = wordsOf(findDevice(home, id)?.name ?? '').map((w) => w.text.replace(/['’]s?$/, ''));
    return names.some((n) => words.includes(n) || words.includes(`${n}s`));
  });
}

/** Rooms that other mentions name; a mention's own candidates say nothing about which of them is meant. */
function inRooms(id: DeviceId, c: Context, mention: Mention): boolean {
  const room = findDevice(c.home, id)?.room;
  return (
    room !== undefined &&
    [...c.marked.mentions.values()].some(
      (m) =>
        m.key !== mention.key &&
        m.candidates.length > 0 &&
        m.candidates.length < 12 &&
        m.candidates.slice(0, m.exact || undefined).every((d) => findDevice(c.home, d)?.room === room),
    )
  );
}

/** Of a room that is switched, the lights; of a noun, devices of that very kind; else those that sense nothing else. */
function preferKind(fit: DeviceId[], mention: Mention, c: Context, able: Able): DeviceId[] {
  const kindOf = (id: DeviceId): string | undefined => findDevice(c.home, id)?.kind;
  const wanted = mention.kind ?? (able(fit[0] as DeviceId)?.capability === 'power' ? 'light' : undefined);
  const same = fit.filter((id) => kindOf(id) === wanted);
  if (same.length > 0) return same;
  const capability = able(fit[0] as DeviceId)?.capability;
  const dedicated = fit.filter((id) => capability !== undefined && SENSORS[capability]?.includes(kindOf(id) ?? ''));
  return dedicated.length > 0 ? dedicated : fit;
}

/** Which kinds are made to measure what: asked for "the temperature in the hall", they answer before a thermostat does. */
const SENSORS: Partial<Record<Capability, string[]>> = {
  temperature: ['temperature sensor'],
  humidity: ['humidity sensor'],
  illuminance: ['light sensor'],
  contact: ['door', 'window', 'contact sensor'],
  occupancy: ['motion sensor'],
  co2: ['air quality sensor'],
  activePower: ['power meter'],
};

function group(ids: DeviceId[], ref: Ref, use: 'write' | 'read'): Binding {
  const devices = { devices: ids };
  if (ref.quantifier === 'each') return { each: devices };
  if (ref.quantifier === 'all' || (use === 'write' && ref.quantifier !== 'any')) return { all: devices };
  return { any: devices };
}

/** Words of the sentence that say what "it" is of: coffee is made by a coffee maker. */
const HINTS: readonly [RegExp, string[]][] = [
  [/\b(?:coffee|cup of joe|cappuccino|espresso|latte|brew)/i, ['coffee maker']],
  [/\b(?:laundry|wash)/i, ['washing machine']],
  [/\bdish/i, ['dishwasher']],
  [/\b(?:tea|boil)/i, ['kettle']],
  [/\b(?:light|illuminat|bright|dark|dim|lit\b)/i, ['light']],
  [/\b(?:music|song|track|album|playlist|radio|sound|loud)/i, ['speaker']],
  [/\b(?:vacuum|hoover|clean|floor)/i, ['vacuum']],
  [/\b(?:outside|outdoor)/i, ['weather']],
];

function implicit(ref: Ref, word: string, use: 'write' | 'read', able: Able, c: Context): Resolved {
  const except = excepted(ref, c);
  const fit = c.home.devices.map((d) => d.id).filter((id) => able(id) && !except.includes(id));
  if (fit.length === 0) throw new Refused({ kind: 'no-device', message: `This home has nothing that ${use === 'write' ? 'could do' : 'would notice'} that.` });
  // Coffee is no dishwasher's business, even where the dishwasher is all that runs.
  const hinted = HINTS.flatMap(([pattern, kinds]) => (pattern.test(c.marked.request) ? kinds : []));
  const kind = (id: DeviceId): string => findDevice(c.home, id)?.kind ?? '';
  const capability = able(fit[0] as DeviceId)?.capability;
  if (use === 'write' && capability === 'operation' && hinted.length > 0 && !fit.some((id) => hinted.includes(kind(id)))) {
    throw new Refused({ kind: 'no-device', message: `This home has no ${hinted[0]}.` });
  }
  const steps = [
    (ids: DeviceId[]) => ids.filter((id) => hinted.includes(kind(id))),
    (ids: DeviceId[]) => ids.filter((id) => c.rooms.has(findDevice(c.home, id)?.room ?? '')),
    (ids: DeviceId[]) => ids.filter((id) => capability !== undefined && (SENSORS[capability]?.includes(kind(id)) ?? false)),
  ];
  let pool = fit;
  // "Everything" is no matter of what else the sentence is about.
  for (const step of ref.quantifier === 'all' ? [] : steps) {
    const left = step(pool);
    if (left.length > 0) pool = left;
  }
  const name = pool.length === 1 ? (findDevice(c.home, pool[0] as DeviceId)?.name ?? '') : word;
  if (pool.length === 1 && ref.quantifier !== 'each') return resolved({ binding: { one: pool[0] as DeviceId }, devices: pool }, able, c.home, name);
  if (ref.quantifier) return resolved({ binding: group(pool, ref, use), devices: pool }, able, c.home, name);
  // "Make it red in here", "turn up the brightness": in a home of one room all its lights are meant.
  const rooms = new Set(pool.map((id) => findDevice(c.home, id)?.room));
  if (use === 'write' && rooms.size === 1 && pool.every((id) => kind(id) === 'light'))
    return resolved({ binding: group(pool, ref, use), devices: pool }, able, c.home, 'lights');
  if (use === 'read' && capability === 'occupancy') return resolved({ binding: { any: { devices: pool } }, devices: pool }, able, c.home, name);
  // Several people: "I" is one of them, and only they know which, unless they said so before.
  const self = capability === 'presence' ? c.marked.named.speaker?.device : undefined;
  if (self !== undefined && pool.includes(self))
    return resolved({ binding: { one: self }, devices: [self] }, able, c.home, findDevice(c.home, self)?.name ?? word);
  const words = capability === 'presence' ? { words: 'I' } : {};
  const answers = pool.slice(0, 4).map((id) => ({ label: findDevice(c.home, id)?.name ?? id, device: id, ...words }));
  const question = capability === 'presence' ? 'Who are you?' : `Which one do you mean?`;
  throw new Refused({ kind: 'ask', question, answers });
}

function resolved(choice: Choice, able: Able, home: Home, name: string): Resolved {
  const first = choice.devices[0] as DeviceId;
  const what = able(first) as { capability: Capability; value?: Value };
  const kinds = new Set(choice.devices.map((id) => findDevice(home, id)?.kind ?? 'device'));
  const single = choice.devices.length === 1 ? findDevice(home, first)?.name : undefined;
  return { ...choice, ...what, kind: kinds.size === 1 ? ([...kinds][0] as string) : 'device', name: single ?? name };
}

function cannot(mention: Mention, word: string, use: 'write' | 'read', c: Context): Refusal {
  const device = findDevice(c.home, mention.candidates[0] as DeviceId);
  const noun = meaningsOf(word, use)[0]?.capability;
  const what = noun ? CAPABILITIES[noun].noun : word;
  const name = mention.type === 'room' || mention.type === 'floor' ? `Nothing in “${mention.text}”` : (device?.name ?? mention.text);
  const lacks = mention.type === 'room' || mention.type === 'floor' ? 'has' : 'has no';
  if (mention.type !== 'device') return { kind: 'no-device', message: `${name} ${lacks} ${what}.` };
  return { kind: 'cannot', message: `${name} ${lacks} ${what}${use === 'write' ? ' that could be set' : ''}.` };
}
