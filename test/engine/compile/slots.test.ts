import { describe, expect, test } from 'vitest';
import { findSlots, type Slot } from '../../../engine/compile/slots';

const NOW = '2026-06-01T12:00';
const only = (text: string, sources: string[] = []): Slot => {
  const found = findSlots(text, NOW, sources);
  expect(found.map((s) => s.text)).toHaveLength(1);
  return found[0] as Slot;
};

describe('times', () => {
  test.each([
    ['heat the bath at six thirty am', '06:30'],
    ['heat the bath at eight forty five pm', '20:45'],
    ['open the blind at half seven', '07:30'],
    ['open the blind at quarter to eight in the evening', '19:45'],
  ])('%s', (text, time) => expect(only(text).time).toBe(time));

  test('both ends of a span are times', () => {
    expect(findSlots('between 6 and 9 keep the porch lit', NOW).map((s) => s.time)).toEqual(['06:00', '09:00']);
  });
  test('an hour is none inside a larger number', () => {
    expect(only('bring it to seventy percent')).toMatchObject({ text: 'seventy percent', number: { value: 70, unit: '%' } });
    expect(only('bring it to one hundred percent').number).toEqual({ value: 100, unit: '%' });
  });
  test('a length of time stays one beside a named month', () => {
    const [wait, day] = findSlots('water for 10 minutes on 3 May at 5 pm', NOW);
    expect(wait?.duration).toBe('PT10M');
    expect(day?.time).toBe('2027-05-03T17:00');
  });
  test("today's is no time", () => expect(findSlots("show today's humidity", NOW)).toEqual([]));
});

describe('lengths of time', () => {
  const lengths = (text: string) => findSlots(text, NOW).map((s) => s.duration);
  test.each<[string, (string | undefined)[]]>([
    ['off after 1 hour and 30 minutes', ['PT1H30M']],
    ['on for 20 minutes, 8 hours at most', ['PT20M', 'PT8H']],
    ['on for 2 minutes, 1 minute max', ['PT2M', 'PT1M']],
    ['off half an hour later', ['PT30M']],
    ['off half hour later', ['PT30M']],
    ['turn off the later ones', []],
    ['only the first time a day', []],
  ])('%s', (text, durations) => expect(lengths(text)).toEqual(durations));
});

test.each([
  ['at half ten every night', '22:30'],
  ['at 7 every evening', '19:00'],
  ['at 7 every morning', '07:00'],
])('%s', (text, time) => expect(findSlots(text, NOW)[0]?.time).toBe(time));

describe('counts', () => {
  test.each<[string, number]>([
    ['remind me up to 3 times', 3],
    ['and three more times', 3],
    ['blink it 5x', 5],
    ['until it is shut, but three messages at most', 3],
  ])('%s', (text, value) => expect(only(text).number).toEqual({ value }));
  test('"one of" is no time of day', () => expect(findSlots('if it rains and one of the windows is open', NOW)).toEqual([]));
});

describe('days', () => {
  const days = (text: string): unknown => findSlots(text, NOW)[0]?.days;
  test('in short', () => expect(days('on sat and sun sleep longer')).toEqual(['sat', 'sun']));
  test('one in short, before a time or after "on"', () => {
    expect(days('Fri 17:00 heating to 22')).toEqual(['fri']);
    expect(days('on wed the bins')).toEqual(['wed']);
    expect(days('when the sun 17 degrees above')).toBeUndefined();
    expect(days('the cat sat on the mat')).toBeUndefined();
  });
  test('school nights', () => expect(days('on school nights tv off')).toEqual(['mon', 'tue', 'wed', 'thu', 'sun']));
});

describe('a bare number of the unit said before', () => {
  const lasting = (text: string): (string | undefined)[] => findSlots(text, NOW).map((s) => s.duration);
  test.each([
    ['water the lawn for 20 minutes, 35 if it is hot', ['PT20M', 'PT35M']],
    ['the roses for 15 minutes and after that the greenhouse for 10.', ['PT15M', 'PT10M']],
    ['run 8 minutes, or 15 if it is humid', ['PT8M', 'PT15M']],
    ['wait 5 minutes and set it to 20', ['PT5M', undefined]],
    ['after 5 minutes lamp to 20 when I leave', ['PT5M', undefined]],
  ])('%s', (text, durations) => expect(lasting(text)).toEqual(durations));
});

describe('numbers', () => {
  test.each<[string, number]>([
    ['when the shed is below minus ten degrees', -10],
    ['when it falls below 0: close the vent', 0],
    ['make the den sixty eight', 68],
    ['over two hundred and fifty lux', 250],
    ['blind to a third', 33],
    ['lamp down to a quarter', 25],
    ['lamp to min brightness', 1],
    ['turn the spots all the way up', 100],
    ['set the fan to medium', 66],
  ])('%s', (text, value) => expect(only(text).number?.value).toBe(value));

  test('a level is none where nothing has levels', () => expect(findSlots('warn me when the battery is low', NOW)).toEqual([]));
});

describe('colours', () => {
  test('a lamp told green is not light green', () => expect(only('turn the cellar light green').color).toBe('green'));
  test('light green is one after "to"', () => expect(only('turn the cellar lamp to light green').color).toBe('lightgreen'));
});

describe('texts', () => {
  test('what is announced', () => expect(only('announce that supper is ready when the stove goes off').quoted).toBe('supper is ready'));
  test('what a message says', () => expect(only("send a message to Ida's phone saying the cat is out").quoted).toBe('the cat is out'));
  test('an input of this home', () => expect(only('switch the telly to hdmi 2', ['HDMI 2', 'Netflix']).quoted).toBe('HDMI 2'));
  test('nothing of an input that this home lacks', () => expect(findSlots('switch the telly to netflix', NOW, ['HDMI 2'])).toEqual([]));

  test.each([
    ['remind me to take the bins out on Tuesdays at 8 pm', ['take the bins out', 'Tuesdays', '8 pm']],
    ['remind Ida at 8 pm to feed the cat', ['8 pm', 'feed the cat']],
    ['remind me to go to bed by 11', ['go to bed', '11']],
    ['when I leave work remind me to buy milk and eggs', ['buy milk and eggs']],
  ])('%s', (text, found) => expect(findSlots(text, NOW).map((s) => s.text)).toEqual(found));
  test('what one is reminded of is no text where it names something of the home', () => {
    const text = 'remind me to close the attic window';
    const names = [{ start: text.indexOf('attic'), end: text.length }];
    expect(findSlots(text, NOW)[0]?.quoted).toBe('close the attic window');
    expect(findSlots(text, NOW, [], names)).toEqual([]);
  });
});
