import { expect, test } from 'vitest';
import { EXAMPLES } from '../../../engine/compile/llama/prompt';
import { sizeOf, tooLarge } from '../../../engine/compile/llama/size';
import { parseLine } from '../../../engine/compile/notation/grammar';

test('every example for other models is a line of the notation that points only at what its sentence marks', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(12);
  for (const [said, written] of EXAMPLES) {
    expect(parseLine(written), written).toBeDefined();
    const marked = [...said.matchAll(/\[([A-Z]) /g)].map((m) => m[1]);
    for (const [letter] of written.matchAll(/\b[A-Z]\b/g)) expect(marked, written).toContain(letter);
  }
});

test('the examples show every kind of line, trigger and condition', () => {
  const shown = EXAMPLES.map(([, written]) => written).join('\n');
  for (const word of [
    'when',
    'while',
    'if',
    'do',
    'get',
    'never',
    'ask',
    'missing',
    'other',
    'for',
    'until',
    'wait',
    'tell',
    'except',
    'not',
    'sunset',
    'at',
    'days',
  ])
    expect(shown).toMatch(new RegExp(`\\b${word}\\b`));
});

test('what does not fit into memory is refused with both figures', () => {
  expect(tooLarge(2e9, 4e9)).toBeUndefined();
  expect(tooLarge(8.4e9, 4e9)).toContain('about 8.4 GB of memory and 4.0 GB are free');
});

test('the size counts the file, its context and the process around it', () => {
  const insights = {
    modelSize: 900,
    estimateContextResourceRequirements: ({ contextSize }: { contextSize: number }) => ({ cpuRam: contextSize * 10, gpuVram: 0 }),
  };
  const small = sizeOf(1000, insights as never, 100);
  expect(sizeOf(1000, insights as never, 200) - small).toBe(1000);
  expect(sizeOf(5000, insights as never, 100) - small).toBe(4000);
});
