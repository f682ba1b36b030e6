import { expect, test } from 'vitest';
import type { Guard } from '../../../flows/operators';
import { approvedFlow, home, ID, MINUTE, motionFlow, rig, START, settled, simpleFlow } from './rig';

const words = (commands: { device: string; value: unknown }[]): string[] => commands.map((c) => `${c.device} ${c.value}`);

test('an event moves the flow that it concerns, and its command is sent, reported and recorded', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('lamp', 'power', 'off');
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  expect(r.runtime.view(ID)?.active).toEqual({ '': ['lit', 'lit.seen'] });
  await settled();
  expect(words(r.sent)).toEqual(['lamp on']);
  expect(r.records('outcome').map((o) => o.outcome.status)).toEqual(['done']);
  r.report('motion', 'occupancy', 'clear');
  r.clock.advance(START + 4 * MINUTE);
  expect(r.sent).toHaveLength(1);
  r.clock.advance(START + 5 * MINUTE);
  await settled();
  expect(words(r.sent)).toEqual(['lamp on', 'lamp off']);
  expect(r.store.pending()).toEqual([]);
  expect(r.journal.verify().ok).toBe(true);
});

test('everything that one event decides is one transaction: a failing disk leaves neither a part on it nor in memory', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  const before = r.journal.next();
  const putPending = r.store.putPending;
  r.store.putPending = () => {
    throw new Error('disk full');
  };
  expect(() => r.report('motion', 'occupancy', 'detected')).toThrow('disk full');
  r.store.putPending = putPending;
  await settled();
  expect(r.sent).toEqual([]);
  expect(r.journal.next()).toBe(before);
  expect(r.runtime.view(ID)?.active).toEqual({ '': ['dark'] });
  expect(r.store.readings().find((x) => x.capability === 'occupancy')?.value).toBe('clear');
  // The same event again: it was not taken before.
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(words(r.sent)).toEqual(['lamp on']);
  expect(r.journal.verify().ok).toBe(true);
});

test('a pause, a removal and a new version that do not get on disk have not happened', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  const { append } = r.journal;
  r.journal.append = () => {
    throw new Error('disk full');
  };
  expect(() => r.runtime.pause(ID, 'Anna')).toThrow('disk full');
  expect(() => r.runtime.remove(ID, 'Anna')).toThrow('disk full');
  expect(() => r.runtime.run(ID, approvedFlow(motionFlow({ name: 'Newer' }), r.home))).toThrow('disk full');
  r.journal.append = append;
  expect(r.runtime.views().map((v) => [v.name, v.status])).toEqual([['Hall light', 'approved']]);
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(words(r.sent)).toEqual(['lamp on']);
});

test('nothing is sent or shown before it is on disk', () => {
  const r = rig({
    send: async (command, { store }) => {
      expect(store.pending().map((p) => p.command)).toContainEqual(command);
    },
  });
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  expect(r.sent).toHaveLength(1);
  expect(r.store.states(ID).get('')?.active).toEqual(['lit', 'lit.seen']);
});

test('a new version replaces the old one: its timers are gone, and the record says superseded', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  r.report('motion', 'occupancy', 'clear');
  const old = r.runtime.view(ID)?.hash;
  expect(r.runtime.view(ID)?.timers['']).toHaveLength(1);
  const view = r.runtime.run(ID, approvedFlow(motionFlow({}, { for: 'PT10M' }), r.home));
  expect(view.active).toEqual({ '': ['dark'] });
  expect(view.timers['']).toEqual([]);
  expect(r.records('superseded').map((x) => x.hash)).toEqual([old]);
  r.clock.advance(START + 20 * MINUTE);
  await settled();
  expect(words(r.sent)).toEqual(['lamp on']);
  expect(r.runtime.views()).toHaveLength(1);
});

