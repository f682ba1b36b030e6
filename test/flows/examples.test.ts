import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { canonicalBytes } from '../../flows/canonical';
import { parseValue } from '../../flows/parse';
import { playRehearsal } from '../../flows/rehearse/own';
import { readAloud } from '../../flows/wording';
import { EXAMPLES } from './play';

/** The same value with the keys of every object turned round. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, shuffled(v)]),
  );
}

test('there are 24 examples, numbered without a gap', () => {
  expect(EXAMPLES.map((e) => Number(e.file.slice(0, 2)))).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
});

describe.each(EXAMPLES)('$file', ({ text, flow }) => {
  test.each((flow.rehearsals ?? []).map((r) => ({ name: r.name, rehearsal: r })))('rehearsal: $name', ({ rehearsal }) => {
    expect(playRehearsal(flow, rehearsal).sent).toEqual(rehearsal.expect);
  });

  test('has a rehearsal that sends something', () => {
    expect(flow.rehearsals?.some((r) => r.expect.length > 0)).toBe(true);
  });

  test('SPEC 1.6 shuffled keys: same hash, same timelines', () => {
    const other = parseValue(shuffled(JSON.parse(text)));
    if (!other.ok) throw new Error(JSON.stringify(other.problems));
    expect(other.value.bytes).toBe(canonicalBytes(flow));
    for (const r of flow.rehearsals ?? []) expect(playRehearsal(other.value.flow, r).sent).toEqual(r.expect);
    expect(readAloud(other.value.flow)).toBe(readAloud(flow));
  });

  test('SPEC 1.7 loads unchanged into createMachine', () => {
    expect(() => createMachine(structuredClone(flow.chart) as never)).not.toThrow();
  });
});
