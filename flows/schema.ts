import { z } from 'zod';
import { flowSchema } from './flow';

/** The JSON Schema of flow files, from the validators, for editors that complete and check as one types (`flow.schema.json`). */
export function flowSchemaJson(): object {
  const schema = z.toJSONSchema(flowSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' });
  return { title: 'A flow of Sayso', description: 'What it means is in flows/SPEC.md.', ...schema };
}
