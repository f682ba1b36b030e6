/**
 * The durable host of flows. One event at a time: the flows that it concerns take a step, one transaction writes what was decided,
 * and only then are commands sent. Owns: the running flows, their timers, the readings. Invariants: (1) nothing is sent before it is
 * on disk; (2) a step that the process did not live to commit never happened; (3) every command passes the monitor.
 */

import type { FlowView, LiveEvent } from '../../flows/api';
import { type Capability, capabilityRow, type Value } from '../../flows/capability';
import type { Command, Outcome, Reading } from '../../flows/command';
import type { Home } from '../../flows/home';
import { HOME } from '../../flows/home';
import type { DeviceId, FlowId } from '../../flows/ids';
import { instances } from '../../flows/members';
import type { Problem } from '../../flows/problem';
import { problem } from '../../flows/problem';
import type { Cause, NewRecord } from '../../flows/record';
import { nextDue } from '../../flows/schedule';
import type { ApprovedFlow } from '../../flows/stages';
import { type FlowState, type Prepared, prepare, type Step, type StepEvent, startFlow, stepFlow, type Timer, type World } from '../../flows/step';
import { type Millis, sunAt } from '../../flows/time';
import { isAlready, readingKey } from '../../flows/twin';
import type { Clock } from '../clock';
import type { Journal } from '../record/journal';
import type { KeptFlow, Store } from '../store/store';
import { type Monitor, monitorOf, unfitFor } from './monitor';

export interface RuntimeParts {
  store: Store;
  journal: Journal;
  clock: Clock;
  home: () => Home;
  /** Hands a command to its bridge. @throws Error in words */
  send: (command: Command) => Promise<void>;
  emit: (event: LiveEvent) => void;
}

interface Instance {
  prepared: Prepared;
  state: FlowState;
}

interface Running {
  kept: KeptFlow;
  approved: ApprovedFlow | undefined;
  problems: Problem[];
  monitor: Monitor | undefined;
  instances: Map<string, Instance>;
}

/** A command that was sent is taken for the cause of a report of that value for this long. */
const ECHO: Millis = 15_000;

export class Runtime {
  private readonly flows = new Map<FlowId, Running>();
  private readonly readings = new Map<string, Reading>();
  private readonly sent = new Map<string, { value: Value; at: Millis; source: 'flow' | 'person' }>();
  private wake: (() => void) | undefined;
  private stopped = false;
  private commands = 0;

  constructor(private readonly parts: RuntimeParts) {}

  /** Takes up what was kept: readings, then flows; timers that fell due meanwhile run or are skipped as each says. */
  start(flows: readonly { kept: KeptFlow; approved: ApprovedFlow | undefined; problems: Problem[] }[]): void {
    for (const reading of this.parts.store.readings()) this.readings.set(readingKey(reading.device, reading.capability), reading);
    if (!this.reading(HOME, 'mode')) this.report(HOME, 'mode', 'home');
    this.followSun();
    for (const flow of flows) this.take(flow.kept, flow.approved, flow.problems);
    this.arm();
  }

  stop(): void {
    this.stopped = true;
    this.wake?.();
  }

  reading(device: DeviceId, capability: Capability): Reading | undefined {
    return this.readings.get(readingKey(device, capability));
  }
  allReadings(): Reading[] {
    return [...this.readings.values()];
  }
  views(): FlowView[] {
    return [...this.flows.values()].map(viewOf);
  }
  view(id: FlowId): FlowView | undefined {
    const running = this.flows.get(id);
    return running && viewOf(running);
  }
  kept(id: FlowId): KeptFlow | undefined {
    return this.flows.get(id)?.kept;
  }

