/**
 * The next rehearsal while it is being made; not seen outside. Does as the engine does (SPEC 3.11): (1) one event is seen by all flows
 * concerned, in the order in which they were started; (2) then by those that look at flows that moved; (3) what devices report of
 * commands are further events, first in, first out; (4) what falls due at one moment comes before those.
 */
import { type Capability, capabilityRow, type Value } from '../capability';
import type { Command } from '../command';
import type { Flow } from '../flow';
import { abilities, type Device, findDevice, HOME, type Home } from '../home';
import type { DeviceId } from '../ids';
import { instances } from '../members';
import { changedStates, type FlowState, moved, type Prepared, prepare, type Step, type StepEvent, startFlow, stepFlow, type Timer, type World } from '../step';
import type { Millis } from '../time';
import { answerTo, consequences, isAlready, patience, readingKey } from '../twin';
import { type Faults, isUnavailable, nextTurn, refusesAll, slowness } from './faults';
import { concerns, statesOf } from './readers';
import type { LayeredReadings } from './readings';
import type { RehearsalLine, RehearsedFlow, Rehearsing, Report } from './rehearse';
import { nextSun } from './sun';

/** A step can set off another through the devices; a chain longer than this is a loop, and is cut. */
const CHAIN = 50;
/** The same for a chain that branches. */
const EVENTS = 3000;
/** How often flows tell each other that they moved because of one event. */
const ROUNDS = 100;
/** Timers that run at one moment before devices have their say. */
const TOGETHER = 100;
/** Moments in one go: a flow that starts its own timer anew without any time passing would never end. */
const MOMENTS = 1_000_000;
const NEVER = Number.POSITIVE_INFINITY;

export class Draft implements World {
  readonly home: Home;
  now: Millis;
  readonly flows: RehearsedFlow[];
  private readonly lines: RehearsalLine[];
  private readonly readings: LayeredReadings;
  private readonly faults: Faults;
  /** What devices are about to report, in the order in which they were told. */
  private reports: Report[];
  private readonly told: Map<string, { value: Value; at: Millis }>;
  /** What devices that say nothing would say. */
  private readonly held: Map<DeviceId, ReadonlyMap<Capability, Value>>;
  /** What the event under way brought about among the flows themselves. */
  private readonly later: (() => void)[] = [];
  /** The timer that is due first, while no flow has moved since it was looked for. */
  private first: { index: number; timer: Timer } | 'unknown' | undefined = 'unknown';
  private events = 0;
  private rounds = 0;
  /** The flows, by their place, that are concerned with a key; complete once all are started, and then shared. */
  private readonly readers: Map<string, readonly number[]>;

  constructor(r: Rehearsing) {
    this.home = r.home;
    this.now = r.now;
    this.flows = [...r.flows];
    this.lines = [...r.lines];
    this.readings = r.readings.fork();
    this.readers = r.readers;
    this.faults = r.faults;
    this.reports = [...r.reports];
    this.told = new Map(r.told);
    this.held = new Map(r.held);
  }

  read(device: DeviceId, capability: Capability): Value | undefined {
    return this.readings.get(readingKey(device, capability));
  }

  stateOf(name: string): readonly string[] | undefined {
    const first = this.flows.find((f) => f.flow.name === name);
    if (!first) return undefined;
    const of = placeOf(first.id);
    return this.flows.flatMap((f) => (placeOf(f.id) === of ? f.state.active : []));
  }

  /** Devices that are silent from the start have never said anything else. */
  begin(): void {
    for (const device of this.home.devices) {
      if (!isUnavailable(this.faults, device.id, this.now)) continue;
      this.held.set(device.id, this.saidBy(device));
      for (const capability of this.saidBy(device).keys()) this.readings.set(readingKey(device.id, capability), 'unavailable');
    }
  }

  /** A flow is started, in all its instances; then what they sent has its effect. @param index its place in the list of flows */
  start(flow: Flow, index: number): void {
    this.events = 0;
    for (const { flow: bound, member } of instances(flow, this.home)) {
      const prepared = preparedOf(bound);
      const place = this.flows.push({ id: member ? `${index}:${member.id}` : String(index), flow: bound, prepared, state: UNSTARTED }) - 1;
      for (const key of concerns(bound, this.home)) this.readers.set(key, [...this.concerned(key), place]);
      const step = startFlow(prepared, this);
      this.flows[place] = { ...(this.flows[place] as RehearsedFlow), state: step.state };
      this.apply(place, UNSTARTED, step, 0);
    }
    this.first = 'unknown';
    this.settle();
  }

