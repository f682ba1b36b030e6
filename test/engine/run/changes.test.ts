import { expect, test } from 'vitest';
import { home, rig, START, settled } from './rig';

const order = (r: ReturnType<typeof rig>, device: string, capability: 'power' | 'brightness' | 'position', value: string | number) =>
  r.runtime.order([{ device: device as never, capability, value }]);
const sources = (r: ReturnType<typeof rig>): string[] => r.records('change').map((c) => `${c.capability} ${c.value} ${c.source}`);

test('what a device reports of our own command is not taken for a change by hand; what differs from it is', async () => {
  const r = rig();
  r.report('lamp', 'power', 'off');
  await order(r, 'lamp', 'power', 'on');
  r.clock.advance(START + 2000);
  r.report('lamp', 'power', 'off');
  r.clock.advance(START + 4000);
  r.report('lamp', 'power', 'on');
  expect(sources(r)).toEqual(['power on person', 'power off device', 'power on device']);
});

test('a light that turns on with its brightness does so by the same command, with the value rounded', async () => {
  const r = rig({ send: async () => {} });
  r.report('lamp', 'power', 'off');
  r.report('lamp', 'brightness', 10);
  await order(r, 'lamp', 'brightness', 40);
  r.report('lamp', 'brightness', 40.2);
  r.report('lamp', 'power', 'on');
  r.report('lamp', 'brightness', 70);
  expect(sources(r)).toEqual(['brightness 40.2 person', 'power on person', 'brightness 70 device']);
});

test('a blind on its way is our doing for minutes, in the direction told only', async () => {
  const r = rig({ home: home([{ id: 'blind', name: 'Blind', kind: 'blind', capabilities: ['position'] }]), send: async () => {} });
  r.report('blind', 'position', 100);
  await order(r, 'blind', 'position', 0);
  r.clock.advance(START + 30_000);
  r.report('blind', 'position', 60);
  r.clock.advance(START + 31_000);
  r.report('blind', 'position', 75);
  expect(sources(r)).toEqual(['position 60 person', 'position 75 device']);
});

test('long after a command, and after one that failed, a change is by hand; falling silent is none', async () => {
  const r = rig({ send: async () => Promise.reject(new Error('The lamp does not answer.')) });
  r.report('lamp', 'power', 'off');
  const [failed] = await order(r, 'lamp', 'power', 'on');
  expect(failed?.outcome).toEqual({ status: 'failed', message: 'The lamp does not answer.' });
  await settled();
  r.report('lamp', 'power', 'on');
  r.report('lamp', 'power', 'unavailable');
  r.report('lamp', 'power', 'off');
  expect(sources(r)).toEqual(['power on device']);
});
