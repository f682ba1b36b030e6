import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Decoded, type Model, ModelError } from '../model';
import type { FromChild, ToChild } from './protocol';

/** The model that ships with Sayso (see engine/compile/README.md for its licence and figures). */
export const BUILT_IN = fileURLToPath(new URL('../sayso.gguf', import.meta.url));
const MAX_TOKENS = 160;
const SECONDS = { load: 60, write: 60, idle: 600 };

interface Waiting {
  resolve: (decoded: Decoded) => void;
  reject: (error: ModelError) => void;
  timer: NodeJS.Timeout;
}

/** A GGUF in a child process: started on first use, restarted after a crash, unloaded when idle. @param path of the GGUF */
export function llamaModel(path: string = BUILT_IN, idleSeconds = SECONDS.idle): Model {
  let child: ChildProcess | undefined;
  let ready: Promise<void> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let next = 1;
  const waiting = new Map<number, Waiting>();

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
    if (!existsSync(path))
      return Promise.reject(new ModelError(`The model file ${path} is missing. Run npm ci in a full checkout, or name another with --model.`, false));
    const started = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [path], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child = started;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => started.kill('SIGKILL'), SECONDS.load * 1000);
      started.on('message', (message: FromChild) => {
        if (message.type === 'ready') {
          clearTimeout(timer);
          resolve();
        } else if (message.type === 'failed' && message.id === undefined) reject(new ModelError(`The model could not be loaded: ${message.message}`, false));
        else settle(waiting, message);
      });
      started.on('exit', () => {
        clearTimeout(timer);
        reject(new ModelError('The model’s process ended while loading; the file may be damaged.', false));
        if (child === started) end('The model’s process ended.');
      });
    });
  };

  const rest = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => void model.unload(), idleSeconds * 1000);
    idle.unref();
  };

  const model: Model = {
    async load() {
      clearTimeout(idle);
      ready ??= start();
      await ready.catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
      rest();
    },
    async write(prompt, grammar) {
      await model.load();
      clearTimeout(idle);
      const id = next++;
      const decoded = await new Promise<Decoded>((resolve, reject) => {
        const timer = setTimeout(() => child?.kill('SIGKILL'), SECONDS.write * 1000);
        waiting.set(id, { resolve, reject, timer });
        child?.send({ id, prompt, grammar, maxTokens: MAX_TOKENS } satisfies ToChild);
      });
      if (waiting.size === 0) rest();
      return decoded;
    },
    async unload() {
      clearTimeout(idle);
      const ending = child;
      end('The model was put away.');
      if (ending?.connected) ending.disconnect();
    },
  };
  return model;
}

function settle(waiting: Map<number, Waiting>, message: Exclude<FromChild, { type: 'ready' }>): void {
  const w = message.id === undefined ? undefined : waiting.get(message.id);
  if (!w || message.id === undefined) return;
  waiting.delete(message.id);
  clearTimeout(w.timer);
  if (message.type === 'failed') return w.reject(new ModelError(message.message, false));
  const { tokens, runnersUp, ended } = message;
  w.resolve({ text: tokens.map((t) => t.text).join(''), tokens, runnersUp, confidence: Math.min(1, ended, ...tokens.map((t) => t.probability)) });
}
