import { expect, test } from 'vitest';
import { whyOf } from '../../../engine/record/why';
import { deviceId } from '../../../flows/ids';
import { approvedFlow, ID, MINUTE, motionFlow, type Rig, rig, START, settled, simpleFlow } from '../run/rig';

const why = (r: Rig, device: string) =>
  whyOf(
    r.journal,
    {
      home: r.home,
      reading: (d, c) => r.runtime.reading(d, c),
      flow: (id) => r.runtime.view(id)?.flow,
      flows: () => r.runtime.views(),
      heard: (id) => r.runtime.heard(id),
    },
    deviceId(device),
  );

test('why is it on: the flow, what started it, when, and the person’s words', async () => {
  const r = rig();
  r.report('lamp', 'power', 'off');
  r.report('motion', 'occupancy', 'clear');
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.clock.advance(START + 30 * MINUTE);
  r.report('motion', 'occupancy', 'detected');
  await settled();
  const answer = why(r, 'lamp');
  expect(answer).toMatchObject({ value: 'on', since: START + 30 * MINUTE, flow: { id: ID, name: 'Hall light' }, request: 'hall light with motion' });
  expect(answer.because.join(' ')).toMatch(/Lamp is on, since 12:30.*“Hall light” did it at 12:30.*Motion sees motion/);
  r.report('motion', 'occupancy', 'clear');
  r.clock.advance(START + 36 * MINUTE);
  await settled();
  expect(why(r, 'lamp').because.join(' ')).toMatch(/Lamp is off.*5 min(utes)? had passed/);
});

test('changed by hand, by an order, or never: each has its answer', async () => {
  const r = rig();
  r.report('lamp', 'power', 'off');
  expect(why(r, 'lamp').because.join(' ')).toContain('has sent it nothing');
  await r.runtime.order([{ device: deviceId('lamp'), capability: 'power', value: 'on' }], 'lamp on please');
  expect(why(r, 'lamp')).toMatchObject({ request: 'lamp on please' });
  r.clock.advance(START + MINUTE);
  r.report('lamp', 'power', 'off');
  expect(why(r, 'lamp').because.join(' ')).toContain('changed at the device itself');
});

test('why did it not: paused, a condition that did not hold, a device that is gone', async () => {
  const r = rig();
  const lamp = { name: 'Lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } };
  const on = { type: 'set', params: { role: 'lamp', capability: 'power', value: 'on' } };
  const guard = {
    type: 'all',
    params: {
      of: [
        { type: 'becomes', params: { role: 'motion', capability: 'occupancy', is: 'equals', value: 'detected' } },
        { type: 'between', params: { from: '20:00', to: '23:00' } },
      ],
    },
  };
  const chart = { id: 'flow', initial: 'wait', states: { wait: { on: { 'motion.occupancy': [{ guard, actions: [on] }] } } } };
  r.runtime.run(ID, approvedFlow(simpleFlow([], { lamp }, { chart }), r.home));
  r.report('lamp', 'power', 'off');
  r.report('motion', 'occupancy', 'clear');
  r.clock.advance(START + MINUTE);
  r.report('motion', 'occupancy', 'detected');
  const line = why(r, 'lamp').because.at(-1);
  expect(line).toMatch(/“Simple” stayed as it was at 12:01:00, when Motion sees motion: it waits for “.*20:00.*23:00/);
  // It is known after a restart too.
  const again = rig({ folder: r.folder, at: START + 2 * MINUTE });
  expect(why(again, 'lamp').because.at(-1)).toBe(line);
  again.runtime.pause(ID, 'Anna');
  expect(why(again, 'lamp').because.at(-1)).toContain('is paused since 12:02');
  again.runtime.resume(ID, 'Anna');
  again.home = { ...again.home, devices: again.home.devices.filter((d) => d.id !== 'motion') };
  again.runtime.follow(again.verified());
  expect(why(again, 'lamp').because.at(-1)).toContain('does not run');
});

test('why did it not: refused, not taken, skipped', async () => {
  const failing = rig({ send: () => Promise.reject(new Error('The lamp does not answer.')) });
  failing.runtime.run(ID, approvedFlow(motionFlow(), failing.home));
  failing.report('motion', 'occupancy', 'clear');
  failing.report('motion', 'occupancy', 'detected');
  await settled();
  expect(why(failing, 'lamp').because.at(-1)).toContain('was not taken: The lamp does not answer.');

  const down = rig();
  down.runtime.run(ID, approvedFlow(motionFlow({}, { for: 'PT5M', late: 'skip' }), down.home));
  for (const value of ['clear', 'detected', 'clear']) down.report('motion', 'occupancy', value);
  await settled();
  const again = rig({ folder: down.folder, at: START + 60 * MINUTE });
  expect(why(again, 'lamp').because.at(-1)).toContain('was due at 12:05:00, while Sayso was not running');
});
