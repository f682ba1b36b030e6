/** What a flow may do, in words for the person who consents: from its footprint, never from what it says of itself. Pure. */
import { type Capability, type CapabilityRow, capabilityRow, RISKS, type Risk } from '../../flows/capability';
import { footprintOf } from '../../flows/check/footprint';
import type { Difference } from '../../flows/diff';
import type { Flow } from '../../flows/flow';
import { ability, findDevice, HOME, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { Footprint } from '../../flows/stages';
import { capital, listWords, numberWords } from '../../flows/words';

/** Against the approved version: `new` was not allowed before, `gone` will no longer be. Absent where there is none. */
export type Standing = 'new' | 'before' | 'gone';

export interface Permission {
  key: string;
  risk: Risk;
  /** Kind and name of the first device, for its plate. */
  kind: string;
  name: string;
  words: string;
  /** The limit of it. */
  note?: string;
  standing?: Standing;
}

type Write = Footprint['writes'][number];

/** Security first; what is gone last. */
export function permissions(flow: Flow, home: Home, difference?: Difference): Permission[] {
  const { gained, lost } = difference?.footprint ?? {};
  const now = footprintOf(flow, home);
  const standing = (isNew: boolean): { standing?: Standing } => (difference ? { standing: isNew ? 'new' : 'before' } : {});
  const isGained = (w: Write): boolean => gained?.writes.some((g) => g.device === w.device && g.capability === w.capability) ?? false;
  const isRead = (r: Footprint['reads'][number]): boolean => gained?.reads.some((g) => g.device === r.device && g.capability === r.capability) ?? false;
  return [
    ...[true, false].flatMap((isNew) =>
      written(
        now.writes.filter((w) => isGained(w) === isNew),
        home,
      ).map((p) => ({ ...p, ...standing(isNew) })),
    ),
    ...[true, false].flatMap((isNew) =>
      read(
        now.reads.filter((r) => isRead(r) === isNew),
        home,
      ).map((p) => ({ ...p, ...standing(isNew) })),
    ),
    ...[...written(lost?.writes ?? [], home), ...read(lost?.reads ?? [], home)].map((p) => ({ ...p, key: `gone ${p.key}`, standing: 'gone' as const })),
  ].sort((a, b) => Number(a.standing === 'gone') - Number(b.standing === 'gone') || RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk));
}

/** Devices that may be told the same make one line. */
function written(writes: readonly Write[], home: Home): Permission[] {
  const groups = grouped(writes, keyOf);
  return [...groups].map(([key, list]): Permission => {
    const [first] = list as [Write, ...Write[]];
    const names = list.map((w) => nameOf(home, w.device));
    const note = limit(first, home, list.length, names);
    return { ...plate(home, first.device), key: `may ${key}`, risk: first.risk, words: capital(writeWords(first, nameList(names))), ...(note ? { note } : {}) };
  });
}

const keyOf = (w: Write): string => JSON.stringify([w.capability, w.risk, w.values, w.min, w.max]);

function grouped<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function read(reads: Footprint['reads'], home: Home): Permission[] {
  return [...grouped(reads, (r) => r.capability)].map(([capability, list]) => {
    const [first] = list as [(typeof list)[0], ...typeof list];
    const names = list.map((r) => (r.capability === 'sun' ? 'the sun' : nameOf(home, r.device)));
    const note = names.length > MANY ? listWords(names, 'and') : undefined;
    const sign = capability === 'sun' ? { kind: 'sun', name: 'Sun' } : plate(home, first.device);
    return {
      ...sign,
      key: `reads ${capability}`,
      risk: 'observe' as const,
      words: readWords(first.capability, nameList(names, 'or')),
      ...(note ? { note } : {}),
    };
  });
}

const MANY = 4;
const nameList = (names: readonly string[], joint: 'and' | 'or' = 'and'): string => (names.length > MANY ? `${names.length} devices` : listWords(names, joint));
const nameOf = (home: Home, id: DeviceId): string => (id === HOME ? 'the home' : (findDevice(home, id)?.name ?? id));
const plate = (home: Home, id: DeviceId): { kind: string; name: string } => ({ kind: findDevice(home, id)?.kind ?? '', name: nameOf(home, id) });

