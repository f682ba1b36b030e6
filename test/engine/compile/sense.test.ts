/** Slips of a small model that mean nothing are put right by the words of the request; what could mean something stays. */
import { describe, expect, test } from 'vitest';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { printLine } from '../../../engine/compile/notation/print';
import { sensible } from '../../../engine/compile/sense';
import { homeOf } from './home';

const home = homeOf(
  ['Sofa lamp', 'light', 'Living room', 'power', 'brightness', 'colorTemperature'],
  ['Blind', 'blind', 'Living room', 'position'],
  ['Bedroom window', 'window', 'Bedroom', 'contact'],
  ['Radiator', 'thermostat', 'Bedroom', 'targetTemperature'],
  ['Washer', 'washing machine', 'Cellar', 'operation'],
  ['Anna', 'person', undefined, 'presence'],
);

function sense(request: string, written: string): string {
  const line = parseLine(written);
  if (!line) throw new Error(`${written} is no line`);
  return printLine(sensible(line, mark(request, home, '2026-06-01T12:00')));
}

describe('put right', () => {
  test.each([
    ['open all blinds at 7', 'when at N do all A except A open', 'when at N do all A open'],
    ['open the blind all the way', 'do A position up', 'do A open'],
    ['let the blind down completely', 'do A position down', 'do A closed'],
    ['make the sofa lamp warmer', 'do A tone up', 'do A tone down'],
    ['while the bedroom window is open the radiator at 7, then as before', 'while A open do B target N; when A closed do B back', 'while A open do B target N'],
    ['sofa lamp to 10 for two minutes and then back', 'do A bright N for O, A back', 'do A bright N for O'],
    [
      'when the washer is done tell me, and again every 10 minutes, three messages at most',
      'when A finished do tell, repeat N times O until A finished',
      'when A finished do tell, repeat N times O',
    ],
    ['keep the sofa lamp on for 3 more minutes and then switch it off', 'do A on for N, A off', 'do A on for N'],
    [
      'when the washer is done tell Anna, again every 5 minutes',
      'when A finished do tell B; when A finished do tell B, repeat N',
      'when A finished do tell B, repeat N',
    ],
    ['washer done: tell Anna, but only at night', 'when A finished if dark do tell B else tell B', 'when A finished if dark do tell B'],
    [
      'washer done while Anna is home: sofa lamp on. If she is out, never mind',
      'when A finished if B home do C on; when A finished if not B home do C on',
      'when A finished if B home do C on',
    ],
    ['when the washer is done tell Anna', 'when A finished do tell B; when A finished do tell B', 'when A finished do tell B'],
  ])('%s', (request, written, right) => expect(sense(request, written)).toBe(right));
});

describe('left as it is', () => {
  test.each([
    ['when the washer is done tell me, again every 10 minutes until it is done once more', 'when A finished do tell, repeat N until A finished'],
    [
      'washer done while Anna is home: sofa lamp on. If she is out, sofa lamp on as well',
      'when A finished if B home do C on; when A finished if not B home do C on',
    ],
    ['washer done: tell Anna in the dark and, either way, by day', 'when A finished if dark do B on else B on'],
    ['washer done: sofa lamp on in the dark, otherwise off', 'when A finished if dark do B on else B off'],
    ['washer done: sofa lamp on when Anna is home, off when not', 'when A finished if B home do C on; when A finished if not B home do C off'],
    ['raise the blind a bit', 'do A position up'],
    ['sofa lamp to 10 for two minutes, wait an hour, then back', 'do A bright N for O, wait P, A back'],
    ['when the washer is done tell Anna; when it runs too', 'when A finished do tell B; when A run do tell B'],
    ['when the bedroom window opens radiator 7, when it closes as before', 'when A open do B target N; when A closed do B back'],
  ])('%s', (request, written) => expect(sense(request, written)).toBe(written));
});
