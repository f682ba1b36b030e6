import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consent, verifyApproval } from '../../../engine/approve/verify';
import { manualClock } from '../../../engine/clock';
import { type Journal, journalOf } from '../../../engine/record/journal';
import { Runtime, type Verified } from '../../../engine/run/runtime';
import { openStore, type Store } from '../../../engine/store/store';
import type { LiveEvent } from '../../../flows/api';
import type { Capability, Value } from '../../../flows/capability';
import { check } from '../../../flows/check/check';
import type { Command } from '../../../flows/command';
import { type Home, homeSchema } from '../../../flows/home';
import { type DeviceId, deviceId, type FlowId, flowId } from '../../../flows/ids';
import { parseValue } from '../../../flows/parse';
import type { AuditRecord } from '../../../flows/record';
import type { ApprovedFlow } from '../../../flows/stages';

export const START = Date.parse('2026-06-01T10:00:00Z');
export const MINUTE = 60_000;

export const home = (devices: object[] = []): Home =>
  homeSchema.parse({
    format: 'sayso/home/1',
    name: 'Test',
    timezone: 'Europe/Berlin',
    latitude: 52.5,
    longitude: 13.4,
    devices: [
      { id: 'lamp', name: 'Lamp', kind: 'light', room: 'Hall', capabilities: ['power', 'brightness'] },
      { id: 'motion', name: 'Motion', kind: 'motion sensor', room: 'Hall', capabilities: ['occupancy'] },
      { id: 'lock', name: 'Lock', kind: 'lock', room: 'Hall', capabilities: ['lock'] },
      { id: 'button', name: 'Button', kind: 'button', capabilities: ['button'] },
      { id: 'phone', name: 'Phone', kind: 'notifier', capabilities: ['message'] },
      ...devices,
    ],
  });

const motion = { name: 'Motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: 'motion' } };
const lamp = { name: 'Lamp', kind: 'light', writes: ['power'], bind: { one: 'lamp' } };
const power = (value: string) => ({ type: 'set', params: { role: 'lamp', capability: 'power', value } });
const sees = (value: string) => ({ type: 'becomes', params: { role: 'motion', capability: 'occupancy', is: 'equals', value } });

/** Lamp on with motion, off after a time without. */
export const motionFlow = (more: Record<string, unknown> = {}, linger: Record<string, unknown> = { for: 'PT5M' }): Record<string, unknown> => ({
  format: 'sayso/flow/1',
  name: 'Hall light',
  request: 'hall light with motion',
  uses: { motion, lamp },
  delays: { linger },
  chart: {
    id: 'flow',
    initial: 'dark',
    states: {
      dark: { on: { 'motion.occupancy': [{ guard: sees('detected'), target: 'lit', actions: [power('on')] }] } },
      lit: {
        initial: 'seen',
        states: {
          seen: { on: { 'motion.occupancy': [{ guard: sees('clear'), target: 'empty' }] } },
          empty: {
            on: { 'motion.occupancy': [{ guard: sees('detected'), target: 'seen' }] },
            after: { linger: [{ target: '#flow.dark', actions: [power('off')] }] },
          },
        },
      },
    },
  },
  ...more,
});

/** One action at an event of the motion sensor, another way of asking: `on` names the schedule or the reading. */
export const simpleFlow = (actions: object[], uses: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  format: 'sayso/flow/1',
  name: 'Simple',
  uses: { motion, ...uses },
  chart: { id: 'flow', initial: 'wait', states: { wait: { on: { 'motion.occupancy': [{ guard: sees('detected'), actions }] } } } },
  ...more,
});

export function approvedFlow(file: Record<string, unknown>, inHome: Home): ApprovedFlow {
  const draft = parseValue(file);
  if (!draft.ok) throw new Error(JSON.stringify(draft.problems));
  const { checked, problems } = check(draft.value, inHome);
  if (!checked) throw new Error(JSON.stringify(problems));
  const approved = verifyApproval(JSON.stringify(checked.flow), consent(checked, 'Anna', '2026-06-01T00:00:00Z'), inHome);
  if (!approved.ok) throw new Error(JSON.stringify(approved.problems));
  return approved.value;
}

/** Records of one type, also of a type that shares its shape with others. */
type OfType<T extends AuditRecord['type']> = AuditRecord extends infer R ? (R extends { type: infer U } ? (T extends U ? R : never) : never) : never;

/** What a host does at a start: every kept flow through the one door. */
export const verifiedFlows = (store: Store, inHome: Home): Verified[] =>
  store.flows().map((kept) => {
    const again = verifyApproval(kept.bytes, kept.approval, inHome);
    return again.ok ? { kept, approved: again.value, problems: [] } : { kept, approved: undefined, problems: again.problems };
  });

export interface Rig {
  folder: string;
  store: Store;
  journal: Journal;
  runtime: Runtime;
  clock: ReturnType<typeof manualClock>;
  sent: Command[];
  events: LiveEvent[];
  home: Home;
  report(device: string, capability: Capability, value: Value): void;
  records<T extends AuditRecord['type']>(type: T): OfType<T>[];
  verified(): Verified[];
}

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'sayso-test-'));

/** A runtime on a real file. Stopped without a word it is what a killed process leaves; `rig({ folder })` again is the restart. */
export function rig(o: { folder?: string; at?: number; home?: Home; send?: (command: Command, rig: Rig) => Promise<void>; start?: boolean } = {}): Rig {
  const folder = o.folder ?? temporary();
  const store = openStore(folder);
  const journal = journalOf(store.db);
  const clock = manualClock(o.at ?? START);
  const events: LiveEvent[] = [];
  const sent: Command[] = [];
  const made: Rig = {
    folder,
    store,
    journal,
    clock,
    sent,
    events,
    home: o.home ?? home(),
    runtime: undefined as unknown as Runtime,
    report: (device, capability, value) => made.runtime.report(deviceId(device) as DeviceId, capability, value),
    records: (type) =>
      journal
        .read({ limit: 1000 })
        .reverse()
        .filter((r) => r.type === type) as never,
    verified: () => verifiedFlows(store, made.home),
  };
  made.runtime = new Runtime({
    store,
    journal,
    clock,
    home: () => made.home,
    send: async (command) => {
      sent.push(command);
      // Without `send` the device does as it is told and says so.
      if (o.send) await o.send(command, made);
      else made.report(command.device, command.capability, command.value);
    },
    emit: (event) => void events.push(event),
  });
  if (o.start !== false) made.runtime.start(made.verified());
  return made;
}

export const ID: FlowId = flowId('f1');
/** Lets promises and the end of this turn of the event loop pass. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