function readWords(capability: Capability, names: string): string {
  const row = capabilityRow(capability);
  const values = row.type === 'enum' ? Object.values(row.values) : [];
  if (row.momentary) return `Notice when ${names} ${values[0]?.becomes ?? 'speaks'}`;
  return values.length === 2 ? `Read whether ${names} ${values[0]?.is}` : `Read the ${row.noun} of ${names.replace(/ or /, ' and ')}`;
}

/** "turn Hall light on or off", "set Bedroom radiator to 17 °C", "send messages to Anna’s phone". */
function writeWords(write: Write, names: string): string {
  const row = capabilityRow(write.capability);
  if (write.capability === 'message') return `send messages to ${names}`;
  if (row.type === 'enum')
    return joinOrders(
      Object.keys(row.values)
        .filter((v) => write.values?.includes(v))
        .map((v) => orderOf(row, v)),
    ).replace('{}', () => names);
  const lead = (row.order ?? 'set {} to').replace('{}', () => names);
  const unit = row.type === 'number' ? row.unit : '';
  const said = (v: string | number): string => (row.type === 'number' ? numberWords(v, unit) : String(v));
  if (write.values) return `${lead} ${listWords([...write.values].sort(byNumber).map(said), 'or')}`;
  const open = (write.min ?? -1e9) <= -1e9 || (write.max ?? 1e9) >= 1e9;
  return open ? `${lead} any value` : `${lead} anything from ${said(write.min ?? 0)} to ${said(write.max ?? 0)}`;
}

const byNumber = (a: string | number, b: string | number): number => (typeof a === 'number' && typeof b === 'number' ? a - b : 0);
const orderOf = (row: CapabilityRow & { type: 'enum' }, value: string): string =>
  (Object.hasOwn(row.values, value) ? row.values[value]?.order : undefined) ?? `set {} to ${value}`;

/** "turn {} on", "turn {} off" → "turn {} on or off"; "lock {}", "unlock {}" → "lock or unlock {}". */
export function joinOrders(orders: readonly string[]): string {
  const words = [...new Set(orders)].map((o) => o.split(' '));
  const shortest = Math.min(...words.map((w) => w.length));
  const same = (at: (w: string[]) => string | undefined): boolean => words.every((w) => at(w) === at(words[0] ?? []));
  let head = 0;
  while (head < shortest - 1 && same((w) => w[head])) head++;
  let tail = 0;
  while (tail < shortest - 1 - head && same((w) => w[w.length - 1 - tail])) tail++;
  const [first = []] = words;
  const middle = listWords(
    words.map((w) => w.slice(head, w.length - tail).join(' ')),
    'or',
  );
  return [...first.slice(0, head), middle, ...first.slice(first.length - tail)].join(' ');
}

/** What it can never do, where that matters; the names where there are many. */
function limit(write: Write, home: Home, count: number, names: readonly string[]): string | undefined {
  const list = count > MANY ? `${listWords(names, 'and')}.` : '';
  const device = findDevice(home, write.device);
  const row = capabilityRow(write.capability);
  if (write.risk === 'comfort' || write.risk === 'observe' || !device) return list || undefined;
  if (row.type !== 'enum') return write.values ? `${list} No other value.`.trim() : list || undefined;
  const never = (ability(device, write.capability)?.values ?? []).filter((v) => !write.values?.includes(v) && row.values[v]?.order);
  if (never.length === 0) return list || undefined;
  const them = count > 1 ? 'them' : 'it';
  return `${list} Only this. It can never ${joinOrders(never.map((v) => orderOf(row, v))).replace('{}', () => them)}.`.trim();
}

/** Why consent must be held: what matters most of what it may do, or that it may do more than before; undefined where a click is enough. */
export function holdReason(list: readonly Permission[]): { risk: Risk; words: string } | undefined {
  const allowed = list.filter((p) => p.standing !== 'gone');
  const grave = allowed.find((p) => p.risk === 'security') ?? allowed.find((p) => p.risk === 'energy');
  if (grave) return { risk: grave.risk, words: `it may ${grave.words.charAt(0).toLowerCase()}${grave.words.slice(1)}` };
  const more = allowed.find((p) => p.standing === 'new');
  return more && { risk: more.risk, words: 'it may do more than before' };
}
