import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { printLine } from '../../../engine/compile/notation/print';
import { readCorpus } from '../../../engine/compile/train/corpus';
import { readLine } from '../../../engine/compile/train/expand';

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
