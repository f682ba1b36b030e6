/** Lines of notation as the model writes them → flows that parse, fit the home and hold nothing that cannot happen. */
import { describe, expect, test } from 'vitest';
import { lower } from '../../../engine/compile/lower/lower';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { check } from '../../../flows/check/check';
import type { Flow } from '../../../flows/flow';
import { parseValue } from '../../../flows/parse';
import { rehearse } from '../../../flows/rehearse/rehearse';
import { instantOf } from '../../../flows/time';
import { allActions, allTransitions } from '../../../flows/walk';
import { homeOf, idOf } from './home';

const home = homeOf(
  ['Hall light', 'light', 'Hall', 'power', 'brightness'],
  ['Sofa lamp', 'light', 'Living room', 'power', 'brightness', 'color'],
  ['Hall motion', 'motion sensor', 'Hall', 'occupancy'],
  ['Front door', 'door', 'Hall', 'contact'],
  ['Front lock', 'lock', 'Hall', 'lock'],
  ['Bedroom window', 'window', 'Bedroom', 'contact'],
  ['Radiator', 'thermostat', 'Bedroom', 'targetTemperature', 'temperature', 'thermostatMode'],
  ['Blind', 'blind', 'Living room', 'position'],
  ['Washer', 'washing machine', 'Cellar', 'operation'],
  ['Speaker', 'speaker', 'Living room', 'playback', 'volume', 'message'],
  ['Robot', 'vacuum', 'Living room', 'cleaning'],
  ['Water valve', 'valve', 'Cellar', 'valve'],
  ['Coffee machine', 'coffee maker', 'Kitchen', 'power'],
  ['Button', 'button', 'Hall', 'button'],
  ['Phone', 'notifier', undefined, 'message'],
  ['Anna', 'person', undefined, 'presence'],
);

function lowered(request: string, written: string): Flow {
  const line = parseLine(written);
  if (line?.kind !== 'automation' && line?.kind !== 'command') throw new Error(`${written} is no automation and no command`);
  const draft = parseValue(lower(line, home, mark(request, home, '2026-06-01T12:00')).flow);
  if (!draft.ok) throw new Error(JSON.stringify(draft.problems));
  return draft.value.flow;
}

