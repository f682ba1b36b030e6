/** The whole path over HTTP: approve → a sensor sees something → the flow acts → the record → why. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { AskResult, FlowView, HomeView, LiveEvent, WhyAnswer } from '../../../flows/api';
import { deviceId } from '../../../flows/ids';
import { parseValue } from '../../../flows/parse';
import type { AuditRecord } from '../../../flows/record';
import { codes, hallFlow, type Rig, rig, scripted, send, until } from './rig';

let r: Rig;
let asked = 0;
let atOnce = 0;
let says = ' unclear';
beforeAll(async () => {
  r = await rig(
    scripted(async () => {
      atOnce = Math.max(atOnce, ++asked);
      await new Promise((resolve) => setTimeout(resolve, 20));
      asked--;
      return { text: says, confidence: 1, tokens: [] };
    }),
  );
});
afterAll(() => r.end());

const light = (): unknown => r.engine.runtime.reading(deviceId('hall_light'), 'power')?.value;
const see = (value: string) => r.call('POST', '/api/simulate', { device: 'hall_motion', capability: 'occupancy', value });

test('nothing acts before a person says so, and then exactly what was shown', async () => {
  const { flow, hash } = hallFlow();
  expect((await see('detected')).status).toBe(200);
  await until('motion is seen', () => r.engine.runtime.reading(deviceId('hall_motion'), 'occupancy')?.value === 'detected');
  expect(light()).toBe('off');
  await see('clear');

  const edited = structuredClone(flow) as typeof flow & { delays: { linger: { for: string } } };
  edited.delays.linger.for = 'PT10M';
  const other = await r.call('POST', '/api/approve', { flow: edited, hash });
  expect([other.status, codes(other)]).toEqual([409, ['changed-since']]);
  expect((await r.call('GET', '/api/flows')).body).toEqual([]);

  const answer = await r.call('POST', '/api/approve', { flow, hash });
  expect(answer.status).toBe(200);
  const view = answer.body as FlowView;
  expect([view.hash, view.status, view.approval.by, view.active]).toEqual([hash, 'approved', r.engine.person, { '': ['dark'] }]);

  await see('detected');
  await until('the light goes on', () => light() === 'on');
  const flows = (await r.call('GET', '/api/flows')).body as FlowView[];
  expect(flows[0]?.active).toEqual({ '': ['lit'] });

  const records = (await r.call('GET', '/api/activity?device=hall_light')).body as AuditRecord[];
  expect(records.find((x) => x.type === 'outcome')).toMatchObject({ outcome: { status: 'done' }, cause: { by: 'flow', flow: view.id, hash } });
  const why = (await r.call('GET', '/api/why?device=hall_light')).body as WhyAnswer;
  expect(why.flow).toMatchObject({ id: view.id });
  expect(why.because.join(' ')).toMatch(/Hall motion/);
  expect(why.request).toBe(flow.request);
  expect(r.engine.journal.verify().ok).toBe(true);

  expect(((await r.call('POST', `/api/flows/${view.id}/pause`)).body as FlowView).status).toBe('paused');
  expect(((await r.call('POST', `/api/flows/${view.id}/resume`)).body as FlowView).status).toBe('approved');
  expect((await r.call('POST', `/api/flows/${view.id}/remove`)).body).toEqual({ removed: view.id });
  expect(codes(await r.call('POST', `/api/flows/${view.id}/pause`))).toEqual(['not-found']);
});

test('an imported flow without devices cannot be approved', async () => {
  const { flow, hash } = hallFlow();
  const unbound = { ...flow, uses: Object.fromEntries(Object.entries(flow.uses).map(([k, v]) => [k, { ...v, bind: undefined }])) };
  const answer = await r.call('POST', '/api/approve', { flow: unbound, hash });
  expect(answer.status).toBe(422);
  expect(codes(answer)).toContain('unbound');
});

test('what is no flow is refused with its place', async () => {
  const answer = await r.call('POST', '/api/approve', { flow: { ...hallFlow().flow, surprise: 1 }, hash: '0'.repeat(64) });
  expect(answer.status).toBe(422);
  expect(codes(answer)).toEqual(['wrong-shape']);
  expect(codes(await r.call('POST', '/api/approve', { flow: { format: 'sayso/flow/9' }, hash: '0'.repeat(64) }))).toEqual(['newer-format']);
});

test('orders of a person: at once where harmless, confirmed where not, refused where impossible', async () => {
  const send = (command: object, more: object = {}) => r.call('POST', '/api/command', { commands: [command], ...more });
  const lamp = await send({ device: 'kitchen_light', capability: 'power', value: 'on' }, { request: 'kitchen light on' });
  expect(lamp.body).toMatchObject({ outcomes: [{ outcome: { status: 'done' } }] });
  const unlock = { device: 'front_lock', capability: 'lock', value: 'unlocked' };
  const refused = await send(unlock);
  expect([refused.status, codes(refused)]).toEqual([409, ['risky']]);
  expect(r.engine.runtime.reading(deviceId('front_lock'), 'lock')?.value).toBe('locked');
  expect((await send(unlock, { confirmed: true })).body).toMatchObject({ outcomes: [{ outcome: { status: 'done' } }] });
  expect((await send({ device: 'sauna', capability: 'power', value: 'on' })).body).toMatchObject({ outcomes: [{ outcome: { status: 'refused' } }] });
  const why = (await r.call('GET', '/api/why?device=kitchen_light')).body as WhyAnswer;
  expect(why.request).toBe('kitchen light on');
});

test('only what a device could report can be played', async () => {
  expect(codes(await see('maybe'))).toEqual(['bad-value']);
  expect(codes(await r.call('POST', '/api/simulate', { device: 'sauna', capability: 'power', value: 'on' }))).toEqual(['no-device']);
  expect(codes(await r.call('POST', '/api/simulate', { device: 'hall_motion', capability: 'power', value: 'on' }))).toEqual(['no-ability']);
});

test('sentences are compiled one at a time', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => r.call('POST', '/api/ask', { request: 'turn on the hall light when it rains' })));
  expect(answers.map((a) => (a.body as AskResult).kind)).toEqual(['unsupported', 'unsupported', 'unsupported']);
  expect([atOnce, asked]).toEqual([1, 0]);
  expect(codes(await r.call('POST', '/api/ask', { request: 'off after ten', draft: { format: 'sayso/flow/1' } }))).toEqual(
    expect.arrayContaining(['wrong-shape']),
  );
});

test('the live socket tells the home first and then what happens; other pages get none', async () => {
  const url = `ws://127.0.0.1:${r.port}/api/live`;
  for (const headers of [{}, { cookie: r.cookie, origin: 'http://evil.example' }, { cookie: r.cookie, host: 'evil.example' }]) {
    const refused = new WebSocket(url, { headers });
    await expect(new Promise((resolve, reject) => refused.on('open', resolve).on('error', reject))).rejects.toThrow(/40[13]/);
  }
  const socket = new WebSocket(url, { headers: { cookie: r.cookie, origin: `http://127.0.0.1:${r.port}` } });
  const events: LiveEvent[] = [];
  socket.on('message', (data) => events.push(JSON.parse(String(data)) as LiveEvent));
  await until('the home is told', () => events[0]?.type === 'home');
  await r.call('POST', '/api/simulate', { device: 'ben', capability: 'presence', value: 'home' });
  await until('the reading is told', () => events.some((e) => e.type === 'reading' && e.reading.device === 'ben' && e.reading.value === 'home'));
  socket.close();
});

test('the home tells its devices, where they come from and what they report', async () => {
  const view = (await r.call('GET', '/api/home')).body as HomeView;
  expect(view.devices.find((d) => d.id === 'hall_light')).toMatchObject({ bridge: 'simulator', simulated: true });
  expect(view.readings.some((x) => x.device === 'bed_radiator' && x.value === 19.4)).toBe(true);
  expect((await send(r.port, 'GET', '/api/home')).status).toBe(401);
});

test('why not: a flow that is paused says so', async () => {
  const { flow, hash } = hallFlow();
  const { id } = (await r.call('POST', '/api/approve', { flow, hash })).body as FlowView;
  await r.call('POST', `/api/flows/${id}/pause`);
  const why = (await r.call('GET', '/api/why?device=hall_light')).body as WhyAnswer;
  expect(why.because.join(' ')).toMatch(/is paused since/);
  await r.call('POST', `/api/flows/${id}/remove`);
});

test('a draft is checked beside the flows that run, not beside the version that it replaces', async () => {
  const { flow, hash } = hallFlow();
  const { id } = (await r.call('POST', '/api/approve', { flow, hash })).body as FlowView;
  says = ' when B motion do A off';
  const asked = (await r.call('POST', '/api/ask', { request: 'turn off the hall light when the hall motion sensor sees motion' })).body as AskResult;
  if (asked.kind !== 'automation') throw new Error(asked.kind);
  expect(asked.problems).toContainEqual(expect.objectContaining({ code: 'conflict', with: id, run: expect.anything() }));
  const draft = parseValue(asked.flow);
  const approving = { flow: asked.flow, hash: draft.ok ? draft.value.hash : '' };
  const beside = (await r.call('POST', '/api/approve', approving)).body as FlowView;
  expect(beside.approval.problems.filter((p) => p.with).map((p) => p.with)).toContain(id);
  await r.call('POST', `/api/flows/${beside.id}/remove`);
  const instead = (await r.call('POST', '/api/approve', { ...approving, id })).body as FlowView;
  expect([instead.id, instead.approval.problems.filter((p) => p.with)]).toEqual([id, []]);
  await r.call('POST', `/api/flows/${id}/remove`);
});

test('what was asked, approved as it was answered, acts', async () => {
  says = ' when B motion do A on';
  const asked = (await r.call('POST', '/api/ask', { request: 'turn on the bathroom light when the hall motion sensor sees motion' })).body as AskResult;
  if (asked.kind !== 'automation') throw new Error(asked.kind);
  expect((await r.call('GET', '/api/flows')).body).toEqual([]);
  const draft = parseValue(asked.flow);
  const approved = await r.call('POST', '/api/approve', { flow: asked.flow, hash: draft.ok ? draft.value.hash : '' });
  expect(approved.status).toBe(200);
  await see('clear');
  await see('detected');
  await until('the light goes on', () => r.engine.runtime.reading(deviceId('bath_light'), 'power')?.value === 'on');
});
