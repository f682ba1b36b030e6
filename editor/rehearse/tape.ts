/**
 * A rehearsal that can be wound back and forth: what a person did to the virtual home (`pokes`) is kept with its time, so that any
 * moment can be played again from the start. Pure: each call returns the next tape; the screen owns the clock.
 */
import type { Capability, Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import type { DeviceState, Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { advance, poke, type RehearsalLine, type Rehearsing, startRehearsal } from '../../flows/rehearse/rehearse';
import { durationMs, type Millis } from '../../flows/time';

/** Something that a person let a virtual device report. */
export interface Poke {
  at: Millis;
  device: DeviceId;
  capability: Capability;
  value: Value;
}

export interface Tape {
  /** The first moment, before anything was poked. */
  start: Rehearsing;
  from: Millis;
  until: Millis;
  pokes: readonly Poke[];
  /** What was given to be played, before a person poked anything. */
  given: readonly Poke[];
  /** At `present.now`. */
  present: Rehearsing;
  /** The same, played on to the end: what has happened and what would follow if nobody did anything more. */
  whole: Rehearsing;
}

const DAY: Millis = 86_400_000;
/** Steps that a flow which repeats itself may take before the day is cut short: the whole of it is played in one go. */
const REPEATS = 3000;

export interface Setting {
  flow: Flow;
  /** Flows that run along. */
  others?: readonly Flow[];
  home: Home;
  from: Millis;
  /** How far it goes at least; a day where nothing says so. */
  until?: Millis;
  state: readonly DeviceState[];
  /** Pokes that lie ready at their times. */
  given?: readonly Poke[];
}

/** @throws Error where XState cannot run the chart; `parse` has tried it before */
export function startTape({ flow, others = [], home, from, until: least = from, state, given = [] }: Setting): Tape {
  const start = startRehearsal({ home, flows: [flow, ...others], from, state });
  const until = Math.max(least, from + dayOf(flow));
  const pokes = [...given].sort((a, b) => a.at - b.at);
  return { start, from, until, pokes, given: pokes, present: play(start, pokes, from), whole: play(start, pokes, until) };
}

/** Whether a running flow is the one that is rehearsed, and not one that runs along; `id` as in a rehearsal. */
export const isOwn = (id: string): boolean => id === '0' || id.startsWith('0:');

function dayOf(flow: Flow): Millis {
  const periods = Object.values(flow.schedules ?? {}).flatMap((s) => (s.kind === 'every' ? [durationMs(s.period)] : []));
  return Math.max(DAY / 24, Math.min(DAY, ...periods.map((p) => p * REPEATS)));
}

/** Plays on from `r`: the pokes after its moment, each at its time, then until `until`. */
function play(r: Rehearsing, pokes: readonly Poke[], until: Millis): Rehearsing {
  return advance(
    pokes.reduce((now, p) => (p.at > until ? now : poke(advance(now, p.at), p)), r),
    until,
  );
}

/** Winds to a moment; going back keeps what was poked later, and it happens again. */
export function seek(tape: Tape, to: Millis): Tape {
  const at = Math.min(tape.until, Math.max(tape.from, to));
  const { now } = tape.present;
  const present =
    at >= now
      ? play(
          tape.present,
          tape.pokes.filter((p) => p.at > now),
          at,
        )
      : play(tape.start, tape.pokes, at);
  return { ...tape, present };
}

/** Lets a device report something now, and plays the rest of the day anew. */
export function press(tape: Tape, event: Omit<Poke, 'at'>): Tape {
  const at = tape.present.now;
  const pokes = [...tape.pokes.filter((p) => p.at <= at), { ...event, at }, ...tape.pokes.filter((p) => p.at > at)];
  const present = poke(tape.present, event);
  const later = pokes.filter((p) => p.at > at);
  return { ...tape, pokes, present, whole: play(present, later, tape.until) };
}

/** Back to the first moment, as if nothing had been poked but what was given. */
export const reset = (tape: Tape): Tape => ({
  ...tape,
  pokes: tape.given,
  present: play(tape.start, tape.given, tape.from),
  whole: play(tape.start, tape.given, tape.until),
});

/** The next moment at which something is decided or poked, or undefined where the rest of the day is quiet. */
export function nextLine(tape: Tape): RehearsalLine | undefined {
  const { now } = tape.present;
  return tape.whole.lines.find((l) => l.at > now && (l.kind === 'step' || isPoke(tape.pokes, l)));
}

/** Whether a person made this happen. */
export const isPoke = (pokes: readonly Poke[], line: RehearsalLine): boolean =>
  line.kind === 'event' && pokes.some((p) => p.at === line.at && p.device === line.device && p.capability === line.capability && p.value === line.value);
