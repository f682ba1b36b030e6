import type { AskResult } from '../../flows/api';
import { describe } from '../../flows/wording';
import type { Decoded } from './model';
import type { Situation } from './situation';

/**
 * Below this probability of the whole line it is put as a question, not as a draft: of such lines more were wrong than right
 * (README.md, how sure is sure enough).
 */
export const UNSURE = 0.4;
const MOST_ANSWERS = 4;

/** Probability of a line and of all others that come to the same: which of them was written matters to nobody. */
export const sureness = (written: Decoded, alike: readonly { probability: number }[]): number =>
  alike.reduce((sum, a) => sum + a.probability, written.confidence);

/** A reading and the line that it came of. */
export interface Reading {
  notation: string;
  result: { kind: AskResult['kind'] } & Partial<Pick<Extract<AskResult, { kind: 'automation' }>, 'flow'>> & { wording?: string };
}

/** "Which of these?": each answer is a reading in words, and carries its line. Undefined where there is nothing to choose. */
export function whichOf(
  readings: readonly Reading[],
  request: string,
  s: Situation,
): Omit<Extract<AskResult, { kind: 'ask' }>, 'request' | 'ms' | 'notation'> | undefined {
  const answers = readings.flatMap(({ notation, result }) => {
    const label = result.kind === 'automation' && result.flow ? describe(result.flow, s.home).sentence : result.kind === 'command' ? result.wording : undefined;
    return label ? [{ label, request, chosen: notation, remember: { kind: 'correction' as const, request, notation } }] : [];
  });
  const different = answers.filter((a, i) => answers.findIndex((b) => b.label === a.label) === i).slice(0, MOST_ANSWERS);
  if (different.length === 0) return undefined;
  return { kind: 'ask', question: different.length === 1 ? ONE : SEVERAL, answers: different };
}

const ONE = 'I am not sure that I understood. Do you mean this? If not, say it in other words.';
const SEVERAL = 'I am not sure that I understood. Which of these do you mean? If none, say it in other words.';
