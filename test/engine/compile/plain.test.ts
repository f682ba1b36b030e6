/** What asks for nothing is not read to the model; whatever might ask for something is. */
import { expect, test } from 'vitest';
import { plainer } from '../../../engine/compile/plain';

test.each([
  [
    'motion in the [A room hall] under [N 15 lux]: [B light lamp] on. brighter than that, do nothing',
    'motion in the [A room hall] under [N 15 lux]: [B light lamp] on',
  ],
  ['[A plug fan] on above [N 70 %]. i switch it off myself.', '[A plug fan] on above [N 70 %].'],
  ['once it is shut [A siren sirens] off, the [B light lamp] i do myself', 'once it is shut [A siren sirens] off'],
  ['if the [A plug fan] is on at [N 20:00] turn it off, otherwise leave it alone', 'if the [A plug fan] is on at [N 20:00] turn it off'],
  ['[A room hall] to [N 17] in away mode. leave the [B room bedroom] one.', '[A room hall] to [N 17] in away mode.'],
  ['open the [A gate gate] when i come home. if it is open, leave it.', 'open the [A gate gate] when i come home, unless it is open.'],
  [
    'lock [A door it] [N 10 minutes] after i left. if i pop back in before that, leave everything',
    'lock [A door it] [N 10 minutes] after i left, unless i pop back in before that',
  ],
])('%s', (prompt, plain) => expect(plainer(prompt)).toBe(plain));

test.each([
  'do nothing',
  'leave the [A light lamp] on when i go',
  'if i switch the [A light lamp] on by hand, leave it on. off with it at [N 23:00]',
  'at [N 22:30] [A speaker radio] to [O 20 %]. is it quieter than that already, leave it alone',
  // What it names first would be missing from the letters of what comes after.
  'leave the [A light lamp] as it is. [B light spot] on at [N 9:00]. i turn the [C plug fan] off myself. [D plug pump] on at [O 10:00]',
  // "Open" now, or in three minutes?
  'open the [A gate gate] when i come home, shut it [N 3 minutes] later. if it is open, leave it',
  '[A light lamp] on at [N 9:00] but i do the [B light spot] myself when it rains',
])('%s stays', (prompt) => expect(plainer(prompt)).toBe(prompt));
