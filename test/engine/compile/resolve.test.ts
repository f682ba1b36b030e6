import { describe, expect, test } from 'vitest';
import { lower } from '../../../engine/compile/lower/lower';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { Refused } from '../../../engine/compile/resolve';
import type { Home } from '../../../flows/home';
import { homeOf } from './home';

function lowered(text: string, written: string, home: Home): string {
  const line = parseLine(written);
  if (line?.kind !== 'command') throw new Error(`${written} is no command`);
  return JSON.stringify(lower(line, home, mark(text, home, '2026-06-01T12:00')).flow);
}
const oneRoom = homeOf(
  ['Shelf light', 'light', 'Studio', 'power', 'color'],
  ['Sofa lamp', 'light', 'Studio', 'power', 'color'],
  ['Door', 'door', 'Hall', 'contact'],
);
const twoRooms = homeOf(['Shelf light', 'light', 'Studio', 'power', 'color'], ['Sofa lamp', 'light', 'Den', 'power', 'color']);

describe('lights that no phrase names', () => {
  test('all of one room', () => {
    const flow = lowered('make it purple in here', 'do it color N', oneRoom);
    expect(flow).toContain('shelf_light');
    expect(flow).toContain('sofa_lamp');
  });
  test('of several rooms: we ask', () => expect(() => lowered('make it purple in here', 'do it color N', twoRooms)).toThrow(Refused));
});

describe('half', () => {
  const home = homeOf(['Blind', 'blind', 'Studio', 'position'], ['Lamp', 'light', 'Studio', 'power', 'brightness']);
  test('of a blind is the middle', () => expect(lowered('blind halfway', 'do A position half', home)).toContain('"value":50'));
  test('of a light is half of what it is', () => expect(lowered('halve the lamp', 'do A bright half', home)).toContain('"times":0.5'));
});

test('minus two less is two less', () => {
  const home = homeOf(['Thermostat', 'thermostat', 'Studio', 'targetTemperature']);
  expect(lowered('thermostat down by minus 2 degrees', 'do A target down N', home)).toContain('"by":-2');
});

test('coffee is nothing for a dishwasher', () => {
  const home = homeOf(['Dishwasher', 'dishwasher', 'Studio', 'operation']);
  expect(() => lowered('brew some coffee', 'do it run', home)).toThrow(/no coffee maker/);
});
