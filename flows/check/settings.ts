/** What a flow sets and what it listens to in this home, prepared once and indexed by device and capability, for the checks. */
import { type Capability, type Moves, movesOf, type Value } from '../capability';
import type { Flow, Schedule } from '../flow';
import { ability, findDevice, type Home } from '../home';
import type { DeviceId } from '../ids';
import { roleMembers } from '../members';
import type { Guard } from '../operators';
import { durationMs } from '../time';
import { consequences } from '../twin';
import { allStates, allTransitions, type PlacedTransition, targetPath } from '../walk';
import { writtenBy } from './footprint';

export interface Setting {
  /** Path of the action in the flow file. */
  at: string;
  device: DeviceId;
  capability: Capability;
  /** Undefined where it is worked out when it runs. */
  value: Value | undefined;
  /** What the device then reports: itself, and what follows from it (a light with brightness is on). */
  echoes: { key: string; capability: Capability; value: Value | undefined }[];
  /** The transitions on which it is sent. */
  causes: PlacedTransition[];
}

/** A condition on one reading of one device without which a transition is not taken. */
export interface Need {
  device: DeviceId;
  capability: Capability;
  test: Extract<Guard, { type: 'is' }>['params'];
  transition: PlacedTransition;
}

export interface Mover {
  setting: Setting;
  moves: Moves;
  room: string;
}

export interface Reach {
  flow: Flow;
  transitions: PlacedTransition[];
  settings: Setting[];
  /** By `readingOf`: what sets it. */
  byReading: ReadonlyMap<string, Setting[]>;
  /** By `readingOf`: what makes a device report it, itself or by what follows (brightness turns a light on). */
  byEcho: ReadonlyMap<string, Setting[]>;
  /** By `readingOf`: the transitions that a reading can start. */
  listening: ReadonlyMap<string, PlacedTransition[]>;
  /** By `eventsOf`: what is set on each event. */
  byEvent: ReadonlyMap<string, { setting: Setting; cause: PlacedTransition }[]>;
  eventsOf(t: PlacedTransition): readonly string[];
  /** What moves the readings of a room. */
  movers: readonly Mover[];
  /** Everything by which two flows can have to do with each other. */
  keys: ReadonlySet<string>;
  /** By `readingOf`: the transitions that are taken only where it is so. */
  needs: ReadonlyMap<string, Need[]>;
}

export const readingOf = (device: DeviceId, capability: string): string => `${device}\n${capability}`;

const known = new WeakMap<Home, WeakMap<Flow, Reach>>();

export function reachOf(flow: Flow, home: Home): Reach {
  const ofHome = known.get(home) ?? new WeakMap<Flow, Reach>();
  known.set(home, ofHome);
  const reach = ofHome.get(flow) ?? build(flow, home);
  ofHome.set(flow, reach);
  return reach;
}

function build(flow: Flow, home: Home): Reach {
  const transitions = allTransitions(flow);
  const settings = settingsOf(flow, home, transitions);
  const listening = new Map<string, PlacedTransition[]>();
  for (const t of transitions) if (t.group === 'on' && !t.trigger.startsWith('schedule.')) for (const key of eventsOf(flow, home, t)) add(listening, key, t);
  const byEvent = new Map<string, { setting: Setting; cause: PlacedTransition }[]>();
  for (const setting of settings) for (const cause of setting.causes) for (const key of eventsOf(flow, home, cause)) add(byEvent, key, { setting, cause });
  const byReading = new Map<string, Setting[]>();
  for (const s of settings) add(byReading, readingOf(s.device, s.capability), s);
  const events = new Map(transitions.map((t) => [t, eventsOf(flow, home, t)]));
  const byEcho = new Map<string, Setting[]>();
  for (const s of settings) for (const e of s.echoes) add(byEcho, e.key, s);
  const needs = new Map<string, Need[]>();
  for (const transition of transitions)
    for (const g of conjuncts(transition.transition.guard)) {
      const bind = g.type === 'is' ? flow.uses[g.params.role]?.bind : undefined;
      if (g.type !== 'is' || !bind || !('one' in bind) || (!transition.transition.actions?.length && transition.transition.target === undefined)) continue;
      const { capability } = g.params;
      add(needs, readingOf(bind.one, capability), { device: bind.one, capability, test: g.params, transition });
    }
  const movers = settings.flatMap((setting): Mover[] => {
    const device = findDevice(home, setting.device);
    const moves = device && setting.value !== undefined ? movesOf(setting.capability, device.kind, setting.value) : {};
    return device?.room && Object.keys(moves).length > 0 ? [{ setting, moves, room: device.room.toLowerCase() }] : [];
  });
  const rooms = movers.map((m) => `room ${m.room}`);
  const keys = new Set([...byEcho.keys(), ...byEvent.keys(), ...listening.keys(), ...needs.keys(), ...rooms]);
  return { flow, transitions, settings, byReading, byEcho, listening, byEvent, needs, movers, keys, eventsOf: (t) => events.get(t) ?? [] };
}

