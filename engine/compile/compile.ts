/**
 * A sentence → what was understood: mark what is named, let the model write a line of notation, lower it with ordinary code, check
 * that nothing that was said was left out. Writes drafts only; nothing here touches a device.
 */
import type { AskResult } from '../../flows/api';
import type { Value } from '../../flows/capability';
import { diff } from '../../flows/diff';
import { MEMORY_LIMITS, type Remembered } from '../../flows/memory';
import { problem } from '../../flows/problem';
import { THEN } from '../../flows/request';
import { localText } from '../../flows/time';
import { describe } from '../../flows/wording';
import { answerOf } from './answer';
import { CLOSE_CALL, drafted } from './draft';
import { idiomatic } from './idiom';
import { invented } from './invented';
import { lower } from './lower/lower';
import { type Marked, mark } from './mark';
import { mend } from './mend';
import type { Decoded, Model } from './model';
import type { Line } from './notation/ast';
import { gbnf, parseLine } from './notation/grammar';
import { ordered } from './order';
import { correctionOf, patternOf, rememberedIn } from './remembered';
import { type Refusal, Refused } from './resolve';
import { ruled } from './rule';
import { sensible, vain } from './sense';
import type { Situation } from './situation';
import { unexplained } from './unexplained';
import { sureness, UNSURE, whichOf } from './unsure';

const LONGEST = 800;

type Understood = AskResult extends infer R ? (R extends AskResult ? Omit<R, 'request' | 'ms' | 'notation'> : never) : never;

/** A follow-up stands behind what was said before; the model reads and writes the whole anew. @returns offsets in it are into its `request`, which for a follow-up holds what went before as well. @throws ModelError when the model's process fails */
export async function compile(said: string, situation: Situation, model: Model): Promise<AskResult> {
  const began = performance.now();
  const before = situation.draft?.request ?? situation.before;
  const request = before === undefined ? said : `${before}${THEN}${said}`;
  const done = (result: Understood, notation?: string): AskResult =>
    ({ request, ms: Math.round(performance.now() - began), ...(notation === undefined ? {} : { notation }), ...result }) as AskResult;
  if (said.trim() === '') return done(unclear('There is nothing to read yet.'));
  const marked = markedIn(request, situation);
  if (marked.overflow || request.length > LONGEST) return done(unclear('That is more than I can follow at once. Say it in two requests.'));
  const correction = correctionOf(marked, situation.memory ?? []);
  const again = correction && accepted(correction.notation, marked, situation);
  if (again) {
    const { id, kind, request: words, notation, reading: means } = correction;
    return done({ ...again, remembered: [{ id, kind, words, means }, ...(again.remembered ?? [])] }, notation);
  }
  const { chosen } = situation;
  const written = chosen === undefined ? await model.write(marked.prompt, gbnf(marked.letters)) : { text: chosen, confidence: 1, tokens: [] };
  const notation = written.text.trim();
  const line = read(written.text, marked, situation);
  const sound = line !== undefined && (chosen !== undefined || invented(line, request) === undefined);
  try {
    if (!line) throw new Refused({ kind: 'unclear', message: NOT_UNDERSTOOD });
    const first = told(understood(line, marked, situation, written), line, marked, situation);
    const second = sound && !LEFT_ALONE.test(request) ? undefined : secondReading(written, marked, situation, sound ? line : undefined);
    if (!sound && !second && first.kind === 'rule') throw new Refused({ kind: 'unclear', message: NOT_UNDERSTOOD });
    const idle = chosen === undefined && vain(line);
    const given = (first.kind === 'automation' || first.kind === 'command') && !idle;
    // What it refuses half-heartedly may be feasible after all: that is asked too.
    if (idle || (written.confidence < UNSURE && (given || first.kind === 'unsupported'))) {
      const others = (written.runnersUp ?? []).flatMap(({ text, probability }) => {
        const other = accepted(text, marked, situation);
        return other ? [{ notation: text.trim(), result: other, probability }] : [];
      });
      const alike = others.filter((o) => given && sameAs(o.result, first, situation));
      if (alike.length > 0 && sureness(written, alike) >= UNSURE) return second ? done(...second) : done(sound ? undoubted(first) : doubted(first), notation);
      const which = whichOf([...(given ? [{ notation, result: first }] : []), ...others], request, situation);
      if (which) return done(which, notation);
      if (idle) throw new Refused({ kind: 'unclear', message: NOT_UNDERSTOOD });
    }
    return second ? done(...second) : done(sound ? first : doubted(first), notation);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const anew = error.refusal.kind === 'unclear' || !sound;
    // What this home cannot do may be a rule that nobody asked for: another line may leave it out, and change nothing else.
    const second = anew || error.refusal.kind === 'cannot' ? secondReading(written, marked, situation, anew ? undefined : line) : undefined;
    return second ? done(...second) : done(refused(error.refusal, marked), notation);
  }
}

