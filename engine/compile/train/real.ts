/**
 * Requests by real people as training pairs: their text is read from the folder of cases (never kept here), the notation that was
 * written for each by hand stands in `real.tsv` by id. Only cases that may be trained on (`measure: false`) are looked at. A twin, whose
 * device is missing from its home, is written as if the device were there: ordinary code then says that it is not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homeSchema } from '../../../flows/home';
import { type Marked, mark } from '../mark';
import { parseLine } from '../notation/grammar';
import type { Pair } from './expand';

interface RealCase {
  id: string;
  request: string;
  home: unknown;
  now?: string;
  measure?: boolean;
}

const LABELS = new URL('./real.tsv', import.meta.url);
const SETS = ['thingpedia', 'massive', 'intents', 'twins', 'other'];

/** @param folder of the case files @returns none where the folder is absent */
export function realPairs(folder: string): Pair[] {
  if (!existsSync(join(folder, `${SETS[0]}.jsonl`))) return [];
  const labels = new Map(
    readFileSync(LABELS, 'utf8')
      .split('\n')
      .filter((l) => l.includes('\t'))
      .map((l) => l.split('\t') as [string, string]),
  );
  const cases = SETS.flatMap((set) => readCases(join(folder, `${set}.jsonl`)));
  const marked = new Map(cases.map((c) => [c.id, mark(c.request, homeSchema.parse(c.home), (c.now ?? '2026-06-01T12:00').slice(0, 16))]));
  return cases.flatMap((c): Pair[] => {
    const own = marked.get(c.id) as Marked;
    const pair = (target: string | undefined): Pair[] => (target && parseLine(target) ? [{ prompt: own.prompt, target: ` ${target}` }] : []);
    if (c.id.startsWith('nlu:')) return pair('other');
    if (!c.id.startsWith('twin:')) return pair(labels.get(c.id));
    const label = labels.get(c.id.slice('twin:'.length));
    const with_ = marked.get(c.id.slice('twin:'.length));
    return label && with_ ? pair(moved(label, with_, own)) : [];
  });
}

function readCases(path: string): RealCase[] {
  const all = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as RealCase);
  return all
    .filter((c) => c.measure === false)
    .map((c) => (typeof c.home === 'string' ? { ...c, home: JSON.parse(readFileSync(join(dirname(path), c.home), 'utf8')) as unknown } : c));
}

/** A line with the letters that the same words have in another home's marks; `missing` where they are not marked there. */
function moved(line: string, from: Marked, to: Marked): string {
  const spans = (m: Marked): [string, number, number][] => [
    ...[...m.mentions].flatMap(([l, x]) => x.places.map((p): [string, number, number] => [l, p.start, p.end])),
    ...[...m.slots].map(([l, s]): [string, number, number] => [l, s.start, s.end]),
  ];
  let lost = false;
  const target = line.replace(/\b[A-Z]\b/g, (letter) => {
    const span = spans(from).find(([l]) => l === letter);
    const same = span && spans(to).find(([l, start, end]) => l < 'N' === letter < 'N' && start < span[2] && span[1] < end);
    if (!same) lost = true;
    return same?.[0] ?? letter;
  });
  return lost ? 'missing' : target;
}
