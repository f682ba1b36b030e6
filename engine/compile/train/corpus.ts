import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusLine } from './expand';

const CORPUS = new URL('../corpus/', import.meta.url).pathname;

/** All lines of the corpus with their place, `auto-1.jsonl:12`. */
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
