import { expect, test } from 'vitest';
import { consent, verifyApproval } from '../../../engine/approve/verify';
import { check } from '../../../flows/check/check';
import { homeSchema } from '../../../flows/home';
import { parseValue } from '../../../flows/parse';
import { home, motionFlow, simpleFlow } from '../run/rig';

function consented(file: Record<string, unknown> = motionFlow(), inHome = home()) {
  const draft = parseValue(file);
  const { checked } = draft.ok ? check(draft.value, inHome) : {};
  if (!checked) throw new Error('the flow of the test does not fit');
  return { bytes: JSON.stringify(checked.flow), approval: consent(checked, 'Anna', '2026-06-01T00:00:00Z') };
}
const codes = (result: ReturnType<typeof verifyApproval>): string[] => (result.ok ? [] : result.problems.map((p) => p.code));

test('the very bytes that were approved pass, and what passes cannot be changed in memory', () => {
  const { bytes, approval } = consented();
  const verified = verifyApproval(bytes, approval, home());
  expect(codes(verified)).toEqual([]);
  if (!verified.ok) return;
  expect(() => Object.assign(verified.value.flow.chart, { initial: 'lit' })).toThrow(TypeError);
  expect(() => verified.value.footprint.writes.push({ device: 'lock' as never, capability: 'lock', risk: 'security' })).toThrow(TypeError);
});

test('another behaviour, another binding, or no flow at all does not', () => {
  const { bytes, approval } = consented();
  expect(codes(verifyApproval(bytes.replace('PT5M', 'PT6M'), approval, home()))).toEqual(['not-approved']);
  const more = home([{ id: 'lamp2', name: 'Lamp 2', kind: 'light', capabilities: ['power'] }]);
  expect(codes(verifyApproval(bytes.replace('{"one":"lamp"}', '{"one":"lamp2"}'), approval, more))).toEqual(['changed-since']);
  expect(codes(verifyApproval('{"format":', approval, home()))).toEqual(['not-json']);
  expect(codes(verifyApproval(bytes, { ...approval, footprint: { writes: [], reads: [] } }, home()))).toEqual(['changed-since']);
});

test('a device that has become riskier, or is gone, needs a person again', () => {
  const plug = (kind: string) => home([{ id: 'plug', name: 'Plug', kind, capabilities: ['power'] }]);
  const role = { name: 'Plug', kind: 'plug', writes: ['power'], bind: { one: 'plug' } };
  const file = simpleFlow([{ type: 'set', params: { role: 'plug', capability: 'power', value: 'on' } }], { plug: role });
  const { bytes, approval } = consented(file, plug('plug'));
  expect(codes(verifyApproval(bytes, approval, plug('plug')))).toEqual([]);
  expect(codes(verifyApproval(bytes, approval, plug('heater')))).toEqual(['changed-since']);
  expect(codes(verifyApproval(bytes, approval, home()))).toContain('no-device');
});

test('members that join a group are taken along up to comfort, and left out above it', () => {
  const lights = { name: 'Lights', kind: 'light', writes: ['power'], bind: { all: { room: 'Hall' } } };
  const file = simpleFlow([{ type: 'set', params: { role: 'lights', capability: 'power', value: 'off' } }], { lights });
  const { bytes, approval } = consented(file);
  const joined = (kind: string) => home([{ id: 'new', name: 'New', kind, room: 'Hall', capabilities: ['power'] }]);
  const devices = (kind: string): string[] => {
    const verified = verifyApproval(bytes, approval, homeSchema.parse(joined(kind)));
    return verified.ok ? verified.value.footprint.writes.map((w) => w.device) : [];
  };
  expect(devices('light')).toEqual(['lamp', 'new']);
  expect(devices('heater')).toEqual(['lamp']);
});
