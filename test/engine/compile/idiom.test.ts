/** Turns of phrase that leave no doubt about the shape of a line; what leaves doubt stays as the model wrote it. */
import { describe, expect, test } from 'vitest';
import { idiomatic } from '../../../engine/compile/idiom';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { printLine } from '../../../engine/compile/notation/print';
import { homeOf } from './home';

const home = homeOf(
  ['Sofa lamp', 'light', 'Living room', 'power', 'brightness'],
  ['Speaker', 'speaker', 'Living room', 'playback', 'volume'],
  ['Hall motion', 'motion sensor', 'Hall', 'occupancy'],
  ['Kitchen leak sensor', 'leak sensor', 'Kitchen', 'leak'],
  ['Bathroom leak sensor', 'leak sensor', 'Bathroom', 'leak'],
  ['Back door', 'door', 'Kitchen', 'contact'],
  ['Back lock', 'lock', 'Kitchen', 'lock'],
  ['Blind', 'blind', 'Living room', 'position'],
  ['Phone', 'notifier', undefined, 'message'],
  ['Dehumidifier plug', 'plug', 'Cellar', 'power', 'activePower'],
);

function shaped(request: string, written: string): string {
  const line = parseLine(written);
  if (!line) throw new Error(`${written} is no line`);
  return printLine(idiomatic(line, mark(request, home, '2026-06-01T12:00')));
}

describe('put in shape', () => {
  test.each([
    [
      'what happens instead does not happen as well',
      'At 22:45 lock the back lock. If the back door is open then, do not lock but tell me instead',
      'when at N do A locked; when at N if B open do tell',
      'when at N if not B open do A locked; when at N if B open do tell',
    ],
    [
      'nor on the days that have a time of their own',
      'speaker to 15 % at 22:30; on Fridays at 23:30 instead',
      'when at O do A volume N; when at Q if days P do A volume N',
      'when at O if not days P do A volume N; when at Q if days P do A volume N',
    ],
    [
      'minutes without motion count from the last motion',
      'speaker: play with hall motion, pause after 10 minutes with no movement',
      'when B motion do A play, wait N, A pause',
      'when B motion do A play; when B still for N do A pause',
    ],
    [
      'what goes off some minutes after motion, others at the latest, goes off at the first of them',
      'back door opens: sofa lamp at 8 %. It goes off 2 minutes after the hall motion has cleared, and after 15 minutes at the latest',
      'when A open do B bright N; when C still for O do B off; when C still for P do B off',
      'when A open do B bright N, B on for P until C still for O',
    ],
    [
      'a count belongs to what is done again',
      'back door open for 10 minutes: tell me, repeated every 5 minutes until it is closed, 3 messages at most',
      'when A open for N do tell, repeat O until A closed',
      'when A open for N do tell, repeat O times P until A closed',
    ],
    [
      'of two that must both be so, either may be the last',
      'as soon as it is both brighter than 40000 lux and warmer than 24 degrees outside, blind to 30 %',
      'when it light above N if it temperature above O do B position P',
      'when it light above N or it temperature above O if it light above N and it temperature above O do B position P',
    ],
    [
      'a kind and its rooms are not three things',
      'either leak sensor, kitchen or bathroom, gets wet: tell me',
      'when A wet or B wet or C wet do tell',
      'when A in B wet or A in C wet do tell',
    ],
    [
      'percent of a dehumidifier are humidity',
      'dehumidifier plug on over 65 %, off below 55 %',
      'when A draw above N do A on; when A draw below O do A off',
      'when it humidity above N do A on; when it humidity below O do A off',
    ],
  ])('%s', (_, request, written, right) => expect(shaped(request, written)).toBe(right));
});

describe('left as it is', () => {
  test.each([
    ['at 22:45 lock the back lock. If the back door is open then tell me as well', 'when at N do A locked; when at N if B open do tell'],
    ['speaker to 15 % at 22:30, and on Fridays at 23:30', 'when at O do A volume N; when at Q if days P do A volume N'],
    ['speaker: play with hall motion, pause after 10 minutes', 'when B motion do A play, wait N, A pause'],
    ['brighter than 40000 lux and warmer than 24 degrees outside: blind to 30 %', 'when it light above N if it temperature above O do A position P'],
    ['the leak sensors, the kitchen or the bathroom, tell me about each', 'when A wet or B wet do tell'],
  ])('%s', (request, written) => expect(shaped(request, written)).toBe(written));
});
