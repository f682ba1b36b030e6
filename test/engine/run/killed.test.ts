import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { journalOf } from '../../../engine/record/journal';
import { openStore } from '../../../engine/store/store';
import type { AuditRecord } from '../../../flows/record';
import { ID, temporary } from './rig';

const children: ChildProcess[] = [];
/** Processes start slowly where many run at once. */
const PATIENCE = 90_000;
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts the child. @returns it, and a wait until it has said a line so many times */
function started(
  folder: string,
  what: string,
): { child: ChildProcess; said(line: string, times?: number): Promise<void>; kill(): Promise<void>; gone: Promise<unknown> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/engine/run/killed.child.ts', folder, what], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  return {
    child,
    gone,
    said: async (line, times = 1) => {
      while (output.split('\n').filter((l) => l === line).length < times) {
        if (child.exitCode !== null) throw new Error(`The child ended: ${errors}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const commands = (folder: string): string[] =>
  readFileSync(join(folder, 'commands.log'), 'utf8')
    .trim()
    .split('\n')
    .map((l) => l.split(' ')[0] ?? '');

function recorded(folder: string): AuditRecord[] {
  const store = openStore(folder, false);
  const journal = journalOf(store.db);
  expect(journal.verify()).toMatchObject({ ok: true });
  return journal.read({ limit: 1000 }).reverse();
}

test(
  'killed while a timer waits: after the restart it fires at its deadline, and only once',
  async () => {
    const folder = temporary();
    await started(folder, 'begin').gone;
    expect(commands(folder)).toEqual(['on']);
    const due = openStore(folder, false).states(ID).get('')?.timers[0]?.due ?? 0;

    const second = started(folder, 'resume');
    await second.said('step');
    await second.said('outcome');
    await second.kill();
    expect(commands(folder)).toEqual(['on', 'off']);
    const fired = recorded(folder).filter((r) => r.type === 'step' && r.event.kind === 'timer');
    expect(fired).toHaveLength(1);
    expect(fired[0]?.at).toBeGreaterThanOrEqual(due);

    const third = started(folder, 'resume');
    await third.said('ready');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await third.kill();
    expect(commands(folder)).toEqual(['on', 'off']);
  },
  PATIENCE,
);

test(
  'killed at any moment of a storm of events, no transition is lost or doubled',
  async () => {
    const folder = temporary();
    for (const steps of [5, 23, 60]) {
      const child = started(folder, 'storm');
      await child.said('step', steps);
      await child.kill();
      const records = recorded(folder);
      // From each approval on, what is on disk is a chain: the state kept is the one that the last step recorded led to.
      const last = records.findLast((r) => r.type === 'step');
      expect(openStore(folder, false).states(ID).get('')?.active).toEqual(last?.type === 'step' ? last.active : undefined);
      const begun = records.findLastIndex((r) => r.type === 'approved');
      const path = records.slice(begun).flatMap((r) => (r.type === 'step' ? [r.active.at(-1)] : []));
      // Motion alternates, so the states must: dark, seen, empty, seen, empty …
      const expected = path.map((_, i) => (i === 0 ? 'dark' : i % 2 === 1 ? 'lit.seen' : 'lit.empty'));
      expect(path).toEqual(expected);
      // A command without an outcome is among the pending, and no other.
      const open = records.filter((r) => r.type === 'command' && !records.some((o) => o.type === 'outcome' && o.id === r.id));
      expect(
        openStore(folder, false)
          .pending()
          .map((p) => p.id),
      ).toEqual(open.flatMap((r) => (r.type === 'command' ? [r.id] : [])));
    }
  },
  PATIENCE,
);
