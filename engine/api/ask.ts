import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Api, AskResult } from '../../flows/api';
import type { FlowId } from '../../flows/ids';
import type { Engine } from '../engine';
import { drafted } from '../pipeline';
import { flowIdShape } from './flows';
import { orRefuse, refuse, shaped } from './problems';

const askBody = z.strictObject({
  request: z.string().max(4000),
  draft: z.looseObject({}).optional(),
  id: flowIdShape.optional(),
  chosen: z.string().max(1000).optional(),
});
const LIMIT = { seconds: 60, waiting: 20 } as const;

/** `POST /api/ask`: one sentence is compiled at a time, the others wait their turn, none longer than a minute. */
export function askRoute(app: FastifyInstance, engine: Engine): void {
  const ask = oneByOne(engine);
  app.post('/api/ask', (request): Promise<Api['POST /api/ask']['answer']> => {
    const { request: sentence, draft, id, chosen } = shaped(askBody, request.body);
    return ask(sentence, draft, id, chosen);
  });
}

function oneByOne(engine: Engine): (request: string, draft: object | undefined, id: FlowId | undefined, chosen: string | undefined) => Promise<AskResult> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (request, draft, id, chosen) => {
    const known = draft && orRefuse(drafted(draft)).flow;
    if (waiting >= LIMIT.waiting) refuse(429, 'rate-limited', 'Too many requests wait for the model.', { hint: 'Try again in a minute.' });
    waiting++;
    const mine = last.then(() => engine.ask(request, known, id, chosen));
    last = mine.catch(() => undefined);
    try {
      return await withinLimit(mine);
    } finally {
      waiting--;
    }
  };
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      try {
        refuse(504, 'no-answer', `The model did not answer within ${LIMIT.seconds} seconds.`, { hint: 'Try once more, or say it more simply.' });
      } catch (error) {
        reject(error);
      }
    }, LIMIT.seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
