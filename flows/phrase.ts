import type { Capability, Risk, Value } from './capability';

/** How a value is changed in place: the control, the path of the value in the flow file, and what it is now. */
export type Edit =
  | { kind: 'duration' | 'time' | 'text'; path: string; value: string }
  | { kind: 'number'; path: string; value: number; unit: string; min?: number; max?: number; step: number }
  | { kind: 'choice'; path: string; value: Value; options: { value: Value; label: string }[] }
  | { kind: 'device'; path: string; role: string; capability: Capability | undefined };

/** A piece of the reading. */
export interface Phrase {
  text: string;
  /** Path into the flow file of what it says; absent on joining words. */
  path?: string;
  edit?: Edit;
  /** What it touches, by risk class; `time` for clocks and delays. */
  touches?: Risk | 'time';
}

export const textOf = (phrases: readonly Phrase[]): string =>
  phrases
    .map((p) => p.text)
    .join(' ')
    .replace(/ ([,.])/g, '$1')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/ {2,}/g, ' ')
    .trim();

export function joined(lists: Phrase[][], joint: string): Phrase[] {
  return lists.flatMap((phrases, i) => (i === 0 ? phrases : [{ text: joint }, ...phrases]));
}

/** Groups inside groups keep brackets, so that two different conditions never read the same. */
export function grouped(lists: Phrase[][], joint: 'and' | 'or'): Phrase[] {
  return [{ text: '(' }, ...joined(lists, joint), { text: ')' }];
}
