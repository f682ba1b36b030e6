/**
 * Sentences put together from hand-written clauses and frames (`corpus/clauses/`): a small model that knows every clause still stumbles
 * over arrangements that it has not seen. Composed lines only train; none is held out, and none counts as a line of the corpus.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLine } from '../notation/grammar';
import { MENTION_LETTERS, SLOT_LETTERS } from '../notation/words';
import type { CorpusLine } from './expand';
import type { Dice } from './names';

const CLAUSES = new URL('../corpus/clauses/', import.meta.url).pathname;
const HOLE = /\[(!?)([A-FRT-V])(?:\.(\w+))?\]/g;
const MARK = /\{([^{}|]+)\|([^{}|]+)\}|<([^<>]+)>/g;

/** A clause with the ways to say it and what each says in the notation; letters are the clause's own. */
export interface Clause {
  sort: 'trigger' | 'cond' | 'act' | 'remark';
  cannot: boolean;
  forms: Readonly<Record<string, string[]>>;
  writes: Readonly<Record<string, string>>;
}
export interface Bank {
  clauses: Clause[];
  frames: CorpusLine[];
}

/** One line of a clause file, or undefined where it is none. */
export function clauseOf(row: Record<string, unknown>): Clause | undefined {
  const text = (key: string): string | undefined => (typeof row[key] === 'string' ? (row[key] as string) : undefined);
  const forms = Object.fromEntries(Object.entries(row).flatMap(([k, v]) => (Array.isArray(v) ? [[k, v as string[]]] : [])));
  const remark = text('remark');
  if (remark !== undefined) return { sort: 'remark', cannot: false, forms: { '': [remark] }, writes: {} };
  const cannot = text('cannot');
  const sort = (['trigger', 'cond', 'act'] as const).find((s) => s === cannot || text(s) !== undefined);
  if (!sort) return undefined;
  const write = cannot === undefined ? (text(sort) ?? '') : 'cannot';
  const writes: Record<string, string> = { '': write };
  for (const part of ['still', 'ends', 'undo', 'is']) if (text(`${part}Write`) !== undefined) writes[part] = text(`${part}Write`) ?? '';
  if (sort === 'cond' && (text('notWrite') ?? !/ (?:and|or) /.test(write))) writes['!'] = text('notWrite') ?? `not ${write}`.replace(/^not not /, '');
  return { sort, cannot: cannot !== undefined, forms, writes };
}

/** All clauses and frames of a folder. */
export function readBank(folder = CLAUSES): Bank {
  const bank: Bank = { clauses: [], frames: [] };
  if (!existsSync(folder)) return bank;
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (!line.trim()) continue;
      const row = JSON.parse(line) as Record<string, unknown>;
      const clause = clauseOf(row);
      if (clause) bank.clauses.push(clause);
      else bank.frames.push(row as unknown as CorpusLine);
    }
  }
  return bank;
}

const sortOf = (hole: string): Clause['sort'] => ('TUV'.includes(hole) ? 'trigger' : 'CDE'.includes(hole) ? 'cond' : hole === 'R' ? 'remark' : 'act');

