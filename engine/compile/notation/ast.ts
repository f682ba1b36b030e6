import type { ASKS, EXITS, Mode, QUANTIFIERS } from './words';

/** A line of notation as a tree. `letter` points at a mention, absent for `it`; slots are letters too. */
export interface Ref {
  quantifier?: (typeof QUANTIFIERS)[number] | undefined;
  letter?: string | undefined;
  within?: string | undefined;
  except?: string | undefined;
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
  | { type: 'mode'; mode: Mode };

export type Condition =
  | { type: 'and' | 'or'; of: Condition[] }
  | { type: 'not'; of: Condition }
  | { type: 'reading'; ref: Ref; said: Said; for?: string | undefined }
  | { type: 'after' | 'before'; slot: string }
  | { type: 'between'; from: string; to: string }
  | { type: 'days'; slot: string }
  | { type: 'dark' }
  | { type: 'mode'; mode: Mode };

/** `A on`, `A bright N`, `A bright up N`, `A bright half`, `A toggle`, `A back`. */
export interface Setting {
  word: string;
  by?: 'up' | 'down' | 'half' | undefined;
  slot?: string | undefined;
}

export type Act =
  | { type: 'set'; ref: Ref; set: Setting; for?: string | undefined; until?: Trigger | undefined }
  | { type: 'wait'; slot: string }
  | { type: 'tell'; ref?: Ref | undefined; slot?: string | undefined }
  | { type: 'mode'; mode: Mode };

export type Rule =
  | { type: 'when'; triggers: Trigger[]; condition?: Condition | undefined; acts: Act[]; otherwise?: Act[] | undefined }
  | { type: 'while'; condition: Condition; acts: Act[] };

export type Line =
  | { kind: 'automation'; rules: Rule[] }
  | { kind: 'command'; acts: Act[] }
  | { kind: 'question'; ref: Ref; word: string }
  | { kind: 'rule'; act: Act; condition?: Condition | undefined }
  | { kind: 'ask'; about: (typeof ASKS)[number] }
  | { kind: (typeof EXITS)[number] };
