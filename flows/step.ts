/**
 * The pure step: state + event + readings + now → state, timers, commands. Rehearsal and the live engine both call it and nothing
 * else. Invariants: (1) no clock, no I/O, no randomness; (2) the same inputs give the same outputs, byte for byte;
 * (3) every command is absolute; (4) a timer is an absolute deadline, in the returned state.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { type Capability, capabilityRow, type Value } from './capability';
import type { Command } from './command';
import { evaluate, type View } from './evaluate';
import type { Flow } from './flow';
import { ability, findDevice, type Home } from './home';
import type { DeviceId } from './ids';
import {
  activePaths,
  buildMachine,
  type Machine,
  type Moved,
  moveMachine,
  persistSnapshot,
  restoreSnapshot,
  type Scope,
  startMachine,
  type Variables,
} from './machine';
import { roleMembers } from './members';
import { messageText } from './message';
import type { Action, Guard } from './operators';
import type { CauseEvent, TakenTransition } from './record';
import { delayMs, nextDue } from './schedule';
import type { Millis } from './time';
import { readingKey } from './twin';

/** What a flow waits for: `event` is handed back to `step` at `due`. */
export interface Timer {
  id: string;
  kind: 'delay' | 'schedule';
  /** Name in `delays` or `schedules`. */
  name: string;
  event: string;
  due: Millis;
}

/** Everything that a running flow remembers; plain JSON, stored after each step. */
export interface FlowState {
  snapshot: unknown;
  active: string[];
  timers: Timer[];
  captured: Record<string, Command[]>;
  done: boolean;
}

/** What a flow may look at while it steps. */
export interface World {
  now: Millis;
  home: Home;
  read(device: DeviceId, capability: Capability): Value | undefined;
  /** Paths of the active states of another flow, by its name; without it such conditions are never true. */
  stateOf?: ((flow: string) => readonly string[] | undefined) | undefined;
}

export type StepEvent =
  | { kind: 'reading'; device: DeviceId; capability: Capability; value: Value; previous?: Value | undefined }
  | { kind: 'timer'; timer: Timer }
  /** Another flow, by its name, is in other states than before (SPEC 3.9). */
  | { kind: 'flow'; flow: string };

export interface Step {
  state: FlowState;
  commands: Command[];
  taken: TakenTransition[];
  event: CauseEvent;
}

/** A flow made ready to run: its machine, and which reading concerns which of its roles. */
export interface Prepared {
  flow: Flow;
  machine: Machine;
  /** By reading, the events that it is to this flow: looked up once for a home. */
  heard?: { home: Home; names: Map<string, readonly string[]> };
}

const live = new WeakMap<object, AnyMachineSnapshot>();

/** @throws Error where XState cannot run the chart; `parse` has tried it before */
export const prepare = (flow: Flow): Prepared => ({ flow, machine: buildMachine(flow) });

/** The first state of a flow, with its entry commands and its schedules set. */
export function startFlow(p: Prepared, world: World): Step {
  const memory: FlowState = { snapshot: null, active: [], timers: [], captured: {}, done: false };
  const moved = startMachine(p.machine, new StepScope(p, world));
  const step = settle(p, world, memory, [moved], { kind: 'start' });
  for (const [name, schedule] of Object.entries(p.flow.schedules ?? {})) {
    const due = nextDue(schedule, world.now, world.home);
    if (due !== undefined) step.state.timers.push({ id: `schedule.${name}`, kind: 'schedule', name, event: `schedule.${name}`, due });
  }
  return step;
}

/** One event, one run to completion. A reading that several roles name is handled once for each, in the order of their names. */
export function stepFlow(p: Prepared, state: FlowState, event: StepEvent, world: World): Step {
  if (event.kind === 'timer') return fire(p, state, event.timer, world);
  if (event.kind === 'flow') return look(p, state, event.flow, world);
  const events = eventsOf(p, event.device, event.capability, world.home);
  const moves: Moved[] = [];
  let snapshot = snapshotOf(p, state);
  for (const name of events) {
    if (snapshot.status !== 'active') break;
    const moved = moveMachine(p.machine, snapshot, name, new StepScope(p, world, event));
    snapshot = moved.snapshot;
    moves.push(moved);
  }
  const { device, capability, value, previous } = event;
  return settle(p, world, state, moves, { kind: 'reading', device, capability, value, ...(previous === undefined ? {} : { previous }) });
}

function eventsOf(p: Prepared, device: DeviceId, capability: Capability, home: Home): readonly string[] {
  if (p.heard?.home !== home) p.heard = { home, names: new Map() };
  const key = readingKey(device, capability);
  const known = p.heard.names.get(key);
  if (known) return known;
  const found = rolesOf(p.flow, device, capability, home).map((role) => `${role}.${capability}`);
  p.heard.names.set(key, found);
  return found;
}

