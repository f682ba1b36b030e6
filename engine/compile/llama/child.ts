/**
 * The model's own process: a malformed GGUF aborts it alone, and inference never delays the engine's timers. One request at a time,
 * greedy, under the grammar that came with it; the end token is legal wherever the grammar lets the line end.
 */
import { statSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { getLlama, type LlamaContextSequence, LlamaGrammar, LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp';
import type { FromChild, ToChild } from './protocol';

const say = (message: FromChild): void => void process.send?.(message);
const path = process.argv[2] ?? '';

async function main(): Promise<void> {
  setPriority(10);
  const llama = await getLlama({ gpu: false, build: 'never', progressLogs: false });
  const model = await llama.loadModel({ modelPath: path });
  // llama.cpp's threads spin: as many as cores is far slower than one fewer on a busy machine.
  const context = await model.createContext({ contextSize: 1024, threads: Math.max(1, Math.min(4, availableParallelism() - 1)) });
  const sequence = context.getSequence();
  const grammars = new Map<string, LlamaGrammar>();
  let queue = Promise.resolve();
  process.on('message', (request: ToChild) => {
    queue = queue.then(async () => {
      try {
        say({ type: 'written', id: request.id, tokens: await write(model, sequence, request, grammarOf(request.grammar)) });
      } catch (error) {
        say({ type: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
      }
    });
  });
  process.on('disconnect', () => process.exit(0));
  say({ type: 'ready', bytes: statSync(path).size });

  function grammarOf(text: string): LlamaGrammar {
    const known = grammars.get(text);
    if (known) return known;
    if (grammars.size > 50) grammars.clear();
    const made = new LlamaGrammar(llama, { grammar: text });
    grammars.set(text, made);
    return made;
  }
}

async function write(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  request: ToChild,
  grammar: LlamaGrammar,
): Promise<{ text: string; probability: number }[]> {
  await sequence.clearHistory();
  const state = new LlamaGrammarEvaluationState({ model, grammar });
  const written: { text: string; probability: number }[] = [];
  const tokens = model.tokenize(request.prompt);
  for await (const { token, confidence } of sequence.evaluateWithMetadata(tokens, { confidence: true }, { temperature: 0, grammarEvaluationState: state })) {
    if (model.isEogToken(token)) break;
    written.push({ text: model.detokenize([token]), probability: confidence });
    if (written.length >= request.maxTokens) break;
  }
  return written;
}

main().catch((error: unknown) => {
  say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
