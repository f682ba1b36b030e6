import { expect, test } from 'vitest';
import { approvedFlow, ID, MINUTE, motionFlow, rig, START, settled, simpleFlow } from './rig';

const DAY = 24 * 60 * MINUTE;
const never = () => new Promise<void>(() => {});
const toLit = (r: ReturnType<typeof rig>): void => {
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  r.report('motion', 'occupancy', 'clear');
};

test('a timer survives: same deadline where it lies ahead, once', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  toLit(r);
  await settled();
  const again = rig({ folder: r.folder, at: START + 2 * MINUTE });
  again.clock.advance(START + 5 * MINUTE - 1);
  expect(again.sent).toEqual([]);
  again.clock.advance(START + 5 * MINUTE);
  await settled();
  expect(again.sent.map((c) => c.value)).toEqual(['off']);
  const third = rig({ folder: r.folder, at: START + 20 * MINUTE });
  third.clock.advance(START + 60 * MINUTE);
  await settled();
  expect(third.sent).toEqual([]);
});

test('a deadline longer than 24.8 days is one deadline', async () => {
  const r = rig();
  r.runtime.run(ID, approvedFlow(motionFlow({}, { for: 'P40D' }), r.home));
  toLit(r);
  await settled();
  const again = rig({ folder: r.folder, at: START + 10 * DAY });
  again.clock.advance(START + 40 * DAY - 1);
  await settled();
  expect(again.sent).toEqual([]);
  again.clock.advance(START + 40 * DAY);
  await settled();
  expect(again.sent.map((c) => c.value)).toEqual(['off']);
});

test('a delay that fell due meanwhile runs late once; with late: skip it is skipped and recorded (SPEC 5.3)', async () => {
  for (const [late, expected] of [
    [undefined, ['off']],
    ['skip', []],
  ] as const) {
    const r = rig();
    r.runtime.run(ID, approvedFlow(motionFlow({}, late ? { for: 'PT5M', late } : { for: 'PT5M' }), r.home));
    toLit(r);
    await settled();
    const again = rig({ folder: r.folder, at: START + 60 * MINUTE });
    again.clock.advance(START + 61 * MINUTE);
    await settled();
    expect(again.sent.map((c) => c.value)).toEqual(expected);
    expect(again.records('skipped').map((s) => s.event.kind)).toEqual(late ? ['timer'] : []);
  }
});

