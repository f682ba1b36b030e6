/**
 * The model's own process: a malformed GGUF aborts it alone, and inference never delays the engine's timers. One request at a time,
 * greedy, under the grammar that came with it; the end token is legal wherever the grammar lets the line end.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import {
  GgufInsights,
  getLlama,
  type LlamaContextSequence,
  LlamaGrammar,
  LlamaGrammarEvaluationState,
  LlamaLogLevel,
  type LlamaModel,
  readGgufFileInfo,
  type Token,
  TokenBias,
} from 'node-llama-cpp';
import { type Prompter, prompterOf, TRAINED } from './prompt';
import type { FromChild, ToChild, Written } from './protocol';
import { BATCH, sizeOf, tooLarge } from './size';

const say = (message: FromChild): void => void process.send?.(message);
const path = process.argv[2] ?? '';
/** Tokens: what a sentence and its line take, and what the examples take where a model needs them. */
const CONTEXT = 1024;
const EXAMPLES = 1536;

async function main(): Promise<void> {
  // llama.cpp's threads spin: as many as cores is far slower than one fewer on a busy machine. Counted before a core is given up.
  const threads = Math.max(1, Math.min(4, availableParallelism() - 1));
  stepBack();
  const info = await readGgufFileInfo(path, { sourceType: 'filesystem', logWarnings: false }).catch(() => {
    throw new Error('it is no GGUF file, or a damaged one.');
  });
  const trained = info.metadata.general.name === TRAINED;
  const contextSize = trained ? CONTEXT : CONTEXT + EXAMPLES;
  const llama = await getLlama({ gpu: false, build: 'never', progressLogs: false, logLevel: LlamaLogLevel.error });
  const bytes = sizeOf(statSync(path).size, await GgufInsights.from(info, llama), contextSize);
  const refusal = tooLarge(bytes, process.availableMemory());
  if (refusal) throw new Error(refusal);
  say({ type: 'loading', bytes, trained });
  const model = await llama.loadModel({ modelPath: path }).catch(() => {
    throw new Error('llama.cpp cannot load it. The file may be damaged or incomplete, or of a kind that this version does not know.');
  });
  const context = await model.createContext({ contextSize, batchSize: BATCH, threads });
  const sequence = context.getSequence();
  const prompter = prompterOf(model, trained);
  const grammars = new Map<string, LlamaGrammar>();
  let queue = Promise.resolve();
  process.on('message', (request: ToChild) => {
    queue = queue.then(async () => {
      try {
        say({ type: 'written', id: request.id, ...(await write(model, sequence, prompter, request, grammarOf(request.grammar))) });
      } catch (error) {
        say({ type: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
      }
    });
  });
  process.on('disconnect', () => process.exit(0));
  say({ type: 'ready' });
  // What every sentence begins with is read before the first one comes.
  if (prompter.longPrefix) queue = queue.then(() => sequence.evaluateWithoutGeneratingNewTokens(prompter.tokens('.').slice(0, -8)));

  function grammarOf(text: string): LlamaGrammar {
    const known = grammars.get(text);
    if (known) return known;
    if (grammars.size > 50) grammars.clear();
    const made = new LlamaGrammar(llama, { grammar: text });
    grammars.set(text, made);
    return made;
  }
}

/** What stands at a place where the model was in two minds is written once more without its first choice there. */
const CLOSE = 0.9;
const RUNNERS_UP = 3;
/** How many tokens longer than the first line another may be. */
const SLACK = 16;
/** Tokens that may be spent on other lines: a long line that is close everywhere is not written four times. */
const OTHERS = 96;

async function write(model: LlamaModel, sequence: LlamaContextSequence, prompter: Prompter, request: ToChild, grammar: LlamaGrammar): Promise<Written> {
  const prompt = prompter.tokens(request.prompt);
  if (prompt.length + request.maxTokens > sequence.contextSize) throw new Error('The request is too long for this model.');
  if (!prompter.longPrefix) await sequence.clearHistory();
  const begin = new LlamaGrammarEvaluationState({ model, grammar });
  const first = await decode(model, sequence, await unread(sequence, prompt), request.maxTokens, begin);
  const ended = first.at(-1)?.end === true;
  const close = (ended ? first : [])
    .map((t, at) => ({ at, ...t }))
    .filter((t) => t.probability < CLOSE)
    .sort((a, b) => a.probability - b.probability)
    .slice(0, RUNNERS_UP);
  const lines = [first];
  let spent = 0;
  for (const { at, token, probability, before } of close) {
    const atMost = Math.min(request.maxTokens, first.length + SLACK) - at;
    if (spent + first.length - at > OTHERS) continue;
    // What stands before the close place is the same; only the rest is written anew.
    const same = first.slice(0, at);
    const rest = await unread(sequence, [...prompt, ...same.map((s) => s.token)]);
    const [turn, ...other] = await decode(model, sequence, rest, atMost, before, token);
    spent += other.length + 1;
    // Decoded without the first choice, which had a share of its own.
    if (turn && (other.at(-1) ?? turn).end) lines.push([...same, { ...turn, probability: turn.probability * (1 - probability) }, ...other]);
  }
  // Word by word is not always the likeliest line: it may have turned where nothing that follows is likely.
  const [best = first, ...others] = lines.sort((a, b) => likelihood(b) - likelihood(a));
  return {
    tokens: best.filter((t) => t.text !== '').map(({ text, probability }) => ({ text, probability })),
    runnersUp: others.map((steps) => ({ text: textOf(steps), probability: likelihood(steps) })),
    ended: ended ? (best.at(-1)?.probability ?? 0) : undefined,
  };
}

/** What of a prompt was evaluated stays so; @returns the rest, at least its last token. */
async function unread(sequence: LlamaContextSequence, prompt: Token[]): Promise<Token[]> {
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  return prompt.slice(sequence.nextTokenIndex);
}

interface Step {
  token: Token;
  text: string;
  probability: number;
  end: boolean;
  /** The grammar as it stood before this token. */
  before: LlamaGrammarEvaluationState;
}
const likelihood = (steps: readonly Step[]): number => steps.reduce((p, s) => p * s.probability, 1);
const textOf = (steps: readonly Step[]): string => steps.map((s) => s.text).join('');

/** The same words three times in a row: a small model that is lost goes round in circles. */
const LOOP = /(.{5,60}?)\1\1$/;

/** Greedy, under the grammar; the last step is the end, unless it ran out of tokens or went round in circles. @param refused a token that must not be chosen first */
async function decode(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  tokens: Token[],
  maxTokens: number,
  from: LlamaGrammarEvaluationState,
  refused?: Token,
): Promise<Step[]> {
  const steps: Step[] = [];
  const states: LlamaGrammarEvaluationState[] = [];
  const state = from.clone();
  const free = new TokenBias(model.tokenizer);
  const without = refused === undefined ? undefined : new TokenBias(model.tokenizer).set(refused, 'never');
  const options = {
    temperature: 0,
    yieldEogToken: true,
    grammarEvaluationState: () => {
      states[steps.length] ??= state.clone();
      return state;
    },
    ...(without ? { tokenBias: () => (steps.length === 0 ? without : free) } : {}),
  };
  for await (const { token, confidence } of sequence.evaluateWithMetadata(tokens, { confidence: true }, options)) {
    const end = model.isEogToken(token);
    steps.push({ token, text: end ? '' : model.detokenize([token]), probability: confidence, end, before: states[steps.length] ?? from });
    if (end || steps.length >= maxTokens || LOOP.test(textOf(steps.slice(-48)))) break;
  }
  return steps;
}

/**
 * Behind everything else on the machine. Linux counts per thread (those that compute were there before, later ones inherit), and may
 * group processes by session, where nice counts only inside: the group steps back as well. Since what runs may use up its slice of some
 * 3 ms before what is more urgent gets its turn, one core is left to the others altogether.
 */
function stepBack(): void {
  const BEHIND = 10;
  setPriority(BEHIND);
  try {
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), BEHIND);
    writeFileSync('/proc/self/autogroup', String(BEHIND));
  } catch {
    // Not Linux, or without groups.
  }
  try {
    const allowed = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    const [, ...rest] = coresIn(allowed);
    if (rest.length > 0) execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', rest.join(','), String(process.pid)], { stdio: 'ignore' });
  } catch {
    // Not Linux, or without taskset.
  }
}

/** "0-2,5" → 0, 1, 2, 5 */
const coresIn = (list: string): number[] =>
  list.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });

main().catch((error: unknown) => {
  say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
