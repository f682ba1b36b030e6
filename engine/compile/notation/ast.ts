import type { ASKS, EXITS, Mode, QUANTIFIERS } from './words';

/** A line of notation as a tree. `letter` points at a mention, absent for `it`; slots are letters too. */
export interface Ref {
  quantifier?: (typeof QUANTIFIERS)[number] | undefined;
  letter?: string | undefined;
  within?: string | undefined;
  /** Letters of what is left out. */
  except?: string[] | undefined;
}

/** `on`, `temperature above N`, `temperature up`. */
export interface Said {
  word: string;
  test?: 'above' | 'below' | 'is' | 'up' | 'down' | undefined;
  slot?: string | undefined;
}

export type Trigger =
  | { type: 'reading'; ref: Ref; said: Said; for?: string | undefined }
  | { type: 'at'; slot: string }
  | { type: 'sun'; event: 'sunrise' | 'sunset'; offset?: { sign: 'plus' | 'minus'; slot: string } | undefined }
  | { type: 'every'; slot: string }
  | { type: 'mode'; mode: Mode; leaves?: boolean | undefined };

/** A first turn that must come before the trigger: `A draw above N then A draw below O`. */
export type Chain = Trigger & { first?: Trigger | undefined; within?: string | undefined };

export type Condition =
  | { type: 'and' | 'or'; of: Condition[] }
  | { type: 'not'; of: Condition }
  | { type: 'reading'; ref: Ref; said: Said; for?: string | undefined }
  | { type: 'after' | 'before'; slot: string }
  | { type: 'between'; from: string; to: string }
  | { type: 'days'; slot: string }
  | { type: 'ours'; ref: Ref }
  | { type: 'dark' }
  | { type: 'mode'; mode: Mode };

/** `A on`, `A bright N`, `A bright up N`, `A bright half`, `A toggle`, `A back`. */
export interface Setting {
  word: string;
  by?: 'up' | 'down' | 'half' | undefined;
  slot?: string | undefined;
}

export type Act =
  | { type: 'set'; ref: Ref; set: Setting; for?: string | undefined; until?: Trigger[] | undefined }
  /** `unless`: what ends the wait and leaves out what follows; `until`: what ends it early. */
  | { type: 'wait'; slot: string; unless?: Trigger[] | undefined; until?: Trigger[] | undefined }
  /** Waits for a turn; after `within` it is given up. */
  | { type: 'await'; triggers: Trigger[]; within?: string | undefined }
  /** What follows is done only if the conditions hold by then. */
  | { type: 'only'; condition: Condition }
  /** All that stands before in the list again, each time after the duration. */
  | { type: 'repeat'; slot: string; until?: Trigger[] | undefined; times?: string | undefined }
  | { type: 'tell'; ref?: Ref | undefined; slot?: string | undefined }
  | { type: 'mode'; mode: Mode };

/** How often a rule may run: once and never again, once a day, or not again within a duration. */
export type Limit = { type: 'once' | 'daily' } | { type: 'gap'; slot: string };

export type Rule =
  | { type: 'when'; triggers: Chain[]; condition?: Condition | undefined; limit?: Limit | undefined; acts: Act[]; otherwise?: Act[] | undefined }
  | { type: 'while'; condition: Condition; acts: Act[] };

export type Line =
  | { kind: 'automation'; rules: Rule[] }
  | { kind: 'command'; acts: Act[] }
  | { kind: 'question'; ref: Ref; word: string }
  | { kind: 'rule'; act: Act; condition?: Condition | undefined }
  | { kind: 'ask'; about: (typeof ASKS)[number] }
  | { kind: (typeof EXITS)[number] };
