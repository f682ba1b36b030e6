/**
 * States of a home that nobody wants: one table says what should not be set while what is so. Certain where a transition's own
 * conditions say it ("when the last one leaves"); possible where nothing in them excludes it and a run shows it.
 */
import { movesOf, type Value } from '../capability';
import type { Flow } from '../flow';
import { ability, type Device, findDevice, HOME, type Home } from '../home';
import type { DeviceId } from '../ids';
import { groupOf, roleMembers } from '../members';
import type { Guard } from '../operators';
import { type Problem, problem } from '../problem';
import type { Rehearsing } from '../rehearse/rehearse';
import { zoned } from '../time';
import type { PlacedTransition } from '../walk';
import { canHold } from './satisfy';
import { type Beginning, findRun, type Poke } from './search';
import { sentBy } from './seen';
import { conditionsOf, conjuncts, eventOf, reachOf, type Setting } from './settings';
import { becomes, runWords } from './words';

/** A circumstance of this home. */
interface Circumstance {
  words: string;
  /** What says that it is so, in guards over `device <id>`; `strict` leaves out what only hints at it, such as a mode. */
  guard: Guard;
  strict: Guard;
  holds(r: Rehearsing): boolean;
  begin: Beginning;
}

interface Row {
  sets(device: Device, setting: Setting): boolean;
  while(home: Home, device: Device): Circumstance | undefined;
  /** Told too where it is only possible. */
  possible(device: Device): boolean;
}

const is = (setting: Setting, capability: string, ...values: Value[]): boolean =>
  setting.capability === capability && setting.value !== undefined && values.includes(setting.value);
const opens = (setting: Setting): boolean => setting.capability === 'position' && Number(setting.value) > 0;
const HOT = new Set(['heater', 'oven', 'kettle', 'coffee maker', 'iron', 'stove']);
const ENTRIES = new Set(['garage door', 'gate']);
const heats = (d: Device, s: Setting): boolean => movesOf(s.capability, d.kind, s.value ?? '').temperature === 'up';
const never = (): boolean => false;
const always = (): boolean => true;

const ROWS: readonly Row[] = [
  { sets: (d, s) => (HOT.has(d.kind) && is(s, 'power', 'on')) || heats(d, s), while: nobodyHome, possible: (d) => HOT.has(d.kind) },
  { sets: (d, s) => is(s, 'lock', 'unlocked') || (ENTRIES.has(d.kind) && opens(s)), while: night, possible: always },
  { sets: (d, s) => is(s, 'lock', 'unlocked') || (ENTRIES.has(d.kind) && opens(s)), while: nobodyHome, possible: never },
  { sets: (_, s) => is(s, 'valve', 'open'), while: leaking, possible: always },
  { sets: (_, s) => is(s, 'alarmMode', 'disarmed'), while: nobodyHome, possible: always },
  { sets: (d, s) => d.kind === 'camera' && is(s, 'power', 'off'), while: nobodyHome, possible: always },
  { sets: (d, s) => d.kind === 'camera' && is(s, 'power', 'on'), while: somebodyHome, possible: never },
  { sets: heats, while: windowOpen, possible: never },
];

/** Presses and motion come from somebody who is there. */
const SOMEBODY = new Set(['button', 'occupancy']);
/** Findings for which a run is searched. */
const SEARCHES = 6;

export function unsafeProblems(flow: Flow, home: Home): Problem[] {
  const problems = new Map<string, Problem>();
  let searched = 0;
  for (const setting of reachOf(flow, home).settings) {
    const device = findDevice(home, setting.device);
    if (!device) continue;
    for (const [n, row] of ROWS.entries()) {
      const key = `${setting.device} ${n}`;
      if (problems.has(key) || !row.sets(device, setting)) continue;
      const bad = row.while(home, device);
      if (!bad) continue;
      const verdicts = setting.causes.map((cause) => verdictOf(flow, home, cause, bad));
      const certain = verdicts.includes('certain');
      if (!certain && (!row.possible(device) || !verdicts.includes('possible'))) continue;
      const seen = (r: Rehearsing, before: number): boolean => bad.holds(r) && sentBy(r.lines.slice(before), 0, setting, setting.value).length > 0;
      const run = ++searched > SEARCHES ? undefined : (findRun([flow], home, seen, bad.begin) ?? (certain ? findRun([flow], home, seen) : undefined));
      if (!run && !certain) continue;
      const message = certain
        ? `${device.name} ${becomes(setting.capability, setting.value ?? '')} while ${bad.words}.`
        : `Nothing keeps this from happening while ${bad.words}: ${device.name} ${becomes(setting.capability, setting.value ?? '')}.`;
      const more = run ? { example: runWords(run, home), run } : {};
      problems.set(key, problem('unsafe', message, setting.at, { ...more, ...(certain ? {} : { level: 'notes' }) }));
    }
  }
  return [...problems.values()];
}

function verdictOf(flow: Flow, home: Home, cause: PlacedTransition, bad: Circumstance): 'certain' | 'possible' | 'excluded' {
  const single = withDevices(flow, home);
  const own = conditionsOf(flow, cause).flatMap((g) => [g, ...conjuncts(g).flatMap((c) => onDevices(flow, home, c))]);
  const event = eventOf(cause);
  if (!canHold(single, [...own, bad.strict], event)) return 'excluded';
  if (own.length > 0 && !canHold(single, [...own, { type: 'not', params: { of: bad.guard } }], event)) return 'certain';
  return SOMEBODY.has(cause.trigger.split('.')[1] ?? '') && cause.group === 'on' ? 'excluded' : 'possible';
}

