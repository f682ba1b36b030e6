/** What the engine and the model's child process say to each other; both sides import this and nothing of each other. */
export type ToChild = { id: number; prompt: string; grammar: string; maxTokens: number };
export interface Written {
  tokens: { text: string; probability: number }[];
  /** What was written where the model was in two minds, without its choice there; with the probability of the whole line, the likelier first. */
  runnersUp: { text: string; probability: number }[];
  /** Probability of ending where it ended; absent where the line came to no end. */
  ended: number | undefined;
}
export type FromChild =
  /** `bytes` of memory that it is about to take; what was not `trained` for the notation reads long examples and takes its time. */
  | { type: 'loading'; bytes: number; trained: boolean }
  | { type: 'ready' }
  | ({ type: 'written'; id: number } & Written)
  /** Without `id`: the file cannot be used. */
  | { type: 'failed'; id?: number; message: string };
