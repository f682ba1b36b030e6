/** Requests to the engine, typed by the one contract (`Api` in flows/api.ts). Failure is a value: the problems, in words. */
import type { Api } from '../flows/api';
import { type Problem, problem } from '../flows/problem';
import { fail, ok, type Result } from '../flows/result';

export type Route = keyof Api;
export type Answer<R extends Route> = Api[R] extends { answer: infer A } ? A : never;
type Body<R extends Route> = Api[R] extends { body: infer B } ? { body: B } : { body?: undefined };
type Query<R extends Route> = Api[R] extends { query: infer Q } ? { query: Q } : { query?: undefined };
type Params<R extends Route> = R extends `${string}:id${string}` ? { id: string } : { id?: undefined };
/** `keepalive`: goes through although the page is being closed. */
type Options<R extends Route> = Body<R> & Query<R> & Params<R> & { signal?: AbortSignal; keepalive?: boolean };

/** Calls one route. Problems are the engine's own; without an answer there is one of code `no-answer`. */
export async function call<R extends Route>(route: R, options: Options<R>): Promise<Result<Answer<R>>> {
  const [method = 'GET', path = ''] = route.split(' ');
  const address = path.replace(':id', encodeURIComponent(options.id ?? '')) + search(options.query as Record<string, unknown> | undefined);
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: options.body === undefined ? {} : { 'content-type': 'application/json' },
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
    });
  } catch {
    return fail([problem('no-answer', 'Sayso does not answer.', '', { hint: 'Check that it is running, then try again. What you wrote is kept here.' })]);
  }
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok && content !== undefined) return ok(content as Answer<R>);
  return fail(problemsOf(content, response.status));
}

function search(query: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

function problemsOf(content: unknown, status: number): Problem[] {
  const problems = typeof content === 'object' && content !== null && 'problems' in content ? content.problems : undefined;
  if (Array.isArray(problems) && problems.length > 0) return problems as Problem[];
  if (status === 401 || status === 403) {
    return [problem('not-approved', 'This browser is not signed in.', '', { hint: 'Open the address that Sayso printed when it started.' })];
  }
  return [problem('no-answer', `Sayso answered with an error (${status}).`, '', { hint: 'Try again; if it stays, restart Sayso.' })];
}