test('paused it hears nothing and no timer runs; resumed it goes on from where it was; removed it is gone for good', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  r.report('motion', 'occupancy', 'clear');
  r.runtime.pause(ID, 'Anna');
  r.clock.advance(START + 10 * MINUTE);
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(r.sent).toHaveLength(1);
  r.runtime.resume(ID, 'Anna');
  r.clock.advance(START + 10 * MINUTE + 1);
  await settled();
  expect(words(r.sent)).toEqual(['lamp on', 'lamp off']);
  r.runtime.remove(ID, 'Ben');
  expect(r.runtime.views()).toEqual([]);
  expect(r.store.flows()).toEqual([]);
  expect(r.records('paused').map((x) => x.by)).toEqual(['Anna']);
  expect(r.records('resumed')).toHaveLength(1);
  expect(r.records('removed').map((x) => x.by)).toEqual(['Ben']);
  expect(() => r.runtime.pause(ID, 'Anna')).toThrow();
});

test('neither unavailable nor the return from it is an edge (SPEC 3.4)', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'unavailable');
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(r.sent).toEqual([]);
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(r.sent).toHaveLength(1);
});

test('a flow that runs once for each of a group follows its members', async () => {
  const window = (id: string) => ({ id, name: id, kind: 'window', capabilities: ['contact'] });
  const phone = { name: 'Phone', kind: 'notifier', writes: ['message'], bind: { one: 'phone' } };
  const opens = { type: 'becomes', params: { role: 'window', capability: 'contact', is: 'equals', value: 'open' } };
  const file = {
    format: 'sayso/flow/1',
    name: 'Windows',
    uses: { window: { name: 'Window', kind: 'window', reads: ['contact'], bind: { each: { kind: 'window' } } }, phone },
    delays: { long: { for: 'PT10M' } },
    chart: {
      id: 'flow',
      initial: 'closed',
      states: {
        closed: { on: { 'window.contact': [{ guard: opens, target: 'open' }] } },
        open: { after: { long: [{ target: 'closed', actions: [{ type: 'message', params: { role: 'phone', text: 'open' } }] }] } },
      },
    },
  };
  const r = rig({ home: home([window('w1'), window('w2')]) });
  r.runtime.run(ID, approvedFlow(file, r.home));
  for (const w of ['w1', 'w2']) r.report(w, 'contact', 'closed');
  r.report('w1', 'contact', 'open');
  expect(r.runtime.view(ID)?.active).toEqual({ w1: ['open'], w2: ['closed'] });
  r.home = home([window('w1'), window('w3')]);
  r.runtime.follow(r.verified());
  expect(r.runtime.view(ID)?.active).toEqual({ w1: ['open'], w3: ['closed'] });
  expect(r.records('left').map((x) => x.member)).toEqual(['w2']);
  r.report('w3', 'contact', 'closed');
  r.report('w3', 'contact', 'open');
  r.clock.advance(START + 10 * MINUTE);
  await settled();
  expect(r.sent).toHaveLength(2);
  expect(r.store.states(ID).has('w2')).toBe(false);
});

test('a lamp that joins a group that was approved is lit too; a lock that joins is not touched', async () => {
  const lights = { name: 'Lights', kind: 'light', writes: ['power'], bind: { all: { kind: 'light' } } };
  const locks = { name: 'Locks', kind: 'lock', writes: ['lock'], bind: { all: { kind: 'lock' } } };
  const actions = [
    { type: 'set', params: { role: 'lights', capability: 'power', value: 'on' } },
    { type: 'set', params: { role: 'locks', capability: 'lock', value: 'unlocked' } },
  ];
  const r = rig();
  r.runtime.run(ID, approvedFlow(simpleFlow(actions, { lights, locks }), r.home));
  r.home = home([
    { id: 'lamp2', name: 'Lamp 2', kind: 'light', capabilities: ['power'] },
    { id: 'lock2', name: 'Lock 2', kind: 'lock', capabilities: ['lock'] },
  ]);
  r.runtime.follow(r.verified());
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(words(r.sent).sort()).toEqual(['lamp on', 'lamp2 on', 'lock unlocked']);
  const refused = r.records('outcome').filter((o) => o.outcome.status === 'refused');
  expect(refused.map((o) => o.command.device)).toEqual(['lock2']);
});

