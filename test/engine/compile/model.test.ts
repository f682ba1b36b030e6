/** The built-in model in its child process, for real. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getLlama, type LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILT_IN, llamaModel } from '../../../engine/compile/llama/llama';
import { ModelError } from '../../../engine/compile/model';
import { gbnf, type Letters, parseLine } from '../../../engine/compile/notation/grammar';
import { MENTION_LETTERS, SLOT_LETTERS } from '../../../engine/compile/notation/words';
import { choicePoints } from './choices';

const letters = (mentions: string[], duration: string[] = []): Letters => ({ mentions, duration, time: [], days: [], number: [], color: [], text: [] });
const ON = 'turn on the [A light hall light]\n';
const ONE = gbnf(letters(['A']));
const LONG = 'turn on the [A light hall light] when [B motion sensor hall sensor] sees someone and off after [N 5 minutes] without motion\n';
const TWO = gbnf(letters(['A', 'B'], ['N']));

/** The process stands behind everything else on the machine, so that on a busy one it takes its time. */
const PATIENT = 300_000;

let model: ReturnType<typeof llamaModel>;
let loads = 0;

beforeAll(async () => {
  if (!existsSync(BUILT_IN)) throw new Error(`The built-in model ${BUILT_IN} is missing: these tests run on it.`);
  model = llamaModel({ onLoading: () => loads++ });
  await model.load();
}, PATIENT);
afterAll(() => model?.unload());

const wrong = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined).catch((error: unknown) => error);
/** Whether a process is there; what has ended but was not yet waited for counts as gone. */
const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test(
  'a line of the notation comes back and ends by itself where training ended',
  async () => {
    const { text, tokens, confidence } = await model.write(ON, ONE);
    expect(text).toBe(' do A on');
    expect(tokens.map((t) => t.text).join('')).toBe(text);
    // The grammar would let it go on (", B off", " for N"): it is sure that here is the end, so the end token is one that it knows.
    expect(confidence).toBeGreaterThan(0.5);
    for (const token of tokens) expect(token.probability).toBeGreaterThan(0);
  },
  PATIENT,
);

test(
  'where it is in two minds the likeliest line comes first, each line with a probability of its own',
  async () => {
    const grammar = 'root ::= (" do A on" | " do A off" | " do A toggle" | " get A on")';
    const said = [
      'change the [A light lamp]\n',
      'the [A light lamp] or not\n',
      'the [A light lamp] the other way\n',
      'again the [A light lamp], differently\n',
    ];
    const written = [];
    for (const prompt of said) written.push(await model.write(prompt, grammar));
    const lines = written.map(({ confidence, runnersUp = [] }) => [confidence, ...runnersUp.map((r) => r.probability)]);
    expect(lines.some((all) => all.length > 1)).toBe(true);
    for (const all of lines) {
      expect(all).toEqual([...all].sort((a, b) => b - a));
      expect(all.reduce((a, b) => a + b)).toBeLessThanOrEqual(1.0001);
    }
  },
  PATIENT,
);

test(
  'what the grammar does not offer is not written',
  async () => {
    expect((await model.write(ON, 'root ::= (" do A off" | " get A on")')).text).toMatch(/^ (do A off|get A on)$/);
  },
  PATIENT,
);

test(
  'two requests at once are both answered, each with its own line',
  async () => {
    const order: number[] = [];
    const [long, short] = await Promise.all([model.write(LONG, TWO).finally(() => order.push(1)), model.write(ON, ONE).finally(() => order.push(2))]);
    expect([parseLine(long.text)?.kind, short.text, order]).toEqual(['automation', ' do A on', [1, 2]]);
  },
  PATIENT,
);

test(
  'the same request gives the same line and the same probabilities',
  async () => {
    const [one, , two] = [await model.write(ON, ONE), await model.write('lights\n', ONE), await model.write(ON, ONE)];
    expect(two).toEqual(one);
  },
  PATIENT,
);

test(
  'without a grammar, or with one that cannot be read, nothing is written',
  async () => {
    for (const grammar of ['', ' \n', 'root ::= (" do', 'root ::= nowhere']) {
      expect(await wrong(model.write(ON, grammar))).toMatchObject({ again: false });
    }
    expect((await model.write(ON, ONE)).text).toBe(' do A on');
  },
  PATIENT,
);

test(
  'a request too long for the model is an error of that request alone',
  async () => {
    expect(await wrong(model.write('turn on the light and '.repeat(400), ONE))).toMatchObject({ again: false, message: expect.stringContaining('too long') });
    expect((await model.write(ON, ONE)).text).toBe(' do A on');
  },
  PATIENT,
);

test(
  'a process that is killed fails what runs, to be tried again, and the next request works',
  async () => {
    const before = loads;
    const running = wrong(model.write(LONG, TWO));
    process.kill(model.pid() as number, 'SIGKILL');
    const error = await running;
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ again: true });
    expect((await model.write(ON, ONE)).text).toBe(' do A on');
    expect(loads).toBe(before + 1);
  },
  PATIENT,
);

test.runIf(process.platform === 'linux')('every thread of its process steps back behind all others', () => {
  const folder = `/proc/${model.pid()}/task`;
  const nice = (thread: string): number =>
    Number(
      readFileSync(join(folder, thread, 'stat'), 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[16],
    );
  const threads = readdirSync(folder);
  expect(threads.length).toBeGreaterThan(1);
  expect(threads.map(nice)).toEqual(threads.map(() => 10));
});

test(
  'put away it frees its process; the next request loads it again',
  async () => {
    const pid = model.pid() as number;
    await model.unload();
    expect(model.pid()).toBeUndefined();
    await expect.poll(() => runs(pid), { timeout: 60_000 }).toBe(false);
    expect((await model.write(ON, ONE)).text).toBe(' do A on');
  },
  PATIENT,
);

test(
  'left alone it is put away',
  async () => {
    const brief = llamaModel({ idleSeconds: 0.1 });
    try {
      await brief.load();
      const pid = brief.pid() as number;
      await expect.poll(() => runs(pid), { timeout: 60_000 }).toBe(false);
      expect(brief.pid()).toBeUndefined();
    } finally {
      await brief.unload();
    }
  },
  PATIENT,
);

test('the reader of grammars finds every choice, also where something may be left out or said again', () => {
  const points = choicePoints('root ::= " a" (" b" | more)? " d"\nmore ::= " c" ("," " c")*');
  expect(points.map((p) => [...p].sort().join('|')).sort()).toEqual([' a', ' b| c| d', ' c', ' d', ' d|,'].sort());
});

test(
  'wherever the grammar lets it choose, the choices differ in their first token',
  async () => {
    const llama = await getLlama({ gpu: false, build: 'never' });
    const tokenizer: LlamaModel = await llama.loadModel({ modelPath: BUILT_IN, vocabOnly: true });
    const slots = SLOT_LETTERS;
    const points = choicePoints(gbnf({ mentions: MENTION_LETTERS, duration: slots, time: slots, days: slots, number: slots, color: slots, text: slots }));
    expect(points.length).toBeGreaterThan(50);
    const shared = new Set<string>();
    for (const literals of points) {
      const byToken = new Map<number | undefined, string>();
      for (const literal of literals) {
        const first = tokenizer.tokenize(literal)[0];
        const other = byToken.get(first);
        if (other !== undefined) shared.add(`“${other}” and “${literal}” both begin with “${first === undefined ? '' : tokenizer.detokenize([first])}”`);
        byToken.set(first, literal);
      }
    }
    await tokenizer.dispose();
    expect([...shared]).toEqual([]);
  },
  PATIENT,
);