  /** Begins a newly approved flow, or a new version of one: it starts from its first state. */
  run(id: FlowId, approved: ApprovedFlow): FlowView {
    const kept: KeptFlow = { id, status: 'approved', bytes: JSON.stringify(approved.flow), approval: approved.approval };
    const { store, journal, clock } = this.parts;
    store.db.transaction(() => {
      store.removeFlow(id);
      store.putFlow(kept);
      this.note(journal.append({ at: clock.now(), type: 'approved', flow: id, name: approved.flow.name, approval: approved.approval }));
    });
    this.flows.delete(id);
    this.take(kept, approved, []);
    return this.changed(id);
  }

  pause(id: FlowId, by: string): FlowView {
    const running = this.mustHave(id);
    running.kept = { ...running.kept, status: 'paused' };
    this.parts.store.putFlow(running.kept);
    this.note(this.parts.journal.append({ at: this.parts.clock.now(), type: 'paused', flow: id, name: nameOf(running), by }));
    return this.changed(id);
  }

  /** Goes on from the state in which it was paused; timers that fell due meanwhile run now. */
  resume(id: FlowId, by: string): FlowView {
    const running = this.mustHave(id);
    running.kept = { ...running.kept, status: 'approved' };
    this.parts.store.putFlow(running.kept);
    this.note(this.parts.journal.append({ at: this.parts.clock.now(), type: 'resumed', flow: id, name: nameOf(running), by }));
    this.overdue(running);
    return this.changed(id);
  }

  remove(id: FlowId, by: string): void {
    const running = this.mustHave(id);
    this.parts.store.removeFlow(id);
    this.note(this.parts.journal.append({ at: this.parts.clock.now(), type: 'removed', flow: id, name: nameOf(running), by }));
    this.flows.delete(id);
    this.parts.emit({ type: 'removed', id });
    this.arm();
  }

  /** A value that a device reported. The same value again is no event, except of momentary capabilities (SPEC 3.1). */
  report(device: DeviceId, capability: Capability, value: Value): void {
    if (this.stopped) return;
    const now = this.parts.clock.now();
    const key = readingKey(device, capability);
    const before = this.readings.get(key);
    const row = capabilityRow(capability);
    if (before?.value === value && !row.momentary) return;
    const reading: Reading = { device, capability, value, at: now, ...(before ? { previous: before.value } : {}) };
    this.parts.store.db.transaction(() => {
      this.parts.store.putReading(reading);
      if (row.writable && !row.momentary && device !== HOME) this.noteChange(reading);
    });
    this.readings.set(key, reading);
    this.parts.emit({ type: 'reading', reading });
    const event: StepEvent = { kind: 'reading', device, capability, value, ...(row.momentary || !before ? {} : { previous: before.value }) };
    for (const [id, running] of this.flows) {
      if (running.kept.status !== 'approved') continue;
      for (const [member, instance] of running.instances) if (concerns(instance.prepared, capability)) this.step(id, running, member, instance, event);
    }
    this.arm();
  }

  /** Orders of a person, sent at once; refused where no device could carry them out. */
  async order(commands: readonly Command[], request?: string): Promise<{ command: Command; outcome: Outcome }[]> {
    const cause: Cause = { by: 'person', ...(request ? { request } : {}) };
    const results: { command: Command; outcome: Outcome }[] = [];
    for (const command of commands) results.push({ command, outcome: await this.carryOut(command, this.intend(command, cause), cause) });
    return results;
  }

  private take(kept: KeptFlow, approved: ApprovedFlow | undefined, problems: Problem[]): void {
    const running: Running = { kept, approved, problems, monitor: approved && monitorOf(approved, this.parts.home), instances: new Map() };
    this.flows.set(kept.id, running);
    if (!approved) return;
    const known = this.parts.store.states(kept.id);
    for (const { flow, member } of instances(approved.flow, this.parts.home())) {
      const prepared = prepare(flow);
      const key = member?.id ?? '';
      const state = known.get(key);
      if (state) running.instances.set(key, { prepared, state });
      else this.settle(kept.id, running, key, prepared, startFlow(prepared, this.world()));
    }
    if (kept.status === 'approved') this.overdue(running);
  }