test('a flow whose device is gone is listed with its problem and does not run; when it is back, it goes on', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  const whole = r.home;
  r.home = { ...whole, devices: whole.devices.filter((d) => d.id !== 'lamp') };
  r.runtime.follow(r.verified());
  expect(r.runtime.view(ID)?.problems.map((p) => p.code)).toContain('no-device');
  expect(r.records('broken')).toHaveLength(1);
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(r.sent).toEqual([]);
  r.home = whole;
  r.runtime.follow(r.verified());
  expect(r.runtime.view(ID)?.problems).toEqual([]);
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(words(r.sent)).toEqual(['lamp on']);
});

test('what was changed by hand on disk is listed with its problem and does not run', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.runtime.stop();
  r.store.db.run("UPDATE flows SET bytes = replace(bytes, 'PT5M', 'PT1M')");
  const again = rig({ folder: r.folder });
  expect(again.runtime.view(ID)?.problems.map((p) => p.code)).toEqual(['not-approved']);
  again.report('motion', 'occupancy', 'clear');
  again.report('motion', 'occupancy', 'detected');
  await settled();
  expect(again.sent).toEqual([]);
  again.runtime.stop();
  again.store.db.run("UPDATE flows SET bytes = 'no JSON', approval = '{}'");
  const broken = rig({ folder: r.folder });
  expect(broken.runtime.views().map((v) => v.problems.length > 0)).toEqual([true]);
});

test('readings received in one turn of the event loop share a transaction, each a step of its own', async () => {
  const r = rig({ send: () => new Promise(() => {}) });
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  let transactions = 0;
  const { transaction } = r.store.db;
  r.store.db.transaction = (work) => (transactions++, transaction(work));
  for (const value of ['clear', 'detected', 'clear', 'detected']) r.runtime.receive('motion' as never, 'occupancy', value);
  await new Promise((resolve) => setImmediate(resolve));
  expect(transactions).toBe(1);
  expect(r.records('step').filter((s) => s.event.kind === 'reading')).toHaveLength(3);
});

test('a person’s orders are sent, recorded with their words, and refused where nothing could carry them out', async () => {
  const r = rig();
  const [lamp, none, bad] = await r.runtime.order(
    [
      { device: 'lamp' as never, capability: 'power', value: 'on' },
      { device: 'sauna' as never, capability: 'power', value: 'on' },
      { device: 'lamp' as never, capability: 'brightness', value: 400 },
    ],
    'lamp on',
  );
  expect(lamp?.outcome.status).toBe('done');
  expect(none?.outcome).toMatchObject({ status: 'refused', reason: 'no-device' });
  expect(bad?.outcome).toMatchObject({ status: 'refused', reason: 'bad-value' });
  expect(r.records('command')[0]?.cause).toEqual({ by: 'person', request: 'lamp on' });
  const [again] = await r.runtime.order([{ device: 'lamp' as never, capability: 'power', value: 'on' }]);
  expect(again?.outcome.status).toBe('already');
});

test('a command that the device has not reported yet does not make the next one look done', async () => {
  const r = rig({ send: async () => {} });
  r.report('lamp', 'power', 'on');
  await r.runtime.order([{ device: 'lamp' as never, capability: 'power', value: 'off' }]);
  const [back] = await r.runtime.order([{ device: 'lamp' as never, capability: 'power', value: 'on' }]);
  expect(back?.outcome.status).toBe('done');
  expect(words(r.sent)).toEqual(['lamp off', 'lamp on']);
});

test('a bridge that never answers leaves the outcome uncertain', async () => {
  const r = rig({ send: () => new Promise(() => {}) });
  const order = r.runtime.order([{ device: 'lamp' as never, capability: 'power', value: 'on' }]);
  await settled();
  r.clock.advance(START + 11_000);
  expect((await order)[0]?.outcome.status).toBe('uncertain');
});

