/**
 * tsx engine/compile/train/pairs.ts OUT_FOLDER [VARIANTS] [SEED] [CASES_FOLDER]: reads the corpus, writes `pairs.jsonl` and `held.jsonl`
 * (every fortieth line, none of whose variants is trained on), and reports what the linker missed. With a folder of cases, the real
 * requests that may be trained on are written to `real.jsonl`: the last course.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCorpus } from './corpus';
import { type Pair, pairOf } from './expand';
import { Dice } from './names';
import { realPairs } from './real';

const [out = '.', variants = '6', seed = '1', cases = ''] = process.argv.slice(2);

/** By its words, so that a line stays on its side while the corpus grows. */
const isHeld = (say: string): boolean => [...say].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7) % 40 === 0;

const lines = readCorpus();
const dice = new Dice(Number(seed));
const pairs = new Set<string>();
const held = new Set<string>();
let missed = 0;
const reasons: string[] = [];
for (const line of lines) {
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
    } else (isHeld(line.say) ? held : pairs).add(JSON.stringify(got));
  }
}
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'pairs.jsonl'), `${[...pairs].join('\n')}\n`);
writeFileSync(join(out, 'held.jsonl'), `${[...held].join('\n')}\n`);
writeFileSync(join(out, 'missed.txt'), `${reasons.join('\n')}\n`);
const real = cases === '' ? [] : realPairs(cases);
if (real.length > 0) writeFileSync(join(out, 'real.jsonl'), `${real.map((p) => JSON.stringify(p)).join('\n')}\n`);
process.stderr.write(
  `${real.length} real, ${lines.length} lines → ${pairs.size} pairs, ${held.size} held out, ${missed} missed (${reasons.length} lines with their own names)\n`,
);
