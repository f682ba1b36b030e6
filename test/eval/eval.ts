/**
 * npm run eval -- [FILE or FOLDER …] [--model FILE] [--without grammar|marks|order|model] [--failures N] [--risk] [--all] [--json]
 *
 * Runs sets of cases (lines as `sayso try` reads them, plus `expect`) through the compiler with the real model and reports how many
 * whole requests come out exactly as expected. Without a set: the project's own, in test/eval/cases. Only the measured half of a set
 * counts (`measure: false` may have been trained on) unless --all. --risk: nothing is asked back for doubt; instead, how much would be wrong
 * at each share that is answered. Figures go to standard output, progress to standard error.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import { caseReader } from '../../engine/command/cases';
import { namedModel } from '../../engine/command/model';
import { tried } from '../../engine/command/try';
import type { Model } from '../../engine/compile/model';
import { type Ablation, ablated } from './ablation';
import { type Answered, always, overheard, riskCurve, riskTable } from './risk';
import { type Case, fault, mustRefuse, type Tried } from './score';
import { type Figures, figuresOf, type Row, table } from './summary';

interface Options {
  model?: string;
  without?: Ablation;
  failures: string;
  all?: boolean;
  risk?: boolean;
  json?: boolean;
}

const own = new URL('./cases/', import.meta.url).pathname;
const from = process.env.INIT_CWD ?? process.cwd();

async function main(paths: string[], o: Options): Promise<void> {
  const files = (paths.length > 0 ? paths.map((p) => resolve(from, p)) : [own]).flatMap(filesAt);
  const real = await namedModel(o.model);
  const whole = o.without ? ablated(o.without, real) : real;
  const heard = o.risk ? overheard(whole) : undefined;
  const model = heard ?? whole;
  const answered: Answered[] = [];
  const sets: Figures[] = [];
  let rssBytes = 0;
  await tried(warmUp(), model);
  for (const path of files) {
    const rows = await run(path, model, o.all ?? false, Number(o.failures), heard && { heard, answered });
    sets.push(figuresOf(basename(path, '.jsonl'), rows));
    rssBytes = Math.max(rssBytes, residentBytes());
    process.stderr.write(`${table([sets.at(-1) as Figures])}\n`);
  }
  await model.unload();
  if (heard) process.stderr.write(`${riskTable(answered)}\n`);
  const result = { sets, ...(heard ? { risk: riskCurve(answered) } : {}), model: { file: basename(real.path), bytes: statSync(real.path).size }, rssBytes };
  process.stdout.write(o.json ? `${JSON.stringify(result)}\n` : `${table(sets)}\n`);
}

interface Overhearing {
  heard: ReturnType<typeof overheard>;
  answered: Answered[];
}

async function run(path: string, model: Model, all: boolean, failures: number, over?: Overhearing): Promise<Row[]> {
  const read = caseReader(path, undefined);
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const rows: Row[] = [];
  for (const [i, text] of lines.entries()) {
    const line = JSON.parse(text) as Case;
    if (line.measure === false && !all) continue;
    const c = read(line, i + 1);
    const got = (await tried(c, model)) as unknown as Tried;
    const why = fault({ ...line, home: c.home }, got);
    const last = over?.heard.last();
    if (over && last && (got.kind === 'automation' || got.kind === 'command')) {
      const amongOthers = why !== undefined && (await anyRight(line, c, last.runnersUp ?? []));
      over.answered.push({ confidence: last.confidence, right: why === undefined, amongOthers });
    }
    rows.push({
      group: line.group ?? (line.level === undefined ? undefined : `level ${line.level}`),
      why,
      got,
      refuse: mustRefuse(line),
      kinds: kindsOf(line),
    });
    if (why && rows.filter((r) => r.why).length <= failures)
      process.stderr.write(`- ${line.id} “${line.request}”\n    ${why}\n    read as ${got.kind}: ${got.reading}\n`);
  }
  return rows;
}

async function anyRight(line: Case, c: Parameters<typeof tried>[0], others: readonly { text: string }[]): Promise<boolean> {
  for (const { text } of others) {
    const got = (await tried(c, always(text))) as unknown as Tried;
    if (fault({ ...line, home: c.home }, got) === undefined) return true;
  }
  return false;
}

const kindsOf = (c: Case): string[] => [c.expect, ...(c.expect.or ?? [])].flatMap((e) => e.kind);

/** So that the first measured request does not pay for loading. */
function warmUp(): Parameters<typeof tried>[0] {
  const home = { format: 'sayso/home/1', name: 'Home', timezone: 'Europe/Berlin', latitude: 52.5, longitude: 13.4, devices: [] };
  return caseReader('.', undefined)({ id: 'warm', request: 'hello', home, now: '2026-06-01T12:00:00' }, 1);
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((f) => f.endsWith('.jsonl'))
    .sort()
    .map((f) => join(path, f));
}

/** Of this process and its children (the model's is one), in bytes; Linux only, else of this process alone. */
function residentBytes(): number {
  const rssOf = (pid: number | string): number => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  };
  try {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return rssOf('self') + children.reduce((sum, pid) => sum + rssOf(pid), 0);
  } catch {
    return process.memoryUsage().rss;
  }
}

await new Command('eval')
  .argument('[sets...]')
  .option('--model <file>')
  .option('--without <part>')
  .option('--failures <n>', 'how many to show of each set', '0')
  .option('--risk')
  .option('--all')
  .option('--json')
  .action(main)
  .parseAsync();
