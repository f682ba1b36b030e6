import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../flows/parse';
import { stage } from '../../flows/rehearse/own';
import { startRehearsal } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { describe as read, readAloud } from '../../flows/wording';
import { EXAMPLES } from './play';

/** More in the long run: `FUZZ=100000 npx vitest run test/flows/fuzz.test.ts`. */
const RUNS = Number(process.env.FUZZ ?? 300);

const odd = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    '__proto__',
    'constructor',
    'toString',
    'schedule.x',
    '#flow',
    '.',
    'P',
    'PT',
    -1,
    1e308,
    0.1,
    [],
    {},
    [{}],
    'parallel',
    'final',
    'history',
  ),
  fc.string({ maxLength: 8 }),
  fc.integer(),
);

/** Every place of a JSON value, as a path. */
function places(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([k, v]) => places(v, [...at, k]))];
}

function change(value: unknown, path: (string | number)[], how: (v: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return how(value);
  if (Array.isArray(value)) return value.map((v, i) => (i === Number(key) ? change(v, rest, how) : v));
  return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, k === key ? change(v, rest, how) : v]));
}

const example = fc.constantFrom(...EXAMPLES);
/** An example with one to three places replaced, removed, renamed or exchanged for another place. */
const mutated = example.chain((e) => {
  const file = JSON.parse(e.text) as unknown;
  const all = places(file);
  const edit = fc.record({
    where: fc.constantFrom(...all),
    other: fc.constantFrom(...all),
    how: fc.constantFrom('replace', 'remove', 'rename', 'swap'),
    with: odd,
  });
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    let value = file;
    for (const m of edits) {
      try {
        const donor = m.other.reduce<unknown>((v, k) => (v as Record<string, unknown>)[k], file);
        if (m.how === 'replace') value = change(value, m.where, () => m.with);
        else if (m.how === 'swap') value = change(value, m.where, () => donor);
        else
          value = change(value, m.where.slice(0, -1), (v) => {
            if (typeof v !== 'object' || v === null || Array.isArray(v)) return m.with;
            const key = String(m.where.at(-1));
            const rest = Object.entries(v).filter(([k]) => k !== key);
            return Object.fromEntries(m.how === 'remove' ? rest : [...rest, [String(m.with), (v as Record<string, unknown>)[key]]]);
          });
      } catch {
        // The place went with an earlier edit.
      }
    }
    return JSON.stringify(value) ?? 'undefined';
  });
});

/** What is accepted must be readable and must run. */
function accepted(text: string): void {
  const parsed = parse(text);
  if (!parsed.ok) {
    expect(parsed.problems.length).toBeGreaterThan(0);
    return;
  }
  const { flow } = parsed.value;
  expect(read(flow).sentence).toBeTruthy();
  expect(typeof readAloud(flow)).toBe('string');
  const set = stage(flow);
  const r = startRehearsal({ home: set.home, flows: [set.flow], from: instantOf('2026-06-01T12:00:00', set.home.timezone) });
  for (const f of r.flows) expect((f.state.snapshot as { status: string }).status).not.toBe('error');
}

describe('SPEC 1.3 nothing crashes the parser, and what it accepts runs', () => {
  test('mutated examples', () => {
    fc.assert(fc.property(mutated, accepted), { numRuns: RUNS });
  });
  test('cut and spliced text', () => {
    const spliced = fc.tuple(example, fc.nat(5000), fc.nat(40), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(spliced, ([e, at, n, more]) => accepted(e.text.slice(0, at % e.text.length) + more + e.text.slice((at % e.text.length) + n))),
      { numRuns: RUNS },
    );
  });
  test('any text and any JSON', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), accepted), { numRuns: RUNS });
    fc.assert(fc.property(fc.json(), accepted), { numRuns: RUNS });
  });
});
