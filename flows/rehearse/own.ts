/**
 * A flow's own rehearsals: the scenarios that travel in its file, with the commands that they expect. Roles without a device of this
 * home are played by virtual devices, so a file can be tried before anything is bound.
 */
import type { Command } from '../command';
import type { Flow } from '../flow';
import { type Device, findDevice, HOME, type Home } from '../home';
import { type DeviceId, deviceId } from '../ids';
import { groupMembers, groupOf, roleMembers } from '../members';
import { instantOf, localText } from '../time';
import { type Coverage, coverageOf } from './coverage';
import { type RehearsalLine, rehearse } from './rehearse';

export type Rehearsal = NonNullable<Flow['rehearsals']>[number];
type Told = Rehearsal['expect'][number];

export interface Played {
  passed: boolean;
  /** What the flow sent, in the form in which a rehearsal expects it. */
  sent: Told[];
  lines: readonly RehearsalLine[];
}

/** Where the place does not matter, flows are tried here: a zone with summer time, a sun that rises and sets. */
const NOWHERE: Home = { format: 'sayso/home/1', name: 'Rehearsal', timezone: 'Europe/Berlin', latitude: 52.52, longitude: 13.4, devices: [] };

/**
 * The flow bound to the home where it can be, to virtual devices where not: one for a role, two for a group, with ids that are
 * the role's name (`windows`, `windows.2`).
 */
export function stage(flow: Flow, home: Home = NOWHERE): { flow: Flow; home: Home } {
  const devices: Device[] = [];
  const uses = Object.fromEntries(
    Object.entries(flow.uses).map(([name, role]) => {
      const bind = role.bind;
      if (bind && (('one' in bind && findDevice(home, bind.one)) || roleMembers(home, role).some((d) => findDevice(home, d)))) return [name, role];
      if (bind && 'one' in bind && bind.one === HOME) return [name, role];
      const group = bind && groupOf(bind);
      const ids = [deviceId(name), ...(group ? [deviceId(`${name}.2`)] : [])];
      const capabilities = [...new Set([...(role.reads ?? []), ...(role.writes ?? [])])];
      const kind = group?.kind ?? role.kind;
      for (const [i, id] of ids.entries()) devices.push({ id, name: i === 0 ? role.name : `${role.name} ${i + 1}`, kind, capabilities });
      if (!bind || !group) return [name, { ...role, bind: { one: deviceId(name) } }];
      const word = 'any' in bind ? 'any' : 'all' in bind ? 'all' : 'each';
      return [name, { ...role, bind: { [word]: { devices: ids } } }];
    }),
  );
  return { flow: { ...flow, uses: uses as Flow['uses'] }, home: { ...home, devices: [...home.devices, ...devices] } };
}

/** Plays one rehearsal; it passes where exactly the expected commands are sent, in this order, at these times. */
export function playRehearsal(flow: Flow, rehearsal: Rehearsal, home?: Home): Played {
  const set = stage(flow, home);
  const zone = set.home.timezone;
  const deviceOf = (role: string): DeviceId => memberOf(set.flow, set.home, role);
  const events = rehearsal.events.map((e) => ({ at: instantOf(e.at, zone), device: deviceOf(e.role), capability: e.capability, value: e.value }));
  const played = rehearse({ home: set.home, flows: [set.flow], from: instantOf(rehearsal.from, zone) }, events, instantOf(rehearsal.until, zone));
  const sent = played.lines.flatMap((line): Told[] => {
    if (line.kind !== 'command' || line.already) return [];
    return [{ at: localText(line.at, zone), role: roleOf(set.flow, set.home, line.command), capability: line.command.capability, value: line.command.value }];
  });
  return { passed: JSON.stringify(sent.map(keyOf)) === JSON.stringify(rehearsal.expect.map(keyOf)), sent, lines: played.lines };
}

/** What all rehearsals that travel with a flow show of it together. */
export function ownCoverage(flow: Flow, home?: Home): Coverage {
  return coverageOf(
    flow,
    (flow.rehearsals ?? []).flatMap((r) => playRehearsal(flow, r, home).lines),
  );
}

const keyOf = (t: Told): unknown[] => [t.at, t.role, t.capability, t.value];

/** `windows` is the role's first device, `windows.2` its second. */
function memberOf(flow: Flow, home: Home, name: string): DeviceId {
  const [role = '', place = '1'] = name.split('.');
  const bound = Object.hasOwn(flow.uses, role) ? flow.uses[role] : undefined;
  if (!bound) return role === 'home' ? HOME : deviceId(role || '?');
  const bind = bound.bind;
  const group = bind && groupOf(bind);
  const members = bind && 'one' in bind ? [bind.one] : groupMembers(home, group ?? {});
  return members[Number(place) - 1] ?? deviceId(name);
}

function roleOf(flow: Flow, home: Home, command: Command): string {
  for (const [name, role] of Object.entries(flow.uses)) {
    const i = role.writes?.includes(command.capability) ? roleMembers(home, role).indexOf(command.device) : -1;
    if (i >= 0) return i === 0 ? name : `${name}.${i + 1}`;
  }
  return command.device;
}
