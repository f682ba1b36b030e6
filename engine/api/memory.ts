import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../flows/api';
import { newMemorySchema } from '../../flows/memory';
import type { Engine } from '../engine';
import { orRefuse, refuse, shaped } from './problems';

const id = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'is no id of a memory');
const putBody = z.strictObject({ entry: newMemorySchema, id: id.optional() });
const byId = z.strictObject({ id });

/** What Sayso remembers of people's ways: nothing comes or goes here but by what a person does in the editor. */
export function memoryRoutes(app: FastifyInstance, engine: Engine): void {
  app.get('/api/memory', (): Api['GET /api/memory']['answer'] => [...engine.memory.list()]);
  app.post('/api/memory', (r): Api['POST /api/memory']['answer'] => {
    const { entry, id: changes } = shaped(putBody, r.body);
    return orRefuse(engine.remember(entry, changes));
  });
  app.delete('/api/memory/:id', (r): Api['DELETE /api/memory/:id']['answer'] => {
    const { id: removed } = shaped(byId, r.params);
    if (!engine.memory.remove(removed)) refuse(404, 'not-found', 'There is no such memory.', { hint: 'It may have been deleted. Load the list again.' });
    return { removed };
  });
}