/** The flow with a role of its own for every device, so that what is asked of groups can be asked of their members. */
function withDevices(flow: Flow, home: Home): Flow {
  const devices = [...home.devices.map((d) => d.id), HOME];
  return { ...flow, uses: { ...flow.uses, ...Object.fromEntries(devices.map((id) => [nameOf(id), { name: id, kind: 'device', bind: { one: id } }])) } };
}
const nameOf = (id: DeviceId): string => `device ${id}`;
const reads = (id: DeviceId, capability: 'presence' | 'leak' | 'contact' | 'mode', value: Value): Guard => ({
  type: 'is',
  params: { role: nameOf(id), capability, is: 'equals', value },
});
const anyOf = (of: Guard[]): Guard => ({ type: 'any', params: { of } });
const allOf = (of: Guard[]): Guard => ({ type: 'all', params: { of } });

/** What a condition on a group says of its members; nothing of one device, of which it is understood already. */
function onDevices(flow: Flow, home: Home, guard: Guard): Guard[] {
  if (guard.type === 'not') {
    const [inner] = onDevices(flow, home, guard.params.of);
    return inner && guard.params.of.type === 'is' ? [{ type: 'not', params: { of: inner } }] : [];
  }
  if (guard.type !== 'is' && guard.type !== 'becomes' && guard.type !== 'stops' && guard.type !== 'many') return [];
  const { role, capability, value } = guard.params;
  const used = flow.uses[role];
  if (!used?.bind || !groupOf(used.bind)) return [];
  const members = roleMembers(home, used).map((id): Guard => ({ type: 'is', params: { role: nameOf(id), capability, is: guard.params.is, value } }));
  if (members.length === 0) return [];
  const none: Guard[] = members.map((of) => ({ type: 'not', params: { of } }));
  if (guard.type === 'many') {
    if (guard.params.how === 'atLeast' && guard.params.count > 0) return [anyOf(members)];
    return guard.params.how !== 'atLeast' && guard.params.count === 0 ? [allOf(none)] : [];
  }
  const all = 'all' in used.bind;
  if (guard.type === 'stops') return [all ? anyOf(none) : guard.params.whole ? allOf(none) : anyOf(none)];
  return [all ? allOf(members) : anyOf(members)];
}

const people = (home: Home): DeviceId[] => home.devices.filter((d) => ability(d, 'presence')).map((d) => d.id);

function nobodyHome(home: Home): Circumstance {
  const who = people(home);
  const mode = anyOf([reads(HOME, 'mode', 'away'), reads(HOME, 'mode', 'vacation')]);
  const away = allOf(who.map((id) => reads(id, 'presence', 'away')));
  const first: Poke[] =
    who.length > 0 ? who.map((device) => ({ device, capability: 'presence', value: 'away' })) : [{ device: HOME, capability: 'mode', value: 'away' }];
  return {
    words: 'nobody is home',
    guard: who.length > 0 ? anyOf([away, mode]) : mode,
    strict: who.length > 0 ? away : mode,
    holds: (r) => (who.length > 0 && who.every((id) => r.read(id, 'presence') === 'away')) || ['away', 'vacation'].includes(String(r.read(HOME, 'mode'))),
    begin: { first },
  };
}

function somebodyHome(home: Home): Circumstance | undefined {
  const who = people(home);
  if (who.length === 0) return undefined;
  const guard = anyOf(who.map((id) => reads(id, 'presence', 'home')));
  return { words: 'somebody is home', guard, strict: guard, holds: (r) => who.some((id) => r.read(id, 'presence') === 'home'), begin: {} };
}

function night(): Circumstance {
  const clock: Guard = { type: 'between', params: { from: '22:00', to: '06:00' } };
  return {
    words: 'it is night',
    guard: anyOf([clock, reads(HOME, 'mode', 'night')]),
    strict: clock,
    holds: (r) => {
      const { hour } = zoned(r.now, r.home.timezone);
      return hour >= 22 || hour < 6 || r.read(HOME, 'mode') === 'night';
    },
    begin: { clocks: ['23:30'] },
  };
}

function leaking(home: Home): Circumstance | undefined {
  return found(
    home.devices.filter((d) => ability(d, 'leak')).map((d) => d.id),
    'leak',
    'detected',
    'there is a leak',
  );
}

function windowOpen(home: Home, device: Device): Circumstance | undefined {
  const near = home.devices.filter((d) => d.kind === 'window' && d.room !== undefined && d.room === device.room && ability(d, 'contact'));
  return found(
    near.map((d) => d.id),
    'contact',
    'open',
    'a window of the room is open',
  );
}

/** One of several sensors says so. */
function found(ids: DeviceId[], capability: 'leak' | 'contact', value: Value, words: string): Circumstance | undefined {
  const [one] = ids;
  if (!one) return undefined;
  const guard = anyOf(ids.map((id) => reads(id, capability, value)));
  return {
    words,
    guard,
    strict: guard,
    holds: (r) => ids.some((id) => r.read(id, capability) === value),
    begin: { first: [{ device: one, capability, value }] },
  };
}
