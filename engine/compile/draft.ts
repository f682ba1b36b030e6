import type { Alternative, AskResult, Other, Thread } from '../../flows/api';
import { check } from '../../flows/check/check';
import { diff } from '../../flows/diff';
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { parseValue } from '../../flows/parse';
import { problem } from '../../flows/problem';
import { allTransitions } from '../../flows/walk';
import { describe } from '../../flows/wording';
import { type Lowered, lower } from './lower/lower';
import type { Marked } from './mark';
import type { Decoded } from './model';
import type { Line } from './notation/ast';
import { parseLine } from './notation/grammar';
import { Refused } from './resolve';
import { unexplained } from './unexplained';

/** Below this probability of the whole line, a draft says that it may not be what was meant. */
const DOUBTFUL = 0.4;
export const CLOSE_CALL = 'I am not sure that I understood this as it was meant. Read it with care.';

/** A line for an automation → the draft, what of it came from which words, and what else could have been meant. @throws Refused */
export function drafted(
  line: Extract<Line, { kind: 'automation' }>,
  marked: Marked,
  home: Home,
  written: Decoded,
  others: readonly Other[] = [],
): Omit<Extract<AskResult, { kind: 'automation' }>, 'request' | 'ms' | 'notation'> {
  const lowered = lower(line, home, marked);
  const draft = parseValue(lowered.flow);
  if (!draft.ok) throw new Refused({ kind: 'unclear', message: draft.problems[0]?.message ?? 'I could not write that as a flow.' });
  const [beside, ids] = [others.map((o) => o.flow), others.map((o) => o.id)];
  const problems = [...check(draft.value, home, beside, ids).problems];
  const idle = problems.filter((p) => p.code === 'never-fires');
  const acting = allTransitions(draft.value.flow).filter((t) => t.transition.actions?.length);
  if (acting.length > 0 && acting.every((t) => idle.some((p) => p.path === t.at)))
    throw new Refused({ kind: 'unclear', message: idle[0]?.message ?? 'That can never happen.' });
  const alternatives = alternativesTo(draft.value.flow, marked, home, written.runnersUp ?? []);
  if (written.confidence < DOUBTFUL && alternatives.length === 0) {
    problems.push(problem('close-call', CLOSE_CALL));
  }
  return { kind: 'automation', flow: draft.value.flow, threads: threadsOf(lowered, marked), alternatives, problems };
}

/** Runners-up that are flows of this home as well and behave otherwise than the draft, each by its reading in short. */
function alternativesTo(flow: Flow, marked: Marked, home: Home, runnersUp: NonNullable<Decoded['runnersUp']>): Alternative[] {
  const found = runnersUp.flatMap(({ text }): Alternative[] => {
    const other = flowOf(text, marked, home);
    return other && diff(flow, other, home).behaviour ? [{ instead: describe(other, home).sentence, flow: other, notation: text.trim() }] : [];
  });
  return found.filter((a, i) => found.findIndex((b) => b.instead === a.instead) === i);
}

function flowOf(text: string, marked: Marked, home: Home): Flow | undefined {
  const line = parseLine(text);
  if (line?.kind !== 'automation' || unexplained(line, marked)) return undefined;
  try {
    const draft = parseValue(lower(line, home, marked).flow);
    return draft.ok ? draft.value.flow : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
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