  /** After a time of not running: a delay runs late once unless it says skip, a schedule is skipped unless it says run (SPEC 5.3). */
  private overdue(running: Running): void {
    const now = this.parts.clock.now();
    for (const [member, instance] of running.instances) {
      const timers = instance.state.timers.flatMap((timer): Timer[] => {
        if (timer.due > now) return [timer];
        const flow = instance.prepared.flow;
        if (timer.kind === 'delay') return flow.delays?.[timer.name]?.late === 'skip' ? [] : [timer];
        const schedule = flow.schedules?.[timer.name];
        if (!schedule || schedule.missed === 'run') return [timer];
        const due = nextDue(schedule, now, this.parts.home());
        return due === undefined ? [] : [{ ...timer, due }];
      });
      instance.state = { ...instance.state, timers };
      this.parts.store.putState(running.kept.id, member, instance.state);
    }
  }

  private step(id: FlowId, running: Running, member: string, instance: Instance, event: StepEvent): void {
    if (instance.state.done) return;
    const step = stepFlow(instance.prepared, instance.state, event, this.world());
    if (step.taken.length === 0 && step.commands.length === 0 && event.kind === 'reading') return;
    this.settle(id, running, member, instance.prepared, step);
  }

  /** One transaction for what was decided; then the commands go out. */
  private settle(id: FlowId, running: Running, member: string, prepared: Prepared, step: Step): void {
    const { store, journal, clock } = this.parts;
    const name = prepared.flow.name;
    const transition = step.taken.at(-1);
    const intended: { command: Command; id: string; cause: Cause }[] = [];
    store.db.transaction(() => {
      store.putState(id, member, step.state);
      const record = journal.append({ at: clock.now(), type: 'step', flow: id, name, event: step.event, taken: step.taken, active: step.state.active });
      this.note(record);
      for (const command of step.commands) {
        const cause: Cause = {
          by: 'flow',
          flow: id,
          hash: running.kept.approval.hash,
          name,
          step: record.seq,
          event: step.event,
          ...(transition ? { transition } : {}),
        };
        intended.push({ command, cause, id: this.intend(command, cause) });
      }
    });
    running.instances.set(member, { prepared, state: step.state });
    this.parts.emit({ type: 'flow', flow: viewOf(running) });
    for (const { command, id: commandId, cause } of intended) {
      const refusal = running.monitor
        ? running.monitor.pass(command, clock.now())
        : ({ status: 'refused', reason: 'not-approved', message: 'The flow is not approved.' } as const);
      if (refusal) this.conclude(commandId, command, refusal, cause);
      else void this.carryOut(command, commandId, cause);
    }
  }

  private intend(command: Command, cause: Cause): string {
    const id = `c${this.parts.clock.now().toString(36)}-${++this.commands}`;
    this.note(this.parts.journal.append({ at: this.parts.clock.now(), type: 'command', id, command, cause }));
    return id;
  }

  private async carryOut(command: Command, id: string, cause: Cause): Promise<Outcome> {
    const unfit = unfitFor(command, this.parts.home());
    if (unfit) return this.conclude(id, command, unfit, cause);
    if (isAlready(this.parts.home(), command, (d, c) => this.reading(d, c)?.value)) return this.conclude(id, command, { status: 'already' }, cause);
    this.sent.set(readingKey(command.device, command.capability), { value: command.value, at: this.parts.clock.now(), source: cause.by });
    if (command.device === HOME) {
      this.report(HOME, command.capability, command.value);
      return this.conclude(id, command, { status: 'done' }, cause);
    }
    try {
      await this.parts.send(command);
      return this.conclude(id, command, { status: 'done' }, cause);
    } catch (error) {
      return this.conclude(id, command, { status: 'failed', message: error instanceof Error ? error.message : String(error) }, cause);
    }
  }

  private conclude(id: string, command: Command, outcome: Outcome, cause: Cause): Outcome {
    if (!this.stopped) this.note(this.parts.journal.append({ at: this.parts.clock.now(), type: 'outcome', id, command, outcome, cause }));
    return outcome;
  }