/** The roles of a flow that read this capability of this device, in the order of their names. */
export function rolesOf(flow: Flow, device: DeviceId, capability: Capability, home: Home): string[] {
  return Object.keys(flow.uses)
    .sort()
    .filter((name) => {
      const role = flow.uses[name];
      return role?.reads?.includes(capability) && roleMembers(home, role).includes(device);
    });
}

function fire(p: Prepared, state: FlowState, timer: Timer, world: World): Step {
  const rest = state.timers.filter((t) => t.id !== timer.id);
  const again = timer.kind === 'schedule' ? p.flow.schedules?.[timer.name] : undefined;
  const due = again && nextDue(again, Math.max(timer.due, world.now), world.home);
  const next = due === undefined ? rest : [...rest, { ...timer, due }];
  const cause: CauseEvent =
    timer.kind === 'schedule' ? { kind: 'schedule', schedule: timer.name, due: timer.due } : { kind: 'timer', delay: timer.name, due: timer.due };
  const snapshot = snapshotOf(p, state);
  if (snapshot.status !== 'active') return { state: { ...state, timers: [] }, commands: [], taken: [], event: cause };
  return settle(p, world, { ...state, timers: next }, [moveMachine(p.machine, snapshot, timer.event, new StepScope(p, world))], cause);
}

/** Another flow has moved: no transition waits for that by name, those that are taken at once ask their conditions anew. */
function look(p: Prepared, state: FlowState, flow: string, world: World): Step {
  const snapshot = snapshotOf(p, state);
  const moves = snapshot.status === 'active' ? [moveMachine(p.machine, snapshot, 'flow.state', new StepScope(p, world))] : [];
  return settle(p, world, state, moves, { kind: 'flow', flow });
}

/** Whether a step did anything: it may move without a transition for its event, by what happens at once. */
export function moved(before: FlowState, step: Step): boolean {
  if (step.taken.length > 0 || step.commands.length > 0) return true;
  if (before.snapshot === step.state.snapshot) return false;
  return JSON.stringify(before.snapshot) !== JSON.stringify(step.state.snapshot);
}

/** Whether a flow left or entered any state. */
export const changedStates = (before: FlowState, after: FlowState): boolean => before.active.join(' ') !== after.active.join(' ');

function snapshotOf(p: Prepared, state: FlowState): AnyMachineSnapshot {
  const key = state.snapshot as object;
  const known = live.get(key);
  if (known && known.machine === p.machine.machine) return known;
  return restoreSnapshot(p.machine, state.snapshot);
}

/** Folds what XState returned into the state: timers become deadlines, actions become commands. */
function settle(p: Prepared, world: World, before: FlowState, moves: Moved[], event: CauseEvent): Step {
  const kept = live.get(before.snapshot as object);
  if (kept && moves.every((m) => m.snapshot === kept && m.taken.length === 0 && m.actions.length === 0))
    return { state: before, commands: [], taken: [], event };
  let timers = before.timers;
  const captured = { ...before.captured };
  const commands: Command[] = [];
  for (const moved of moves) {
    timers = timers.filter((t) => !moved.cancelled.includes(t.id) && !moved.started.some((s) => s.id === t.id));
    for (const s of moved.started) {
      timers = [
        ...timers,
        { id: s.id, kind: 'delay', name: /^xstate\.after\.([A-Za-z0-9_-]+)/.exec(s.id)?.[1] ?? s.id, event: s.event, due: world.now + s.delay },
      ];
    }
    for (const { action, variables } of moved.actions) commands.push(...resolve(p.flow, action, world, captured, commands, variables));
  }
  const last = moves.at(-1)?.snapshot;
  const done = last ? last.status !== 'active' : before.done;
  const snapshot = last ? persistSnapshot(p.machine, last) : before.snapshot;
  if (last) live.set(snapshot as object, last);
  return {
    state: { snapshot, active: last ? activePaths(last) : before.active, timers: done ? [] : timers, captured, done },
    commands,
    taken: moves.flatMap((m) => m.taken),
    event,
  };
}

/** What the machine may look at during one step. A class: it is made at every step, and closures would cost more than the step. */
class StepScope implements Scope, View {
  readonly now: Millis;
  readonly place: Home;
  variables: Variables | undefined;

  constructor(
    private readonly p: Prepared,
    private readonly world: World,
    readonly event?: View['event'],
  ) {
    this.now = world.now;
    this.place = world.home;
  }

  read(device: DeviceId, capability: Capability): Value | undefined {
    return this.world.read(device, capability);
  }

  stateOf(flow: string): readonly string[] | undefined {
    return this.world.stateOf?.(flow);
  }

