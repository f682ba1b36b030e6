/**
 * A broker inside the program, so that MQTT needs no set-up. Loopback only: it asks nobody for a password. What passes through it is
 * kept in memory, retained messages included.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';

export interface Broker {
  port: number;
  /** `mqtt://127.0.0.1:port` */
  url: string;
  /** Ends all connections; may be called twice. */
  stop(): Promise<void>;
}

const CLIENTS = 500;
const PAYLOAD = 65_536;

/** @param port 0 picks a free one. @throws Error where the port is taken */
export async function startBroker(port: number): Promise<Broker> {
  const aedes = await Aedes.createBroker({
    concurrency: 100,
    connectTimeout: 10_000,
    // One message at a time: in aedes 1.2 a retained one is stored first, is overtaken by the one behind it, and is then dropped as old.
    authorizePublish: (_client, packet, done) => void setImmediate(() => done(packet.payload.length > PAYLOAD ? new Error('too large') : null)),
  });
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    aedes.handle(socket);
  });
  server.maxConnections = CLIENTS;
  // A client that misbehaves is cut off by aedes; it is no fault of the broker.
  aedes.on('clientError', () => {});
  aedes.on('connectionError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  let stopping: Promise<void> | undefined;
  return {
    port: taken,
    url: `mqtt://127.0.0.1:${taken}`,
    stop: () => {
      stopping ??= new Promise<void>((resolve) => {
        server.close(() => aedes.close(() => resolve()));
        for (const socket of sockets) socket.destroy();
      });
      return stopping;
    },
  };
}
