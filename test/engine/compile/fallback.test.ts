/** Files that are no model, in front of the built-in one; and fetching a model by its address. */
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { downloaded, isAddress } from '../../../engine/compile/llama/download';
import { withFallback } from '../../../engine/compile/llama/fallback';
import { BUILT_IN, llamaModel } from '../../../engine/compile/llama/llama';
import { type Model, ModelError, noModel } from '../../../engine/compile/model';

let folder: string;
const ON = 'turn on the [A light hall light]\n';
const GRAMMAR = 'root ::= (" do A on" | " do A off")';

beforeAll(() => {
  if (!existsSync(BUILT_IN)) throw new Error(`The built-in model ${BUILT_IN} is missing: these tests run on it.`);
  folder = mkdtempSync(join(tmpdir(), 'sayso-model-'));
  const whole = readFileSync(BUILT_IN);
  writeFileSync(join(folder, 'half.gguf'), whole.subarray(0, whole.length >> 1));
  writeFileSync(join(folder, 'head.gguf'), whole.subarray(0, 200_000));
  writeFileSync(join(folder, 'text.gguf'), 'This is a letter to my aunt, not a model.\n'.repeat(100));
  writeFileSync(join(folder, 'empty.gguf'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('truncated, text, empty, missing: each costs a message, and the built-in model answers', async () => {
  const spare = llamaModel();
  try {
    for (const file of ['half.gguf', 'head.gguf', 'text.gguf', 'empty.gguf', 'gone.gguf']) {
      const told: string[] = [];
      const model = withFallback(llamaModel({ path: join(folder, file) }), spare, (line) => told.push(line));
      expect((await model.write(ON, GRAMMAR)).text).toBe(' do A on');
      await model.load();
      expect(told, file).toEqual([expect.stringMatching(new RegExp(`${file}.*The built-in model is used instead\\.$`))]);
    }
  } finally {
    await spare.unload();
  }
}, 300_000);

test('a file that is no model, without another behind it, is an error in words', async () => {
  const error = await llamaModel({ path: join(folder, 'text.gguf') })
    .write(ON, GRAMMAR)
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({ again: false, message: expect.stringContaining('no GGUF file') });
}, 60_000);

/** A first model whose process fails as told, in turn. */
const failing = (...errors: ModelError[]): Model => ({
  ...noModel,
  write: async () => {
    const error = errors.shift();
    if (error) throw error;
    return { text: ' first', confidence: 1, tokens: [] };
  },
});
const spare: Model = { ...noModel, write: async () => ({ text: ' spare', confidence: 1, tokens: [] }) };
const ended = () => new ModelError('The model’s process ended.', true);

test('a process that ends once is started again; one that ends twice over a request is given up', async () => {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  expect((await withFallback(failing(ended()), spare, tell).write('', ' ')).text).toBe(' first');
  expect(told).toEqual([]);
  const given = withFallback(failing(ended(), ended()), spare, tell);
  expect([(await given.write('', ' ')).text, (await given.write('', ' ')).text]).toEqual([' spare', ' spare']);
  expect(told.length).toBe(1);
});

test('what is wrong with one request alone stays an error and changes no model', async () => {
  const model = withFallback(failing(new ModelError('too long', false)), spare, () => expect.unreachable());
  await expect(model.write('', ' ')).rejects.toThrow('too long');
  expect((await model.write('', ' ')).text).toBe(' first');
});

test('addresses are told from paths', () => {
  expect(['hf:user/model:Q4_K_M', 'https://example.com/a.gguf', 'HF:user/model', 'models/a.gguf', 'C:\\models\\a.gguf', '/hf:odd.gguf'].map(isAddress)).toEqual(
    [true, true, true, false, false, false],
  );
});

/** Serves one file with byte ranges, as model hosts do. */
function host(file: string): Promise<{ server: Server; url: string; gets: () => number }> {
  let gets = 0;
  const size = statSync(file).size;
  const server = createServer((request, response) => {
    if (request.url !== `/${basename(file)}`) return response.writeHead(404).end();
    const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const last = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    response.writeHead(range ? 206 : 200, {
      'accept-ranges': 'bytes',
      'content-length': last - start + 1,
      ...(range ? { 'content-range': `bytes ${start}-${last}/${size}` } : {}),
    });
    if (request.method === 'HEAD') return response.end();
    gets++;
    createReadStream(file, { start, end: last }).pipe(response);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${basename(file)}`, gets: () => gets }),
    ),
  );
}

test('an address is fetched once, byte for byte, with its progress; then it needs no network', async () => {
  const { server, url, gets } = await host(join(folder, 'half.gguf'));
  const models = join(folder, 'models');
  const told: string[] = [];
  const path = await downloaded(url, models, (line) => told.push(line));
  expect(readFileSync(path).equals(readFileSync(join(folder, 'half.gguf')))).toBe(true);
  expect(path.startsWith(models)).toBe(true);
  expect(told.at(-1)).toMatch(/^Downloading the model: 100 % \(\d+ MB of \d+ MB\)$/);
  const before = gets();
  await expect(downloaded(url.replace('half', 'whole'), models, () => {})).rejects.toThrow('there is no such file (status 404)');
  server.closeAllConnections();
  server.close();
  expect(await downloaded(url, models, () => {})).toBe(path);
  expect(gets()).toBe(before);
}, 60_000);

test('an address that cannot be reached is an error in words', async () => {
  const { server, url } = await host(join(folder, 'head.gguf'));
  server.close();
  const error = await downloaded(url, join(folder, 'other'), () => {}).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({ again: false, message: expect.stringMatching(/could not be fetched: 127\.0\.0\.1:\d+ cannot be reached/) });
}, 60_000);