const LINES: [request: string, written: string][] = [
  ['turn on the hall light', 'do A on'],
  ['turn on the hall light for 10 minutes', 'do A on for N'],
  ['in 45 minutes turn off the sofa lamp', 'do wait N, A off'],
  ['hall light on, then 5 minutes later the sofa lamp off', 'do A on, wait N, B off'],
  ['switch the radiator off for 2 hours', 'do A off for N'],
  ['heat with the radiator for 2 hours', 'do A heat for N'],
  ['cool with the radiator for 30 minutes', 'do A cool for N'],
  ['pause the washer for 10 minutes', 'do A pause for N'],
  ['run the washer for 1 hour', 'do A run for N'],
  ['pause the speaker for 5 minutes', 'do A pause for N'],
  ['play the speaker for 1 hour', 'do A play for N'],
  ['stop the speaker for 5 minutes', 'do A stop for N'],
  ['pause the robot for 20 minutes', 'do A pause for N'],
  ['let the robot clean for 1 hour', 'do A clean for N'],
  ['open the water valve for 3 minutes', 'do A open for N'],
  ['unlock the front lock for 1 minute', 'do A unlocked for N'],
  ['open the blind for 1 hour', 'do A open for N'],
  ['dim the sofa lamp to 20 % for 1 hour', 'do A bright N for O'],
  ['keep the hall light on until sunrise', 'do A on until sunrise'],
  ['turn on the hall light when the hall motion sees motion', 'when B motion do A on'],
  ['turn off the hall light after 5 minutes without the hall motion', 'when B still for N do A off'],
  ['hall light on when the hall motion sees motion and off 5 minutes later', 'when B motion do A on ; when B still for N do A off'],
  ['when the front door opens after dark, hall light on for 3 minutes', 'when A open if dark do B on for N'],
  ['at 7:00 on weekdays open the blind', 'when at N if days O do A open'],
  ['at sunset close the blind and at sunrise open it', 'when sunset do A closed ; when sunrise do A open'],
  ['when the front door opens, hall light on if it is dark, else tell me', 'when A open if dark do B on else tell'],
  ['at 7:00, if the bedroom window is open, tell me, else set the radiator to 21', 'when at N if A open do tell else B target O'],
  ['while the bedroom window is open set the radiator to 15', 'while A open do B target N'],
  ['while the bedroom window is open switch off the radiator', 'while A open do B off'],
  ['between 22:00 and 6:00 keep the sofa lamp at 20 %', 'while between N O do A bright P'],
  ['while the front door is open between 22:00 and 6:00 the hall light is on', 'while A open and between N O do B on'],
  ['on weekends the coffee machine is on', 'while days N do A on'],
  ['when the front door opens set the sofa lamp to 100 % and when it closes put it back', 'when A open do B bright N ; when A closed do B back'],
  ['when Anna comes home unlock the front lock', 'when A home do B unlocked'],
  ['when everybody has left switch off the hall light', 'when all it away do A off'],
  ['every 30 minutes open the water valve for 1 minute', 'when every N do A open for O'],
  ['when the button is pressed toggle the hall light', 'when A pressed do B toggle'],
  ['when the washer is finished tell me', 'when A finished do tell'],
  ['30 minutes before sunset pull down the blind', 'when sunset minus N do A closed'],
  ['when the radiator gets below 17 degrees heat until 8:00', 'when A temperature below N do A heat until at O'],
];

test.each(LINES)('%s', (request, written) => {
  const flow = lowered(request, written);
  const draft = parseValue(flow);
  const { problems } = draft.ok ? check(draft.value, home) : draft;
  expect(problems.filter((p) => p.level === 'blocks' || p.code === 'never-fires' || p.code === 'unreachable')).toEqual([]);
  expect(allActions(flow).length).toBeGreaterThan(0);
});

describe('what undoes a setting', () => {
  const values = (request: string, written: string) =>
    allActions(lowered(request, written)).map(({ action }) => (action.type === 'set' ? action.params.value : action.type));
  test('is something that the device can be told', () => {
    expect(values('pause the washer for 10 minutes', 'do A pause for N')).toEqual(['paused', 'running']);
    expect(values('pause the robot for 20 minutes', 'do A pause for N')).toEqual(['paused', 'cleaning']);
    expect(values('pause the speaker for 5 minutes', 'do A pause for N')).toEqual(['paused', 'playing']);
  });
  test('is the value from before where there is no opposite: a heating that was off goes back to what it was at', () => {
    expect(values('switch the radiator off for 2 hours', 'do A off for N')).toEqual(['capture', 'off', 'restore']);
    expect(values('stop the speaker for 5 minutes', 'do A stop for N')).toEqual(['capture', 'stopped', 'restore']);
  });
});

test('a window of time is entered at its beginning and left at its end, and nothing else', () => {
  const flow = lowered('between 22:00 and 6:00 keep the sofa lamp at 20 %', 'while between N O do A bright P');
  expect(allTransitions(flow).map((t) => `${t.state} ${t.trigger}`)).toEqual(['active schedule.at_0600', 'waiting schedule.at_2200']);
  const at = (clock: string) => instantOf(clock, home.timezone);
  const played = rehearse({ home, flows: [flow], from: at('2026-06-01T12:00:00') }, [], at('2026-06-02T12:00:00'));
  const sent = played.lines.flatMap((l) =>
    l.kind === 'command' && l.command.device === idOf('Sofa lamp') ? [`${l.command.capability} ${l.command.value}`] : [],
  );
  expect(sent[0]).toBe('brightness 20');
});
