import { type Capability, capabilityRow, type Risk, riskOf } from '../capability';
import type { Flow } from '../flow';
import { findDevice, type Home } from '../home';
import type { DeviceId } from '../ids';
import { groupOf, roleMembers } from '../members';
import type { Phrase } from '../phrase';
import { listWords, pluralWords } from '../words';

export function rolePhrase(flow: Flow, name: string, home: Home | undefined, capability: Capability | undefined, writes = false): Phrase {
  const role = flow.uses[name];
  const text = capability === 'sun' ? 'the sun' : capability === 'mode' ? 'the home' : roleWords(flow, name, home);
  const risk: Risk = writes && capability ? riskOf(capability, role?.kind ?? '') : 'observe';
  return { text, path: `uses.${name}`, touches: risk, edit: { kind: 'device', path: `uses.${name}.bind`, role: name, capability } };
}

/** What a role is called: the device's name, "any window", "all lights in the hall"; its own name while unbound. @param as instead of the role's own word */
export function roleWords(flow: Flow, name: string, home?: Home, as?: 'all'): string {
  const role = flow.uses[name];
  if (!role) return name;
  const bind = role.bind;
  if (!bind) return role.name;
  if ('one' in bind) {
    if (bind.one === 'home') return role.reads?.includes('sun') && !role.writes ? 'the sun' : 'the home';
    return deviceWords(home, bind.one) ?? role.name;
  }
  const group = groupOf(bind) ?? {};
  const word = as ?? ('any' in bind ? 'any' : 'all' in bind ? 'all' : 'each');
  const names = (ids: readonly DeviceId[]): string =>
    listWords(
      ids.map((id) => deviceWords(home, id) ?? id),
      'and',
    );
  const except = group.except?.length ? ` except ${names(group.except)}` : '';
  if (group.devices) return (word === 'all' && !as ? names(group.devices) : `${word} of ${names(group.devices)}`) + except;
  const noun = group.kind ?? 'device';
  const where = [group.room && ` in the ${group.room}`, group.floor && ` on the ${group.floor}`].filter(Boolean).join('');
  return `${word} ${word === 'all' ? pluralWords(noun) : noun}${where}${except}`;
}

/** A device's name, with its room where another has the same name. */
function deviceWords(home: Home | undefined, id: DeviceId): string | undefined {
  const device = home && findDevice(home, id);
  if (!home || !device) return undefined;
  const twins = home.devices.filter((d) => d.name === device.name && d.id !== device.id);
  if (twins.length === 0) return device.name;
  return device.room && !twins.some((d) => d.room === device.room) ? `${device.name} (${device.room})` : `${device.name} (${device.id})`;
}

/** What a role is bound to, as one line; while unbound its own name. */
export const bindingWords = (flow: Flow, role: string, home?: Home): string =>
  flow.uses[role]?.bind ? roleWords(flow, role, home) : `${flow.uses[role]?.name ?? role} (not chosen yet)`;

export function isPlural(flow: Flow, name: string): boolean {
  const bind = flow.uses[name]?.bind;
  return bind !== undefined && 'all' in bind;
}

/** "is open" → "are open" for a group taken together. */
export function pluralVerb(text: string): string {
  const [verb = '', ...rest] = text.split(' ');
  const plural: Record<string, string> = { is: 'are', was: 'were', has: 'have', does: 'do', reaches: 'reach', docks: 'dock', finishes: 'finish', no: 'no' };
  return [plural[verb] ?? (verb.endsWith('s') ? verb.slice(0, -1) : verb), ...rest].join(' ');
}

/** The noun in brackets, where the role has another ability of which the same words would be said: "is off (heating mode)". */
export function nounNeeded(flow: Flow, name: string, home: Home | undefined, capability: Capability, value: string, say: 'is' | 'becomes' | 'order'): string {
  const role = flow.uses[name];
  const words = said(capability, value, say);
  if (!role || words === undefined) return '';
  const able = home ? roleMembers(home, role).flatMap((id) => findDevice(home, id)?.capabilities ?? []) : [];
  const others = new Set([...(role.reads ?? []), ...(role.writes ?? []), ...able.map((c) => (typeof c === 'string' ? c : c.name))]);
  others.delete(capability);
  // Of power nothing more is ever said: everyone means it by on and off.
  if (capability === 'power') return '';
  return [...others].some((o) => said(o, value, say) === words) ? ` (${capabilityRow(capability).noun})` : '';
}

function said(capability: Capability, value: string, say: 'is' | 'becomes' | 'order'): string | undefined {
  const row = capabilityRow(capability);
  if (row.type !== 'enum') return say === 'order' && row.type === 'number' ? `${row.order} ${row.unit}` : undefined;
  return Object.hasOwn(row.values, value) ? row.values[value]?.[say] : undefined;
}
