/** A lasting rule over HTTP: asked for, approved as it was answered, in force, told live, removed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { AskResult, FlowView, LiveEvent, RuleView } from '../../../flows/api';
import { deviceId } from '../../../flows/ids';
import { parseRuleValue } from '../../../flows/rule';
import { codes, hallFlow, type Rig, rig, scripted, send, until } from './rig';

let r: Rig;
beforeAll(async () => {
  r = await rig(scripted(async () => ({ text: ' never A unlocked if all it away', confidence: 1, tokens: [] })));
});
afterAll(() => r.end());

const unlock = async (): Promise<unknown> =>
  (await r.call('POST', '/api/command', { commands: [{ device: 'front_lock', capability: 'lock', value: 'unlocked' }], confirmed: true })).body;

test('asked, approved, in force, removed', async () => {
  const asked = (await r.call('POST', '/api/ask', { request: 'never unlock the front door when nobody is home' })).body as AskResult;
  if (asked.kind !== 'rule') throw new Error(asked.kind);
  expect(asked.wording).toBe('Never unlock Front door lock while Anna and Ben are away.');
  expect((await r.call('GET', '/api/rules')).body).toEqual([]);
  const draft = parseRuleValue(asked.rule);
  const hash = draft.ok ? draft.value.hash : '';

  const socket = new WebSocket(`ws://127.0.0.1:${r.port}/api/live`, { headers: { cookie: r.cookie } });
  const events: LiveEvent[] = [];
  socket.on('message', (data) => events.push(JSON.parse(String(data)) as LiveEvent));
  await until('the home is told', () => events[0]?.type === 'home');

  const other = await r.call('POST', '/api/rules/approve', { rule: { ...asked.rule, name: 'Another' }, hash });
  expect([other.status, codes(other)]).toEqual([409, ['changed-since']]);
  expect(codes(await r.call('POST', '/api/rules/approve', { rule: { ...asked.rule, surprise: 1 }, hash }))).toEqual(['wrong-shape']);
  expect(codes(await r.call('POST', '/api/rules/approve', { rule: asked.rule, hash, by: 'somebody else' }))).toEqual(['wrong-shape']);
  expect((await send(r.port, 'POST', '/api/rules/approve', { rule: asked.rule, hash })).status).toBe(401);
  expect((await r.call('GET', '/api/rules')).body).toEqual([]);

  const approved = await r.call('POST', '/api/rules/approve', { rule: asked.rule, hash });
  const view = approved.body as RuleView;
  expect([approved.status, view.status, view.hash, view.wording, view.approval.by]).toEqual([200, 'approved', hash, asked.wording, r.engine.person]);
  expect((await r.call('GET', '/api/rules')).body).toEqual([view]);
  await until('the rule is told', () => events.some((e) => e.type === 'rule' && e.rule.id === view.id));
  await until('its record too', () => events.some((e) => e.type === 'record' && e.record.type === 'rule-approved'));

  for (const person of ['anna', 'ben']) await r.call('POST', '/api/simulate', { device: person, capability: 'presence', value: 'away' });
  await until('anna is away', () => r.engine.runtime.reading(deviceId('anna'), 'presence')?.value === 'away');
  expect(await unlock()).toMatchObject({ outcomes: [{ outcome: { status: 'refused', reason: 'rule-forbids', rule: view.id } }] });
  // What is approved from now on is approved under this rule.
  const { flow, hash: flowHash } = hallFlow();
  expect(((await r.call('POST', '/api/approve', { flow, hash: flowHash })).body as FlowView).approval.rules).toEqual([hash]);

  expect((await r.call('POST', `/api/rules/${view.id}/remove`)).body).toEqual({ removed: view.id });
  await until('the removal is told', () => events.some((e) => e.type === 'rule-removed' && e.id === view.id));
  expect(codes(await r.call('POST', `/api/rules/${view.id}/remove`))).toEqual(['not-found']);
  expect((await r.call('GET', '/api/rules')).body).toEqual([]);
  expect(await unlock()).toMatchObject({ outcomes: [{ outcome: { status: 'done' } }] });
  socket.close();
});
