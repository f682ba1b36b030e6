/** The web server on the loopback: the routes of flows/api.ts, the live socket, the editor's files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { parseJson } from '../../flows/json';
import type { Engine } from '../engine';
import { askRoute } from './ask';
import { flowRoutes } from './flows';
import { foreign, harden } from './guard';
import { homeRoutes } from './home';
import { letGo, liveRoute } from './live';
import { memoryRoutes } from './memory';
import { answerError, orRefuse, refuse } from './problems';
import { ruleRoutes } from './rules';
import { openSession, type Session } from './session';

const BODY = { bytes: 600_000, depth: 80 } as const;
/** For a request to arrive in full. */
const RECEIVE_MS = 30_000;

interface ServerParts {
  engine: Engine;
  /** Folder of the built editor. */
  editor: string;
  /** 0 picks a free one. */
  port: number;
  log: (line: string) => void;
}

/** Listens on 127.0.0.1. @returns the address that signs a browser in. @throws Error where the port is taken */
export async function serve({ engine, editor, port, log }: ServerParts): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const app = fastify({
    bodyLimit: BODY.bytes,
    requestTimeout: RECEIVE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // Addresses that cannot be read: no hook runs for them.
    frameworkErrors: (error, request, reply) => {
      reply.raw.once('finish', () => letGo(request.raw));
      answerError(error, request, reply, log);
    },
  });
  const session = openSession(engine.data);
  const own = (): number => (app.server.address() as { port: number }).port;

  app.setErrorHandler((error: Error, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler(() => refuse(404, 'not-found', 'There is nothing at this address.', { hint: 'Open the address that Sayso printed.' }));
  strictJson(app);
  app.addHook('onRequest', async (request, reply) => {
    harden(request, reply);
    const why = foreign(request, own());
    if (why) refuse(403, 'not-approved', why, { hint: 'Open the address that Sayso printed.' });
    if (!isOpen(request) && !session.holds(request.headers.cookie, own())) {
      refuse(401, 'not-approved', 'This browser is not signed in.', { hint: 'Open the address that Sayso printed when it started.' });
    }
  });

  await liveRoute(app, engine);
  askRoute(app, engine);
  flowRoutes(app, engine);
  ruleRoutes(app, engine);
  homeRoutes(app, engine);
  memoryRoutes(app, engine);
  page(app, session, own, editor);
  await app.register(files, {
    root: editor,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', keepFor(path)),
  });

  await app.listen({ host: '127.0.0.1', port }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken by another program. Name another with --port; 0 picks a free one.`) : error;
  });
  return { url: `http://127.0.0.1:${own()}/?key=${session.key}`, port: own(), close: () => app.close() };
}

/** Whether anybody may have it: the page and its files. Asked of the route that was found, which an address can name in several ways. */
const isOpen = ({ url, routeOptions }: FastifyRequest): boolean =>
  (routeOptions.url === '/' || routeOptions.url === '/*') && !/^\/api(\/|$)/i.test(decodeURI(url.split('?')[0] ?? ''));

/** Built files carry their hash in the name; the page that names them is asked for each time. */
const keepFor = (path: string): string => (/[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');

/** The page itself; with the key of the printed address it first signs the browser in, so that the key leaves the address bar. */
function page(app: FastifyInstance, session: Session, own: () => number, editor: string): void {
  app.get<{ Querystring: { key?: string | string[] } }>('/', (request, reply) => {
    const { key } = request.query;
    if (typeof key !== 'string') {
      if (existsSync(join(editor, 'index.html'))) return reply.sendFile('index.html');
      return refuse(503, 'not-found', 'Sayso runs, but its editor is missing from this installation.', { hint: 'Install Sayso again.' });
    }
    const answer = session.signIn(key, Date.now());
    if (answer === 'wait') return refuse(429, 'rate-limited', 'Too many wrong keys.', { hint: 'Wait a minute, then open the address that Sayso printed.' });
    if (answer === 'no') return refuse(403, 'not-approved', 'This key is not the right one.', { hint: 'Open the address that Sayso printed when it started.' });
    return reply.header('set-cookie', session.cookie(own())).redirect('/', 303);
  });
}

/** JSON and nothing else, read as strictly as flow files are: no duplicate keys, no misleading characters, no endless nesting. */
function strictJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : orRefuse(parseJson(String(body), BODY)));
    } catch (error) {
      done(error as Error);
    }
  });
}
