import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../engine/compile/answer';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import type { Value } from '../../../flows/capability';
import { homeOf, idOf } from './home';

const home = homeOf(
  ['Left curtain', 'curtain', 'Loft', 'position'],
  ['Right curtain', 'curtain', 'Loft', 'position'],
  ['Desk lamp', 'light', 'Loft', 'power'],
  ['Floor lamp', 'light', 'Loft', 'power'],
);
const state: Record<string, Value> = { [idOf('Left curtain')]: 40, [idOf('Right curtain')]: 0, [idOf('Desk lamp')]: 'on', [idOf('Floor lamp')]: 'off' };

function answer(text: string, written: string): string {
  const line = parseLine(written);
  if (line?.kind !== 'question') throw new Error(`${written} is no question`);
  return answerOf(line, home, mark(text, home, '2026-06-01T12:00'), (device) => state[device]).answer;
}

describe('blinds and curtains', () => {
  test('which', () => {
    expect(answer('which curtains are closed?', 'get each A closed')).toBe('Right curtain is closed.');
    expect(answer('which curtains are open?', 'get each A open')).toBe('Left curtain is open.');
  });
  test('any and all', () => {
    expect(answer('are any curtains open?', 'get any A open')).toBe('Yes, Left curtain is open.');
    expect(answer('are all curtains open?', 'get all A open')).toMatch(/^No\b.*Right curtain/);
  });
  test('one of them, partly', () => expect(answer('is the left curtain open?', 'get A open')).toBe('Yes, Left curtain is open at 40 %.'));
});

test('how many is a number', () => {
  expect(answer('how many lights are on?', 'get each A on')).toBe('One of 2 lights: Desk lamp is on.');
});

test('on or off is neither yes nor no', () => {
  expect(answer('is the floor lamp on or off?', 'get A on')).toBe('Floor lamp is off.');
});
