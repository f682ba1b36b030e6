import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { printLine } from '../../../engine/compile/notation/print';
import { type Clause, compose, readBank } from '../../../engine/compile/train/compose';
import { readCorpus } from '../../../engine/compile/train/corpus';
import { type CorpusLine, readLine } from '../../../engine/compile/train/expand';
import { Dice } from '../../../engine/compile/train/names';

const lines = readCorpus();
/** Places of the lines for which `wrong` says something, so that a failure names them. */
const faults = (wrong: (line: (typeof lines)[number]) => boolean): string[] => lines.filter(wrong).map((l) => `${l.from} ${l.write}`);

describe('the corpus', () => {
  test('every line is notation that reads back as it was written', () => {
    const normal = (text: string): string => text.replace(/\s*([,;])\s*/g, '$1 ').trim();
    expect(
      faults((l) => {
        const parsed = parseLine(l.write);
        return parsed === undefined || printLine(parsed) !== normal(l.write);
      }),
    ).toEqual([]);
  });

  test('every line points only at what its sentence has', () => {
    expect(
      faults((l) => {
        const has = new Set(readLine(l).pieces.map((p) => p.letter));
        return (l.write.match(/\b[A-Z]\b/g) ?? []).some((letter) => !has.has(letter));
      }),
    ).toEqual([]);
  });

  test('no sentence stands in it with two meanings', () => {
    const meanings = new Map<string, string>();
    expect(
      faults((l) => {
        const before = meanings.get(l.say);
        meanings.set(l.say, l.write);
        return before !== undefined && before !== l.write;
      }),
    ).toEqual([]);
  });
});

describe('clauses and frames', () => {
  const bank = readBank();
  const feasible = bank.clauses.filter((c) => !c.cannot && c.sort !== 'remark');
  const around = { trigger: (w: string) => `when ${w} do it on`, cond: (w: string) => `when it on if ${w} do it off`, act: (w: string) => `do ${w}` };
  const PART = { still: 'cond', is: 'cond', '!': 'cond', ends: 'trigger', undo: 'act' } as const;
  const sortOf = (c: Clause, part: string): keyof typeof around => PART[part as keyof typeof PART] ?? (c.sort as keyof typeof around);

  test('every clause is notation and points only at what it says', () => {
    const wrong = feasible.flatMap((c) =>
      Object.entries(c.writes).flatMap(([part, write]) => {
        const said = Object.entries(c.forms).filter(([form]) => !['still', 'ends', 'undo', 'undoTerse', 'is'].includes(form));
        const lost = said.some(([, list]) => list.some((say) => !(write.match(/\b[A-Z]\b/g) ?? []).every((l) => letters(say).has(l))));
        return lost || parseLine(around[sortOf(c, part)](write)) === undefined ? [write] : [];
      }),
    );
    expect(feasible.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  test('every frame gives sentences, and each line of one points only at what its sentence has', () => {
    const dice = new Dice(3);
    const composed = (frame: CorpusLine, tries = 40): CorpusLine | undefined =>
      compose(bank, frame, dice) ?? (tries > 0 ? composed(frame, tries - 1) : undefined);
    const made = bank.frames.map((frame) => composed(frame));
    expect(bank.frames.filter((_, i) => made[i] === undefined).map((f) => f.say)).toEqual([]);
    expect(made.filter((l) => l && (l.write.match(/\b[A-Z]\b/g) ?? []).some((letter) => !letters(l.say).has(letter)))).toEqual([]);
  });

  test('a frame and its clauses give this line', () => {
    const only = { trigger: 'A open', cond: 'all it away', act: 'A locked', remark: '' };
    const small = { frames: [], clauses: bank.clauses.filter((c) => c.writes[''] === only[c.sort]) };
    const line = compose(small, { say: '[A.do] <2 minutes> after [T.when], if [C.if]', write: 'when [T] if [C] do wait N, [A]' }, new Dice(1));
    expect(line?.write).toBe('when B open if all it away do wait N, A locked');
    expect(line?.say).toMatch(/^\S.*\{.+\|.*\} .*<\d+ minutes> after .*\{.+\}.*, if /);
  });
});

const letters = (say: string): Set<string> => new Set(readLine({ say, write: '' }).pieces.map((p) => p.letter));
