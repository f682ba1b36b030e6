/**
 * A rehearsal: flows on a virtual clock and virtual devices. The step is the engine's own (flows/step.ts). Deterministic:
 * the same flows, home, start and events give the same lines on every machine. Immutable: each call returns the next rehearsal.
 */
import type { Capability, Value } from '../capability';
import { capabilityRow } from '../capability';
import type { Command } from '../command';
import type { Flow } from '../flow';
import { type DeviceState, HOME, type Home } from '../home';
import type { DeviceId } from '../ids';
import { instances, roleMembers } from '../members';
import type { CauseEvent, TakenTransition } from '../record';
import { nextDue } from '../schedule';
import { changedStates, type FlowState, moved, type Prepared, prepare, type Step, type StepEvent, startFlow, stepFlow, type Timer, type World } from '../step';
import { type Millis, sunAt } from '../time';
import { consequences, isAlready, readingKey, restReadings } from '../twin';
import { flowsRead } from '../walk';
import { LayeredReadings } from './readings';

export type RehearsalLine = { at: Millis } /** A reading that changed: poked by a person, reported by the virtual device, or the sun. */ & (
  | { kind: 'event'; device: DeviceId; capability: Capability; value: Value; previous?: Value }
  | { kind: 'command'; command: Command; flow: string; already: boolean }
  | { kind: 'step'; flow: string; cause: CauseEvent; taken: TakenTransition[]; active: string[] }
);

export interface RehearsedFlow {
  /** Place in the list of flows given, and the member's id for a flow that runs once for each: `0`, `0:bed_window`. */
  id: string;
  flow: Flow;
  state: FlowState;
  prepared: Prepared;
}

export interface Rehearsing {
  home: Home;
  now: Millis;
  flows: readonly RehearsedFlow[];
  lines: readonly RehearsalLine[];
  readings: LayeredReadings;
  /** The flows, by their place, that look at a reading or at another flow: handed from one rehearsal to the next. */
  readers?: { of: number; by: ReadonlyMap<string, readonly number[]> } | undefined;
  read(device: DeviceId, capability: Capability): Value | undefined;
}

/** A step can set off another through the devices; a chain longer than this is a loop, and is cut. */
const CHAIN = 50;
/** How often flows tell each other that they moved because of one event. */
const TOLD = 500;

export function startRehearsal(o: { home: Home; flows: readonly Flow[]; from: Millis; state?: readonly DeviceState[] }): Rehearsing {
  const readings = restOf(o.home, o.state ?? [], o.from);
  const draft = new Draft({ home: o.home, now: o.from, flows: [], lines: [], readings, read: () => undefined });
  for (const [index, flow] of o.flows.entries()) {
    for (const { flow: bound, member } of instances(flow, o.home)) {
      const prepared = preparedOf(bound);
      const step = startFlow(prepared, draft);
      draft.flows.push({ id: member ? `${index}:${member.id}` : String(index), flow: bound, prepared, state: step.state });
      draft.apply(draft.flows.length - 1, step, 0);
    }
  }
  return draft.done();
}

/** What every device of a home reports at rest, made once; only the sun depends on the moment, and the state on what is given. */
const rests = new WeakMap<Home, LayeredReadings>();

function restOf(home: Home, state: readonly DeviceState[], now: Millis): LayeredReadings {
  if (state.length > 0) return LayeredReadings.of(restReadings(home, state, now));
  const kept = rests.get(home) ?? LayeredReadings.of(restReadings(home, [], now));
  rests.set(home, kept);
  const readings = kept.fork();
  if (!home.state?.some((s) => s.device === HOME && s.capability === 'sun')) readings.set(readingKey(HOME, 'sun'), sunNow(home, now));
  return readings;
}

/** Up while the next turn is the setting; where the sun keeps up or down for days, by its height. */
function sunNow(home: Home, now: Millis): 'up' | 'down' {
  const next = nextSun(home, now);
  return next === undefined || next.at - now > 86_400_000 ? sunAt(now, home) : next.value === 'down' ? 'up' : 'down';
}

/** Building a machine costs more than a step; a flow is never changed in place. */
const machines = new WeakMap<Flow, Prepared>();

function preparedOf(flow: Flow): Prepared {
  const prepared = machines.get(flow) ?? prepare(flow);
  machines.set(flow, prepared);
  return prepared;
}