  /** What a device reports at once, by a hand on it. */
  hear(told: readonly Command[]): void {
    this.events = 0;
    for (const { device, capability, value } of told) {
      this.report(device, capability, value, 0);
      this.drain();
    }
    this.settle();
  }

  advance(until: Millis): void {
    for (let guard = 0; guard < MOMENTS; guard++) {
      const sun = nextSun(this.home, this.now);
      const turn = nextTurn(this.faults, this.now);
      const due = Math.min(this.earliest()?.timer.due ?? NEVER, sun?.at ?? NEVER, turn?.at ?? NEVER, this.reports[0]?.due ?? NEVER);
      if (due > until) break;
      this.now = Math.max(this.now, due);
      this.events = 0;
      for (const device of turn?.at === due ? turn.devices : []) this.turnOf(device);
      if (sun?.at === due) {
        this.event(HOME, 'sun', sun.value, 0);
        this.drain();
      }
      for (let n = 0, first = this.earliest(); n < TOGETHER && first && first.timer.due <= this.now; n++, first = this.earliest()) {
        this.step(first.index, { kind: 'timer', timer: first.timer }, 0);
        this.drain();
      }
      this.settle();
    }
    this.now = Math.max(this.now, until);
  }

  done(): Rehearsing {
    const { home, now, flows, lines, readings, readers, faults, reports, told, held } = this;
    return {
      home,
      now,
      flows,
      lines,
      readings,
      readers,
      faults,
      reports,
      told,
      held,
      read: (device, capability) => readings.get(readingKey(device, capability)),
    };
  }

  private earliest(): { index: number; timer: Timer } | undefined {
    if (this.first !== 'unknown') return this.first;
    let first: { index: number; timer: Timer } | undefined;
    for (const [index, f] of this.flows.entries()) for (const timer of f.state.timers) if (!first || timer.due < first.timer.due) first = { index, timer };
    this.first = first;
    return first;
  }

  /** What flows brought about among themselves. */
  private drain(): void {
    this.rounds = 0;
    for (let next = this.later.shift(); next; next = this.later.shift()) next();
  }

  /** What devices have to say by now, each an event of its own. */
  private settle(): void {
    this.drain();
    for (let next = this.reports[0]; next && next.due <= this.now; next = this.reports[0]) {
      this.reports.shift();
      if (next.failed) for (const c of consequences(this.home, next)) this.told.delete(readingKey(c.device, c.capability));
      else this.report(next.device, next.capability, next.value, next.depth);
      this.drain();
    }
  }

  /** A device says something; one that has fallen silent says it when it is back. */
  private report(device: DeviceId, capability: Capability, value: Value, depth: number): void {
    const held = this.held.get(device);
    if (!held) return this.event(device, capability, value, depth);
    if (!capabilityRow(capability).momentary) this.held.set(device, new Map([...held, [capability, value]]));
  }

  private turnOf(id: DeviceId): void {
    const held = this.held.get(id);
    const device = findDevice(this.home, id);
    const gone = isUnavailable(this.faults, id, this.now);
    if (!device || gone === (held !== undefined)) return;
    if (gone) this.held.set(id, this.saidBy(device));
    else this.held.delete(id);
    for (const [capability, value] of held ?? this.saidBy(device)) {
      this.event(id, capability, gone ? 'unavailable' : value, 0);
      this.drain();
    }
  }

