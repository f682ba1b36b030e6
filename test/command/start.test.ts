/** `sayso start` as a process: its first line, the lock, what the readers see beside it, and its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hallFlow, send } from '../engine/api/rig';
import { folderWith, ROOT, sayso } from './rig';

let folder: string;
let data: string;
let child: ChildProcess;
let first: { url: string; pid: number };

beforeAll(async () => {
  folder = folderWith({});
  data = join(folder, 'data');
  const args = ['--import', 'tsx', 'engine/main.ts', 'start', '--data', data, '--port', '0', '--json'];
  child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  first = JSON.parse(line) as typeof first;
}, 120_000);
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('the first line signs a browser in; the page, a flow, the readers and a second start', async () => {
  expect(first.pid).toBe(child.pid);
  const { port, pathname, search } = new URL(first.url);
  const signedIn = await send(Number(port), 'GET', pathname + search);
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  expect((await send(Number(port), 'GET', '/', undefined, { cookie })).body).toMatch(/<!doctype html>/i);
  const { flow, hash } = hallFlow();
  expect((await send(Number(port), 'POST', '/api/approve', { flow, hash }, { cookie })).status).toBe(200);

  const flows = await sayso(['flows', '--json', '--data', data]);
  expect(JSON.parse(flows.out)).toEqual([expect.objectContaining({ name: 'Hall light with motion', hash, status: 'approved', states: ['dark'] })]);
  const devices = JSON.parse((await sayso(['devices', '--json', '--data', data])).out) as { id: string }[];
  expect(devices.find((d) => d.id === 'front_lock')).toMatchObject({
    bridge: 'simulator',
    readings: expect.arrayContaining([expect.objectContaining({ value: 'locked' })]),
  });
  const again = await sayso(['start', '--data', data, '--port', '0', '--json']);
  expect([again.code, JSON.parse(again.out).problems[0].message]).toEqual([1, expect.stringContaining('already runs')]);
}, 60_000);

test('SIGTERM ends it cleanly, the record is whole and says so', async () => {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  const log = await sayso(['log', '--data', data]);
  const records = log.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; seq: number });
  expect(records.map((r) => r.seq)).toEqual(records.map((_, i) => i + 1));
  expect([records[0]?.type, records.at(-1)?.type]).toEqual(['started', 'stopped']);
  const verified = await sayso(['log', 'verify', '--json', '--data', data]);
  expect([verified.code, JSON.parse(verified.out)]).toEqual([0, { ok: true, records: records.length }]);
});

test('reading where there is no data: 1, and nothing is made', async () => {
  const { code, out } = await sayso(['flows', '--json', '--data', join(folder, 'nothing')]);
  expect([code, JSON.parse(out).problems[0].message]).toEqual([1, expect.stringContaining('no data')]);
});
