/** Words of a sentence that a line cannot do without. */
import { expect, test } from 'vitest';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { unsaid } from '../../../engine/compile/unsaid';
import { homeOf } from './home';

const home = homeOf(
  ['Button', 'button', 'Hall', 'button'],
  ['Lamp', 'light', 'Hall', 'power'],
  ['Sunrise lamp', 'light', 'Bedroom', 'power'],
  ['TV', 'tv', 'Hall', 'playback'],
  ['Anna', 'person', undefined, 'presence'],
);

function missing(request: string, written: string): string | undefined {
  const line = parseLine(written);
  if (!line) throw new Error(`${written} is no line`);
  return unsaid(line, mark(request, home, '2026-06-01T12:00'));
}

test.each([
  ['button: single lamp on, hold: lamp off', 'when A pressed do B on', 'hold'],
  ['double press on the button: lamp on', 'when A pressed do B on', 'double press'],
  ['pause the TV at 9 pm only if it is playing', 'when at N do A pause', /playing/],
  ['lamp off at 9 pm when nobody is home', 'when at N do A off', 'nobody is home'],
  ['lamp on at sunset', 'when at N do A on', 'sunset'],
])('%s → %s', (request, written, word) => expect(missing(request, written)).toEqual(word instanceof RegExp ? expect.stringMatching(word) : word));

test.each([
  ['button: single lamp on, hold: lamp off', 'when A pressed do B on; when A held do B off'],
  ['hold on, lamp off at 9 pm', 'when at N do A off'],
  ['pause the TV at 9 pm only if it is playing', 'when at N if A play do A pause'],
  ['lamp off when nobody is in the hall', 'when B still do A off'],
  ['sunrise lamp on at 6', 'when at N do A on'],
  ['say "sunset" on the TV at 6', 'when at O do tell A N'],
  // A follow-up may take it back.
  ['lamp on at sunset || no, at 9 pm', 'when at N do A on'],
])('nothing is missing: %s → %s', (request, written) => expect(missing(request, written)).toBeUndefined());