  private saidBy(device: Device): ReadonlyMap<Capability, Value> {
    return new Map(
      abilities(device).flatMap(({ name }) => {
        const value = this.read(device.id, name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }

  private event(device: DeviceId, capability: Capability, value: Value, depth: number): void {
    const key = readingKey(device, capability);
    const momentary = capabilityRow(capability).momentary === true;
    const previous = momentary ? undefined : this.readings.get(key);
    this.answered(key, capability, value, previous);
    if (previous === value) return;
    if (!momentary) this.readings.set(key, value);
    const before = previous === undefined ? {} : { previous };
    this.lines.push({ at: this.now, kind: 'event', device, capability, value, ...before });
    if (depth > CHAIN || ++this.events > EVENTS) return;
    for (const index of this.concerned(key)) this.step(index, { kind: 'reading', device, capability, value, ...before }, depth);
  }

  private answered(key: string, capability: Capability, value: Value, previous: Value | undefined): void {
    const told = this.told.get(key);
    if (!told) return;
    if (value === previous ? value === told.value : answerTo(told.value, capability, value, previous) !== 'on-the-way') this.told.delete(key);
  }

  /** The flows that look at it, so that an event costs what concerns it and not what is there. */
  private concerned(key: string): readonly number[] {
    return this.readers.get(key) ?? [];
  }

  private step(index: number, event: StepEvent, depth: number): void {
    const f = this.flows[index];
    if (!f || f.state.done) return;
    const step = stepFlow(f.prepared, f.state, event, this);
    if (step.state === f.state) return;
    if (step.state.timers !== f.state.timers) this.first = 'unknown';
    this.flows[index] = { ...f, state: step.state };
    if (moved(f.state, step)) this.apply(index, f.state, step, depth);
  }

  private apply(index: number, before: FlowState, step: Step, depth: number): void {
    const f = this.flows[index];
    if (!f) return;
    this.lines.push({ at: this.now, kind: 'step', flow: f.id, cause: step.event, taken: step.taken, active: step.state.active });
    if (changedStates(before, step.state)) this.tell(f.flow.name, depth);
    for (const command of step.commands) this.command(f.id, command, depth + 1);
  }

  /** The states of a flow have changed: those that look at it take a step, after the steps under way. */
  private tell(name: string, depth: number): void {
    if (depth > CHAIN || this.concerned(statesOf(name)).length === 0) return;
    this.later.push(() => {
      if (++this.rounds > ROUNDS) return;
      for (const index of this.concerned(statesOf(name))) this.step(index, { kind: 'flow', flow: name }, depth + 1);
    });
  }

  private command(flow: string, command: Command, depth: number): void {
    const { home, now, faults } = this;
    const line = { at: now, kind: 'command', command, flow } as const;
    const already = isAlready(home, command, (device, capability) => this.settled(device, capability));
    const failed = !already && refusesAll(faults, command.device, now);
    this.lines.push(failed ? { ...line, already, failed } : { ...line, already });
    if (already) return;
    if (command.device === HOME) {
      this.later.push(() => this.event(HOME, command.capability, command.value, depth));
      return;
    }
    const lasting = consequences(home, command).filter((c) => !capabilityRow(c.capability).momentary);
    for (const c of lasting) this.told.set(readingKey(c.device, c.capability), { value: c.value, at: now });
    if (failed) return this.expect({ ...command, due: now, depth, failed });
    const due = now + slowness(faults, command.device, now);
    for (const c of lasting) this.expect({ ...c, due, depth });
  }

  /** In order of time; of two at one moment, the one that was told first. */
  private expect(report: Report): void {
    const after = this.reports.findLastIndex((r) => r.due <= report.due);
    this.reports.splice(after + 1, 0, report);
  }

  /** How a device is as far as can be told (SPEC 3.11). */
  private settled(device: DeviceId, capability: Capability): Value | undefined {
    const told = this.told.get(readingKey(device, capability));
    if (!told || this.now - told.at > patience(capability)) return this.read(device, capability);
    return told.at === this.now ? told.value : undefined;
  }
}

/** The place of a flow in the list of those given, of all its instances. */
const placeOf = (id: string): string => id.split(':', 1)[0] ?? id;

/** Before its first step. */
const UNSTARTED: FlowState = { snapshot: null, active: [], timers: [], captured: {}, done: false };

/** Building a machine costs more than a step; a flow is never changed in place. */
const machines = new WeakMap<Flow, Prepared>();

function preparedOf(flow: Flow): Prepared {
  const prepared = machines.get(flow) ?? prepare(flow);
  machines.set(flow, prepared);
  return prepared;
}
