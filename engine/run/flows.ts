/**
 * The flows that are kept: begun, replaced, paused, resumed, removed, followed as the home changes. Owns which instance is concerned
 * by which reading and which is due when. Every change is written in the turn that it is given, and undone in memory with it.
 */

import type { DeviceId, FlowHash, FlowId } from '../../flows/ids';
import { instances } from '../../flows/members';
import { type Problem, problem } from '../../flows/problem';
import type { CauseEvent } from '../../flows/record';
import type { ApprovedFlow } from '../../flows/stages';
import { type FlowState, type Step, startFlow, type World } from '../../flows/step';
import type { RuntimeParts, Verified } from './host';
import { type Monitor, monitorOf } from './monitor';
import { Placed } from './placed';
import { resumeTimers } from './resume';
import { type Instance, nameOf, preparedOf, type Running, runs } from './running';
import type { Turn } from './turn';

export class UnknownFlow extends Error {
  readonly problem = problem('not-found', 'There is no such flow any more.');
  constructor(id: string) {
    super(`no flow ${id}`);
  }
}

/** Orders of the instances of one flow lie between its own and the next flow's. */
const BETWEEN = 100_000;

export class Flows {
  private readonly flows = new Map<FlowId, Running>();
  /** Where instances are found by what they wait for. */
  readonly placed: Placed;
  private count = 0;

  constructor(
    private readonly parts: RuntimeParts,
    private readonly world: (turn: Turn) => World,
    private readonly settle: (turn: Turn, instance: Instance, step: Step) => void,
    /** Its states count for other flows, or count anew. */
    private readonly tell: (turn: Turn, running: Running) => void,
  ) {
    this.placed = new Placed(parts.home);
  }

  all(): Running[] {
    return [...this.flows.values()];
  }
  get(id: FlowId): Running | undefined {
    return this.flows.get(id);
  }
  /** Paths of the states in which the flow of this name is, in any of its instances; undefined where none such runs. */
  activeOf(name: string): readonly string[] | undefined {
    for (const running of this.flows.values()) {
      if (runs(running) && running.approved?.flow.name === name) return [...new Set([...running.instances.values()].flatMap((i) => i.state.active))];
    }
    return undefined;
  }
  monitorOf(id: FlowId, hash: FlowHash): Monitor | undefined {
    const running = this.flows.get(id);
    return running && runs(running) && running.approved?.hash === hash ? running.monitor : undefined;
  }

  /** A flow that was kept, at a start. */
  take(turn: Turn, { kept, approved, problems }: Verified): void {
    const running = this.add(turn, kept.id, { kept, approved, problems });
    if (approved) this.populate(turn, running);
    else this.noteBroken(turn, running);
  }

  begin(turn: Turn, id: FlowId, approved: ApprovedFlow): Running {
    const { store } = this.parts;
    const old = this.flows.get(id);
    if (old) {
      this.empty(turn, old);
      turn.note({ at: turn.now, type: 'superseded', flow: id, name: nameOf(old), hash: old.kept.approval.hash });
      store.removeStates(id);
    }
    const kept = { id, status: 'approved', bytes: JSON.stringify(approved.flow), approval: approved.approval } as const;
    store.putFlow(kept);
    turn.note({ at: turn.now, type: 'approved', flow: id, name: approved.flow.name, approval: approved.approval });
    const running = this.add(turn, id, { kept, approved, problems: [] });
    this.populate(turn, running);
    return running;
  }

  pause(turn: Turn, id: FlowId, by: string): Running {
    const running = this.mustHave(id);
    if (running.kept.status === 'paused') return running;
    this.status(turn, running, 'paused', by);
    for (const instance of running.instances.values()) this.place(turn, instance);
    return running;
  }

  resume(turn: Turn, id: FlowId, by: string): Running {
    const running = this.mustHave(id);
    if (running.kept.status === 'approved') return running;
    this.status(turn, running, 'approved', by);
    for (const instance of running.instances.values()) this.catchUp(turn, instance);
    this.populate(turn, running);
    this.tell(turn, running);
    return running;
  }

