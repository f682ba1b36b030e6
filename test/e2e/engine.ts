/** Runs the whole program as a person would, in a process of its own that can be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A first start builds the editor. */
const READY = 90_000;

export interface RunningEngine {
  /** The address that signs a browser in. */
  url: string;
  port: number;
  /** Ends at once, as a power cut does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** @param port 0 picks a free one @throws Error with what it said where it does not start */
export async function startEngine(data: string, port = 0): Promise<RunningEngine> {
  const args = ['--import', 'tsx', 'engine/main.ts', 'start', '--port', String(port), '--json', '--data', data];
  // The test runner's own variables change what Vite builds.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const exited = once(child, 'exit');
  const first = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`It did not start in time:\n${said}`)), READY).unref());
  const [line] = await Promise.race([first, late, exited.then(() => Promise.reject(new Error(`It ended instead of starting:\n${said}`)))]);
  const { url } = JSON.parse(line) as { url: string };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await exited;
  };
  return { url, port: Number(new URL(url).port), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
