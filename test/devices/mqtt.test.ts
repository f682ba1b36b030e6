import { connect } from 'node:net';
import mqtt from 'mqtt';
import { afterEach, expect, test } from 'vitest';
import { type DriverEvent, Unconfirmed } from '../../devices/driver';
import { startBroker } from '../../devices/mqtt/broker';
import { mqttDriver } from '../../devices/mqtt/mqtt';
import type { Value } from '../../flows/capability';
import { deviceId } from '../../flows/ids';
import { driverContract, pause, until } from './driver.contract';
import { freePort, mosquittoPath, startMosquitto } from './mosquitto';
import { plainDevices, plainHome } from './plain';

const says = (client: mqtt.MqttClient) => async (device: string, capability: string, value: Value) =>
  void (await client.publishAsync(`sayso/${device}/${capability}`, String(value), { retain: true, qos: 1 }));

driverContract('mqtt on the embedded broker', async () => {
  const broker = await startBroker(0);
  const devices = await plainDevices(broker.url);
  return {
    driver: mqttDriver(broker.url, undefined, 200),
    says: says(devices),
    close: async () => {
      await devices.endAsync(true);
      await broker.stop();
    },
  };
});

if (mosquittoPath || process.env.CI) {
  driverContract('mqtt on Mosquitto', async () => {
    const broker = await startMosquitto(await freePort());
    const devices = await plainDevices(broker.url);
    return {
      driver: mqttDriver(broker.url, undefined, 200),
      says: says(devices),
      close: async () => {
        await devices.endAsync(true);
        await broker.stop();
      },
    };
  });
} else test.skip('driver contract: mqtt on Mosquitto (Mosquitto is not installed here: apt-get install mosquitto)', () => {});

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started(home?: typeof plainHome) {
  const broker = await startBroker(0);
  ends.push(() => broker.stop());
  const client = await mqtt.connectAsync(broker.url, { reconnectPeriod: 100 });
  ends.push(() => client.endAsync(true));
  const events: DriverEvent[] = [];
  const driver = mqttDriver(broker.url, home, 100);
  await driver.start((event) => void events.push(event));
  ends.push(() => driver.stop());
  const value = (device: string, capability: string): Value | undefined =>
    driver.snapshot().state.find((s) => s.device === device && s.capability === capability)?.value;
  return { broker, client, driver, events, value };
}

test('the broker goes away and comes back: devices read unavailable, then what is retained', async () => {
  const { broker, driver, events, value, client } = await started(plainHome);
  await client.publishAsync('sayso/lamp/power', 'on', { retain: true });
  await until(() => value('lamp', 'power') === 'on');
  await broker.stop();
  await until(() => value('lamp', 'power') === 'unavailable');
  expect(events.findLast((e) => e.type === 'connection')).toMatchObject({ up: false });
  await expect(driver.send({ device: deviceId('lamp'), capability: 'power', value: 'off' })).rejects.toThrow(/does not answer/);
  const again = await startBroker(broker.port);
  ends.push(() => again.stop());
  await until(() => events.findLast((e) => e.type === 'connection')?.up === true);
  await until(() => client.connected);
  await client.publishAsync('sayso/lamp/power', 'off', { retain: true, qos: 1 });
  await until(() => value('lamp', 'power') === 'off');
  await driver.send({ device: deviceId('lamp'), capability: 'power', value: 'on' });
});

