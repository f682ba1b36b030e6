import type { IncomingMessage } from 'node:http';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { LiveEvent } from '../../flows/api';
import type { Engine } from '../engine';
import { refuse } from './problems';

/** A browser that falls this far behind is cut off; it connects again and starts from a fresh view. */
const BEHIND_BYTES = 4_000_000;
const SOCKETS = 100;

const LIVE = '/api/live';

/** Node hands a connection over when it asks to be upgraded and then forgets it: a refused one would stay, and keep the server from closing. */
export function letGo(request: IncomingMessage): void {
  if (request.headers.upgrade !== undefined) request.socket.destroySoon();
}

/** `/api/live`: first the home, every flow and every rule as they are, then each event as it happens. Nothing is taken from the client. */
export async function liveRoute(app: FastifyInstance, engine: Engine): Promise<void> {
  const preClose = (done: () => void): void => {
    for (const client of app.websocketServer.clients) {
      client.close(1001);
      // Not waiting for an answer, which may never come.
      client.terminate();
    }
    done();
  };
  await app.register(websocket, { options: { maxPayload: 1024 }, preClose });
  app.addHook('onRequest', async (request) => {
    if (request.headers.upgrade !== undefined && request.routeOptions.url !== LIVE) refuse(404, 'not-found', 'Nothing is told live at this address.');
  });
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode >= 400) letGo(request.raw);
  });
  app.get(LIVE, { websocket: true }, (socket) => {
    if (app.websocketServer.clients.size > SOCKETS) return socket.close(1013);
    const send = (event: LiveEvent): void => {
      if (socket.bufferedAmount > BEHIND_BYTES) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event));
    };
    send({ type: 'home', view: engine.view() });
    for (const flow of engine.runtime.views()) send({ type: 'flow', flow });
    for (const rule of engine.runtime.ruleViews()) send({ type: 'rule', rule });
    engine.wake();
    const unwatch = engine.watch(send);
    socket.on('close', unwatch);
    socket.on('error', () => socket.terminate());
  });
}