  /** A change of something that can be set: by a command of ours just now, or by somebody else. */
  private noteChange(reading: Reading): void {
    const sent = this.sent.get(readingKey(reading.device, reading.capability));
    const related = sent ?? [...this.sent].find(([key, s]) => key.startsWith(`${reading.device}\n`) && s.at > reading.at - ECHO)?.[1];
    const source = related && related.at > reading.at - ECHO ? related.source : 'device';
    const { device, capability, value, previous, at } = reading;
    this.note(this.parts.journal.append({ at, type: 'change', device, capability, value, source, ...(previous === undefined ? {} : { previous }) }));
  }

  private arm(): void {
    this.wake?.();
    if (this.stopped) return;
    let due = Number.POSITIVE_INFINITY;
    for (const running of this.flows.values())
      if (running.kept.status === 'approved') for (const i of running.instances.values()) for (const t of i.state.timers) due = Math.min(due, t.due);
    this.wake = due === Number.POSITIVE_INFINITY ? undefined : this.parts.clock.at(due, () => this.fire());
  }

  /** Runs what is due, the earliest first. */
  private fire(): void {
    const now = this.parts.clock.now();
    for (let n = 0; n < 1000 && !this.stopped; n++) {
      const due = [...this.flows].flatMap(([id, running]) =>
        running.kept.status !== 'approved'
          ? []
          : [...running.instances].flatMap(([member, instance]) =>
              instance.state.timers.filter((t) => t.due <= now).map((timer) => ({ id, running, member, instance, timer })),
            ),
      );
      const first = due.sort((a, b) => a.timer.due - b.timer.due)[0];
      if (!first) break;
      this.step(first.id, first.running, first.member, first.instance, { kind: 'timer', timer: first.timer });
    }
    this.arm();
  }

  private followSun(): void {
    if (this.stopped) return;
    const now = this.parts.clock.now();
    const home = this.parts.home();
    this.report(HOME, 'sun', sunAt(now, home));
    const next = Math.min(...(['sunrise', 'sunset'] as const).map((event) => nextDue({ kind: 'sun', event }, now, home) ?? now + 86_400_000));
    this.parts.clock.at(Math.max(next, now + 1000), () => this.followSun());
  }

  private world(): World {
    return { now: this.parts.clock.now(), home: this.parts.home(), read: (device, capability) => this.reading(device, capability)?.value };
  }
  private mustHave(id: FlowId): Running {
    const running = this.flows.get(id);
    if (!running) throw new UnknownFlow(id);
    return running;
  }
  private changed(id: FlowId): FlowView {
    this.arm();
    const view = viewOf(this.mustHave(id));
    this.parts.emit({ type: 'flow', flow: view });
    return view;
  }
  private note(record: NewRecord & { seq: number }): void {
    this.parts.emit({ type: 'record', record: record as Extract<LiveEvent, { type: 'record' }>['record'] });
  }
}

export class UnknownFlow extends Error {
  readonly problem = problem('not-found', 'There is no such flow any more.');
  constructor(id: string) {
    super(`no flow ${id}`);
  }
}

const nameOf = (running: Running): string => running.approved?.flow.name ?? 'flow';
const concerns = (p: Prepared, capability: Capability): boolean => Object.values(p.flow.uses).some((role) => role.reads?.includes(capability));

function viewOf(running: Running): FlowView {
  const { kept, approved, problems } = running;
  const flow = approved?.flow ?? (JSON.parse(kept.bytes) as FlowView['flow']);
  return {
    id: kept.id,
    name: flow.name,
    hash: kept.approval.hash,
    status: kept.status,
    flow,
    approval: kept.approval,
    problems,
    active: Object.fromEntries([...running.instances].map(([m, i]) => [m, i.state.active])),
    timers: Object.fromEntries([...running.instances].map(([m, i]) => [m, i.state.timers])),
  };
}