  remove(turn: Turn, id: FlowId, by: string): void {
    const running = this.mustHave(id);
    this.empty(turn, running);
    this.parts.store.removeFlow(id);
    turn.note({ at: turn.now, type: 'removed', flow: id, name: nameOf(running), by });
    this.flows.delete(id);
    turn.undo.push(() => this.flows.set(id, running));
    turn.removed.add(id);
  }

  /** The home has changed. A flow of which nothing is known here is left to `take`. */
  follow(turn: Turn, { kept, approved, problems }: Verified): void {
    const running = this.flows.get(kept.id);
    if (!running || running.kept.approval.hash !== kept.approval.hash) return;
    if (!approved) {
      if (running.approved) this.break(turn, running, problems);
      else running.problems = problems;
      return;
    }
    const { approved: before, problems: had, monitor } = running;
    turn.undo.push(() => Object.assign(running, { approved: before, problems: had, monitor }));
    running.problems = problems;
    // An unchanged flow keeps its monitor, which counts what was sent.
    if (!before || !sameFootprint(before, approved)) Object.assign(running, { approved, monitor: monitorOf(approved, this.parts.home) });
    if (!before) turn.changed.add(running);
    this.populate(turn, running);
    if (!before) this.tell(turn, running);
  }

  /** It cannot go on: its instances rest on disk as they are, and it is listed with what is wrong. */
  break(turn: Turn, running: Running, problems: Problem[]): void {
    const { approved, problems: had } = running;
    this.empty(turn, running);
    turn.undo.push(() => Object.assign(running, { approved, problems: had }));
    const name = nameOf(running);
    Object.assign(running, { approved: undefined, problems });
    turn.note({ at: turn.now, type: 'broken', flow: running.kept.id, name, problems });
    turn.changed.add(running);
  }

  /** An instance is in another state now. */
  move(turn: Turn, instance: Instance, state: FlowState): void {
    const before = instance.state;
    this.parts.store.putState(instance.running.kept.id, instance.member, state);
    instance.state = state;
    if (state.done !== before.done) this.placed.place(instance);
    else this.placed.timersChanged(instance);
    turn.undo.push(() => {
      instance.state = before;
      this.placed.place(instance);
    });
    turn.changed.add(instance.running);
  }

  /** An instance heard an event and did not move. */
  hear(turn: Turn, instance: Instance, event: CauseEvent): void {
    const before = instance.heard;
    instance.heard = { event, at: turn.now, active: instance.state.active };
    this.parts.store.putHeard(instance.running.kept.id, instance.member, instance.heard);
    turn.undo.push(() => {
      instance.heard = before;
    });
  }

  private add(turn: Turn, id: FlowId, { kept, approved, problems }: Verified): Running {
    const old = this.flows.get(id);
    const monitor = approved && monitorOf(approved, this.parts.home);
    const running: Running = { kept, approved, problems, monitor, order: old?.order ?? this.count++ * BETWEEN, instances: new Map() };
    this.flows.set(id, running);
    turn.undo.push(() => (old ? this.flows.set(id, old) : this.flows.delete(id)));
    turn.changed.add(running);
    return running;
  }

  /** One instance a member: those that are kept go on, new ones start, those whose member left are gone. */
  private populate(turn: Turn, running: Running): void {
    const { approved, kept } = running;
    if (!approved) return;
    const { store, home } = this.parts;
    const states = store.states(kept.id);
    const heard = store.heard(kept.id);
    const members = new Set<string>();
    for (const { flow, member } of instances(approved.flow, home())) {
      const key = member?.id ?? '';
      members.add(key);
      const known = running.instances.get(key);
      if (known) {
        this.place(turn, known);
        continue;
      }
      const state = states.get(key);
      if (!state && kept.status === 'paused') continue;
      const order = running.order + running.instances.size;
      const instance: Instance = { running, member: key, order, bound: flow, state: state ?? UNSTARTED, prepared: undefined, heard: heard.get(key) };
      running.instances.set(key, instance);
      turn.undo.push(() => (running.instances.delete(key), this.placed.remove(instance)));
      if (state) this.catchUp(turn, instance);
      else if (!this.startOf(turn, instance)) return;
    }
    for (const key of new Set([...running.instances.keys(), ...states.keys()])) if (!members.has(key)) this.leave(turn, running, key);
  }

