/**
 * A sentence → what was understood: mark what is named, let the model write a line of notation, lower it with ordinary code, check
 * that nothing that was said was left out. Writes drafts only; nothing here touches a device.
 */

import type { AskResult, Thread } from '../../flows/api';
import type { Value } from '../../flows/capability';
import { riskOf } from '../../flows/capability';
import { check } from '../../flows/check/check';
import type { Command } from '../../flows/command';
import { type DeviceState, findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { parseValue } from '../../flows/parse';
import { type Problem, problem } from '../../flows/problem';
import { prepare, startFlow } from '../../flows/step';
import { localText, type Millis } from '../../flows/time';
import { describe } from '../../flows/wording';
import { answerOf } from './answer';
import { type Lowered, lower } from './lower/lower';
import { type Marked, mark } from './mark';
import type { Model } from './model';
import type { Line } from './notation/ast';
import { gbnf, parseLine } from './notation/grammar';
import { type Refusal, Refused } from './resolve';
import { unexplained } from './unexplained';

export interface Situation {
  home: Home;
  now: Millis;
  read(device: DeviceId, capability: DeviceState['capability']): Value | undefined;
}

type Understood = AskResult extends infer R ? (R extends AskResult ? Omit<R, 'request' | 'ms' | 'notation'> : never) : never;

/** @throws ModelError when the model's process fails */
export async function compile(request: string, situation: Situation, model: Model): Promise<AskResult> {
  const began = performance.now();
  const done = (result: Understood, notation?: string): AskResult =>
    ({ request, ms: Math.round(performance.now() - began), ...(notation === undefined ? {} : { notation }), ...result }) as AskResult;
  if (request.trim() === '') return done({ kind: 'unsupported', reason: 'unclear', message: 'There is nothing to read yet.' });
  const marked = mark(request, situation.home, localText(situation.now, situation.home.timezone).slice(0, 16));
  if (marked.overflow || request.length > 800) {
    return done({ kind: 'unsupported', reason: 'unclear', message: 'That is more than I can follow at once. Say it in two requests.' });
  }
  const written = await model.write(marked.prompt, gbnf(marked.letters));
  const line = parseLine(written.text);
  if (!line) return done({ kind: 'unsupported', reason: 'unclear', message: 'I did not understand that. Say it in other words.' }, written.text);
  try {
    return done(understood(line, marked, situation, written.confidence), written.text.trim());
  } catch (error) {
    if (error instanceof Refused) return done(refused(error.refusal, marked), written.text.trim());
    throw error;
  }
}

function understood(line: Line, marked: Marked, s: Situation, confidence: number): Understood {
  switch (line.kind) {
    case 'automation': {
      const left = unexplained(line, marked);
      if (left) throw new Refused(left);
      return drafted(lower(line, s.home, marked), marked, s.home, confidence);
    }
    case 'command': {
      const left = unexplained(line, marked);
      if (left) throw new Refused(left);
      return commanded(lower(line, s.home, marked), s);
    }
    case 'question': {
      const { answer, readings } = answerOf(line, s.home, marked, s.read);
      const now = s.now;
      return {
        kind: 'question',
        answer,
        readings: readings.flatMap((r) =>
          s.read(r.device, r.capability) === undefined ? [] : [{ ...r, value: s.read(r.device, r.capability) as Value, at: now }],
        ),
      };
    }
    case 'rule':
      return {
        kind: 'rule',
        wording: `Understood as a lasting rule: “${marked.request}”.`,
        problems: [problem('not-understood', 'Lasting rules can be read but not kept yet: it is not in force.')],
      };
    case 'ask':
      return { kind: 'ask', question: ASKED[line.about], answers: [] };
    case 'missing':
      return { kind: 'unsupported', reason: 'no-device', message: 'This home has no such thing. Its devices are on the Home page.' };
    case 'cannot':
      return { kind: 'unsupported', reason: 'cannot', message: 'Nothing in this home can do that.' };
    case 'other':
      return { kind: 'unsupported', reason: 'not-for-us', message: 'That is not about this home. I can only write automations for its devices.' };
    case 'unclear':
      return { kind: 'unsupported', reason: 'unclear', message: 'I did not understand that. Say it in other words.' };
  }
}

const ASKED = { which: 'Which device do you mean?', when: 'When should it happen?', what: 'What should happen?', value: 'To which value?' } as const;

function drafted(lowered: Lowered, marked: Marked, home: Home, confidence: number): Understood {
  const draft = parseValue(lowered.flow);
  if (!draft.ok) throw new Refused({ kind: 'unclear', message: draft.problems[0]?.message ?? 'I could not write that as a flow.' });
  const problems: Problem[] = [...check(draft.value, home).problems];
  if (confidence < 0.5) problems.push(problem('close-call', 'I am not sure that I understood this as it was meant. Read it with care.'));
  return { kind: 'automation', flow: draft.value.flow, threads: threadsOf(lowered, marked), alternatives: [], problems };
}

/** What a one-off command sends now; a later part (a wait, "for ten minutes") stays a flow that ends by itself. */
function commanded(lowered: Lowered, s: Situation): Understood {
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

function refused(refusal: Refusal, marked: Marked): Understood {
  if (refusal.kind !== 'ask') return { kind: 'unsupported', reason: refusal.kind, message: refusal.message };
  const answers = refusal.answers.map(({ label, mention }) => {
    const m = mention === undefined ? undefined : marked.mentions.get(mention);
    return { label, request: m ? marked.request.slice(0, m.start) + label + marked.request.slice(m.end) : `${marked.request} (${label})` };
  });
  return { kind: 'ask', question: refusal.question, answers };
}

/** Phrases of the request in order, lettered a, b, c, each with the parts of the flow that came of it. */
function threadsOf(lowered: Lowered, marked: Marked): Thread[] {
  const spans = [
    ...[...marked.mentions].flatMap(([letter, m]) => m.places.map((p) => ({ ...p, letter }))),
    ...[...marked.slots].map(([letter, { start, end }]) => ({ start, end, letter })),
  ].sort((a, b) => a.start - b.start);
  const letters = new Map<string, string>();
  return spans.flatMap(({ start, end, letter }) => {
    const paths = lowered.threads.get(letter);
    if (!paths) return [];
    const own = letters.get(letter) ?? String.fromCharCode(97 + letters.size);
    letters.set(letter, own);
    return [{ letter: own, start, end, paths }];
  });
}
