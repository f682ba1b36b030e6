import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consent, verifyApproval } from '../../engine/approve/verify';
import { systemClock } from '../../engine/clock';
import { journalOf } from '../../engine/record/journal';
import { Runtime, type Verified } from '../../engine/run/runtime';
import { openStore, type Store } from '../../engine/store/store';
import { canonicalBytes, canonicalFlow, hashBytes } from '../../flows/canonical';
import { check } from '../../flows/check/check';
import type { Flow } from '../../flows/flow';
import { type Home, homeSchema } from '../../flows/home';
import { flowId } from '../../flows/ids';
import { parseValue } from '../../flows/parse';
import type { Approval, ApprovedFlow } from '../../flows/stages';

const ROOMS = 200;

/** A large building: in each room a light and a motion sensor. */
export const building: Home = homeSchema.parse({
  format: 'sayso/home/1',
  name: 'Building',
  timezone: 'Europe/Berlin',
  latitude: 52.5,
  longitude: 13.4,
  devices: Array.from({ length: ROOMS }, (_, i) => [
    { id: `light_${i}`, name: `Light ${i}`, kind: 'light', room: `Room ${i}`, capabilities: ['power', 'brightness'] },
    { id: `motion_${i}`, name: `Motion ${i}`, kind: 'motion sensor', room: `Room ${i}`, capabilities: ['occupancy'] },
  ]).flat(),
});

/** Light with motion, off after a time without: seven parts, one timer. Every flow is another file, so nothing can be shared. */
function fileOf(room: number, serial: number): object {
  const becomes = (value: string) => ({ type: 'becomes', params: { role: 'motion', capability: 'occupancy', is: 'equals', value } });
  const power = (value: string) => ({ type: 'set', params: { role: 'light', capability: 'power', value } });
  return {
    format: 'sayso/flow/1',
    name: `Light with motion ${serial}`,
    request: `turn on light ${room} when someone walks by, and off after a while`,
    uses: {
      motion: { name: 'Motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: `motion_${room}` } },
      light: { name: 'Light', kind: 'light', writes: ['power'], bind: { one: `light_${room}` } },
    },
    delays: { linger: { for: `PT${5 + (serial % 50)}M` } },
    chart: {
      id: 'flow',
      initial: 'dark',
      states: {
        dark: { on: { 'motion.occupancy': [{ guard: becomes('detected'), target: 'lit', actions: [power('on')] }] } },
        lit: { on: { 'motion.occupancy': [{ guard: becomes('clear'), target: 'empty' }] } },
        empty: {
          on: { 'motion.occupancy': [{ guard: becomes('detected'), target: 'lit' }] },
          after: { linger: [{ target: 'dark', actions: [power('off')] }] },
        },
      },
    },
  };
}

const consents = new Map<number, Approval>();

/** Approved as any other. The permissions that were consented to differ only between rooms, and are worked out once for each. */
function motionFlow(room: number, serial: number): ApprovedFlow {
  const file = fileOf(room, serial);
  const consented = consents.get(room) ?? consentTo(file);
  consents.set(room, consented);
  const flow = canonicalFlow(file as Flow);
  const approved = verifyApproval(JSON.stringify(file), { ...consented, hash: hashBytes(canonicalBytes(flow)) }, building);
  if (!approved.ok) throw new Error(JSON.stringify(approved.problems));
  return approved.value;
}

function consentTo(file: object): Approval {
  const draft = parseValue(file);
  if (!draft.ok) throw new Error(JSON.stringify(draft.problems));
  const { checked, problems } = check(draft.value, building);
  if (!checked) throw new Error(JSON.stringify(problems));
  return consent(checked, 'bench', new Date().toISOString());
}

export function runtimeOn(folder: string): { runtime: Runtime; store: Store } {
  const store = openStore(folder);
  const runtime: Runtime = new Runtime({
    store,
    journal: journalOf(store.db),
    clock: systemClock,
    home: () => building,
    // A device that does as it is told at once: the figures are the engine's own.
    send: async ({ device, capability, value }) => runtime.receive(device, capability, value),
    emit: () => {},
  });
  return { runtime, store };
}

export const verified = (store: Store): Verified[] =>
  store.flows().map((kept) => {
    const again = verifyApproval(kept.bytes, kept.approval, building);
    return again.ok ? { kept, approved: again.value, problems: [] } : { kept, approved: undefined, problems: again.problems };
  });

/** Room 0 has one flow, which is concerned; all others lie in other rooms. */
export function fill(runtime: Runtime, store: Store, idle: number): void {
  store.db.transaction(() => {
    runtime.run(flowId('busy'), motionFlow(0, -1));
    for (let i = 0; i < idle; i++) runtime.run(flowId(`idle-${i}`), motionFlow(1 + (i % (ROOMS - 1)), i));
  });
}

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'sayso-bench-'));
