/**
 * From a reading to what it decides: the flows that it concerns take their step, in their order, and what they decide is written in the
 * turn that it is given. Owns the last reading of each capability. Sends nothing, commits nothing.
 */
import { type Capability, capabilityRow, NO_VALUE, type Value } from '../../flows/capability';
import type { Reading } from '../../flows/command';
import { HOME } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { type Problem, problem } from '../../flows/problem';
import type { Cause } from '../../flows/record';
import { changedStates, moved, type Step, type StepEvent, stepFlow, type World } from '../../flows/step';
import { readingKey } from '../../flows/twin';
import type { Delivery } from './delivery';
import type { Echo } from './echo';
import type { Flows } from './flows';
import type { RuntimeParts } from './host';
import { type Instance, listensTo, nameOf, preparedOf, type Running, runs, statesKey } from './running';
import type { Turn } from './turn';

/** Flows that look at each other's states can set each other off; more rounds than this are one without end. */
const ROUNDS = 100;

export class Steps {
  private readonly readings = new Map<string, Reading>();

  constructor(
    private readonly parts: RuntimeParts,
    private readonly echo: Echo,
    /** Made together with this; looked up when a step needs them. */
    private readonly around: { flows(): Flows; delivery(): Delivery },
  ) {}

  /** Takes up the readings that were kept. */
  load(): void {
    for (const reading of this.parts.store.readings()) this.readings.set(readingKey(reading.device, reading.capability), reading);
  }

  reading(device: DeviceId, capability: Capability): Reading | undefined {
    return this.readings.get(readingKey(device, capability));
  }
  allReadings(): Reading[] {
    return [...this.readings.values()];
  }

  /** Whether a report of this value is no event: it is what was reported last. */
  isKnown(device: DeviceId, capability: Capability, value: Value): boolean {
    return this.reading(device, capability)?.value === value && !capabilityRow(capability).momentary;
  }

  hear(turn: Turn, device: DeviceId, capability: Capability, value: Value): void {
    if (this.isKnown(device, capability, value)) return this.echo.confirm(device, capability, value);
    const key = readingKey(device, capability);
    const { momentary, writable } = capabilityRow(capability);
    const before = this.readings.get(key);
    const previous = momentary || !before ? {} : { previous: before.value };
    const reading: Reading = { device, capability, value, at: turn.now, ...previous };
    this.parts.store.putReading(reading, !momentary);
    if (!momentary) {
      this.readings.set(key, reading);
      turn.undo.push(() => (before ? this.readings.set(key, before) : this.readings.delete(key)));
    }
    turn.readings.push(reading);
    if (writable && !momentary && device !== HOME) this.noteChange(turn, reading);
    const event: StepEvent = { kind: 'reading', device, capability, value, ...previous };
    for (const instance of this.around.flows().placed.concernedBy(key)) this.step(turn, instance, event);
  }

  /** A change of something that can be set: by a command of ours just now, or by somebody else. Falling silent is no change. */
  private noteChange(turn: Turn, reading: Reading): void {
    const { device, capability, value, previous, at } = reading;
    const source = this.echo.sourceOf(reading);
    if (previous === undefined || isNone(value) || isNone(previous)) return;
    turn.note({ at, type: 'change', device, capability, value, previous, source });
  }

  step(turn: Turn, instance: Instance, event: StepEvent): void {
    if (!runs(instance.running) || instance.state.done) return;
    let step: Step;
    try {
      step = stepFlow(preparedOf(instance), instance.state, event, this.world(turn));
    } catch (error) {
      return this.around.flows().break(turn, instance.running, [faultOf(error)]);
    }
    if (event.kind === 'timer' || moved(instance.state, step)) return this.settle(turn, instance, step);
    if (event.kind === 'reading' && listensTo(instance, this.parts.home(), event.device, event.capability))
      this.around.flows().hear(turn, instance, step.event);
  }

  /** Writes what a step decided. */
  settle(turn: Turn, instance: Instance, step: Step): void {
    const { running, member } = instance;
    const { kept, approved, monitor } = running;
    if (!approved || !monitor) return;
    const { name } = approved.flow;
    if (changedStates(instance.state, step.state)) this.tell(turn, running);
    this.around.flows().move(turn, instance, step.state);
    const { seq } = turn.note({
      at: turn.now,
      type: 'step',
      flow: kept.id,
      name,
      event: step.event,
      taken: step.taken,
      active: step.state.active,
      ...(member === '' ? {} : { member: member as DeviceId }),
    });
    const transition = step.taken.at(-1);
    const cause: Cause = { by: 'flow', flow: kept.id, hash: approved.hash, name, step: seq, event: step.event, ...(transition ? { transition } : {}) };
    for (const command of step.commands) this.around.delivery().intend(turn, command, cause, monitor);
  }

  /** A flow is in other states than before: those that look at it take a step, after the steps under way. */
  tell(turn: Turn, running: Running): void {
    const key = statesKey(nameOf(running));
    const { placed } = this.around.flows();
    if (placed.concernedBy(key).length === 0) return;
    turn.later.push(() => {
      if (!runs(running)) return;
      if (++turn.rounds > ROUNDS) return this.around.flows().break(turn, running, [ENDLESS]);
      for (const instance of placed.concernedBy(key)) this.step(turn, instance, { kind: 'flow', flow: nameOf(running) });
    });
  }

  world(turn: Turn): World {
    return {
      now: turn.now,
      home: this.parts.home(),
      read: (device, capability) => this.reading(device, capability)?.value,
      stateOf: (name) => this.around.flows().activeOf(name),
    };
  }
}

const ENDLESS = problem('rate-limited', 'It and a flow that it looks at set each other off without end.');
const isNone = (value: Value): boolean => (NO_VALUE as readonly Value[]).includes(value);
const faultOf = (error: unknown): Problem =>
  problem('not-runnable', `It stopped at a fault: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`);
