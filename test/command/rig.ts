/** Runs the command line as a script would, in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** @param from the caller's folder, as npm tells it in INIT_CWD */
export function sayso(args: string[], from: string = ROOT): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'engine/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: from },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

export const home = {
  format: 'sayso/home/1',
  name: 'Small',
  timezone: 'Europe/Berlin',
  latitude: 52.5,
  longitude: 13.4,
  devices: [
    { id: 'motion', name: 'Stair motion', kind: 'motion sensor', room: 'Stairs', capabilities: ['occupancy'] },
    { id: 'lamp', name: 'Stair lamp', kind: 'light', room: 'Stairs', capabilities: ['power'] },
  ],
};

/** Light on with motion, off so long after the last. */
export function stairs(linger = 'PT5M', value = 'off'): Record<string, unknown> {
  const becomes = (value: string) => ({ type: 'becomes', params: { role: 'sensor', capability: 'occupancy', is: 'equals', value } });
  const set = (value: string) => ({ type: 'set', params: { role: 'light', capability: 'power', value } });
  return {
    format: 'sayso/flow/1',
    name: 'Stairs',
    uses: {
      sensor: { name: 'Stair motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: 'motion' } },
      light: { name: 'Stair lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } },
    },
    delays: { linger: { for: linger } },
    chart: {
      id: 'flow',
      initial: 'dark',
      states: {
        dark: { on: { 'sensor.occupancy': [{ target: 'lit', guard: becomes('detected'), actions: [set('on')] }] } },
        lit: { on: { 'sensor.occupancy': [{ target: 'leaving', guard: becomes('clear') }] } },
        leaving: {
          on: { 'sensor.occupancy': [{ target: 'lit', guard: becomes('detected') }] },
          after: { linger: [{ target: 'dark', actions: [set(value)] }] },
        },
      },
    },
  };
}

/** A folder with these files, JSON or text. */
export function folderWith(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sayso-cli-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}
