import type { AskResult } from '../../flows/api';
import { riskOf } from '../../flows/capability';
import { check } from '../../flows/check/check';
import type { Command } from '../../flows/command';
import { findDevice } from '../../flows/home';
import { parseValue } from '../../flows/parse';
import { prepare, startFlow } from '../../flows/step';
import { describe } from '../../flows/wording';
import type { Lowered } from './lower/lower';
import { Refused } from './resolve';
import type { Situation } from './situation';

/** What a one-off command sends now; a later part (a wait, "for ten minutes") stays a flow that ends by itself. */
export function ordered(lowered: Lowered, s: Situation): Omit<Extract<AskResult, { kind: 'command' }>, 'request' | 'ms' | 'notation'> {
  const draft = parseValue(lowered.flow);
  if (!draft.ok) throw new Refused({ kind: 'unclear', message: draft.problems[0]?.message ?? 'I could not write that as a command.' });
  const { problems } = check(draft.value, s.home);
  const blocking = problems.find((p) => p.level === 'blocks');
  if (blocking) throw new Refused({ kind: 'cannot', message: blocking.message });
  const step = startFlow(prepare(draft.value.flow), { now: s.now, home: s.home, read: s.read });
  const commands: Command[] = step.commands;
  const confirm = !step.state.done || commands.some((c) => ['energy', 'security'].includes(riskOf(c.capability, findDevice(s.home, c.device)?.kind ?? '')));
  return {
    kind: 'command',
    commands,
    wording: describe(draft.value.flow, s.home).sentence,
    confirm,
    ...(step.state.done ? {} : { flow: draft.value.flow }),
    problems: problems.filter((p) => p.level !== 'notes'),
  };
}
