import { CAPABILITIES, type Capability, type CapabilityRow, type Value } from '../../../flows/capability';

/** The words of the notation, derived from the capability table: `on` is power, siren; `open` is contact, valve, position. */
export interface Meaning {
  capability: Capability;
  value: Value;
  /** Whether a command may bring it about. */
  writable: boolean;
}

const words = new Map<string, Meaning[]>();
const measures = new Map<string, Capability>();

for (const [name, row] of Object.entries(CAPABILITIES) as [Capability, CapabilityRow][]) {
  if (name === 'sun' || name === 'mode') continue;
  if (row.type === 'enum') for (const [value, { word }] of Object.entries(row.values)) add(word, { capability: name, value, writable: row.writable });
  else if (name !== 'message') measures.set(row.word, name);
}
// Wholly open and closed are said of blinds as of doors.
add('open', { capability: 'position', value: 100, writable: true });
add('closed', { capability: 'position', value: 0, writable: true });

function add(word: string, meaning: Meaning): void {
  words.set(word, [...(words.get(word) ?? []), meaning]);
}

/** Words for a state or a setting → what they can mean, by the device that they are said of. */
export const STATE_WORDS: ReadonlyMap<string, readonly Meaning[]> = words;
/** Words for a quantity → its capability. */
export const MEASURES: ReadonlyMap<string, Capability> = measures;

export const MODES = ['home', 'away', 'night', 'vacation'] as const;
export type Mode = (typeof MODES)[number];
export const QUANTIFIERS = ['all', 'any', 'each'] as const;
export const ASKS = ['which', 'when', 'what', 'value'] as const;
export const EXITS = ['missing', 'cannot', 'other', 'unclear'] as const;
export const MENTION_LETTERS = [...'ABCDEFGHIJKLM'];
export const SLOT_LETTERS = [...'NOPQRSTUVWXYZ'];
