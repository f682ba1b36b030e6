/**
 * tsx engine/compile/train/pairs.ts OUT_FOLDER [VARIANTS] [SEED] [CASES_FOLDER] [JOINS] [COMPOSED]: reads the corpus, writes `pairs.jsonl` and `held.jsonl`
 * (every fortieth line, none of whose variants is trained on), and reports what the linker missed. With a folder of cases, the real
 * requests that may be trained on are written to `real.jsonl`: the last course. JOINS: how many messages of several lines are added (`join.ts`).
 * COMPOSED: how many lines are put together from clauses and frames (`compose.ts`).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose, readBank } from './compose';
import { readCorpus } from './corpus';
import { type Pair, pairOf } from './expand';
import { joinable, join as joinLines, talked } from './join';
import { Dice } from './names';
import { realPairs } from './real';

const [out = '.', variants = '6', seed = '1', cases = '', joins = '0', composed = '0'] = process.argv.slice(2);

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
      got = pairOf(v > 0 && joinable(line) === 'rules' ? talked(line, dice, 0.08) : line, dice, v);
    } catch (error) {
      got = { missed: error instanceof Error ? error.message : String(error) };
    }
    if ('missed' in got) {
      missed++;
      if (v === 0) reasons.push(`${line.from} ${got.missed}`);
    } else (isHeld(line.say) ? held : pairs).add(JSON.stringify(got));
  }
}
const apart = lines.filter((line) => !isHeld(line.say));
for (const [sort, joined] of [
  ['rules', Number(joins)],
  ['acts', Math.round(Number(joins) / 4)],
] as const) {
  const pool = apart.filter((line) => joinable(line) === sort);
  for (let i = 0; i < joined && pool.length > 3; i++) {
    const whole = joinLines(dice.chance(0.7) ? [dice.pick(pool), dice.pick(pool)] : [dice.pick(pool), dice.pick(pool), dice.pick(pool)], dice);
    if (!whole || whole.say.length > 900) continue;
    try {
      const got = pairOf(whole, dice, dice.chance(0.3) ? 0 : 1 + (i % 3));
      if (!('missed' in got)) pairs.add(JSON.stringify(got));
    } catch {
      missed++;
    }
  }
}
const bank = readBank();
/** Of composed lines, those with a clause that cannot be done, and those that stand beside another rule. */
const [IMPOSSIBLE, BESIDE] = [0.07, 0.12];
for (let i = 0; i < Number(composed); i++) {
  const line = compose(bank, dice.pick(bank.frames), dice, dice.chance(IMPOSSIBLE));
  if (!line) continue;
  const beside = dice.chance(BESIDE) && joinable(line) === 'rules' ? dice.pick(apart) : undefined;
  const whole = (beside && joinable(beside) === 'rules' && joinLines([line, beside], dice)) || line;
  try {
    const got = pairOf({ ...whole, say: loosely(whole.say) }, dice, 1 + (i % 3));
    if (!('missed' in got)) pairs.add(JSON.stringify(got));
  } catch {
    missed++;
  }
}

/** Stops and commas are left away now and then. */
function loosely(say: string): string {
  const open = dice.chance(0.15) ? say.replace(/[.!]+$/, '') : say;
  return dice.chance(0.08) ? open.replace(/,/g, '') : open;
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
