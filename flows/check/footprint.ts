import { type Capability, RISKS, type Risk, riskOf, type Value } from '../capability';
import type { Flow } from '../flow';
import { ability, findDevice, type Home } from '../home';
import type { DeviceId } from '../ids';
import { roleMembers } from '../members';
import type { Action } from '../operators';
import type { Footprint } from '../stages';
import { allActions } from '../walk';

type Write = Footprint['writes'][number];

/** What a flow may touch in this home, from its chart and bindings. Security first, then by device. */
export function footprintOf(flow: Flow, home: Home): Footprint {
  const writes = new Map<string, Write>();
  for (const { action } of allActions(flow)) {
    const capability = writtenBy(action);
    if (!capability || !('role' in action.params)) continue;
    for (const device of members(flow, home, action.params.role)) {
      const known = findDevice(home, device);
      if (!known || !ability(known, capability)) continue;
      const write = writes.get(`${device}.${capability}`) ?? { device, capability, risk: riskOf(capability, known.kind) };
      writes.set(`${device}.${capability}`, widen(write, action.type === 'set' ? action.params.value : undefined, known && ability(known, capability)));
    }
  }
  const reads = new Map<string, Footprint['reads'][number]>();
  for (const [name, role] of Object.entries(flow.uses)) {
    for (const capability of role.reads ?? []) for (const device of members(flow, home, name)) reads.set(`${device}.${capability}`, { device, capability });
  }
  const rank = (risk: Risk): number => -RISKS.indexOf(risk);
  return {
    writes: [...writes.values()].sort((a, b) => rank(a.risk) - rank(b.risk) || a.device.localeCompare(b.device) || a.capability.localeCompare(b.capability)),
    reads: [...reads.values()].sort((a, b) => a.device.localeCompare(b.device) || a.capability.localeCompare(b.capability)),
  };
}

/** The capability that an action sets; none where it only looks or remembers. */
export function writtenBy(action: Action): Capability | undefined {
  if (action.type === 'message') return 'message';
  return action.type === 'capture' || action.type === 'keep' || !('capability' in action.params) ? undefined : action.params.capability;
}

const members = (flow: Flow, home: Home, role: string): DeviceId[] => {
  const declared = Object.hasOwn(flow.uses, role) ? flow.uses[role] : undefined;
  return declared ? roleMembers(home, declared) : [];
};

/** A fixed value is listed; one that is worked out when it runs (a step, a way back) opens the device's whole range. */
function widen(write: Write, value: Value | undefined, able: ReturnType<typeof ability>): Write {
  if (write.any) return write;
  if (value === undefined && (able?.row.type === 'text' || able?.row.type === 'color')) {
    const { values: _, ...open } = write;
    return { ...open, any: true };
  }
  if (write.min !== undefined && value === undefined) return write;
  if (value !== undefined && (write.values || write.min === undefined)) return { ...write, values: [...new Set([...(write.values ?? []), value])].sort() };
  const { values: _, ...open } = write;
  if (able?.values) return { ...open, values: [...able.values] };
  return { ...open, min: able?.min ?? -1e9, max: able?.max ?? 1e9 };
}

/** Whether a command lies inside a footprint: the monitor asks this below the interpreter. */
export function covers(footprint: Footprint, device: DeviceId, capability: Capability, value: Value): boolean {
  const write = footprint.writes.find((w) => w.device === device && w.capability === capability);
  if (!write) return false;
  if (write.any || write.values?.includes(value)) return true;
  return typeof value === 'number' && write.min !== undefined && write.max !== undefined && value >= write.min && value <= write.max;
}
