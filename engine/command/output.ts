import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Home, homeSchema } from '../../flows/home';
import { parseJson } from '../../flows/json';
import { parse } from '../../flows/parse';
import { type Problem, problem } from '../../flows/problem';
import type { DraftFlow } from '../../flows/stages';
import { fromCaller } from '../config';

/** Results go to standard output and nothing else does; progress and faults go to standard error. */
export const print = (line: string): void => void process.stdout.write(`${shown(line)}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value).replace(CONTROLS, escaped));
export const say = (line: string): void => void process.stderr.write(`${shown(line)}\n`);

/** What a terminal would obey or show in another order. Names and messages of files and devices are a stranger's. */
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
const shown = (text: string): string => text.replace(CONTROLS, '\uFFFD');

/** The input was refused: exit code 1, the reason on standard error or, with `--json`, on standard output. */
export class RefusedInput extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'refused');
  }
}

export const refuseInput = (message: string, hint = 'Correct it and try again.'): never => {
  throw new RefusedInput([problem('wrong-shape', message, '', { hint })]);
};

export function problemLine(p: Problem, file = ''): string {
  const where = [file, p.path].filter(Boolean).join(' ');
  return `${p.level}: ${p.message}${where ? ` (${where})` : ''}${p.hint ? `\n  ${p.hint}` : ''}`;
}

/** @throws RefusedInput where it is missing or larger than any file of ours */
function readText(path: string): string {
  const full = fromCaller(path);
  if (!existsSync(full) || !statSync(full).isFile())
    throw new RefusedInput([problem('not-found', `There is no file ${path}.`, '', { hint: 'Correct the path.' })]);
  if (statSync(full).size > 64_000_000) throw new RefusedInput([problem('too-large', `${path} is larger than 64 MB.`)]);
  return readFileSync(full, 'utf8').replace(/^\uFEFF/, '');
}

/** @throws RefusedInput with the problems of the file */
export function readFlow(path: string): DraftFlow {
  const draft = parse(readText(path));
  if (!draft.ok) throw new RefusedInput(draft.problems);
  return draft.value;
}

/** @throws RefusedInput */
export function readHome(path: string): Home {
  const json = parseJson(readText(path), { bytes: 16_000_000, depth: 16 });
  if (!json.ok) throw new RefusedInput(json.problems);
  return homeOf(json.value, path);
}

/** @throws RefusedInput */
export function homeOf(value: unknown, named: string): Home {
  const home = homeSchema.safeParse(value);
  if (home.success) return home.data;
  throw new RefusedInput(
    home.error.issues.slice(0, 20).map((i) => problem('wrong-shape', `${named}: ${i.path.join('.') || 'the file'}: ${i.message}.`, i.path.join('.'))),
  );
}

/** The lines of a JSON Lines file that hold something, each with its number. @throws RefusedInput */
export function readLines(path: string): { number: number; value: unknown }[] {
  return readText(path)
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim() === '' ? [] : [{ number: i + 1, value: jsonLine(line, `${path}, line ${i + 1}`) }]));
}

function jsonLine(line: string, where: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return refuseInput(`${where} is not JSON.`);
  }
}
