import type { Binding, Flow, Group, Role } from './flow';
import { type Device, findDevice, type Home } from './home';
import type { DeviceId } from './ids';

/** The devices that a group describes, in the order of the home file. */
export function groupMembers(home: Home, group: Group): DeviceId[] {
  const same = (a: string | undefined, b: string | undefined): boolean => b === undefined || a?.toLowerCase() === b.toLowerCase();
  return home.devices
    .filter((d) => (group.devices ? group.devices.includes(d.id) : same(d.kind, group.kind) && same(d.room, group.room) && same(d.floor, group.floor)))
    .filter((d) => !group.except?.includes(d.id))
    .map((d) => d.id);
}

/** The devices that a role stands for in this home; none while it is unbound. */
export function roleMembers(home: Home, role: Role): DeviceId[] {
  const bind = role.bind;
  if (!bind) return [];
  if ('one' in bind) return [bind.one];
  const ofHome = known.get(home.devices) ?? new WeakMap<Binding, Kept>();
  known.set(home.devices, ofHome);
  const kept = ofHome.get(bind);
  if (kept?.of === home.devices.length) return kept.ids;
  const ids = groupMembers(home, groupOf(bind) ?? {});
  ofHome.set(bind, { of: home.devices.length, ids });
  return ids;
}

interface Kept {
  of: number;
  ids: DeviceId[];
}
/** Looked up once for each home: every step asks. Neither a home nor a binding is changed in place. */
const known = new WeakMap<Home['devices'], WeakMap<Binding, Kept>>();

export function groupOf(bind: Binding): Group | undefined {
  return 'any' in bind ? bind.any : 'all' in bind ? bind.all : 'each' in bind ? bind.each : undefined;
}

/** One binding an instance: for a flow with an *each* role, one flow a member, named by it; else the flow itself (SPEC 2.3). */
export function instances(flow: Flow, home: Home): { member?: Device; flow: Flow }[] {
  const each = Object.entries(flow.uses).find(([, role]) => role.bind && 'each' in role.bind);
  if (!each) return [{ flow }];
  const [name, role] = each;
  return roleMembers(home, role).flatMap((id) => {
    const member = findDevice(home, id);
    return member ? [{ member, flow: { ...flow, uses: { ...flow.uses, [name]: { ...role, bind: { one: id } } } } }] : [];
  });
}
