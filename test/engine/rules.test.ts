/** Lasting rules on the whole engine: a real store, the runtime, the simulated home. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { noModel } from '../../engine/compile/model';
import { type Engine, startEngine } from '../../engine/engine';
import { approve, approveRule, begin, enforce, reapprovedRule } from '../../engine/pipeline';
import { openDatabase } from '../../engine/store/database';
import type { Outcome } from '../../flows/command';
import { deviceId, ruleId } from '../../flows/ids';
import { parseValue } from '../../flows/parse';
import { parseRuleValue } from '../../flows/rule';
import { until } from './api/rig';
import { home, rig, START, settled } from './run/rig';

const RULE = {
  format: 'sayso/rule/1',
  name: 'Never unlock the front door when nobody is home',
  uses: {
    lock: { name: 'Front door lock', kind: 'lock', writes: ['lock'], bind: { one: 'front_lock' } },
    people: { name: 'People', kind: 'person', reads: ['presence'], bind: { all: { kind: 'person' } } },
  },
  never: { role: 'lock', capability: 'lock', is: 'equals', value: 'unlocked' },
  while: { type: 'is', params: { role: 'people', capability: 'presence', is: 'equals', value: 'away' } },
};
/** Unlocks as soon as somebody walks through the hall. */
const FLOW = {
  format: 'sayso/flow/1',
  name: 'Open for whoever comes',
  uses: {
    motion: { name: 'Hall motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: 'hall_motion' } },
    lock: { name: 'Front door lock', kind: 'lock', writes: ['lock'], bind: { one: 'front_lock' } },
  },
  chart: {
    id: 'flow',
    initial: 'wait',
    states: {
      wait: {
        on: {
          'motion.occupancy': [
            {
              guard: { type: 'becomes', params: { role: 'motion', capability: 'occupancy', is: 'equals', value: 'detected' } },
              actions: [{ type: 'set', params: { role: 'lock', capability: 'lock', value: 'unlocked' } }],
            },
          ],
        },
      },
    },
  },
};

let running: Engine | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
const folder = (): string => mkdtempSync(join(tmpdir(), 'sayso-rules-'));
async function engineOn(data: string): Promise<Engine> {
  await running?.stop();
  running = await startEngine({ data, model: noModel });
  return running;
}
function saySo(e: Engine, rule: object = RULE) {
  const draft = parseRuleValue(rule);
  const said = draft.ok ? approveRule(rule, draft.value.hash, 'Anna', e.home(), new Date(0)) : draft;
  if (!said.ok) throw new Error(JSON.stringify(said.problems));
  return enforce(e.runtime, said.value);
}
const order = async (e: Engine, value: string): Promise<Outcome | undefined> =>
  (await e.runtime.order([{ device: deviceId('front_lock'), capability: 'lock', value }], 'the door'))[0]?.outcome;
async function plays(e: Engine, device: string, capability: 'presence' | 'occupancy' | 'lock', value: string): Promise<void> {
  e.simulate?.(deviceId(device), capability, value);
  await until(`${device} is ${value}`, () => e.runtime.reading(deviceId(device), capability)?.value === value);
}
async function everyone(e: Engine, value: 'home' | 'away'): Promise<void> {
  for (const d of e.home().devices) if (d.kind === 'person') await plays(e, d.id, 'presence', value);
}
const outcomes = (e: Engine) => e.journal.read({ limit: 200 }).flatMap((r) => (r.type === 'outcome' ? [{ ...r.outcome, by: r.cause.by }] : []));

test('refused while everybody is away, in the rule’s own words, whoever orders it; allowed as soon as one is home', async () => {
  const e = await engineOn(folder());
  const view = saySo(e);
  expect(view).toMatchObject({ status: 'approved', problems: [], approval: { by: 'Anna' } });
  const draft = parseValue(FLOW);
  const flow = draft.ok ? approve(FLOW, draft.value.hash, 'Anna', e.home(), new Date(0), { rules: e.runtime.ruleHashes() }) : draft;
  if (!flow.ok) throw new Error(JSON.stringify(flow.problems));
  expect(flow.value.approval.rules).toEqual([view.hash]);
  begin(e.runtime, flow.value);
  await everyone(e, 'away');
  await plays(e, 'front_lock', 'lock', 'locked');

  expect(await order(e, 'unlocked')).toMatchObject({ status: 'refused', reason: 'rule-forbids', rule: view.id });
  await plays(e, 'hall_motion', 'occupancy', 'clear');
  await plays(e, 'hall_motion', 'occupancy', 'detected');
  await until('the flow was refused', () => outcomes(e).some((o) => o.by === 'flow'));
  expect(outcomes(e).map((o) => [o.by, o.status])).toEqual([
    ['flow', 'refused'],
    ['person', 'refused'],
  ]);
  for (const o of outcomes(e)) expect('message' in o && o.message).toContain('The rule “Never unlock the front door when nobody is home” forbids it');
  expect(e.runtime.reading(deviceId('front_lock'), 'lock')?.value).toBe('locked');
  expect(e.why(deviceId('front_lock')).because.join(' ')).toContain('forbids it');

  await plays(e, e.home().devices.find((d) => d.kind === 'person')?.id ?? '', 'presence', 'home');
  expect(await order(e, 'unlocked')).toEqual({ status: 'done' });
  expect(e.journal.verify().ok).toBe(true);
});

test('a condition that cannot be told counts as holding', async () => {
  const e = await engineOn(folder());
  saySo(e);
  await everyone(e, 'away');
  await plays(e, 'front_lock', 'lock', 'locked');
  await plays(e, 'ben', 'presence', 'unavailable');
  expect(await order(e, 'unlocked')).toMatchObject({ reason: 'rule-forbids', message: expect.stringContaining('cannot be told') });
});

test('a restart keeps it; removed it is gone for good; the record tells both', async () => {
  const data = folder();
  const first = await engineOn(data);
  await everyone(first, 'away');
  const { id } = saySo(first);
  const again = await engineOn(data);
  expect(again.runtime.ruleViews().map((r) => [r.id, r.status])).toEqual([[id, 'approved']]);
  await everyone(again, 'away');
  await plays(again, 'front_lock', 'lock', 'locked');
  expect(await order(again, 'unlocked')).toMatchObject({ reason: 'rule-forbids' });
  again.runtime.removeRule(id, 'Ben');
  expect(await order(again, 'unlocked')).toEqual({ status: 'done' });
  expect(() => again.runtime.removeRule(id, 'Ben')).toThrow();
  const third = await engineOn(data);
  expect(third.runtime.ruleViews()).toEqual([]);
  expect(
    third.journal.read({ limit: 200 }).flatMap((r) => (r.type === 'rule-approved' ? [r.wording] : r.type === 'rule-removed' ? [`removed by ${r.by}`] : [])),
  ).toEqual(['removed by Ben', expect.stringMatching(/^Never unlock Front door lock while /)]);
  expect(third.journal.verify().ok).toBe(true);
});

test('bytes that were changed in the file are not what was approved: listed as broken, recorded, not in force', async () => {
  const data = folder();
  const { id } = saySo(await engineOn(data));
  await running?.stop();
  const db = openDatabase(join(data, 'sayso.db'));
  db.run(`UPDATE rules SET bytes = replace(bytes, '"value":"away"', '"value":"home"')`);
  db.close();
  const e = await engineOn(data);
  expect(e.runtime.ruleViews()).toMatchObject([{ id, status: 'broken', problems: [{ code: 'not-approved' }] }]);
  expect(e.runtime.ruleViews()[0]).not.toHaveProperty('rule');
  expect(e.runtime.ruleHashes()).toEqual([]);
  expect(e.journal.read({ limit: 50 }).find((r) => r.type === 'rule-broken')).toMatchObject({ rule: id });
});

test('what does not get on disk has not happened', async () => {
  const e = await engineOn(folder());
  const { append } = e.journal;
  e.journal.append = () => {
    throw new Error('disk full');
  };
  expect(() => saySo(e)).toThrow('disk full');
  e.journal.append = append;
  expect(e.runtime.ruleViews()).toEqual([]);
  await everyone(e, 'away');
  await plays(e, 'front_lock', 'lock', 'locked');
  expect(await order(e, 'unlocked')).toEqual({ status: 'done' });
});

test('what was ordered before a kill and is forbidden by now is not sent again', async () => {
  const before = rig({ send: () => new Promise(() => {}) });
  void before.runtime.order([{ device: deviceId('lamp'), capability: 'power', value: 'on' }]);
  const dark = {
    ...RULE,
    name: 'Never the lamp',
    uses: { lamp: { name: 'Lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } } },
    never: { role: 'lamp', capability: 'power', is: 'equals', value: 'on' },
    while: undefined,
  };
  const draft = parseRuleValue(dark);
  const said = approveRule(dark, draft.ok ? draft.value.hash : '', 'Anna', home(), new Date(START));
  if (!said.ok) throw new Error(JSON.stringify(said.problems));
  before.runtime.approveRule(ruleId('r1'), said.value);
  await settled();
  expect(before.sent).toHaveLength(1);

  const after = rig({ folder: before.folder, at: START + 1000, start: false });
  after.runtime.start([], after.store.rules().map(reapprovedRule));
  after.clock.advance(START + 60_000);
  await settled();
  expect(after.sent).toEqual([]);
  expect(after.records('outcome').map((o) => o.outcome)).toMatchObject([{ status: 'refused', reason: 'rule-forbids', rule: 'r1' }]);
});

test('only what was shown can be approved, and only what this home has', async () => {
  const e = await engineOn(folder());
  const codes = (rule: object, hash: string): string[] => {
    const said = approveRule(rule, hash, 'Anna', e.home(), new Date(0));
    return said.ok ? [] : said.problems.map((p) => p.code);
  };
  const hashOf = (rule: object): string => {
    const draft = parseRuleValue(rule);
    return draft.ok ? draft.value.hash : '';
  };
  expect(codes(RULE, hashOf({ ...RULE, name: 'Another' }))).toEqual(['changed-since']);
  const gone = { ...RULE, uses: { ...RULE.uses, lock: { ...RULE.uses.lock, bind: { one: 'sauna' } } } };
  expect(codes(gone, hashOf(gone))).toEqual(['no-device']);
  expect(() => e.runtime.removeRule(ruleId('none'), 'Anna')).toThrow();
});
