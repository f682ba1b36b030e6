/**
 * tsx engine/compile/train/pairs.ts OUT_FOLDER [VARIANTS] [SEED]: reads the corpus, writes `pairs.jsonl` and `held.jsonl` (every
 * fortieth line, none of whose variants is trained on), and reports what the linker missed.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusLine, type Pair, pairOf } from './expand';
import { Dice } from './names';

const CORPUS = new URL('../corpus/', import.meta.url).pathname;
const [out = '.', variants = '6', seed = '1'] = process.argv.slice(2);

export function readCorpus(folder = CORPUS): (CorpusLine & { from: string })[] {
  return readdirSync(folder)
    .filter((f) => f.endsWith('.jsonl'))
    .sort()
    .flatMap((f) =>
      readFileSync(join(folder, f), 'utf8')
        .split('\n')
        .flatMap((line, i) => (line.trim() ? [{ ...(JSON.parse(line) as CorpusLine), from: `${f}:${i + 1}` }] : [])),
    );
}

const lines = readCorpus();
const dice = new Dice(Number(seed));
const pairs = new Set<string>();
const held = new Set<string>();
let missed = 0;
const reasons: string[] = [];
for (const [i, line] of lines.entries()) {
  const exit = /^(?:other|missing|cannot|unclear|ask)/.test(line.write);
  const count = exit && !line.say.includes('{') ? 1 : Number(variants);
  for (let v = 0; v < count; v++) {
    let got: Pair | { missed: string };
    try {
      got = pairOf(line, dice, v);
    } catch (error) {
      got = { missed: error instanceof Error ? error.message : String(error) };
    }
    if ('missed' in got) {
      missed++;
      if (v === 0) reasons.push(`${line.from} ${got.missed}`);
    } else (i % 40 === 7 ? held : pairs).add(JSON.stringify(got));
  }
}
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'pairs.jsonl'), `${[...pairs].join('\n')}\n`);
writeFileSync(join(out, 'held.jsonl'), `${[...held].join('\n')}\n`);
writeFileSync(join(out, 'missed.txt'), `${reasons.join('\n')}\n`);
process.stderr.write(`${lines.length} lines → ${pairs.size} pairs, ${held.size} held out, ${missed} missed (${reasons.length} lines with their own names)\n`);
