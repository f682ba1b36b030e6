import type { AskResult } from '../../flows/api';
import { describe } from '../../flows/wording';
import type { Decoded } from './model';
import type { Situation } from './situation';

/**
 * Below this probability of its least certain word a line is put as a question, not as a draft: of such lines more were wrong than right
 * (README.md, how sure is sure enough).
 */
export const UNSURE = 0.55;
const MOST_ANSWERS = 4;

/** Probability of the least certain word, leaving out those where the other word would have come to the same. @param alike runners-up that mean what the line means */
export function sureness(written: Decoded, alike: readonly { probability: number }[]): number {
  const settled = alike.map((a) => 1 - a.probability);
  // The end of the line is no token of it: its probability shows only where it is the lowest.
  const all = [...written.tokens.map((t) => t.probability), written.confidence];
  return Math.min(1, ...all.filter((p) => !settled.some((s) => Math.abs(s - p) < 1e-6)));
}

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
