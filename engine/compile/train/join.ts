/**
 * Requests of several wishes, as people write them in one go: two or three lines of the corpus in one message, with the letters of the
 * later ones moved on, some of their devices being those of the earlier ones, and sometimes a greeting before or a thanks behind. This
 * teaches a small model to keep letters apart over a long sentence; what the wishes mean together it learns from the lines written whole.
 */
import { MENTION_LETTERS, SLOT_LETTERS } from '../notation/words';
import type { CorpusLine } from './expand';
import type { Dice } from './names';

const PIECE = /\{([^{}|]+)\|([^{}|]+)\}|<([^<>]+)>/g;
const BETWEEN = ['. ', '. Also, ', '. And ', '; ', ', and ', '. Then, ', '. Besides, ', '. Also ', '. Next: ', ' and ', '. On top of that ', ' - '];
const OPENERS =
  'hi all, |hello everyone. |hey folks, |good morning, |I am new to this. |first post here. |I have tried this for weeks and never got it right. |my partner wants this: |so here is what I am after. |I hope somebody can help. |this used to work with my old system. |what I would like: |here is the idea: |I need some help. |not sure how to put it, but |this should be simple: |ok so |I moved in last month. |my kids keep forgetting things, so |quick question. |greetings from Norway. |we just had a baby, so |I work from home. |I am renting, so nothing fancy. |trying again: |for my parents, who are old: |the electrician is done, now I want this: |can this be done: |goal: |long story short, '.split(
    '|',
  );
const CLOSERS =
  '. Thanks|. Thanks in advance!|. Any help is appreciated.|. Cheers|. Is that possible?|. That would be great.|. Thank you so much|. That is all.|. Hope that makes sense.|. Should be easy enough.|. My wife will be happy.|. Best regards, Tom|, please|. Simple as that.|. I could not get it to work with anything else.'.split(
    '|',
  );

/** Whether a line can stand beside others: whole rules, or commands that hold no wait for those behind them. */
export const joinable = (line: CorpusLine): 'rules' | 'acts' | undefined =>
  line.say.includes('||') ? undefined : /^when /.test(line.write) ? 'rules' : /^do (?!.*\b(?:wait|repeat|only)\b)/.test(line.write) ? 'acts' : undefined;

/** Lines of one sort as one, or undefined where there are not letters enough. @param lines two or more */
export function join(lines: readonly CorpusLine[], dice: Dice): CorpusLine | undefined {
  const kinds = new Map<string, string>();
  let slots = 0;
  const says: string[] = [];
  const writes: string[] = [];
  for (const line of lines) {
    const letters = new Map<string, string>();
    const own: string[] = [];
    let mentions = 0;
    let numbers = 0;
    let full = false;
    const say = line.say.replace(PIECE, (all, text: string, kind: string, slot: string | undefined) => {
      if (slot !== undefined) {
        letters.set(SLOT_LETTERS[numbers++] ?? '', SLOT_LETTERS[slots++] ?? '');
        if (slots > SLOT_LETTERS.length) full = true;
        return all;
      }
      const again = /^=([A-M])$/.exec(kind)?.[1];
      if (again) return `{${text}|=${letters.get(again) ?? again}}`;
      const letter = MENTION_LETTERS[mentions++] ?? '';
      const alike = [...kinds].find(([l, k]) => k.split('|')[0] === kind && !own.includes(l));
      if (alike && !/[*]|^floor$/.test(kind) && dice.chance(0.35)) {
        letters.set(letter, alike[0]);
        own.push(alike[0]);
        return `{${alike[1].split('|')[1]}|=${alike[0]}}`;
      }
      const next = MENTION_LETTERS[kinds.size];
      if (next === undefined) {
        full = true;
        return all;
      }
      kinds.set(next, `${kind}|${text}`);
      letters.set(letter, next);
      own.push(next);
      return all;
    });
    if (full) return undefined;
    says.push(say.replace(/[.!;, ]+$/, ''));
    writes.push(line.write.replace(/\b[A-Z]\b/g, (l) => letters.get(l) ?? l));
  }
  const acts = writes.every((w) => w.startsWith('do '));
  const write = acts ? `do ${writes.map((w) => w.slice(3)).join(', ')}` : writes.join('; ');
  const say = says.reduce((all, s) => `${all}${acts ? dice.pick([', ', ' and ', '. Also ', ' and then ', ', then ', '. ']) : dice.pick(BETWEEN)}${s}`);
  return talked({ say, write }, dice, acts ? 0.1 : 0.5);
}

/** With words around it that ask for nothing. */
export function talked(line: CorpusLine, dice: Dice, chance: number): CorpusLine {
  const before = dice.chance(chance) ? dice.pick(OPENERS) : '';
  const behind = dice.chance(chance) ? dice.pick(CLOSERS) : '';
  return { say: `${before}${line.say.replace(/[.! ]+$/, behind === '' ? '$&' : '')}${behind}`, write: line.write };
}
