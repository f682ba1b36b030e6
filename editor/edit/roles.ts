import type { Capability } from '../../flows/capability';
import type { Flow, Role } from '../../flows/flow';
import type { Device } from '../../flows/home';
import type { Result } from '../../flows/result';
import { allStates } from '../../flows/walk';
import { type Edited, edit } from './edit';
import { freeName } from './names';

/** The role bound to exactly this device, made where there is none; changes the draft. */
export function roleFor(draft: Flow, device: Device, use: 'reads' | 'writes', capability: Capability): string {
  const known = Object.entries(draft.uses).find(([, r]) => r.bind && 'one' in r.bind && r.bind.one === device.id)?.[0];
  const name = known ?? freeName(device.id, draft.uses);
  const role: Role = draft.uses[name] ?? { name: device.name, kind: device.kind, bind: { one: device.id } };
  const list = role[use] ?? [];
  draft.uses[name] = list.includes(capability) ? role : { ...role, [use]: [...list, capability] };
  return name;
}

/** Lets a role stand for another device. States named after the old device ("Hall light on") are named after the new one. */
export function bindRole(flow: Flow, name: string, device: Device): Result<Edited> {
  return edit(flow, (draft) => {
    const role = Object.hasOwn(draft.uses, name) ? draft.uses[name] : undefined;
    if (!role) return false;
    for (const { node } of allStates(draft.chart)) if (node.description) node.description = node.description.replaceAll(role.name, () => device.name);
    draft.uses[name] = { ...role, name: device.name, kind: device.kind, bind: { one: device.id } };
    return `uses.${name}`;
  });
}
