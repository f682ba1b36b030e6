/** The engine with devices on a broker: they announce themselves, a flow acts on them, and goes on when they come back after a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Broker, startBroker } from '../../devices/mqtt/broker';
import { noModel } from '../../engine/compile/model';
import { type Engine, startEngine } from '../../engine/engine';
import { approve, begin } from '../../engine/pipeline';
import { deviceId } from '../../flows/ids';
import { freePort } from '../devices/mosquitto';
import { hallFlow, until } from './api/rig';

let data: string;
let port: number;
let broker: Broker;
let devices: MqttClient;
let engine: Engine;
const orders: string[] = [];

const announce = async (): Promise<void> => {
  devices = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  devices.on('message', (topic, payload) => {
    orders.push(`${topic} ${payload}`);
    devices.publish(topic.replace(/\/set$/, ''), payload, { retain: true });
  });
  await devices.subscribeAsync('sayso/+/+/set');
  const say = (topic: string, payload: string) => devices.publishAsync(`sayso/${topic}`, payload, { retain: true, qos: 1 });
  await say('hall_motion/config', JSON.stringify({ name: 'Hall motion', kind: 'motion sensor', capabilities: ['occupancy'] }));
  await say('hall_light/config', JSON.stringify({ name: 'Hall light', kind: 'light', capabilities: ['power'] }));
  await say('hall_motion/occupancy', 'clear');
  await say('hall_light/power', 'off');
};
const start = () => startEngine({ data, model: noModel, mqtt: `mqtt://127.0.0.1:${port}` });

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'sayso-mqtt-'));
  port = await freePort();
  broker = await startBroker(port);
  await announce();
  engine = await start();
}, 30_000);
afterAll(async () => {
  await engine.stop();
  await devices.endAsync(true);
  await broker.stop();
  rmSync(data, { recursive: true, force: true });
});

test('devices that announced themselves are there, and real: nobody plays them', () => {
  expect(engine.view().devices.map((d) => [d.id, d.bridge, d.simulated])).toEqual([
    ['hall_motion', 'mqtt', false],
    ['hall_light', 'mqtt', false],
  ]);
  expect(engine.simulate).toBeUndefined();
});

test('a flow hears them and tells them', async () => {
  const { flow, hash } = hallFlow();
  const said = approve(flow, hash, 'anna', engine.home(), new Date());
  if (!said.ok) throw new Error(said.problems[0]?.message);
  begin(engine.runtime, said.value);
  await devices.publishAsync('sayso/hall_motion/occupancy', 'detected', { retain: true });
  await until('the light is told', () => orders.includes('sayso/hall_light/power/set on'));
  await until('the light reports', () => engine.runtime.reading(deviceId('hall_light'), 'power')?.value === 'on');
});

test('after a restart before its devices are back, a flow says what it misses and goes on when they come', async () => {
  await engine.stop();
  await devices.endAsync(true);
  await broker.stop();
  engine = await start();
  const [flow] = engine.runtime.views();
  expect(flow?.problems.map((p) => p.code)).toContain('no-device');
  broker = await startBroker(port);
  await announce();
  await until('it goes on', () => engine.runtime.views()[0]?.problems.length === 0);
  // It was lit when the process ended, and hears that there is no motion any more.
  await until('it hears its sensor', () => engine.runtime.views()[0]?.active['']?.[0] === 'leaving');
}, 30_000);
