import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../flows/api';
import { ruleId } from '../../flows/ids';
import type { Engine } from '../engine';
import { approveRule, enforce } from '../pipeline';
import { orRefuse, shaped } from './problems';

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, 'is no id of a rule')
  .transform(ruleId);
const approveBody = z.strictObject({ rule: z.looseObject({}), hash: z.string().regex(/^[0-9a-f]{64}$/, 'is no hash of a rule') });

/** The lasting rules, and the only door by which one comes to hold: a person's consent to exactly this content. */
export function ruleRoutes(app: FastifyInstance, engine: Engine): void {
  const { runtime, person, clock } = engine;
  app.get('/api/rules', (): Api['GET /api/rules']['answer'] => runtime.ruleViews());
  app.post('/api/rules/approve', (request): Api['POST /api/rules/approve']['answer'] => {
    const { rule, hash } = shaped(approveBody, request.body);
    return enforce(runtime, orRefuse(approveRule(rule, hash, person, engine.home(), new Date(clock.now()))));
  });
  app.post('/api/rules/:id/remove', (r): Api['POST /api/rules/:id/remove']['answer'] => {
    shaped(z.strictObject({}), r.body);
    const { id: removed } = shaped(z.strictObject({ id }), r.params);
    runtime.removeRule(removed, person);
    return { removed };
  });
}