  private startOf(turn: Turn, instance: Instance): boolean {
    try {
      const step = startFlow(preparedOf(instance), this.world(turn));
      this.settle(turn, instance, step);
      this.place(turn, instance);
      // It may wait for months: its machine is built again at the first event, and until then only plain data is kept.
      instance.prepared = undefined;
      instance.state = structuredClone(instance.state);
      return true;
    } catch (error) {
      this.break(turn, instance.running, [problem('not-runnable', `It could not be started: ${String(error).slice(0, 200)}`)]);
      return false;
    }
  }

  private leave(turn: Turn, running: Running, member: string): void {
    const instance = running.instances.get(member);
    if (instance) {
      this.placed.remove(instance);
      running.instances.delete(member);
      turn.undo.push(() => (running.instances.set(member, instance), this.placed.place(instance)));
    }
    this.parts.store.removeState(running.kept.id, member);
    turn.note({ at: turn.now, type: 'left', flow: running.kept.id, name: nameOf(running), member: member as DeviceId });
    turn.changed.add(running);
  }

  /** After a time of not running. */
  private catchUp(turn: Turn, instance: Instance): void {
    const { running, member } = instance;
    if (runs(running)) {
      const { timers, skipped } = resumeTimers(instance.bound, instance.state, turn.now, this.parts.home());
      const of = { flow: running.kept.id, name: nameOf(running), ...(member === '' ? {} : { member: member as DeviceId }) };
      for (const event of skipped) turn.note({ at: turn.now, type: 'skipped', event, ...of });
      if (skipped.length > 0) this.move(turn, instance, { ...instance.state, timers });
    }
    this.place(turn, instance);
  }

  private status(turn: Turn, running: Running, status: 'approved' | 'paused', by: string): void {
    const before = running.kept;
    running.kept = { ...before, status };
    turn.undo.push(() => {
      running.kept = before;
      for (const instance of running.instances.values()) this.placed.place(instance);
    });
    this.parts.store.putFlow(running.kept);
    turn.note({ at: turn.now, type: status === 'paused' ? 'paused' : 'resumed', flow: before.id, name: nameOf(running), by });
    turn.changed.add(running);
  }

  private noteBroken(turn: Turn, running: Running): void {
    turn.note({ at: turn.now, type: 'broken', flow: running.kept.id, name: nameOf(running), problems: running.problems });
  }

  /** Takes all instances of a flow out of memory; what is on disk stays. */
  private empty(turn: Turn, running: Running): void {
    const instances = [...running.instances];
    for (const [, instance] of instances) this.placed.remove(instance);
    running.instances.clear();
    turn.undo.push(() => {
      for (const [member, instance] of instances) {
        running.instances.set(member, instance);
        this.placed.place(instance);
      }
    });
  }

  private place(turn: Turn, instance: Instance): void {
    this.placed.place(instance);
    turn.undo.push(() => this.placed.place(instance));
  }

  private mustHave(id: FlowId): Running {
    const running = this.flows.get(id);
    if (!running) throw new UnknownFlow(id);
    return running;
  }
}

/** Before its first step. */
const UNSTARTED: FlowState = { snapshot: null, active: [], timers: [], captured: {}, done: false };

const sameFootprint = (a: ApprovedFlow, b: ApprovedFlow): boolean => JSON.stringify(a.footprint) === JSON.stringify(b.footprint);
