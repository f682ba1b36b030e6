import { compare } from './evaluate';
import type { Flow } from './flow';
import { findDevice } from './home';
import { roleMembers } from './members';
import type { MessagePart } from './operators';
import type { World } from './step';
import { zoned } from './time';
import { listWords, valueWords } from './words';

/** What a message says when it is decided: its text, then its parts in order, with a space between two (SPEC 4.6). At most 500 characters. */
export function messageText(
  flow: Flow,
  text: string,
  more: readonly MessagePart[] | undefined,
  world: World,
  variables: Readonly<Record<string, number>>,
): string {
  const parts = (more ?? []).map((part) => said(flow, part, world, variables));
  return [text, ...parts]
    .join(' ')
    .replace(/ ([,.;:])/g, '$1')
    .slice(0, 500);
}

function said(flow: Flow, part: MessagePart, world: World, variables: Readonly<Record<string, number>>): string {
  if ('text' in part) return part.text;
  if ('number' in part) return String(variables[part.number] ?? 'unknown');
  if ('time' in part) return zoned(world.now, world.home.timezone).toPlainTime().toString({ smallestUnit: 'minute' });
  if ('reading' in part) {
    const { role, capability } = part.reading;
    const values = members(flow, role, world).map((d) => world.read(d, capability));
    const value = values.find((v) => v !== undefined);
    return value === undefined ? 'unknown' : valueWords(capability, value);
  }
  const { names } = part;
  const fits = members(flow, names.role, world).filter(
    (d) => !('capability' in names) || compare(world.read(d, names.capability), names.is, names.value) === true,
  );
  return listWords(
    fits.map((d) => findDevice(world.home, d)?.name ?? d),
    'and',
  );
}

const members = (flow: Flow, name: string, world: World) => {
  const role = Object.hasOwn(flow.uses, name) ? flow.uses[name] : undefined;
  return role ? roleMembers(world.home, role) : [];
};
