import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Decoded, type Model, ModelError } from '../model';
import type { FromChild, ToChild } from './protocol';

/** The model that ships with Sayso (see engine/compile/README.md for its licence and figures). */
export const BUILT_IN = fileURLToPath(new URL('../sayso.gguf', import.meta.url));
/** How long a line may become: some eight tokens for each thing that is marked in the sentence. */
const tokensFor = (prompt: string): number => 24 + 8 * (prompt.match(/\[[A-Z] /g)?.length ?? 0);
/** How long it may take: more where examples are read as well, and with each gigabyte of memory that the model takes. */
const SECONDS = { load: 180, write: 120 };
const IDLE_SECONDS = 600;
/** It reads TypeScript whatever started this process, and takes little memory around the model (90 MB less than with the defaults). */
const EXEC = ['--max-semi-space-size=2', '--optimize-for-size', '--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];

interface Waiting {
  resolve: (decoded: Decoded) => void;
  reject: (error: ModelError) => void;
  timer: NodeJS.Timeout;
}

export interface LlamaOptions {
  /** Of the GGUF. */
  path?: string;
  idleSeconds?: number;
  /** Told how many bytes of memory it takes, each time that it loads. */
  onLoading?: (bytes: number) => void;
}

/** A model that is a file on this machine. */
export interface FileModel extends Model {
  readonly path: string;
  /** Of its process, while there is one. */
  pid(): number | undefined;
}

/** A GGUF in a child process: started on first use, restarted after a crash, unloaded when idle. */
export function llamaModel({ path = BUILT_IN, idleSeconds = IDLE_SECONDS, onLoading = () => {} }: LlamaOptions = {}): FileModel {
  let child: ChildProcess | undefined;
  let ready: Promise<void> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let next = 1;
  let patience = 1;
  const waiting = new Map<number, Waiting>();
  const killAfter = (started: ChildProcess | undefined, seconds: number) => setTimeout(() => started?.kill('SIGKILL'), seconds * patience * 1000);

  const end = (message: string): void => {
    child = undefined;
    ready = undefined;
    for (const [id, w] of waiting) {
      waiting.delete(id);
      clearTimeout(w.timer);
      w.reject(new ModelError(message, true));
    }
  };

  const start = (): Promise<void> => {
    if (!existsSync(path)) return Promise.reject(new ModelError(MISSING(path), false));
    // In a session of its own: where Linux groups processes by session, its lower priority counts against all others.
    const options = {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: EXEC,
      env: { ...process.env, MALLOC_ARENA_MAX: '1' },
      detached: process.platform === 'linux',
    } satisfies ForkOptions;
    const started = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [path], options);
    child = started;
    return new Promise((resolve, reject) => {
      let timer = killAfter(started, SECONDS.load);
      started.on('message', (message: FromChild) => {
        if (message.type === 'loading') {
          patience = (message.trained ? 1 : 5) + message.bytes / 1e9;
          clearTimeout(timer);
          timer = killAfter(started, SECONDS.load);
          onLoading(message.bytes);
        } else if (message.type === 'ready') {
          clearTimeout(timer);
          resolve();
        } else if (message.type === 'failed' && message.id === undefined)
          reject(new ModelError(`The model ${basename(path)} cannot be used: ${message.message}`, false));
        else settle(waiting, message);
      });
      started.on('exit', () => {
        clearTimeout(timer);
        if (child !== started) return reject(new ModelError(PUT_AWAY, true));
        reject(new ModelError(`The model ${basename(path)} cannot be used: its process ended while loading it. The file may be damaged.`, false));
        end('The model’s process ended.');
      });
    });
  };

  const rest = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => void model.unload(), idleSeconds * 1000);
    idle.unref();
  };

  const model: FileModel = {
    path,
    async load() {
      clearTimeout(idle);
      ready ??= start();
      await ready.catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
      if (waiting.size === 0) rest();
    },
    async write(prompt, grammar) {
      // Never free text.
      if (grammar.trim() === '') throw new ModelError('There is no grammar to write under.', false);
      await model.load();
      clearTimeout(idle);
      const id = next++;
      const decoded = new Promise<Decoded>((resolve, reject) => {
        waiting.set(id, { resolve, reject, timer: killAfter(child, SECONDS.write) });
        if (!child) end('The model’s process ended.');
        else child.send({ id, prompt, grammar, maxTokens: tokensFor(prompt) } satisfies ToChild);
      });
      return decoded.finally(() => {
        if (waiting.size === 0) rest();
      });
    },
    async unload() {
      clearTimeout(idle);
      const ending = child;
      end(PUT_AWAY);
      if (ending?.connected) ending.disconnect();
    },
    pid: () => child?.pid,
  };
  return model;
}

const PUT_AWAY = 'The model was put away.';
const MISSING = (path: string): string =>
  path === BUILT_IN
    ? `The model file ${path} is missing. Run npm ci in a full checkout, or name another with --model.`
    : `There is no model file ${path}. Correct the path of --model.`;

function settle(waiting: Map<number, Waiting>, message: Extract<FromChild, { type: 'written' | 'failed' }>): void {
  const w = message.id === undefined ? undefined : waiting.get(message.id);
  if (!w || message.id === undefined) return;
  waiting.delete(message.id);
  clearTimeout(w.timer);
  if (message.type === 'failed') return w.reject(new ModelError(message.message, false));
  const { tokens, runnersUp, ended } = message;
  if (ended === undefined) return w.resolve({ text: '', tokens, runnersUp, confidence: 0 });
  w.resolve({ text: tokens.map((t) => t.text).join(''), tokens, runnersUp, confidence: tokens.reduce((p, t) => p * t.probability, ended) });
}
