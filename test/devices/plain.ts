import mqtt, { type MqttClient } from 'mqtt';
import { type Home, homeSchema } from '../../flows/home';

export const plainHome: Home = homeSchema.parse({
  format: 'sayso/home/1',
  name: 'Plain',
  timezone: 'Europe/Berlin',
  latitude: 52.5,
  longitude: 13.4,
  devices: [
    { id: 'lamp', name: 'Lamp', kind: 'light', capabilities: ['power', 'brightness'] },
    { id: 'motion', name: 'Motion', kind: 'motion sensor', capabilities: ['occupancy'] },
  ],
});

/** The devices of `plainHome` as programs on a broker: announced with retained configs, doing what they are told. */
export async function plainDevices(url: string): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 200 });
  for (const { id, ...config } of plainHome.devices) await client.publishAsync(`sayso/${id}/config`, JSON.stringify(config), { retain: true, qos: 1 });
  client.on('message', (topic, payload) => {
    const [, device, capability] = topic.split('/');
    client.publish(`sayso/${device}/${capability}`, payload, { retain: true, qos: 1 });
  });
  await client.subscribeAsync('sayso/+/+/set', { qos: 1 });
  return client;
}
