import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Clauses stand in SPEC.md as `**3.2**` at the start of a paragraph; a test carries `SPEC 3.2` in its name. */
const clauses = [...readFileSync('flows/SPEC.md', 'utf8').matchAll(/^\*\*(\d+\.\d+)\*\*/gm)].map((m) => m[1] ?? '');
const named = (text: string): string[] => [...text.matchAll(/SPEC (\d+\.\d+)/g)].map((m) => m[1] ?? '');

test('every clause of SPEC.md has a test that carries its number', () => {
  const names = readdirSync('test/flows')
    .filter((f) => f.endsWith('.test.ts') && f !== 'spec.test.ts')
    .flatMap((f) =>
      [...readFileSync(`test/flows/${f}`, 'utf8').matchAll(/(?:test|describe)(?:\.each\([^)]*\))?\(\s*(['"`])([\s\S]*?)\1/g)].map((m) => m[2] ?? ''),
    );
  const proven = new Set(names.flatMap(named));
  expect(clauses.filter((c) => !proven.has(c))).toEqual([]);
  expect([...proven].filter((c) => !clauses.includes(c))).toEqual([]);
});

test('every clause that the code cites exists, and none is numbered twice', () => {
  const files = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
      e.isDirectory() ? files(`${dir}/${e.name}`) : /\.tsx?$/.test(e.name) ? [`${dir}/${e.name}`] : [],
    );
  const cited = ['flows', 'devices', 'engine']
    .flatMap(files)
    .flatMap((f) => [...readFileSync(f, 'utf8').matchAll(/\(SPEC (\d+\.\d+)(?:, (\d+\.\d+))?\)/g)].flatMap((m) => [m[1], m[2]]));
  expect(cited.filter((c) => c && !clauses.includes(c))).toEqual([]);
  expect(new Set(clauses).size).toBe(clauses.length);
});