/** The time of the next timer, schedule or turn of the sun; undefined where nothing more is to come. */
export function nextAt(r: Rehearsing): Millis | undefined {
  const due = r.flows.flatMap((f) => f.state.timers.map((t) => t.due));
  const sun = nextSun(r.home, r.now);
  return due.length === 0 && sun === undefined ? undefined : Math.min(...due, sun?.at ?? Number.POSITIVE_INFINITY);
}

/** Lets the clock run: everything that falls due until `until` (inclusive) happens, in order of time. */
export function advance(r: Rehearsing, until: Millis): Rehearsing {
  const draft = new Draft(r);
  draft.advance(until);
  return draft.done();
}

/** A device reports a value now: what a person does when they press the virtual sensor. */
export function poke(r: Rehearsing, event: { device: DeviceId; capability: Capability; value: Value }): Rehearsing {
  const draft = new Draft(r);
  for (const c of consequences(r.home, event)) draft.report(c.device, c.capability, c.value, 0);
  return draft.done();
}

/** Plays events at their times, then until the end. A list may be in any order; what is handed over one by one must be in order of time. */
export function rehearse(
  o: { home: Home; flows: readonly Flow[]; from: Millis; state?: readonly DeviceState[] },
  events: Iterable<{ at: Millis; device: DeviceId; capability: Capability; value: Value }>,
  until: Millis,
): Rehearsing {
  const draft = new Draft(startRehearsal(o));
  for (const event of Array.isArray(events) ? [...events].sort((a, b) => a.at - b.at) : events) {
    draft.advance(event.at);
    for (const c of consequences(o.home, event)) draft.report(c.device, c.capability, c.value, 0);
  }
  draft.advance(until);
  return draft.done();
}

function readersOf(flows: readonly RehearsedFlow[], home: Home): Map<string, number[]> {
  const readers = new Map<string, number[]>();
  for (const [i, { flow }] of flows.entries()) {
    for (const role of Object.values(flow.uses)) {
      for (const device of roleMembers(home, role)) {
        for (const capability of role.reads ?? []) {
          const key = readingKey(device, capability);
          const list = readers.get(key) ?? [];
          if (list.at(-1) !== i) readers.set(key, [...list, i]);
        }
      }
    }
    for (const name of flowsRead(flow)) readers.set(statesOf(name), [...(readers.get(statesOf(name)) ?? []), i]);
  }
  return readers;
}

/** The key under which the readers of a flow's states are kept, beside those of readings. */
const statesOf = (flow: string): string => `\n${flow}`;

const suns = new WeakMap<Home, { from: Millis; next: { at: Millis; value: 'up' | 'down' } | undefined }>();

function nextSun(home: Home, now: Millis): { at: Millis; value: 'up' | 'down' } | undefined {
  const kept = suns.get(home);
  if (kept && now >= kept.from && now < (kept.next?.at ?? kept.from + 1)) return kept.next;
  const next = findSun(home, now);
  suns.set(home, { from: now, next });
  return next;
}

const SUNRISE = { kind: 'sun', event: 'sunrise' } as const;
const SUNSET = { kind: 'sun', event: 'sunset' } as const;

function findSun(home: Home, now: Millis): { at: Millis; value: 'up' | 'down' } | undefined {
  const rise = nextDue(SUNRISE, now, home);
  const set = nextDue(SUNSET, now, home);
  if (rise === undefined && set === undefined) return undefined;
  return (set ?? Number.POSITIVE_INFINITY) < (rise ?? Number.POSITIVE_INFINITY) ? { at: set as Millis, value: 'down' } : { at: rise as Millis, value: 'up' };
}

/** The next rehearsal while it is being made; not seen outside. */
class Draft implements World {
  readonly home: Home;
  now: Millis;
  readonly flows: RehearsedFlow[];
  private readonly lines: RehearsalLine[];
  private readonly readings: LayeredReadings;
  /** The timer that is due first, while no flow has moved since it was looked for. */
  private first: { index: number; timer: Timer } | 'unknown' | undefined = 'unknown';
  private told = 0;
  private readers: Rehearsing['readers'];

