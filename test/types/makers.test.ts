import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The one maker of each stage of the path, and of each id (flows/stages.ts, flows/ids.ts). */
const MAKERS = {
  DraftFlow: 'flows/parse.ts',
  CheckedFlow: 'flows/check/check.ts',
  ApprovedFlow: 'engine/approve/verify.ts',
  DraftRule: 'flows/rule.ts',
  CheckedRule: 'flows/rule.ts',
  ApprovedRule: 'engine/approve/rule.ts',
  FlowHash: 'flows/ids.ts',
  FlowId: 'flows/ids.ts',
  DeviceId: 'flows/ids.ts',
  RuleId: 'flows/ids.ts',
} as const;

const files = ['flows', 'devices', 'engine', 'editor'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

/** `x as T`, `x as unknown as T`; `as T[]` and `as T | undefined` count too. */
const casts = (type: string): string[] => {
  const pattern = new RegExp(`\\bas ${type}\\b`, 'g');
  return files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(() => file));
};

test.each(Object.entries(MAKERS).slice(0, 6))('%s is made in one place, %s', (type, maker) => {
  expect(casts(type)).toEqual([maker]);
});

test('nothing casts a text to a flow’s hash or id but their constructors', () => {
  expect(casts('FlowHash')).toEqual([MAKERS.FlowHash]);
  expect(casts('FlowId')).toEqual([MAKERS.FlowId]);
  expect(casts('RuleId')).toEqual([MAKERS.RuleId]);
});
