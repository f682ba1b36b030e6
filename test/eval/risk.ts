import type { Decoded, Model } from '../../engine/compile/model';

/** A model that never says that it is unsure, and the last line that it wrote with its true confidence: nothing is asked back for doubt. */
export function overheard(model: Model): Model & { last(): Decoded | undefined } {
  let last: Decoded | undefined;
  return {
    ...model,
    write: async (prompt, grammar) => {
      last = await model.write(prompt, grammar);
      return { ...last, confidence: 1 };
    },
    last: () => {
      const heard = last;
      last = undefined;
      return heard;
    },
  };
}

/** A model that writes one line whatever it reads: what would have come of a runner-up. */
export const always = (text: string): Model => ({ write: async () => ({ text, confidence: 1, tokens: [] }), load: async () => {}, unload: async () => {} });

export interface Answered {
  /** Probability of the whole line, 0 to 1. */
  confidence: number;
  right: boolean;
  /** Whether a runner-up was right where the likeliest line was not. */
  amongOthers: boolean;
}

/** What share of the drafts would be wrong if only the surest were given and the others asked about, in percent, for each share given. */
export function riskCurve(answered: readonly Answered[]): { coverage: number; risk: number; threshold: number }[] {
  const surest = [...answered].sort((a, b) => b.confidence - a.confidence);
  return [50, 60, 70, 80, 85, 90, 95, 100].map((coverage) => {
    const given = surest.slice(0, Math.round((surest.length * coverage) / 100));
    const wrong = given.filter((a) => !a.right).length;
    return { coverage, risk: Math.round((1000 * wrong) / Math.max(1, given.length)) / 10, threshold: given.at(-1)?.confidence ?? 1 };
  });
}

/** Of the wrong ones, how many had the right line among their runners-up, as a table beside the curve. */
export function riskTable(answered: readonly Answered[]): string {
  const wrong = answered.filter((a) => !a.right);
  const saved = wrong.filter((a) => a.amongOthers).length;
  const rows = riskCurve(answered).map((r) => `${String(r.coverage).padStart(10)}  ${String(r.risk).padStart(12)}  ${r.threshold.toFixed(2).padStart(18)}`);
  return [
    'given of all %  of them wrong %  least sure of them',
    ...rows,
    `${answered.length} drafts and orders, ${wrong.length} wrong; of these ${saved} have the right one among their alternatives`,
  ].join('\n');
}
