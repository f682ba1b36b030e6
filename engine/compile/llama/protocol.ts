/** What the engine and the model's child process say to each other; both sides import this and nothing of each other. */
export type ToChild = { id: number; prompt: string; grammar: string; maxTokens: number };
export type FromChild =
  | { type: 'ready'; bytes: number }
  | { type: 'written'; id: number; tokens: { text: string; probability: number }[] }
  | { type: 'failed'; id?: number; message: string };
