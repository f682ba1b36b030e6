import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Problem, type ProblemCode, problem } from '../../flows/problem';
import type { Result } from '../../flows/result';
import { ModelError } from '../compile/model';
import { UnknownFlow, UnknownRule } from '../run/runtime';

/** A request that is refused: thrown in a route, answered as `{ problems }`. */
export class RefusedRequest extends Error {
  constructor(
    readonly status: number,
    readonly problems: readonly Problem[],
  ) {
    super(problems[0]?.message ?? 'refused');
  }
}

export const refuse = (status: number, code: ProblemCode, message: string, more: Partial<Problem> = {}): never => {
  throw new RefusedRequest(status, [problem(code, message, more.path ?? '', more)]);
};

/** The value, or the refusal of the request: 409 where it is about another version, else 422. */
export function orRefuse<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const stale = result.problems.some((p) => p.code === 'changed-since' || p.code === 'not-approved');
  throw new RefusedRequest(stale ? 409 : 422, result.problems);
}

const CORRECT = 'Correct the request; flows/api.ts says what this address takes.';

/** What a client sent, as its route wants it. Unknown keys are refused (every body is a strict object). */
export function shaped<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 20)
    .map((i) => problem('wrong-shape', `${i.path.join('.') || 'The request'}: ${i.message}.`, i.path.join('.'), { hint: CORRECT }));
  throw new RefusedRequest(400, problems);
}

/** Problems as the editor reads them; faults of our own are told in one line and go to the log in full. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply, log: (line: string) => void): void {
  const [status, problems] = answerOf(error);
  if (status === 500) log(`${request.method} ${request.url.split('?')[0]}: ${error.stack ?? error.message}`);
  void reply.code(status).type('application/json').send({ problems });
}

function answerOf(error: FastifyError | Error): [number, readonly Problem[]] {
  if (error instanceof RefusedRequest) return [error.status, error.problems];
  if (error instanceof UnknownFlow || error instanceof UnknownRule) return [404, [error.problem]];
  if (error instanceof ModelError) {
    return [503, [problem('no-answer', error.message, '', { hint: error.again ? 'Try once more.' : 'Mend the installation, then try again.' })]];
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return [413, [problem('too-large', 'The request is larger than Sayso takes.')]];
  if (status !== undefined && status >= 400 && status < 500)
    return [status, [problem('wrong-shape', `${error.message.replace(/\.?$/, '')}.`, '', { hint: CORRECT })]];
  return [500, [problem('no-answer', 'Something went wrong in Sayso itself.', '', { hint: 'Try again; the terminal in which it runs says more.' })]];
}
