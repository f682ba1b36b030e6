import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Api, othersOf } from '../../flows/api';
import { type FlowId, flowId } from '../../flows/ids';
import type { Engine } from '../engine';
import { approve, begin } from '../pipeline';
import { UnknownFlow } from '../run/runtime';
import { orRefuse, shaped } from './problems';

export const flowIdShape = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, 'is no id of a flow')
  .transform(flowId);
const approveBody = z.strictObject({ flow: z.looseObject({}), hash: z.string().regex(/^[0-9a-f]{64}$/, 'is no hash of a flow'), id: flowIdShape.optional() });
const nothing = z.strictObject({});
const byId = z.strictObject({ id: flowIdShape });

/** The flows that run here, and the only door by which one comes to run: a person's consent to exactly these bytes. */
export function flowRoutes(app: FastifyInstance, engine: Engine): void {
  const { runtime, person, clock } = engine;
  /** The flow of a route's address. @throws UnknownFlow */
  const named = (params: unknown, body: unknown): FlowId => {
    shaped(nothing, body);
    return existing(shaped(byId, params).id);
  };
  const existing = (flow: FlowId): FlowId => {
    if (!runtime.kept(flow)) throw new UnknownFlow(flow);
    return flow;
  };

  app.get('/api/flows', (): Api['GET /api/flows']['answer'] => runtime.views());
  app.post('/api/approve', (request): Api['POST /api/approve']['answer'] => {
    const { flow, hash, id: replaces } = shaped(approveBody, request.body);
    if (replaces) existing(replaces);
    const beside = { rules: runtime.ruleHashes(), others: othersOf(runtime.views(), replaces) };
    const said = orRefuse(approve(flow, hash, person, engine.home(), new Date(clock.now()), beside));
    return begin(runtime, said, replaces);
  });
  app.post('/api/flows/:id/pause', (r): Api['POST /api/flows/:id/pause']['answer'] => runtime.pause(named(r.params, r.body), person));
  app.post('/api/flows/:id/resume', (r): Api['POST /api/flows/:id/resume']['answer'] => runtime.resume(named(r.params, r.body), person));
  app.post('/api/flows/:id/remove', (r): Api['POST /api/flows/:id/remove']['answer'] => {
    const removed = named(r.params, r.body);
    runtime.remove(removed, person);
    return { removed };
  });
}
