/** What was said and is in no line: refused, unless it was said of something that it stays as it is. */
import { describe, expect, test } from 'vitest';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { unexplained } from '../../../engine/compile/unexplained';
import { homeOf } from './home';

const home = homeOf(
  ['Hall light', 'light', 'Hall', 'power'],
  ['Porch light', 'light', 'Porch', 'power'],
  ['Front door', 'door', 'Hall', 'contact'],
  ['Radiator', 'thermostat', 'Bedroom', 'targetTemperature'],
  ["Anna's phone", 'notifier', undefined, 'message'],
);

const of = (request: string, written: string): string | undefined => {
  const line = parseLine(written);
  if (!line) throw new Error(written);
  const left = unexplained(line, mark(request, home, '2026-06-01T12:00'));
  return left && 'message' in left ? left.message : left?.kind;
};

test('what is forecast cannot be known; the word alone is no matter', () => {
  expect(of('at 9 all lights on unless rain is forecast for that day', 'when at N do all A on')).toMatch(/forecast/);
  expect(of('all lights on at 9, never mind the forecast', 'when at N do all A on')).toBeUndefined();
});

describe('a thing that no line speaks of', () => {
  test('is missed', () => {
    expect(of('when the front door opens hall light on and the radiator to 20', 'when A open do B on')).toMatch(/could not place “radiator”/);
  });
  test.each([
    'When the front door opens, hall light on. The radiator stays as it is.',
    'When the front door opens, hall light on, but leave the radiator alone',
    "When the front door opens, hall light on. Don't touch the radiator.",
  ])('is not missed where it stays as it is: %s', (request) => {
    expect(of(request, 'when A open do B on')).toBeUndefined();
  });
  test.each([
    'when I leave the radiator should be at 15 and the hall light off',
    'hall light on when the front door opens if I do not touch the radiator',
    'hall light on when the front door opens, leave the radiator alone if it is warm',
  ])('is missed where it only sounds so: %s', (request) => {
    expect(of(request, /front door/.test(request) ? 'when B open do A on' : 'when it away do B off')).toMatch(/could not place “radiator”/);
  });
  test('may not be changed with others where it stays as it is', () => {
    expect(of('when the front door opens all lights off, but leave the porch light alone', 'when A open do all B off')).toMatch(
      /could not place “porch light”/,
    );
    expect(of('when the front door opens all lights off, but leave the porch light alone if it is warm', 'when A open do all B off')).toMatch(
      /could not place/,
    );
    expect(of('when the front door opens all lights off, but leave the porch light alone', 'when A open do all B except C off')).toBeUndefined();
  });
});

describe('help that nobody would bring', () => {
  test.each(['phone the police when the front door opens', 'When the front door opens, call an ambulance', 'front door opens: dial 911'])('%s', (request) => {
    expect(of(request, 'when A open do tell')).toMatch(/cannot call anybody/);
  });
  test('an emergency contact can be sent a message', () => {
    expect(of('when the front door opens message my emergency contact', 'when A open do tell')).toBeUndefined();
  });
  test('a quoted text may speak of it', () => {
    expect(of('when the front door opens tell me "call the police"', 'when A open do tell N')).toBeUndefined();
  });
});
