/**
 * What Sayso remembers of people's ways: what they call things, what they mean by a word, which reading they accepted instead of
 * another. Kept by the engine on this machine, listed, edited and deleted by the person; each use is named in the reading.
 */
import { z } from 'zod';
import { HOME, type Home } from './home';
import { type DeviceId, deviceId } from './ids';
import { durationMs, type Millis } from './time';
import { durationWords, listWords, numberWords } from './words';

export const MEMORY_LIMITS = { entries: 500, words: 80, devices: 50, request: 800, notation: 400, reading: 2000 } as const;
const LONGEST_MS = 400 * 86_400_000;

/** Units that a remembered number may have; '' is a plain number. */
export const UNITS = ['%', 'K', '°C', '°F', 'lx', 'W', ''] as const;

/** Were one of these to mean something else, nothing could be said any more. */
const STRUCTURAL: ReadonlySet<string> = new Set(
  'a an the and or not if when while then else unless until for from to at in on off of by is are be it that this every each all any no turn switch set make open close lock unlock only before after between'.split(
    ' ',
  ),
);

const words = z
  .string()
  .max(MEMORY_LIMITS.words, `is longer than ${MEMORY_LIMITS.words} characters`)
  .transform((text) => text.trim().replace(/\s+/g, ' '))
  .refine((text) => /[\p{L}\p{N}]/u.test(text), 'has no word in it')
  .refine((text) => !STRUCTURAL.has(text.toLowerCase()), 'is a word that every request is made of');
const device = z.string().min(1).max(200).transform(deviceId);

const named = z.union([
  z.strictObject({ devices: z.array(device).min(1, 'names no device').max(MEMORY_LIMITS.devices) }),
  z.strictObject({ room: z.string().min(1).max(200) }),
]);
const preferred = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time'), time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day such as 19:00') }),
  z.strictObject({ kind: z.literal('duration'), duration: z.string().max(40).refine(isDuration, 'is no length of time between 1 s and 400 days') }),
  z.strictObject({ kind: z.literal('number'), value: z.number().min(-100_000).max(100_000), unit: z.enum(UNITS) }),
  z.strictObject({ kind: z.literal('color'), color: z.string().regex(/^(?:[a-z]{3,30}|#[0-9a-f]{6})$/, 'is no colour such as orange or #ffa500') }),
]);

/** Words → devices or a room of this home. "I" is the person that they name. */
export const aliasSchema = z.strictObject({ kind: z.literal('alias'), words, means: named });
/** Words → a value. */
export const preferenceSchema = z.strictObject({ kind: z.literal('preference'), words, means: preferred });
/** A request as it was said → the notation that the person accepted for it. */
export const correctionSchema = z.strictObject({
  kind: z.literal('correction'),
  request: z.string().trim().min(1).max(MEMORY_LIMITS.request),
  notation: z.string().trim().min(1).max(MEMORY_LIMITS.notation),
});
export const newMemorySchema = z.discriminatedUnion('kind', [aliasSchema, preferenceSchema, correctionSchema]);

const kept = { id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'is no id of a memory'), at: z.number() };
/** `pattern`: the marked request without its names and numbers, which a request must share for the correction to count; `reading`: what it meant, in words. */
export const memorySchema = z.discriminatedUnion('kind', [
  aliasSchema.extend(kept),
  preferenceSchema.extend(kept),
  correctionSchema.extend({ ...kept, pattern: z.string().max(4000), reading: z.string().max(MEMORY_LIMITS.reading) }),
]);

export type NewMemory = z.infer<typeof newMemorySchema>;
export type MemoryEntry = z.infer<typeof memorySchema> & { at: Millis };
export type AliasEntry = Extract<MemoryEntry, { kind: 'alias' }>;
export type PreferenceEntry = Extract<MemoryEntry, { kind: 'preference' }>;
export type CorrectionEntry = Extract<MemoryEntry, { kind: 'correction' }>;
export type MemoryKind = MemoryEntry['kind'];
export type Preferred = PreferenceEntry['means'];

/** A memory that took part in a reading. `paths` into the flow file, where it led to a part of it. */
export interface Remembered {
  id: string;
  kind: MemoryKind;
  words: string;
  means: string;
  paths?: string[];
}

function isDuration(iso: string): boolean {
  if (!/^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/.test(iso) || /^P$|T$/.test(iso)) return false;
  const ms = durationMs(iso);
  return ms >= 1000 && ms <= LONGEST_MS;
}

/** Words by which two memories are the same one: case and spaces do not count. */
export const sameWords = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ').replace(/[‘’]/g, "'");

/** Words for the person who speaks. */
export const isSpeaker = (text: string): boolean => /^(?:i|me|myself)$/.test(sameWords(text));

/** The devices of an alias that this home still has. */
export function aliasDevices(entry: Pick<AliasEntry, 'means'>, home: Home): DeviceId[] {
  const { means } = entry;
  const has = (d: Home['devices'][number]): boolean => ('room' in means ? d.room?.toLowerCase() === means.room.toLowerCase() : means.devices.includes(d.id));
  return home.devices.filter((d) => d.id !== HOME && has(d)).map((d) => d.id);
}

/** What a memory stands for, as the reading says it. */
export function meansWords(entry: Pick<AliasEntry, 'kind' | 'means'> | Pick<PreferenceEntry, 'kind' | 'means'>, home: Home): string {
  if (entry.kind === 'preference') return preferredWords(entry.means);
  if ('room' in entry.means) return entry.means.room;
  const ids = entry.means.devices;
  return listWords(
    ids.map((id) => home.devices.find((d) => d.id === id)?.name ?? id),
    'and',
  );
}

export function preferredWords(means: Preferred): string {
  switch (means.kind) {
    case 'time':
      return means.time;
    case 'duration':
      return durationWords(means.duration);
    case 'number':
      return numberWords(means.value, means.unit).trim();
    case 'color':
      return means.color;
  }
}
