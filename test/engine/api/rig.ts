/** A real engine on a temporary folder and a real server on a free port; the model's place is taken by a script. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../../engine/api/server';
import { type Model, noModel } from '../../../engine/compile/model';
import { type Engine, startEngine } from '../../../engine/engine';
import { parseValue } from '../../../flows/parse';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // Bodies are read as each test needs them.
  body: unknown;
}

export interface Rig {
  engine: Engine;
  url: string;
  port: number;
  cookie: string;
  data: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  end(): Promise<void>;
}

/** Says that it did not understand, unless told otherwise. */
export const scripted = (write: Model['write'] = async () => ({ text: ' unclear', confidence: 1, tokens: [] })): Model => ({ ...noModel, write });

export async function rig(model: Model = scripted(), data: string = mkdtempSync(join(tmpdir(), 'sayso-api-'))): Promise<Rig> {
  const editor = join(data, 'editor');
  mkdirSync(editor, { recursive: true });
  writeFileSync(join(editor, 'index.html'), '<!doctype html><title>Sayso</title>');
  const engine = await startEngine({ data, model });
  const server = await serve({ engine, editor, port: 0, log: () => {} });
  const signedIn = await send(server.port, 'GET', new URL(server.url).pathname + new URL(server.url).search);
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  return {
    engine,
    url: server.url,
    port: server.port,
    cookie,
    data,
    call: (method, path, body, headers = {}) => send(server.port, method, path, body, { cookie, ...headers }),
    end: async () => {
      await server.close();
      await engine.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** One request with exactly these headers, `host` too, which fetch would not send. A text is sent as it is. */
export function send(port: number, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const r = request({ host: '127.0.0.1', port, method, path, headers: { ...type, ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: readBody(text) }));
    });
    r.on('error', reject);
    r.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The hall light with motion, bound to the demo home, and the hash that a person would have seen. */
export function hallFlow(): { flow: Record<string, unknown> & { uses: Record<string, object> }; hash: string } {
  const flow = JSON.parse(readFileSync(new URL('../../../flows/examples/03-hall-light-with-motion.flow.json', import.meta.url), 'utf8'));
  flow.uses.motion.bind = { one: 'hall_motion' };
  flow.uses.light.bind = { one: 'hall_light' };
  const draft = parseValue(flow);
  if (!draft.ok) throw new Error(draft.problems[0]?.message);
  return { flow, hash: draft.value.hash };
}

/** @throws Error when it does not become so within five seconds */
export async function until(what: string, is: () => boolean): Promise<void> {
  for (let n = 0; n < 250; n++) {
    if (is()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never: ${what}`);
}

export const codes = (answer: Answer): string[] => (answer.body as { problems: { code: string }[] }).problems.map((p) => p.code);
