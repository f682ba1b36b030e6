/** The small model behind the compiler; implementations: `llama.ts` (the real one), and one that always gives up. */
export interface Decoded {
  /** The line of notation. */
  text: string;
  /** Probability of the whole line, 0 to 1, and that of each token in order. */
  confidence: number;
  tokens: { text: string; probability: number }[];
  /** Other lines that it was in two minds about, each with the probability of the whole line, the likelier first; none where it was sure. */
  runnersUp?: { text: string; probability: number }[];
}

export interface Model {
  /** @param grammar GBNF. @throws ModelError */
  write(prompt: string, grammar: string): Promise<Decoded>;
  /** Makes ready, so that the first `write` need not wait. @throws ModelError */
  load(): Promise<void>;
  /** Frees the memory; the next `write` loads again. */
  unload(): Promise<void>;
}

/** A fault of the model's process: `again` says whether the same request may be tried once more. */
export class ModelError extends Error {
  constructor(
    message: string,
    readonly again: boolean,
  ) {
    super(message);
  }
}

/** Never understands: what a broken installation is left with. */
export const noModel: Model = {
  write: async () => ({ text: ' unclear', confidence: 1, tokens: [] }),
  load: async () => {},
  unload: async () => {},
};
