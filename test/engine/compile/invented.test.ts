import { describe, expect, test } from 'vitest';
import { invented } from '../../../engine/compile/invented';
import type { Line } from '../../../engine/compile/notation/ast';
import { parseLine } from '../../../engine/compile/notation/grammar';

const line = (text: string): Line => parseLine(text) as Line;

describe('what a line says and the sentence does not', () => {
  test.each([
    ['when B motion if not dark do A on for N', 'lamp on when somebody walks by, for 5 minutes', 'not'],
    ['when B motion if dark do A on for N', 'lamp on when somebody walks by, for 5 minutes', 'dark'],
    ['when sunset do A on', 'lamp on at 7', 'sunset'],
    ['do A off, tell', 'lamp off', 'tell'],
    ['do A bright up', 'make the lamp darker', 'up'],
    ['never A locked if all it away', 'if nobody is home lock front door, otherwise do nothing', 'never'],
    ['when A motion if it away do B on', 'lamp on with motion', 'away'],
  ])('%s holds more than “%s”', (written, said, word) => {
    expect(invented(line(written), said)).toBe(word);
  });

  test.each([
    ['when B motion if dark do A on', 'lamp on with motion after sunset'],
    ['when A open if all it away do tell', 'let me know when the door opens and nobody is home'],
    ['when at N do A back', 'put the blind back to where it was at 7'],
    ['do A bright half', 'halve the lamp'],
    ['never A unlocked if all it away', "the door mustn't be unlocked while we are out"],
    ['do A tone down', 'sofa lamp warmer'],
    ['do A bright up, B bright down', 'lamp brighter, spots darker'],
  ])('%s says no more than “%s”', (written, said) => {
    expect(invented(line(written), said)).toBeUndefined();
  });
});
