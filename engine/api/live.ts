import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { LiveEvent } from '../../flows/api';
import type { Engine } from '../engine';

/** A browser that falls this far behind is cut off; it connects again and starts from a fresh view. */
const BEHIND_BYTES = 4_000_000;
const SOCKETS = 100;

/** `/api/live`: first the home, every flow and every rule as they are, then each event as it happens. Nothing is taken from the client. */
export async function liveRoute(app: FastifyInstance, engine: Engine): Promise<void> {
  await app.register(websocket, { options: { maxPayload: 1024 } });
  // Node hands a connection over when it asks to be upgraded and then forgets it: a refused one would stay, and keep the server from closing.
  app.addHook('onResponse', async (request, reply) => {
    if (request.headers.upgrade !== undefined && reply.statusCode >= 400) request.raw.socket.end();
  });
  app.get('/api/live', { websocket: true }, (socket) => {
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