  members(name: string): { devices: readonly DeviceId[]; all: boolean } {
    const role = this.p.flow.uses[name];
    return role ? { devices: roleMembers(this.place, role), all: role.bind !== undefined && 'all' in role.bind } : { devices: [], all: false };
  }

  passes(guard: Guard, variables: Variables): boolean {
    this.variables = variables;
    return evaluate(guard, this) === true;
  }

  delay(name: string, variables: Variables): number {
    const delay = this.p.flow.delays?.[name];
    return delay ? delayMs(delay, this.now, this.place, variables) : 0;
  }

  remember(action: Action, variables: Variables): Variables {
    return remember(this.p.flow, action, this.world, variables);
  }
}

/** The variables after an action that remembers; numbers stay inside their bounds (SPEC 4.5). */
function remember(flow: Flow, action: Action, world: World, variables: Variables): Variables {
  if (action.type === 'mark') return { ...variables, [action.params.variable]: world.now };
  if (action.type !== 'count' && action.type !== 'assign' && action.type !== 'keep') return variables;
  const name = action.params.variable;
  const declared = flow.variables?.[name];
  if (declared?.type !== 'number') return variables;
  const read = (): number | undefined => {
    const role = action.type === 'keep' ? flow.uses[action.params.role] : undefined;
    const values = role && action.type === 'keep' ? roleMembers(world.home, role).map((d) => world.read(d, action.params.capability)) : [];
    return values.find((v) => typeof v === 'number');
  };
  const value = action.type === 'assign' ? action.params.value : action.type === 'count' ? (variables[name] ?? declared.initial) + action.params.by : read();
  return value === undefined ? variables : { ...variables, [name]: Math.min(declared.max, Math.max(declared.min, value)) };
}

/** An action → absolute commands, given what this step has already decided (SPEC 4.2). */
function resolve(flow: Flow, action: Action, world: World, captured: Record<string, Command[]>, decided: Command[], variables: Variables): Command[] {
  if (!('role' in action.params)) return [];
  const role = flow.uses[action.params.role];
  if (!role) return [];
  const devices = roleMembers(world.home, role);
  const now = (device: DeviceId, capability: Capability): Value | undefined =>
    decided.findLast((c) => c.device === device && c.capability === capability)?.value ?? world.read(device, capability);
  switch (action.type) {
    case 'set': {
      const { capability, value } = action.params;
      return devices.filter((d) => can(world.home, d, capability)).map((device) => ({ device, capability, value }));
    }
    case 'message':
      return devices.map((device) => ({ device, capability: 'message', value: messageText(flow, action.params.text, action.params.more, world, variables) }));
    case 'toggle': {
      const { capability } = action.params;
      return devices.flatMap((device) => {
        const other = otherValue(capability, now(device, capability));
        return other === undefined || !can(world.home, device, capability) ? [] : [{ device, capability, value: other }];
      });
    }
    case 'adjust': {
      const { capability, by, times } = action.params;
      return devices.flatMap((device) => {
        const value = now(device, capability);
        if (typeof value !== 'number') return [];
        return [{ device, capability, value: clamp(world.home, device, capability, value * (times ?? 1) + (by ?? 0)) }];
      });
    }
    case 'recall': {
      const { capability, variable } = action.params;
      const value = variables[variable];
      if (value === undefined) return [];
      return devices
        .filter((d) => can(world.home, d, capability))
        .map((device) => ({ device, capability, value: clamp(world.home, device, capability, value) }));
    }
    case 'capture': {
      const { capability, as } = action.params;
      captured[as] ??= devices.flatMap((device) => {
        const value = now(device, capability);
        return value === undefined || value === 'unavailable' || value === 'unknown' ? [] : [{ device, capability, value }];
      });
      return [];
    }
    case 'restore': {
      const kept = captured[action.params.from] ?? [];
      delete captured[action.params.from];
      return kept;
    }
    default:
      return [];
  }
}

const can = (home: Home, id: DeviceId, capability: Capability): boolean => {
  const device = findDevice(home, id);
  return device !== undefined && ability(device, capability) !== undefined;
};

/** The other one of two values; where the present one is unknown, the first ("on"). */
function otherValue(capability: Capability, value: Value | undefined): Value | undefined {
  const row = capabilityRow(capability);
  if (row.type === 'number') return typeof value === 'number' && value > 0 ? (row.min ?? 0) : row.max;
  if (row.type !== 'enum') return undefined;
  const [first, second] = Object.keys(row.values);
  return value === first ? second : first;
}

function clamp(home: Home, id: DeviceId, capability: Capability, value: number): number {
  const device = findDevice(home, id);
  const able = device && ability(device, capability);
  const rounded = Math.round(value * 10) / 10;
  return Math.min(able?.max ?? rounded, Math.max(able?.min ?? rounded, rounded));
}
