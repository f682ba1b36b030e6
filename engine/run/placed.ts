import type { Home } from '../../flows/home';
import type { FlowState, Timer } from '../../flows/step';
import type { Millis } from '../../flows/time';
import { Concerned } from './concerned';
import { Deadlines } from './deadlines';
import { concerns, type Instance, runs } from './running';

/** Which running instance is concerned by which reading, and which is due when. What does not run is in neither. */
export class Placed {
  private readonly concerned = new Concerned<Instance>();
  private readonly deadlines = new Deadlines<Instance>();

  constructor(private readonly home: () => Home) {}

  concernedBy(key: string): Instance[] {
    return this.concerned.of(key);
  }

  nextDue(): Millis | undefined {
    return this.deadlines.first()?.due;
  }

  firstDue(): { instance: Instance; timer: Timer } | undefined {
    const instance = this.deadlines.first()?.owner;
    const timer = instance && earliest(instance.state);
    return instance && timer && { instance, timer };
  }

  /** After anything about an instance changed: its flow's status, its devices, its state. */
  place(instance: Instance): void {
    if (!runs(instance.running) || instance.state.done) return this.remove(instance);
    this.concerned.set(instance, concerns(instance.bound, this.home()));
    this.timersChanged(instance);
  }

  /** After a step of an instance that goes on. */
  timersChanged(instance: Instance): void {
    this.deadlines.set(instance, runs(instance.running) ? earliest(instance.state)?.due : undefined);
  }

  remove(instance: Instance): void {
    this.concerned.remove(instance);
    this.deadlines.set(instance, undefined);
  }
}

/** The first of the timers; of equal ones the one that was set first. */
function earliest(state: FlowState): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of state.timers) if (!first || timer.due < first.due) first = timer;
  return first;
}
