import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { migrate, type Steps } from '../../flows/migrate';
import { parseValue } from '../../flows/parse';
import { flowSchemaJson } from '../../flows/schema';
import { EXAMPLES } from './play';

/** `UPDATE=1 npx vitest run test/flows/schema.test.ts` writes it. */
test('SPEC 1.1 flow.schema.json is the one that the validators give', () => {
  const text = `${JSON.stringify(flowSchemaJson(), null, 2)}\n`;
  if (process.env.UPDATE) writeFileSync('flows/flow.schema.json', text);
  expect(readFileSync('flows/flow.schema.json', 'utf8')).toBe(text);
  expect(text).toContain('becomes');
});

test('SPEC 1.2 a file of an older format is brought up step by step; of an unknown one it stays as it is', () => {
  const file = JSON.parse(EXAMPLES[2]?.text ?? '') as Record<string, unknown>;
  const { name, ...rest } = file;
  const old = { ...rest, format: 'sayso/flow/-2', title: name };
  const steps: Steps = {
    'sayso/flow/-2': ({ title, ...f }) => ({ ...f, format: 'sayso/flow/-1', name: title }),
    'sayso/flow/-1': (f) => ({ ...f, format: 'sayso/flow/1' }),
  };
  expect(migrate(old, steps)).toEqual(file);
  expect(migrate({ format: 'constructor' }, steps)).toEqual({ format: 'constructor' });
  expect([migrate(null, steps), migrate([], steps), migrate('x', steps)]).toEqual([null, [], 'x']);
  expect(parseValue(file).ok).toBe(true);
});
