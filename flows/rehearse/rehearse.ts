/**
 * A rehearsal: flows on a virtual clock and virtual devices. The step is the engine's own (flows/step.ts), and so is the order in which
 * events are handled (SPEC 3.11). Deterministic: the same flows, home, start and events give the same lines on every machine.
 * Immutable: each call returns the next rehearsal.
 */
import type { Capability, Value } from '../capability';
import type { Command } from '../command';
import type { Flow } from '../flow';
import { type DeviceState, HOME, type Home } from '../home';
import type { DeviceId } from '../ids';
import type { CauseEvent, TakenTransition } from '../record';
import type { FlowState, Prepared } from '../step';
import type { Millis } from '../time';
import { consequences, readingKey, restReadings } from '../twin';
import { Draft } from './draft';
import { type Faults, NO_FAULTS, nextTurn } from './faults';
import { LayeredReadings } from './readings';
import { nextSun, sunNow } from './sun';

export type RehearsalLine = { at: Millis } /** A reading that changed: poked by a person, reported by the virtual device, or the sun. */ & (
  | { kind: 'event'; device: DeviceId; capability: Capability; value: Value; previous?: Value }
  /** `already`: it is so, or was told so at this very moment; nothing is sent. `failed`: sent to a device that does not take it. */
  | { kind: 'command'; command: Command; flow: string; already: boolean; failed?: true }
  | { kind: 'step'; flow: string; cause: CauseEvent; taken: TakenTransition[]; active: string[] }
);

export interface RehearsedFlow {
  /** Place in the list of flows given, and the member's id for a flow that runs once for each: `0`, `0:bed_window`. */
  id: string;
  flow: Flow;
  state: FlowState;
  prepared: Prepared;
}

/** What a device will report of a command, or that the command did not arrive; `depth` counts the steps that led to it. */
export interface Report extends Command {
  due: Millis;
  depth: number;
  failed?: true;
}

export interface Rehearsing {
  home: Home;
  now: Millis;
  flows: readonly RehearsedFlow[];
  lines: readonly RehearsalLine[];
  readings: LayeredReadings;
  /** The flows, by their place, that look at a reading or at another flow. Nobody changes it once all are started. */
  readers: Map<string, readonly number[]>;
  faults: Faults;
  /** Of devices that take their time. */
  reports: readonly Report[];
  /** By reading, what devices were told and have not reported. */
  told: ReadonlyMap<string, { value: Value; at: Millis }>;
  /** What devices that have fallen silent would say. */
  held: ReadonlyMap<DeviceId, ReadonlyMap<Capability, Value>>;
  read(device: DeviceId, capability: Capability): Value | undefined;
}

export interface Beginning {
  home: Home;
  /** In the order in which they were started. */
  flows: readonly Flow[];
  from: Millis;
  /** Readings that are not as at rest. */
  state?: readonly DeviceState[];
  /** Devices that take time, fail or fall silent. */
  faults?: Faults;
}

export function startRehearsal(o: Beginning): Rehearsing {
  const readings = restOf(o.home, o.state ?? [], o.from);
  const nothing = { flows: [], lines: [], readers: new Map(), reports: [], told: new Map(), held: new Map(), read: () => undefined };
  const draft = new Draft({ ...nothing, home: o.home, now: o.from, readings, faults: o.faults ?? NO_FAULTS });
  if (o.faults) draft.begin();
  for (const [index, flow] of o.flows.entries()) draft.start(flow, index);
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

/** The time of the next timer, schedule, turn of the sun or late report; undefined where nothing more is to come. */
export function nextAt(r: Rehearsing): Millis | undefined {
  const coming = [nextSun(r.home, r.now)?.at, nextTurn(r.faults, r.now)?.at, r.reports[0]?.due].filter((at) => at !== undefined);
  const due = [...r.flows.flatMap((f) => f.state.timers.map((t) => t.due)), ...coming];
  return due.length === 0 ? undefined : Math.min(...due);
}

/** Lets the clock run: everything that falls due until `until` (inclusive) happens, in order of time. */
export function advance(r: Rehearsing, until: Millis): Rehearsing {
  const draft = new Draft(r);
  draft.advance(until);
  return draft.done();
}

/** A device reports a value: what a person does when they press the virtual sensor. @param at when, if not now: the clock runs until then */
export function poke(r: Rehearsing, event: { device: DeviceId; capability: Capability; value: Value }, at?: Millis): Rehearsing {
  const draft = new Draft(r);
  if (at !== undefined) draft.advance(at);
  draft.hear(consequences(r.home, event));
  return draft.done();
}

/** Plays events at their times, then until the end. A list may be in any order; what is handed over one by one must be in order of time. */
export function rehearse(o: Beginning, events: Iterable<{ at: Millis; device: DeviceId; capability: Capability; value: Value }>, until: Millis): Rehearsing {
  const draft = new Draft(startRehearsal(o));
  for (const event of Array.isArray(events) ? [...events].sort((a, b) => a.at - b.at) : events) {
    draft.advance(event.at);
    draft.hear(consequences(o.home, event));
  }
  draft.advance(until);
  return draft.done();
}