  constructor(r: Rehearsing) {
    this.home = r.home;
    this.now = r.now;
    this.flows = [...r.flows];
    this.lines = [...r.lines];
    this.readings = r.readings.fork();
    this.readers = r.readers;
  }

  read(device: DeviceId, capability: Capability): Value | undefined {
    return this.readings.get(readingKey(device, capability));
  }

  stateOf(name: string): readonly string[] | undefined {
    const named = this.flows.filter((f) => f.flow.name === name);
    return named.length === 0 ? undefined : named.flatMap((f) => f.state.active);
  }

  advance(until: Millis): void {
    for (let guard = 0; guard < 1_000_000; guard++) {
      const timer = this.earliest();
      const sun = nextSun(this.home, this.now);
      const due = Math.min(timer?.timer.due ?? Number.POSITIVE_INFINITY, sun?.at ?? Number.POSITIVE_INFINITY);
      if (due > until) break;
      this.now = Math.max(this.now, due);
      if (sun && sun.at === due) this.report(HOME, 'sun', sun.value, 0);
      else if (timer) this.fire(timer.index, timer.timer);
    }
    this.now = Math.max(this.now, until);
  }

  private earliest(): { index: number; timer: Timer } | undefined {
    if (this.first !== 'unknown') return this.first;
    let first: { index: number; timer: Timer } | undefined;
    for (const [index, f] of this.flows.entries()) for (const timer of f.state.timers) if (!first || timer.due < first.timer.due) first = { index, timer };
    this.first = first;
    return first;
  }

  private fire(index: number, timer: Timer): void {
    this.told = 0;
    this.step(index, { kind: 'timer', timer }, 0);
  }

  report(device: DeviceId, capability: Capability, value: Value, depth: number): void {
    const key = readingKey(device, capability);
    const previous = this.readings.get(key);
    const momentary = capabilityRow(capability).momentary === true;
    if (previous === value && !momentary) return;
    if (depth === 0) this.told = 0;
    if (!momentary) this.readings.set(key, value);
    const before = previous === undefined ? {} : { previous };
    this.lines.push({ at: this.now, kind: 'event', device, capability, value, ...before });
    if (depth > CHAIN) return;
    for (const index of this.concerned(key)) this.step(index, { kind: 'reading', device, capability, value, ...before }, depth);
  }

  /** The flows that read it, so that an event costs what concerns it and not what is there. */
  private concerned(key: string): readonly number[] {
    // While the rehearsal starts, flows are still being added.
    if (this.readers?.of !== this.flows.length) this.readers = { of: this.flows.length, by: readersOf(this.flows, this.home) };
    return this.readers.by.get(key) ?? [];
  }

  private step(index: number, event: StepEvent, depth: number): void {
    const f = this.flows[index];
    if (!f || f.state.done) return;
    const step = stepFlow(f.prepared, f.state, event, this);
    if (step.state === f.state) return;
    if (step.state.timers !== f.state.timers) this.first = 'unknown';
    this.flows[index] = { ...f, state: step.state };
    if (!moved(f.state, step)) return;
    this.apply(index, step, depth);
    if (changedStates(f.state, step.state)) this.tell(f.flow.name, depth);
  }

  /** The states of a flow have changed: those that look at it take a step. */
  private tell(name: string, depth: number): void {
    if (depth > CHAIN || ++this.told > TOLD) return;
    for (const index of this.concerned(statesOf(name))) this.step(index, { kind: 'flow', flow: name }, depth + 1);
  }

  apply(index: number, step: Step, depth: number): void {
    const id = this.flows[index]?.id ?? '';
    this.lines.push({ at: this.now, kind: 'step', flow: id, cause: step.event, taken: step.taken, active: step.state.active });
    for (const command of step.commands) {
      const already = isAlready(this.home, command, (device, capability) => this.read(device, capability));
      this.lines.push({ at: this.now, kind: 'command', command, flow: id, already });
      if (already) continue;
      for (const c of consequences(this.home, command)) if (!capabilityRow(c.capability).momentary) this.report(c.device, c.capability, c.value, depth + 1);
    }
  }

  done(): Rehearsing {
    const readings = this.readings;
    return {
      home: this.home,
      now: this.now,
      flows: this.flows,
      lines: this.lines,
      readings,
      readers: this.readers,
      read: (device, capability) => readings.get(readingKey(device, capability)),
    };
  }
}
