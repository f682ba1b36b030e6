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

test('everything is everything, whatever room the sentence names beside', () => {
  const home = homeOf(['Hall lamp', 'light', 'Hall', 'power'], ['Fan', 'fan', 'Study', 'power'], ['Front door', 'lock', 'Hall', 'lock']);
  const flow = lowered('turn everything off and lock the front door', 'do all it off, A locked', home);
  expect(flow).toContain('hall_lamp');
  expect(flow).toContain('fan');
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

describe('one of several', () => {
  const home = homeOf(
    ['Bedside lamp', 'light', 'Bedroom', 'power', 'brightness'],
    ['Ceiling lamp', 'light', 'Bedroom', 'power', 'brightness'],
    ['Hall window', 'window', 'Hall', 'contact'],
    ['Study window', 'window', 'Study', 'contact'],
  );
  const flow = (text: string, written: string): string => {
    const line = parseLine(written);
    if (line?.kind !== 'automation') throw new Error(written);
    return JSON.stringify(lower(line, home, mark(text, home, '2026-06-01T12:00')).flow);
  };
  test('is the one that was named before', () => {
    const said = 'when the hall window opens set the bedside lamp to 40 %, and when the hall window closes the lamp off';
    expect(flow(said, 'when A open do B bright N; when A closed do C off')).not.toContain('ceiling_lamp');
    const other = 'when the hall window opens set the bedside lamp to 40 %, and when the hall window closes the other lamp off';
    expect(() => flow(other, 'when A open do B bright N; when A closed do C off')).toThrow(Refused);
    expect(() => flow('when the hall window opens the lamp off', 'when A open do B off')).toThrow(Refused);
  });
  test('is whichever, where a trigger says "a" or "either"', () => {
    expect(flow('when a window opens the bedside lamp off', 'when A open do B off')).toContain('"any":{"devices":["hall_window","study_window"]}');
    expect(() => flow('when the window opens the bedside lamp off', 'when A open do B off')).toThrow(Refused);
  });
});

test('coffee is nothing for a dishwasher', () => {
  const home = homeOf(['Dishwasher', 'dishwasher', 'Studio', 'operation']);
  expect(() => lowered('brew some coffee', 'do it run', home)).toThrow(/no coffee maker/);
});

describe('what is near', () => {
  const home = homeOf(
    ['Aquarium light', 'light', 'Lounge', 'power'],
    ['Aquarium heater', 'heater', 'Lounge', 'power'],
    ['Aquarium thermometer', 'temperature sensor', 'Lounge', 'temperature'],
    ['Mudroom heater', 'heater', 'Mudroom', 'power', 'temperature'],
    ['Phone', 'notifier', undefined, 'message'],
  );
  const rules = (text: string, written: string): string => {
    const line = parseLine(written);
    if (line?.kind !== 'automation') throw new Error(`${written} is no automation`);
    return JSON.stringify(lower(line, home, mark(text, home, '2026-06-01T12:00')).flow);
  };
  test('a heater that measures is not meant because the one in question does not', () => {
    const flow = rules('when the heater gets below 22 degrees aquarium light on', 'when A temperature below N do B on');
    expect(flow).toContain('aquarium_thermometer');
    expect(flow).not.toContain('mudroom_heater');
  });
  test('where the sentence is about no other place it is meant', () =>
    expect(rules('when the heater gets below 22 degrees tell me', 'when A temperature below N do tell')).toContain('mudroom_heater'));
});

describe('who speaks', () => {
  const home = homeOf(
    ['Hall light', 'light', 'Hall', 'power'],
    ['Marc', 'person', undefined, 'presence'],
    ['Lavender bed sprinkler', 'sprinkler', 'Garden', 'valve'],
  );
  const prompt = (text: string): string => mark(text, home, '2026-06-01T12:00').prompt.trim();
  test('names himself, which asks nothing of him', () => {
    expect(prompt('Marc here. Hall light on at 9')).toBe('marc here. [A light hall light] on at [N 9]');
    expect(prompt('Hall light on at 9. - Marc')).toMatch(/^\[A light hall light\] on at \[N 9\]\. - marc$/);
    expect(prompt('Hall light on when Marc is home. Tell Marc')).toContain('[B person marc]');
  });
  test('a bed of lavender is no colour', () => expect(prompt('water the lavender bed')).toMatch(/^water the \[A \S+ lavender bed\]$/));
});