/** A line less likely than this stands for no reading of its own: nothing is drafted of it. */
const FAR = 0.1;

/**
 * Where the likeliest line leaves out something that was said, or holds something that was not: one that the model was in two minds
 * about and that has it all and no more. Doubted on screen. @param whole a line of which it must be a part
 */
function secondReading(written: Decoded, marked: Marked, s: Situation, whole?: Line): [Understood, string] | undefined {
  for (const { text, probability } of written.runnersUp ?? []) {
    if (probability < FAR) break;
    const line = read(text, marked, s);
    const result = line && (!whole || partOf(line, whole)) && invented(line, marked.request) === undefined ? accepted(text, marked, s) : undefined;
    if (result?.kind === 'automation' || result?.kind === 'command') return [doubted(result), text.trim()];
  }
  return undefined;
}

/** "In daylight leave it be", "otherwise nothing": asks for no rule. Where the model doubts whether there is one for it, there is none. */
const LEFT_ALONE =
  /\bleave\b[^.,;]{0,30}\b(?:be|alone|as (?:it|they) (?:is|are|was|were))\b|\b(?:do|does|happens?) nothing\b|\bnothing (?:happens|else|to do)\b|\b(?:otherwise|else|if not)[,:]? (?:nothing|hands off)\b|\b(?:doesn['’]?t|don['’]?t) (?:count|care|touch|matter)\b|\bnever mind\b|\bhands off\b|\bas (?:it|they) (?:is|are)\b/i;

/** Whether a line is another without some of its rules, or without what is done otherwise. */
function partOf(line: Line, whole: Line): boolean {
  if (line.kind !== 'automation' || whole.kind !== 'automation') return false;
  const text = (of: unknown): string => JSON.stringify(of);
  const rules = whole.rules.flatMap((r) => (r.type === 'when' && r.otherwise ? [text(r), text({ ...r, otherwise: undefined })] : [text(r)]));
  return line.rules.every((r) => rules.includes(text(r))) && text(line.rules).length < text(whole.rules).length;
}

function doubted(result: Understood): Understood {
  if (result.kind === 'automation') return { ...result, problems: [...result.problems, problem('close-call', CLOSE_CALL)] };
  return result.kind === 'command' ? { ...result, confirm: true } : result;
}

function undoubted(result: Understood): Understood {
  return result.kind === 'automation' ? { ...result, problems: result.problems.filter((p) => p.code !== 'close-call') } : result;
}

/** Whether two lines come to the same: which of them was written matters to nobody. */
function sameAs(one: Understood, other: Understood, s: Situation): boolean {
  if (one.kind === 'automation' && other.kind === 'automation') return !diff(one.flow, other.flow, s.home).behaviour;
  return one.kind === 'command' && other.kind === 'command' && one.wording === other.wording;
}

/** Text of the notation → tree, mended by what the words of the request leave no doubt about. */
function read(notation: string, marked: Marked, s: Situation): Line | undefined {
  const line = parseLine(notation);
  return line && sensible(idiomatic(mend(line, marked, s.home), marked), marked);
}

const markedIn = (request: string, s: Situation): Marked => mark(request, s.home, localText(s.now, s.home.timezone).slice(0, 16), s.memory);

/** Under which pattern a correction of this request counts, and what it reads; undefined where its notation does not fit the request (any more). */
export function correctable(request: string, notation: string, s: Situation): { pattern: string; reading: string } | undefined {
  const marked = markedIn(request, s);
  const result = marked.overflow ? undefined : accepted(notation, marked, s);
  const reading = result?.kind === 'automation' ? describe(result.flow, s.home).sentence : result && 'wording' in result ? result.wording : '';
  return result && { pattern: patternOf(marked), reading: reading.slice(0, MEMORY_LIMITS.reading) };
}

