import type { FlowView, HomeView } from '../../flows/api';
import type { Capability, Value } from '../../flows/capability';
import { homeSchema } from '../../flows/home';
import { deviceId, flowHash, flowId } from '../../flows/ids';
import { parseValue } from '../../flows/parse';

const at = Date.UTC(2026, 10, 22, 15, 7);

export const home = homeSchema.parse({
  format: 'sayso/home/1',
  name: 'Lindenweg 12',
  timezone: 'Europe/Berlin',
  latitude: 52.52,
  longitude: 13.4,
  devices: [
    { id: 'hall_light', name: 'Hall light', kind: 'light', room: 'Hall', floor: 'Ground floor', capabilities: ['power', 'brightness'] },
    { id: 'hall_lamp', name: 'Hall lamp', kind: 'light', room: 'Hall', floor: 'Ground floor', capabilities: ['power'] },
    { id: 'hall_motion', name: 'Hall motion', kind: 'motion sensor', room: 'Hall', floor: 'Ground floor', capabilities: ['occupancy', 'battery'] },
    { id: 'front_lock', name: 'Front door lock', kind: 'lock', room: 'Hall', floor: 'Ground floor', capabilities: ['lock'] },
    { id: 'radiator', name: 'Bedroom radiator', kind: 'thermostat', room: 'Bedroom', floor: 'First floor', capabilities: ['targetTemperature', 'temperature'] },
    { id: 'window', name: 'Bedroom window', kind: 'window', room: 'Bedroom', floor: 'First floor', capabilities: ['contact'] },
    { id: 'leak', name: 'Cellar leak sensor', kind: 'leak sensor', room: 'Cellar', floor: 'Basement', capabilities: ['leak'] },
    { id: 'anna', name: 'Anna', kind: 'person', capabilities: ['presence'] },
  ],
});

/** The home with some of its readings, as the engine would tell it. */
export function viewOf(readings: readonly [string, Capability, Value][] = []): HomeView {
  return {
    home,
    devices: home.devices.map((d) => ({ ...d, bridge: 'simulator', simulated: true })),
    readings: readings.map(([device, capability, value]) => ({ device: deviceId(device), capability, value, at })),
    now: at,
    version: '0.0.0',
    person: 'Anna',
  };
}

const light = parseValue({
  format: 'sayso/flow/1',
  name: 'Hall light after dark',
  request: 'Turn on the hall light when there is motion, off 5 minutes later',
  uses: {
    light: { name: 'Hall light', kind: 'light', writes: ['power'], bind: { one: 'hall_light' } },
    motion: { name: 'Hall motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: 'hall_motion' } },
  },
  delays: { linger: { for: 'PT5M' } },
  chart: {
    id: 'flow',
    initial: 'dark',
    states: {
      dark: {
        description: 'Dark & quiet',
        on: {
          'motion.occupancy': [
            { target: 'lit', guard: { type: 'becomes', params: { role: 'motion', capability: 'occupancy', is: 'equals', value: 'detected' } } },
          ],
        },
      },
      lit: {
        description: 'Lit',
        entry: [{ type: 'set', params: { role: 'light', capability: 'power', value: 'on' } }],
        after: { linger: [{ target: 'dark', actions: [{ type: 'set', params: { role: 'light', capability: 'power', value: 'off' } }] }] },
      },
    },
  },
});
if (!light.ok) throw new Error(JSON.stringify(light.problems));
export const lightFlow = light.value.flow;

export const runningFlow = (more: Partial<FlowView> = {}): FlowView => ({
  id: flowId('f1'),
  name: lightFlow.name,
  hash: flowHash('a'.repeat(64)),
  status: 'approved',
  flow: lightFlow,
  approval: {
    hash: flowHash('a'.repeat(64)),
    bindings: {},
    footprint: {
      writes: [{ device: deviceId('hall_light'), capability: 'power', risk: 'comfort', values: ['off', 'on'] }],
      reads: [{ device: deviceId('hall_motion'), capability: 'occupancy' }],
    },
    problems: [],
    by: 'Anna',
    at: '2026-11-22T15:00:00Z',
  },
  active: { '': ['', 'dark'] },
  timers: {},
  problems: [],
  ...more,
});
