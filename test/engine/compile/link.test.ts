import { describe, expect, test } from 'vitest';
import { findMentions, type Mention } from '../../../engine/compile/link';
import { homeOf, idOf } from './home';

const home = homeOf(
  ['Ceiling light', 'light', 'Larder'],
  ['Reading nook', 'light', 'Lounge'],
  ['Lounge lamp', 'light', 'Lounge'],
  ['Lounge button', 'button', 'Lounge', 'button'],
  ['Toaster', 'plug', 'Larder'],
  ['Kettle plug', 'plug', 'Larder'],
  ['Robot', 'vacuum', 'Lounge', 'cleaning'],
  ['Freezer', 'fridge', 'Larder', 'temperature'],
  ['Will', 'person', undefined, 'presence'],
  ['Wet spot', 'leak sensor', 'Larder', 'leak'],
  ['Stopcock', 'valve', 'Larder', 'valve'],
  ['Big TV', 'tv', 'Lounge'],
  ['Small TV', 'tv', 'Larder'],
);
const found = (text: string): Mention[] => findMentions(text, home);
const texts = (text: string): string[] => found(text).map((m) => m.text);
const first = (text: string): string[] => (found(text)[0]?.candidates ?? []) as string[];

describe('phrases', () => {
  test('what a thing is follows its name', () => expect(texts('reading nook light on')).toEqual(['reading nook light']));
  test('two things in a row are two', () => expect(texts('lounge button lounge lamp to half')).toEqual(['lounge button', 'lounge lamp']));
  test('a verb in the third person is no thing', () => {
    expect(texts('the first movement switches the toaster on')).toEqual(['toaster']);
    expect(texts('a press dims lounge lamp')).toEqual(['lounge lamp']);
  });
  test('words of a kind that are common alone', () => {
    expect(first('which water sensors are wet')).toEqual([idOf('Wet spot')]);
    expect(texts('close the water main')).toEqual(['water main']);
  });
  test('no phrase goes across an arrow', () => expect(texts('wet spot → stopcock closed')).toEqual(['wet spot', 'stopcock']));
  test('a shade of a colour is no blind', () => expect(texts('a red shade of light')).toEqual(['light']));
  test('plural of initials', () => expect(found('both TVs off')[0]).toMatchObject({ text: 'TVs', plural: true }));
  test('an unknown word that begins a sentence belongs to what is switched', () => {
    expect(found('sofa lamp and lounge lamp off')[0]).toMatchObject({ text: 'sofa lamp', candidates: [] });
    expect(texts('extinguish lounge lamp and toaster')).toEqual(['lounge lamp', 'toaster']);
  });
  test('lighting is all the lights', () => expect(found('lighting off')[0]?.plural).toBe(true));
});

test('"lock" is what is done where only a verb can stand, else the thing', () => {
  const doors = homeOf(['Front door', 'door', 'Hall', 'contact'], ['Hall lock', 'lock', 'Hall', 'lock'], ['Lamp', 'light', 'Kids room']);
  const marks = (text: string): string[] => findMentions(text, doors).map((m) => m.text);
  expect(marks('lamp off, lock front door')).toEqual(['lamp', 'front door']);
  expect(marks("if front door is open don't lock but tell me")).toEqual(['front door']);
  expect(marks('wait till it is shut and lock then')).toEqual([]);
  expect(marks('if nobody is home lock front door')).toEqual(['front door']);
  expect(marks('hall lock unlocked, tell me')).toEqual(['hall lock']);
  expect(marks('the lock for the front door')).toEqual(['lock', 'front door']);
  expect(marks('not in the night, that wakes the kids')).toEqual([]);
  expect(marks('lamp in the kids room')).toEqual(['lamp', 'kids room']);
});

test('"phone" is a thing, but not in "phone the police"', () => {
  const phones = homeOf(["Anna's phone", 'notifier', undefined, 'message'], ['Front door', 'door', 'Hall', 'contact']);
  const marks = (text: string): string[] => findMentions(text, phones).map((m) => m.text);
  expect(marks('phone the police when the front door opens')).toEqual(['front door']);
  expect(marks('message to my phone the moment it opens')).toEqual(['phone']);
  expect(marks('notify phone when it opens')).toEqual(['phone']);
});

test('a room that is called by a noun', () => {
  const other = homeOf(
    ['TV', 'tv', 'TV room'],
    ['Motion', 'motion sensor', 'TV room', 'occupancy'],
    ['Tubes', 'light', 'Garage'],
    ['Big door', 'garage door', 'Yard', 'position'],
  );
  const types = (text: string): string[] => findMentions(text, other).map((m) => `${m.type} ${m.text}`);
  expect(types('tv off when nobody is in the tv room')).toEqual(['kind tv', 'room tv room']);
  expect(types('lights on in the garage when the garage opens')).toEqual(['kind lights', 'room garage', 'kind garage']);
});

describe('what is not here', () => {
  test('which of several, where none here is that one', () => {
    expect(found('the back light is off')[0]).toMatchObject({ text: 'back light', candidates: [] });
    expect(first('turn the lounge lamp back on')[0]).toBe(idOf('Lounge lamp'));
  });
  test('an unknown room narrows to nothing', () =>
    expect(found('turn on the sauna room lights')[0]).toMatchObject({ text: 'sauna room lights', candidates: [] }));
  test('a room that this home lacks', () => {
    expect(found('bedroom lights off')[0]).toMatchObject({ text: 'bedroom lights', candidates: [] });
    expect(found('turn the lights on in the bedroom').map((m) => [m.text, m.candidates.length > 0])).toEqual([
      ['lights', true],
      ['bedroom', false],
    ]);
  });
  test('a plug is only what its name says', () => {
    expect(first('coffee maker on')).toEqual([]);
    expect(first('kettle on')).toEqual([idOf('Kettle plug')]);
  });
});

describe('words that are something else', () => {
  test.each(['it is about to freeze', 'this room is drier than that', 'will it rain', 'no matter what', 'halve it'])('%s', (text) =>
    expect(found(text)).toEqual([]),
  );
  test('a person whose name is a little word', () => expect(first('when will comes home')).toEqual([idOf('Will')]));
  test('vacuum as a thing and as a verb', () => {
    expect(texts('return vacuum to its dock')).toEqual(['vacuum']);
    expect(texts('vacuum the carpet')).toEqual([]);
  });
  test('switch as a verb between a room and a thing', () =>
    expect(texts('when it is cold in the larder switch ceiling light on')).toEqual(['larder', 'ceiling light']));
});