/** What a line that a person accepted before comes to here, or undefined where it does not fit. */
function accepted(notation: string, marked: Marked, s: Situation): Understood | undefined {
  const line = read(notation, marked, s);
  if (!line || !('rules' in line || 'acts' in line || 'act' in line || 'word' in line)) return undefined;
  try {
    return told(understood(line, marked, s, { text: notation, confidence: 1, tokens: [] }), line, marked, s);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** With the memories named that took part in it, each at the parts of the flow that came of its words. */
function told(result: Understood, line: Line, marked: Marked, s: Situation): Understood {
  const threads = result.kind === 'automation' ? result.threads : [];
  const remembered = rememberedIn(line, marked, s.home).map(({ at, ...memory }): Remembered => {
    const paths = [...new Set(threads.filter((t) => at.some((p) => p.start === t.start && p.end === t.end)).flatMap((t) => t.paths))];
    return paths.length > 0 ? { ...memory, paths } : memory;
  });
  return remembered.length > 0 ? { ...result, remembered } : result;
}

const NOT_UNDERSTOOD = 'I did not understand that. Say it in other words.';
const unclear = (message: string): Understood => ({ kind: 'unsupported', reason: 'unclear', message });

function understood(line: Line, marked: Marked, s: Situation, written: Decoded): Understood {
  switch (line.kind) {
    case 'automation':
      return drafted(explained(line, marked), marked, s.home, written, s.others);
    case 'command':
      if (reminds(line, marked)) return { kind: 'ask', question: ASKED.when, answers: [] };
      return ordered(lower(explained(line, marked), s.home, marked), s);
    case 'question': {
      const { answer, readings } = answerOf(line, s.home, marked, s.read);
      const known = readings.map((r) => ({ ...r, value: s.read(r.device, r.capability), at: s.now }));
      return { kind: 'question', answer, readings: known.filter((r): r is typeof r & { value: Value } => r.value !== undefined) };
    }
    case 'rule':
      return ruled(explained(line, marked), marked, s.home);
    case 'ask':
      return { kind: 'ask', question: ASKED[line.about], answers: [] };
    case 'missing':
      return { kind: 'unsupported', reason: 'no-device', message: 'This home has no such thing. Its devices are on the Home page.' };
    case 'cannot':
      return { kind: 'unsupported', reason: 'cannot', message: 'Nothing in this home can do that.' };
    case 'other':
      return { kind: 'unsupported', reason: 'not-for-us', message: 'That is not about this home. I can only write automations for its devices.' };
    case 'unclear':
      return unclear(NOT_UNDERSTOOD);
  }
}

/** A reminder without a time is none: told at once, it would say what was just said. */
const reminds = (line: Extract<Line, { kind: 'command' }>, marked: Marked): boolean =>
  line.acts.length === 1 && line.acts.every((a) => a.type === 'tell' && a.slot !== undefined && marked.slots.get(a.slot)?.reminder);

/** Where what counts begins: behind the last follow-up, or behind the last time that the speaker thought better of it. */
function lastWord(request: string): number {
  const corrections = [...request.matchAll(/\b(?:no,? wait|wait,? no|i mean|i meant|sorry|scratch that|make that|or rather)\b/giu)];
  return Math.max(request.lastIndexOf(THEN), corrections.at(-1)?.index ?? -1);
}

/** @throws Refused where something that was said is not in the line */
function explained<L extends Line>(line: L, marked: Marked): L {
  const left = unexplained(line, marked, lastWord(marked.request));
  if (left) throw new Refused(left);
  return line;
}

const ASKED = { which: 'Which device do you mean?', when: 'When should it happen?', what: 'What should happen?', value: 'To which value?' } as const;

function refused(refusal: Refusal, marked: Marked): Understood {
  if (refusal.kind !== 'ask') return { kind: 'unsupported', reason: refusal.kind, message: refusal.message };
  const answers = refusal.answers.map(({ label, device, mention, words }) => {
    const m = mention === undefined ? undefined : marked.mentions.get(mention);
    const named = words ?? m?.text;
    return {
      label,
      request: m ? marked.request.slice(0, m.start) + label + marked.request.slice(m.end) : `${marked.request} (${label})`,
      ...(named === undefined ? {} : { remember: { kind: 'alias' as const, words: named, means: { devices: [device] } } }),
    };
  });
  return { kind: 'ask', question: refusal.question, answers };
}
