import { spawn } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from '../config';

/** What the editor is built from. */
const SOURCES = ['editor', 'flows', 'vite.config.ts', 'package-lock.json'];

/**
 * The folder of the built editor; built first where it is missing or older than what it is made of. In a process of its own, so that
 * the engine keeps none of the memory, and beside the old one until it is complete. Flows run whether or not that succeeds.
 */
export async function builtEditor(log: (line: string) => void, root: string = ROOT): Promise<string> {
  const dist = join(root, 'dist');
  const page = join(dist, 'index.html');
  const sources = SOURCES.map((name) => join(root, name));
  if (!existsSync(join(root, 'editor', 'index.html'))) return dist;
  if (existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources.map(newest))) return dist;
  log('Building the editor…');
  const fresh = join(root, 'node_modules', '.sayso', `dist-${process.pid}`);
  try {
    await runVite(root, fresh);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } catch (error) {
    // Another start may just have put its own there.
    rmSync(fresh, { recursive: true, force: true });
    log(error instanceof Error ? error.message : String(error));
  }
  return dist;
}

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  return own.isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : own.mtimeMs;
}

function runVite(root: string, out: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error', '--outDir', out, '--emptyOutDir'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The editor could not be built:\n${said}`))));
  });
}