test('a command that the broker did not confirm is uncertain, and is not published again when it is back', async () => {
  const heard: string[] = [];
  const { createServer } = await import('node:net');
  // A broker that takes the connection and confirms nothing.
  const mute = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const kind = (data[0] ?? 0) >> 4;
      if (kind === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
      if (kind === 8) socket.write(Buffer.from([0x90, 3, data[2] ?? 0, data[3] ?? 0, 0]));
      if (kind === 3) socket.destroy();
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
  const driver = mqttDriver(`mqtt://127.0.0.1:${port}`, plainHome, 100);
  await driver.start(() => {});
  ends.push(() => driver.stop());
  const sent = driver.send({ device: deviceId('lamp'), capability: 'power', value: 'on' });
  await expect(sent).rejects.toBeInstanceOf(Unconfirmed);
  await new Promise((resolve) => mute.close(resolve));
  const broker = await startBroker(port);
  ends.push(() => broker.stop());
  const client = await mqtt.connectAsync(broker.url);
  ends.push(() => client.endAsync(true));
  client.on('message', (topic) => heard.push(topic));
  await client.subscribeAsync('sayso/+/+/set');
  await pause(500);
  expect(heard).toEqual([]);
});

test('a device that says it is offline reads unavailable, and when it is online again what it last said', async () => {
  const { client, value } = await started(plainHome);
  await client.publishAsync('sayso/lamp/power', 'on');
  await client.publishAsync('sayso/lamp/available', 'offline');
  await until(() => value('lamp', 'power') === 'unavailable' && value('lamp', 'brightness') === 'unavailable');
  await client.publishAsync('sayso/lamp/available', 'online');
  await until(() => value('lamp', 'power') === 'on');
});

test('a retained config announces a device, an empty one takes it away', async () => {
  const { client, driver } = await started();
  await client.publishAsync('sayso/fan%2F1/config', JSON.stringify({ name: 'Fan', kind: 'fan', capabilities: ['power'] }), { retain: true });
  await client.publishAsync('sayso/fan%2F1/power', 'on');
  await until(() => driver.snapshot().state.some((s) => s.device === 'fan/1' && s.value === 'on'));
  await client.publishAsync('sayso/fan%2F1/config', '', { retain: true });
  await until(() => driver.snapshot().devices.length === 0);
  expect(driver.snapshot().state).toEqual([]);
});

test('malformed topics and payloads, oversized ones and what concerns the home itself are nothing', async () => {
  const { client, driver, value, events } = await started(plainHome);
  const many: [string, string | Buffer][] = [
    ['sayso/%E0%A4%A/power', 'on'],
    ['sayso/%/config', '{}'],
    ['sayso/lamp/config', '{"name":"Lock","kind":"lock","capabilities":["lock"]}'],
    ['sayso/lamp/config', ''],
    ['sayso/x/config', 'no json'],
    ['sayso/x/config', '[1,2]'],
    ['sayso/x/config', JSON.stringify({ name: 'x'.repeat(20_000), kind: 'light', capabilities: [] })],
    ['sayso/x/config', JSON.stringify({ name: 'X', kind: 'light', capabilities: ['teleport'] })],
    ['sayso/lamp/power', 'ON FIRE'],
    ['sayso/lamp/brightness', '0x10'],
    ['sayso/lamp/brightness', '1e999'],
    ['sayso/lamp/brightness', '400'],
    ['sayso/lamp/brightness', ''],
    ['sayso/lamp/lock', 'unlocked'],
    ['sayso/lamp/power', Buffer.from([0xff, 0xfe])],
    ['sayso/home/mode', 'night'],
    ['sayso/home/config', '{"name":"Home","kind":"lock","capabilities":["lock"]}'],
    ['sayso/x/config', '{"name":"X","kind":"light","capabilities":["power"],"__proto__":{"x":1}}'],
    ['sayso/x/config', JSON.stringify({ name: 'Red \u001b[31m', kind: 'light', capabilities: ['power'] })],
    ['sayso/x%1B/config', '{"name":"X","kind":"light","capabilities":["power"]}'],
    ['sayso/__proto__/config', '{"name":"P","kind":"light","capabilities":["power"]}'],
  ];
  for (const [topic, payload] of many) await client.publishAsync(topic, payload, { qos: 1 });
  await client.publishAsync('sayso/lamp/brightness', '55', { qos: 1 });
  await until(() => value('lamp', 'brightness') === 55);
  expect(driver.snapshot().devices.map((d) => `${d.id} ${d.kind}`)).toEqual(['lamp light', 'motion motion sensor', '__proto__ light']);
  expect(events.filter((e) => e.type === 'reading')).toEqual([{ type: 'reading', device: 'lamp', capability: 'brightness', value: 55 }]);
});

test('the embedded broker listens on loopback only, says when its port is taken, and outlives clients that talk nonsense', async () => {
  const broker = await startBroker(0);
  ends.push(() => broker.stop());
  await expect(startBroker(broker.port)).rejects.toThrow(/EADDRINUSE/);
  await new Promise<void>((resolve) => {
    const socket = connect(broker.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    setTimeout(() => socket.destroy(), 500);
  });
  const client = await mqtt.connectAsync(broker.url);
  ends.push(() => client.endAsync(true));
  expect(client.connected).toBe(true);
});

test('of messages sent at once the embedded broker loses none, retained or not, and keeps their order', async () => {
  const { client, events } = await started(plainHome);
  const levels = Array.from({ length: 60 }, (_, i) => i + 1);
  await Promise.all(levels.map((level) => client.publishAsync('sayso/lamp/brightness', String(level), { retain: level % 2 === 0 })));
  const seen = (): unknown[] => events.flatMap((e) => (e.type === 'reading' ? [e.value] : []));
  await until(() => seen().includes(60));
  expect(seen()).toEqual(levels);
});

test('a broker that is not there does not keep the start waiting', async () => {
  const events: DriverEvent[] = [];
  const driver = mqttDriver(`mqtt://user:secret@127.0.0.1:${await freePort()}`, plainHome, 5000);
  await driver.start((event) => void events.push(event));
  ends.push(() => driver.stop());
  expect(JSON.stringify(events)).not.toContain('secret');
  expect(events.findLast((e) => e.type === 'connection')).toMatchObject({ up: false });
});