test('a flow that goes round through the devices is stopped by its budget', async () => {
  const toggle = [{ type: 'toggle', params: { role: 'lamp', capability: 'power' } }];
  const lamp = { name: 'Lamp', kind: 'light', reads: ['power'], writes: ['power'], bind: { one: 'lamp' } };
  const file = {
    format: 'sayso/flow/1',
    name: 'Loop',
    uses: { lamp },
    chart: {
      id: 'flow',
      initial: 'a',
      states: { a: { on: { 'lamp.power': [{ guard: { type: 'changes', params: { role: 'lamp', capability: 'power' } }, actions: toggle }] } } },
    },
  };
  const r = rig();
  r.report('lamp', 'power', 'on');
  r.runtime.run(ID, approvedFlow(file, r.home));
  r.report('lamp', 'power', 'off');
  await settled();
  expect(r.sent).toHaveLength(60);
  expect(r.records('outcome').map((o) => o.outcome)).toContainEqual(expect.objectContaining({ status: 'refused', reason: 'rate-limited' }));
});

test('a flow may look at the state of another, while that one runs', async () => {
  const lamp = { name: 'Lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } };
  const guard = { type: 'flow', params: { flow: 'Hall light', state: 'lit' } };
  const on = { type: 'set', params: { role: 'lamp', capability: 'brightness', value: 30 } };
  const chart = { id: 'flow', initial: 'wait', states: { wait: { on: { 'button.button': [{ guard, actions: [on] }] } } } };
  const uses = { lamp: { ...lamp, writes: ['brightness'] }, button: { name: 'Button', kind: 'button', reads: ['button'], bind: { one: 'button' } } };
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.runtime.run('f2' as never, approvedFlow(simpleFlow([], uses, { name: 'Other', chart }), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('button', 'button', 'pressed');
  await settled();
  expect(r.sent).toEqual([]);
  r.report('motion', 'occupancy', 'detected');
  r.report('button', 'button', 'pressed');
  await settled();
  expect(words(r.sent)).toEqual(['lamp on', 'lamp 30']);
  r.runtime.pause(ID, 'Anna');
  r.report('button', 'button', 'held');
  await settled();
  expect(r.sent).toHaveLength(2);
});

test('a change of state is an event for the flow that looks at it', async () => {
  const lit = { type: 'flow', params: { flow: 'Hall light', state: 'lit' } };
  const on = { type: 'set', params: { role: 'lamp', capability: 'brightness', value: 30 } };
  const unlit = { type: 'not', params: { of: lit } };
  const states = { wait: { always: [{ target: 'seen', guard: lit, actions: [on] }] }, seen: { always: [{ target: 'wait', guard: unlit }] } };
  const uses = { lamp: { name: 'Lamp', kind: 'light', writes: ['brightness'], bind: { one: 'lamp' } } };
  const r = rig();
  r.runtime.run('f2' as never, approvedFlow(simpleFlow([], uses, { name: 'Other', chart: { id: 'flow', initial: 'wait', states } }), r.home));
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  await settled();
  expect(words(r.sent)).toEqual(['lamp on', 'lamp 30']);
  expect(r.records('step').findLast((s) => s.flow === 'f2')?.event).toEqual({ kind: 'flow', flow: 'Hall light' });
  expect(r.runtime.view('f2' as never)?.active).toEqual({ '': ['seen'] });
});

test('flows that set each other off through their states are stopped', async () => {
  const chart = (there: Guard, back: Guard) => {
    const states = { a: { always: [{ target: 'b', guard: there }] }, b: { always: [{ target: 'a', guard: back }] } };
    return { id: 'flow', initial: 'a', states };
  };
  const inB = (flow: string): Guard => ({ type: 'flow', params: { flow, state: 'b' } });
  const not = (of: Guard): Guard => ({ type: 'not', params: { of } });
  const r = rig();
  r.runtime.run('one' as never, approvedFlow(simpleFlow([], {}, { name: 'One', chart: chart(inB('Two'), not(inB('Two'))) }), r.home));
  r.runtime.run('two' as never, approvedFlow(simpleFlow([], {}, { name: 'Two', chart: chart(not(inB('One')), inB('One')) }), r.home));
  await settled();
  expect(r.runtime.views().flatMap((v) => v.problems.map((p) => p.code))).toEqual(['rate-limited']);
});