test('a schedule that was missed is skipped to its next time; with missed: run it runs once (SPEC 5.3)', async () => {
  for (const [missed, expected] of [
    [undefined, 1],
    ['run', 2],
  ] as const) {
    const lamp = { name: 'Lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } };
    const on = { type: 'set', params: { role: 'lamp', capability: 'power', value: 'on' } };
    const file = {
      format: 'sayso/flow/1',
      name: 'Evening',
      uses: { lamp },
      schedules: { evening: { kind: 'time', at: '20:00', ...(missed ? { missed } : {}) } },
      chart: { id: 'flow', initial: 'wait', states: { wait: { on: { 'schedule.evening': [{ actions: [on] }] } } } },
    };
    const r = rig();
    r.runtime.run(ID, approvedFlow(file, r.home));
    r.report('lamp', 'power', 'off');
    // Three evenings are missed; 20:00 in Berlin is 18:00 UTC.
    const again = rig({ folder: r.folder, at: START + 3 * DAY, send: async () => {} });
    again.clock.advance(START + 3 * DAY + 12 * 60 * MINUTE);
    await settled();
    expect(again.records('step').filter((s) => s.event.kind === 'schedule')).toHaveLength(expected);
  }
});

test('killed between decided and known: an absolute command is sent again where the device does not report it', async () => {
  const r = rig({ send: never });
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('lamp', 'power', 'off');
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  expect(r.sent).toHaveLength(1);
  const again = rig({ folder: r.folder, at: START + 1000 });
  expect(again.sent).toEqual([]);
  again.clock.advance(START + 5000);
  await settled();
  expect(again.sent.map((c) => c.value)).toEqual(['on']);
  expect(again.records('outcome').map((o) => o.outcome.status)).toEqual(['done']);
  expect(again.records('command')).toHaveLength(1);
  const third = rig({ folder: r.folder, at: START + 9000 });
  third.clock.advance(START + 20_000);
  await settled();
  expect(third.sent).toEqual([]);
});

test('where the device reports it already after the restart, nothing is sent', async () => {
  const r = rig({ send: never });
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  const again = rig({ folder: r.folder, at: START + 1000 });
  again.report('lamp', 'power', 'on');
  again.clock.advance(START + 5000);
  await settled();
  expect(again.sent).toEqual([]);
  expect(again.records('outcome').map((o) => o.outcome.status)).toEqual(['done']);
});

test('unlocking and messages are never sent again by themselves: their outcome is uncertain', async () => {
  const uses = {
    lock: { name: 'Lock', kind: 'lock', writes: ['lock'], bind: { one: 'lock' } },
    phone: { name: 'Phone', kind: 'notifier', writes: ['message'], bind: { one: 'phone' } },
  };
  const actions = [
    { type: 'set', params: { role: 'lock', capability: 'lock', value: 'unlocked' } },
    { type: 'message', params: { role: 'phone', text: 'somebody is here' } },
  ];
  const r = rig({ send: never });
  r.runtime.run(ID, approvedFlow(simpleFlow(actions, uses), r.home));
  r.report('motion', 'occupancy', 'clear');
  r.report('motion', 'occupancy', 'detected');
  expect(r.sent).toHaveLength(2);
  const again = rig({ folder: r.folder, at: START + 1000 });
  again.clock.advance(START + 60_000);
  await settled();
  expect(again.sent).toEqual([]);
  expect(again.records('outcome').map((o) => o.outcome.status)).toEqual(['uncertain', 'uncertain']);
  expect(again.store.pending()).toEqual([]);
});

test('what was overtaken, by hand or by a later command, or whose flow was paused, is not sent again', async () => {
  const decided = (): ReturnType<typeof rig> => {
    const r = rig({ send: never });
    r.report('lamp', 'power', 'off');
    r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
    r.report('motion', 'occupancy', 'clear');
    r.report('motion', 'occupancy', 'detected');
    return r;
  };
  const paused = decided();
  paused.runtime.pause(ID, 'Anna');
  const later = decided();
  void later.runtime.order([{ device: 'lamp' as never, capability: 'power', value: 'off' }]);
  const manual = decided();
  manual.report('lamp', 'power', 'on');
  manual.report('lamp', 'power', 'off');
  for (const [r, expected] of [
    [paused, []],
    [later, []],
    [manual, []],
  ] as const) {
    const again = rig({ folder: r.folder, at: START + 1000 });
    again.clock.advance(START + 10_000);
    await settled();
    expect(again.sent).toEqual(expected);
    expect(again.store.pending()).toEqual([]);
  }
});

test('a person’s order that was not sent is made up for only while they may still be waiting', async () => {
  for (const [after, expected] of [
    [MINUTE, 1],
    [60 * MINUTE, 0],
  ] as const) {
    const r = rig({ send: never });
    r.report('lamp', 'power', 'off');
    void r.runtime.order([{ device: 'lamp' as never, capability: 'power', value: 'on' }]);
    const again = rig({ folder: r.folder, at: START + after });
    again.clock.advance(START + after + 5000);
    await settled();
    expect(again.sent).toHaveLength(expected);
  }
});

test('the replayed record is the same bytes: two runs of one story have the same hashes', async () => {
  const story = async (): Promise<string[]> => {
    const r = rig();
    r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
    toLit(r);
    r.clock.advance(START + 6 * MINUTE);
    await settled();
    return r.store.db.all<{ hash: string }>('SELECT hash FROM records ORDER BY seq').map((x) => x.hash);
  };
  expect(await story()).toEqual(await story());
});

test('a command that may have been sent counts as sent: its opposite is not taken for done by a reading from before', async () => {
  const r = rig({ send: never });
  r.report('lamp', 'power', 'off');
  r.runtime.run(ID, approvedFlow(motionFlow(), r.home));
  toLit(r);
  const again = rig({ folder: r.folder, at: START + 5 * MINUTE });
  again.clock.advance(START + 5 * MINUTE);
  await settled();
  expect(again.sent.map((c) => c.value)).toEqual(['off']);
  again.clock.advance(START + 6 * MINUTE);
  await settled();
  expect(again.sent).toHaveLength(1);
  expect(
    again
      .records('outcome')
      .map((o) => o.outcome.status)
      .sort(),
  ).toEqual(['done', 'uncertain']);
});