/** Remarks that cannot stand beside a line that does what they say is not needed. */
const DENIES: readonly (readonly [RegExp, RegExp])[] = [
  [/\bno\b.*\b(?:messages?|notifications?|alerts?|pings?|confirm)|\bdon['’]t (?:tell|message|notify)/i, /\btell\b/],
  [/\bno\b.*\bmotion/i, /\b(?:motion|still)\b/],
];
const COUNTS: Readonly<Record<string, string[]>> = {
  s: ['10', '15', '20', '30', '40', '45', '90'],
  m: ['2', '3', '4', '5', '6', '7', '8', '10', '12', '15', '20', '25', '30', '40', '45', '50', '75', '90'],
  h: ['2', '3', '4', '5', '6', '8', '10', '12'],
  d: ['2', '3', '4', '5', '7', '10'],
};

/** Another number in place of one that is written in figures: what a clause waits for or compares with is not learnt by heart. */
function another(slot: string, dice: Dice): string {
  if (dice.chance(0.2)) return slot;
  const lasts = /^(\d+)( ?)(s|sec|second|m|min|minute|h|hour|d|day)(s?)$/i.exec(slot);
  if (lasts && lasts[1] !== '1') return `${dice.pick(COUNTS[(lasts[3] ?? '').charAt(0).toLowerCase()] ?? ['2'])}${lasts[2]}${lasts[3]}${lasts[4]}`;
  const clock = /^(\d{1,2}):(\d{2})$/.exec(slot);
  if (clock) return `${(Number(clock[1]) + Math.floor(dice.next() * 3) + 23) % 24}:${dice.pick(['00', '05', '10', '15', '20', '30', '40', '45', '50'])}`;
  return slot.replace(/^(\d{1,2})(?= ?%$)/, () => String(5 * (1 + Math.floor(dice.next() * 19))));
}

/** What a clause must have to stand in each hole of a frame: forms that are said, parts that are written. */
function needs(frame: CorpusLine): Map<string, { forms: Set<string>; writes: Set<string> }> {
  const all = new Map<string, { forms: Set<string>; writes: Set<string> }>();
  const of = (hole: string) => all.get(hole) ?? all.set(hole, { forms: new Set(), writes: new Set() }).get(hole);
  for (const [, , hole = '', form = ''] of frame.say.matchAll(HOLE)) of(hole)?.forms.add(form);
  for (const [, not, hole = '', form = ''] of frame.write.matchAll(HOLE)) of(hole)?.writes.add(not ? '!' : form);
  return all;
}

/** Whether the clause may stand there: settings that last take one plain act, "A or B" stands in no "and". */
function fits(clause: Clause, hole: string, frame: CorpusLine): boolean {
  const own = clause.writes[''] ?? '';
  if (clause.sort === 'act') {
    const lasts = new RegExp(`\\[${hole}\\] (?:for|until)|(?:while [^;]* do [^;]*|never )\\[${hole}\\]`).test(frame.write);
    return !lasts || !/,|\b(?:tell|mode|back|flash|toggle|wait|for|until|up|down|half)\b/.test(own);
  }
  if (clause.sort === 'cond') return !/ or /.test(`${own} ${clause.writes['!'] ?? ''}`) || !/\] and|and (?:not )?\[/.test(frame.write);
  const chained = new RegExp(`\\[${hole}\\] then|then \\[${hole}\\]|\\[${hole}(?:\\.\\w+)?\\] for`);
  if (/ (?:or|then|for) /.test(own) && chained.test(frame.write)) return false;
  const still = clause.writes.still ?? clause.writes.ends ?? '';
  return !/ or /.test(still) || !new RegExp(`and (?:not )?\\[${hole}\\.|not \\[${hole}\\.|\\[${hole}\\.\\w+\\] (?:and|for)`).test(frame.write);
}

/** Gives the letters of one sentence: those of each clause, and of the frame (`-`), are moved to their place in the whole. */
class Letters {
  private readonly moved = new Map<string, string>();
  private readonly named: { letter: string; kind: string; text: string; hole: string }[] = [];
  /** Said twice, it is the same number twice. */
  private readonly numbers = new Map<string, string>();
  private slots = 0;
  /** More was named than there are letters, or something is written that was not said. */
  lost = false;

  constructor(private readonly dice: Dice) {}

  /** A clause's words with their marks moved. */
  said(hole: string, words: string): string {
    let mentions = 0;
    let numbers = 0;
    return words.replace(MARK, (_, text: string, kind: string, slot: string | undefined) => {
      if (slot !== undefined) {
        const key = `${hole}${SLOT_LETTERS[numbers++]}`;
        this.give(key, SLOT_LETTERS[this.slots++]);
        const known = this.numbers.get(key) ?? another(slot, this.dice);
        this.numbers.set(key, known);
        return `<${known}>`;
      }
      return this.mention(hole, text, kind, () => MENTION_LETTERS[mentions++] ?? '');
    });
  }

  /** The frame's slot number `n`. */
  own(slot: string, n: number): string {
    this.give(`-${SLOT_LETTERS[n]}`, SLOT_LETTERS[this.slots++]);
    return `<${another(slot.slice(1, -1), this.dice)}>`;
  }

  private mention(hole: string, text: string, kind: string, next: () => string): string {
    const key = `${hole}${/^=([A-M])$/.exec(kind)?.[1] ?? next()}`;
    const known = this.moved.get(key);
    if (known) return `{${text}|=${known}}`;
    const acts = sortOf(hole) === 'act';
    const alike = this.named.find((n) => n.kind === kind && n.hole !== hole && acts && sortOf(n.hole) === 'act');
    if (alike && this.dice.chance(0.25)) {
      this.give(key, alike.letter);
      return `{${alike.text}|=${alike.letter}}`;
    }
    const letter = MENTION_LETTERS[this.named.length];
    this.named.push({ letter: letter ?? '', kind, text, hole });
    this.give(key, letter);
    return `{${text}|${kind}}`;
  }

  private give(key: string, letter: string | undefined): void {
    if (letter === undefined) this.lost = true;
    else if (!this.moved.has(key)) this.moved.set(key, letter);
  }

  /** Notation of a clause or the frame with its letters moved. */
  written(hole: string, write: string): string {
    return write.replace(/\b[A-Z]\b/g, (own) => {
      const letter = this.moved.get(`${hole}${own}`);
      if (!letter) this.lost = true;
      return letter ?? own;
    });
  }
}

/** A clause for each hole of a frame, or undefined where none fits. @param odd the hole for what cannot be done */
function choose(bank: Bank, frame: CorpusLine, dice: Dice, odd: string | undefined): Map<string, Clause> | undefined {
  const chosen = new Map<string, Clause>();
  for (const [hole, { forms, writes }] of needs(frame)) {
    const fit = bank.clauses.filter(
      (c) =>
        c.sort === sortOf(hole) &&
        c.cannot === (hole === odd) &&
        ![...chosen.values()].includes(c) &&
        [...forms].every((f) => c.forms[f]?.length) &&
        (c.cannot || ([...writes].every((w) => c.writes[w] !== undefined) && fits(c, hole, frame))),
    );
    if (fit.length === 0) return undefined;
    chosen.set(hole, dice.pick(fit));
  }
  return chosen;
}

/**
 * One line composed from a frame, or undefined where no line comes of it (letters run out, a form is missing, nothing that parses).
 * @param impossible whether one of its clauses shall be one that cannot be done
 */
export function compose(bank: Bank, frame: CorpusLine, dice: Dice, impossible = false): CorpusLine | undefined {
  const odd = impossible ? dice.pick([...needs(frame).keys()].filter((h) => h !== 'R')) : undefined;
  const chosen = choose(bank, frame, dice, odd);
  if (!chosen) return undefined;
  const letters = new Letters(dice);
  let slots = 0;
  const say = frame.say.split(/(\[[A-FRT-V](?:\.\w+)?\]|<[^<>]+>)/).reduce((before, part) => {
    const hole = /^\[([A-FRT-V])(?:\.(\w+))?\]$/.exec(part);
    if (/^<.+>$/.test(part)) return before + letters.own(part, slots++);
    if (!hole) return before + part;
    const text = letters.said(hole[1] ?? '', dice.pick(chosen.get(hole[1] ?? '')?.forms[hole[2] ?? ''] ?? ['']));
    return before + (/(?:^|[.!?] )$/.test(before) ? text.replace(/^[a-z]/, (c) => c.toUpperCase()) : text);
  }, '');
  if (odd) return letters.lost ? undefined : { say, write: 'cannot' };
  // Holes in small letters are none of the frame's own.
  const write = letters
    .written(
      '-',
      frame.write.replace(HOLE, (hole) => hole.toLowerCase()),
    )
    .replace(/\[(!?)([a-frt-v])(?:\.(\w+))?\]/g, (_, not: string, hole: string, part = '') =>
      letters.written(hole.toUpperCase(), chosen.get(hole.toUpperCase())?.writes[not || part] ?? ''),
    )
    .replace(/\bnot not /g, '');
  const denied = [...chosen.values()].some((c) => c.sort === 'remark' && DENIES.some(([said, of]) => said.test(c.forms['']?.[0] ?? '') && of.test(write)));
  return letters.lost || denied || !parseLine(write) ? undefined : { say, write };
}