/** The conditions that must all hold. */
export const conjuncts = (guard: Guard | undefined): Guard[] =>
  guard === undefined ? [] : guard.type === 'all' ? guard.params.of.flatMap(conjuncts) : [guard];

const add = <T>(map: Map<string, T[]>, key: string, value: T): unknown => {
  const list = map.get(key);
  return list ? list.push(value) : map.set(key, [value]);
};

function settingsOf(flow: Flow, home: Home, transitions: readonly PlacedTransition[]): Setting[] {
  const entering = (path: string[]): PlacedTransition[] =>
    transitions.filter((t) => {
      const target = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target);
      return target !== undefined && within(target, path) && (!within(t.state, path) || t.transition.reenter === true);
    });
  const leaving = (path: string[]): PlacedTransition[] => transitions.filter((t) => t.transition.target !== undefined && within(t.state, path));
  const lists = [
    ...transitions.map((t) => ({ actions: t.transition.actions, at: `${t.at}.actions`, causes: [t] })),
    ...allStates(flow.chart).flatMap((s) => [
      { actions: s.node.entry, at: `${s.at}.entry`, causes: entering(s.path) },
      { actions: s.node.exit, at: `${s.at}.exit`, causes: leaving(s.path) },
    ]),
  ];
  return lists.flatMap(({ actions, at, causes }) =>
    (actions ?? []).flatMap((action, i): Setting[] => {
      const capability = writtenBy(action);
      const role = 'role' in action.params ? flow.uses[action.params.role] : undefined;
      if (!capability || capability === 'message' || !role) return [];
      const value = action.type === 'set' ? action.params.value : undefined;
      return roleMembers(home, role).flatMap((device) => {
        const able = findDevice(home, device);
        return able && ability(able, capability)
          ? [{ at: `${at}.${i}`, device, capability, value, causes, echoes: echoesOf(home, device, capability, value) }]
          : [];
      });
    }),
  );
}

function echoesOf(home: Home, device: DeviceId, capability: Capability, value: Value | undefined): Setting['echoes'] {
  if (value === undefined) return [{ key: readingOf(device, capability), capability, value }];
  return consequences(home, { device, capability, value }).map((c) => ({ key: readingOf(c.device, c.capability), capability: c.capability, value: c.value }));
}

/** Whether `path` is `of` or lies inside it. */
const within = (path: readonly string[], of: readonly string[]): boolean => of.every((key, i) => path[i] === key);

/** What starts a transition, in words that are equal where two flows start at the same moment: a reading, a clock time, the sun. */
export function eventsOf(flow: Flow, home: Home, t: PlacedTransition): string[] {
  if (t.group === 'after') return timerEvents(flow, home, t);
  if (t.group !== 'on') return [];
  const [name = '', second = ''] = t.trigger.split('.');
  if (name === 'schedule') {
    const schedule = flow.schedules?.[second];
    return schedule ? [scheduleKey(schedule)] : [];
  }
  const role = flow.uses[name];
  return role ? roleMembers(home, role).map((device) => readingOf(device, second)) : [];
}

/** A timer that another flow starts on the same event with the same length ends at the same moment. */
function timerEvents(flow: Flow, home: Home, t: PlacedTransition): string[] {
  const delay = flow.delays?.[t.trigger];
  if (!delay || 'number' in delay) return [];
  if ('until' in delay) return [`time ${delay.until}`];
  const ms = durationMs(delay.for);
  return allTransitions(flow).flatMap((o) => {
    const target = o.group === 'on' && o.transition.target !== undefined ? targetPath(flow, o.state, o.transition.target) : undefined;
    return target && within(target, t.state) ? eventsOf(flow, home, o).map((key) => `${key} after ${ms}`) : [];
  });
}

function scheduleKey(s: Schedule): string {
  switch (s.kind) {
    case 'time':
      return `time ${s.at}`;
    case 'sun':
      return `sun ${s.event} ${s.offset ?? ''} ${s.notBefore ?? ''} ${s.notAfter ?? ''}`;
    case 'every':
      return `every ${s.period}`;
    case 'once':
      return `once ${s.at}`;
  }
}

/** What must hold when a transition is taken: its guard, and the time and days of its schedule. */
export function conditionsOf(flow: Flow, t: PlacedTransition): Guard[] {
  const own = t.transition.guard ? [t.transition.guard] : [];
  const schedule = t.group === 'on' && t.trigger.startsWith('schedule.') ? flow.schedules?.[t.trigger.slice(9)] : undefined;
  if (schedule?.kind !== 'time' && schedule?.kind !== 'sun') return own;
  const days: Guard[] = schedule.days ? [{ type: 'days', params: { days: schedule.days } }] : [];
  const clock: Guard[] = schedule.kind === 'time' ? [{ type: 'between', params: { from: schedule.at, to: minuteAfter(schedule.at) } }] : [];
  return [...own, ...days, ...clock];
}

function minuteAfter(clock: string): string {
  const minute = (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) + 1) % 1440;
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The event as `canHold` wants it: timers and the start let no edge hold; `always` runs within any event. */
export const eventOf = (t: PlacedTransition): string | undefined => (t.group === 'on' ? t.trigger : t.group === 'after' ? 'after' : undefined);
