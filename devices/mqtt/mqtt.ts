/**
 * Plain MQTT topics: a device reports on `sayso/<device>/<capability>`, is told on `sayso/<device>/<capability>/set`, says what it is
 * (retained) on `sayso/<device>/config` as in a home file, and that it is gone on `sayso/<device>/available` (`online`, `offline`).
 * Devices of a home file need no config. Values are text; numbers are read as numbers where the capability has numbers.
 *
 * A command is published once (QoS 1). Where the connection breaks before the broker has confirmed it, it is taken out of the client's
 * store, so that it is not published again by itself when the broker is back: an unlock from before must not arrive an hour later.
 */
import mqtt, { type MqttClient } from 'mqtt';
import type { Home } from '../../flows/home';
import { type Driver, type DriverEvent, Unconfirmed } from '../driver';
import { Known } from './known';
import { ROOT, readTopic, setTopic } from './topics';

/** Retained messages have all come when it has been quiet for so long; a broker that is never quiet is not waited for. */
const QUIET = 300;
const FIRST_LIST = 3000;
const CONFIRM = 5000;

/** @param url `mqtt://host:port` @param home whose devices are known from the start @param retry milliseconds between attempts to connect */
export function mqttDriver(url: string, home?: Home, retry = 2000): Driver {
  let watch: (event: DriverEvent) => void = () => {};
  const known = new Known(home, (event) => watch(event));
  const unconfirmed = new Set<(error: Error) => void>();
  let client: MqttClient | undefined;
  let connection: boolean | undefined;
  const away = `The broker at ${hostOf(url)} does not answer.`;

  const isUp = (up: boolean): void => {
    if (connection === up) return;
    const was = connection;
    connection = up;
    if (!up && was) known.silence();
    for (const give of [...unconfirmed]) give(new Unconfirmed(away));
    watch(up ? { type: 'connection', up } : { type: 'connection', up, message: away });
  };

  return {
    name: 'mqtt',
    start: (to) =>
      new Promise((resolve) => {
        watch = to;
        const connected = mqtt.connect(url, { reconnectPeriod: retry, connectTimeout: 5000, resubscribe: false, clean: true });
        client = connected;
        if (known.devices.size > 0) watch({ type: 'devices', devices: [...known.devices.values()] });
        let quiet: NodeJS.Timeout | undefined;
        const ready = (): void => {
          clearTimeout(quiet);
          clearTimeout(longest);
          resolve();
        };
        const longest = setTimeout(ready, FIRST_LIST);
        const stir = (): void => {
          clearTimeout(quiet);
          quiet = setTimeout(ready, QUIET);
        };
        connected.on('connect', () => {
          isUp(true);
          connected.subscribe(`${ROOT}/+/+`, { qos: 0 }, stir);
        });
        connected.on('message', (topic, payload) => {
          if (quiet) stir();
          const said = readTopic(topic, payload);
          if (said) known.hear(said);
        });
        connected.on('close', () => {
          isUp(false);
          ready();
        });
        // A refused connection also closes; the message could carry what the address holds of a password.
        connected.on('error', () => isUp(false));
      }),
    snapshot: () => ({ devices: [...known.devices.values()], state: known.state() }),
    send: async ({ device, capability, value }) => {
      const sender = client;
      if (!sender?.connected) throw new Error(away);
      if (!known.devices.has(device)) throw new Error(`The broker has no device ${device}.`);
      await new Promise<void>((resolve, reject) => {
        let message: number | undefined;
        const done = (error?: Error | null): void => {
          clearTimeout(patience);
          unconfirmed.delete(done);
          if (error && message !== undefined) sender.removeOutgoingMessage(message);
          if (error) reject(error instanceof Unconfirmed ? error : new Unconfirmed(error.message));
          else resolve();
        };
        const patience = setTimeout(() => done(new Unconfirmed(away)), CONFIRM);
        unconfirmed.add(done);
        sender.publish(setTopic(device, capability), String(value), { qos: 1 }, (error) => done(error));
        message = sender.getLastMessageId();
      });
    },
    stop: async () => {
      watch = () => {};
      const ended = client;
      client = undefined;
      for (const give of [...unconfirmed]) give(new Unconfirmed(away));
      await ended?.endAsync(true);
    },
  };
}

/** Without what a URL may carry of a name and a password. */
const hostOf = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    return 'the address given';
  }
};
