import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Which folder may import from which. What is not listed may import nothing of ours but its own folder. */
const LAYERS: Record<string, readonly string[]> = { flows: [], devices: ['flows'], engine: ['flows', 'devices'], editor: ['flows'] };
/** Stages inside engine/ do not import each other; what joins them lies outside of them. `record` and `run` take store's interfaces as types. */
const STAGES = ['compile', 'approve', 'run', 'record', 'store'];

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const sources = ['flows', 'devices', 'engine', 'editor'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name)),
);
/** `import … from './x'`, `export … from './x'` and `import('./x')`; multi-line ones too. */
const IMPORT = /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'";]*?from\s+)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g;

const imports: Import[] = sources.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(IMPORT)].map((m): Import => {
    const names = /\{([^}]*)\}/.exec(m[3] ?? '')?.[1];
    const allTypes =
      names !== undefined && !/^[A-Za-z]/.test((m[3] ?? '').trim()) && names.split(',').every((n) => n.trim() === '' || n.trim().startsWith('type '));
    return { from, to: resolved(from, m[4] ?? m[5] ?? ''), typeOnly: m[2] !== undefined || allTypes };
  }),
);

function resolved(from: string, path: string): string {
  const base = normalize(join(dirname(from), path));
  return ['', '.ts', '.tsx', '/index.ts'].map((end) => base + end).find((p) => sources.includes(p)) ?? base;
}

const top = (path: string): string => path.split('/')[0] ?? '';
const stageOf = (path: string): string | undefined => {
  const [folder, stage = ''] = path.split('/');
  return folder === 'engine' && path.split('/').length > 2 && STAGES.includes(stage) ? stage : undefined;
};
const said = (list: Import[]): string[] => list.map((i) => `${i.from} → ${i.to}`);

test('the reader of imports sees them: several per file, types apart from values', () => {
  expect(sources.length).toBeGreaterThan(80);
  expect(imports).toContainEqual({ from: 'flows/step.ts', to: 'flows/machine.ts', typeOnly: false });
  expect(imports).toContainEqual({ from: 'engine/run/host.ts', to: 'engine/store/store.ts', typeOnly: true });
});

test('flows import nothing of ours, devices flows, the engine both, the editor flows alone', () => {
  expect(said(imports.filter((i) => top(i.to) !== top(i.from) && !LAYERS[top(i.from)]?.includes(top(i.to)) && /\.(tsx?)$/.test(i.to)))).toEqual([]);
});

test('nothing in flows reads a clock, a file or the network', () => {
  const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|from 'node:|\bfetch\(|\bsetTimeout\(|\bperformance\.now/;
  expect(sources.filter((s) => top(s) === 'flows' && impure.test(readFileSync(s, 'utf8')))).toEqual([]);
});

test('stages of the engine do not import each other, except store’s and record’s interfaces as types', () => {
  const across = imports.filter((i) => {
    const [from, to] = [stageOf(i.from), stageOf(i.to)];
    return from !== undefined && to !== undefined && from !== to && !i.typeOnly;
  });
  const types = imports.filter((i) => i.typeOnly && stageOf(i.from) && stageOf(i.to) && stageOf(i.from) !== stageOf(i.to) && stageOf(i.to) !== 'store');
  expect(said(across)).toEqual([]);
  expect(said(types).filter((s) => !s.startsWith('engine/run/') || !s.endsWith('engine/record/journal.ts'))).toEqual([]);
  const inward = imports.filter((i) => stageOf(i.from) && i.to.startsWith('engine/') && !stageOf(i.to) && i.to !== 'engine/clock.ts');
  expect(said(inward)).toEqual([]);
});

test('there are no cycles', () => {
  const next = new Map<string, string[]>();
  for (const i of imports) if (!i.typeOnly) next.set(i.from, [...(next.get(i.from) ?? []), i.to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (at: string, path: string[]): void => {
    if (path.includes(at)) cycles.push([...path.slice(path.indexOf(at)), at].join(' → '));
    else if (!done.has(at)) {
      for (const to of next.get(at) ?? []) walk(to, [...path, at]);
      done.add(at);
    }
  };
  for (const s of sources) walk(s, []);
  expect(cycles).toEqual([]);
});

test('the editor takes nothing of Node, and only one file knows XState’s machine, the SQLite binding, the broker', () => {
  const taking = (pattern: RegExp): string[] => sources.filter((s) => pattern.test(readFileSync(s, 'utf8')));
  expect(taking(/from 'node:/).filter((s) => top(s) === 'editor')).toEqual([]);
  expect(taking(/from 'libsql'/)).toEqual(['engine/store/database.ts']);
  expect(taking(/from 'aedes'/)).toEqual(['devices/mqtt/broker.ts']);
  expect(taking(/import \{[^}]*\bcreateMachine\b[^}]*\} from 'xstate'/).filter((s) => top(s) !== 'editor')).toEqual(['flows/machine.ts']);
});
