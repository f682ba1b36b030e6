/**
 * A day proposed for a flow: presses and readings that make each transition fire at least once, near misses that must not, found by
 * playing the flow, and what of the chart they cover. Deterministic and bounded.
 */
import { type Capability, capabilityRow, type Value } from '../capability';
import { likeness, type Poke, pokesOf } from '../check/search';
import type { Flow } from '../flow';
import type { Home } from '../home';
import type { DeviceId } from '../ids';
import { nextDue } from '../schedule';
import { localText, type Millis, zoned } from '../time';
import { allTransitions, type PlacedTransition } from '../walk';
import { coverageOf, firedIn } from './coverage';
import { isAsked, valuesBeside, waitsFor } from './near';
import { advance, nextAt, poke, type Rehearsing, startRehearsal } from './rehearse';

export interface Proposal {
  from: Millis;
  until: Millis;
  /** `near`: the path of a transition that the event comes close to and must not fire; of one that waits, it is ended just before. */
  events: { at: Millis; device: DeviceId; capability: Capability; value: Value; near?: string }[];
  /** Paths into the flow file of transitions that fire, and of those that were not made to. */
  fired: string[];
  quiet: string[];
  /** Paths of states that are entered, of all that there are. */
  entered: string[];
  states: number;
}

/** Steps played at most for one start, how many in a row are tried, and how long it may become. */
const STEPS = 6000;
const DEPTH = 3;
/** Ways followed at each depth, so that a flow with many sensors does not use up all steps at one moment. */
const WIDTH = 60;
const LENGTH = 8 * 86_400_000;
const GAP = 5_000;

/** How much later what has had no near miss is tried again: where the time or the sun is a condition. */
const LATER = 6 * 3_600_000;
const TIMES = 4;
/** How much before the end of a wait what ends it comes in time. */
const JUST = 1000;

/** A press, or time going on until something is due. */
type Move = Poke | undefined;
/** A place in the tree of days, and the moves that led there from the last one that was kept. */
interface Day {
  r: Rehearsing;
  events: Proposal['events'];
  moves: readonly Move[];
}

/**
 * The day that shows most, from the given one or from the eve of a date that the flow waits for.
 * @param from when the day begins, best at midnight; `from` of the proposal where a date is months away is another
 */
export function proposeDay(flow: Flow, home: Home, from: Millis): Proposal {
  let best: Proposal | undefined;
  for (const start of startsOf(flow, home, from)) {
    // A near miss may lead away from what would fire next: what fires counts for more.
    for (const kinds of KINDS) {
      const day = dayFrom(flow, home, start, kinds);
      if (!best || day.quiet.length < best.quiet.length) best = day;
      if (best.quiet.length === 0) return best;
    }
  }
  return best ?? dayFrom(flow, home, from, 'none');
}

/** Which near misses are looked for: also those that end a wait, those of events, none. */
const KINDS = ['waits', 'events', 'none'] as const;

/** The given moment, and the eves of dates that lie farther away than a proposal runs. */
function startsOf(flow: Flow, home: Home, from: Millis): Millis[] {
  const dated = Object.values(flow.schedules ?? {}).flatMap((s) => {
    const due = s.kind === 'every' ? undefined : nextDue(s, from, home);
    return due === undefined || due - from < LENGTH ? [] : [zoned(due, home.timezone).startOfDay().subtract({ days: 1 }).epochMilliseconds];
  });
  return [...new Set([from, ...dated])];
}

function dayFrom(flow: Flow, home: Home, from: Millis, kinds: (typeof KINDS)[number]): Proposal {
  const pokes = pokesOf([flow], home);
  const every = allTransitions(flow).filter((t) => t.group === 'on' || t.group === 'after');
  const fired = new Set<string>();
  let day: Day = { r: startRehearsal({ home, flows: [flow], from }), events: [], moves: [] };
  let steps = 0;

  /** The shortest way on, of presses and waits, by which something fires that has not fired yet. */
  const wayOn = (): Day | undefined => {
    let layer = [day];
    const known = new Set<string>();
    for (let depth = 0; depth < DEPTH; depth++) {
      const next: Day[] = [];
      for (const node of layer) {
        for (const move of [...pokes, undefined]) {
          if (++steps > STEPS) return undefined;
          const after = moved(node, move);
          if (!after || after.r.lines.length === node.r.lines.length) continue;
          if ([...firedIn(flow, after.r.lines.slice(node.r.lines.length))].some((at) => !fired.has(at))) return after;
          const key = likeness(after.r, pokes);
          if (!known.has(key) && next.length < WIDTH) next.push(after);
          known.add(key);
        }
      }
      layer = next;
    }
    return undefined;
  };

  while (steps < STEPS && day.r.now - from < LENGTH && every.some((t) => !fired.has(t.at))) {
    const since = day.r.lines.length;
    const next: Day | undefined = wayOn() ?? waited(day);
    if (!next) break;
    const news = [...firedIn(flow, next.r.lines.slice(since))].filter((at) => !fired.has(at));
    const onPress = next.moves.at(-1) !== undefined;
    const found =
      onPress && kinds !== 'none' ? missedBefore(flow, home, day, next, news) : !onPress && kinds === 'waits' ? inTime(flow, day, next, news, pokes) : next;
    day = { ...found, moves: [] };
    for (const at of firedIn(flow, day.r.lines.slice(since))) fired.add(at);
  }
  if (kinds !== 'none') day = missedLater(flow, home, day, pokes);
  for (const at of firedIn(flow, day.r.lines)) fired.add(at);
  const { quiet, entered, unseen } = coverageOf(flow, day.r.lines);
  return { from, until: day.r.now, events: day.events, fired: [...fired], quiet, entered: entered.sort(), states: entered.length + unseen.length };
}

/** The way to `next`, with a near miss before the press that fires what is new, where there is one that changes nothing of it. */
function missedBefore(flow: Flow, home: Home, day: Day, next: Day, news: readonly string[]): Day {
  const last = next.moves.at(-1);
  const t = last && allTransitions(flow).find((x) => news.includes(x.at) && waitsFor(flow, home, x, last));
  if (!last || !t) return next;
  const fires = (d: Day, before: Day): boolean => firedIn(flow, d.r.lines.slice(before.r.lines.length)).has(t.at);
  const eve = next.moves.slice(0, -1).reduce<Day | undefined>((d, m) => d && moved(d, m), day);
  if (eve && isAsked(eve.r, t)) {
    for (const value of valuesBeside(home, t, last)) {
      const missed = misses(eve, { ...last, value }, t);
      const on = missed && pressed(missed, last);
      if (on && fires(on, missed)) return on;
    }
  }
  // The same press, before what the way to it first brings about.
  const early = next.moves.length > 1 && isAsked(day.r, t) ? misses(day, last, t) : undefined;
  const back = early && putBack(early, day, last);
  const on = back && next.moves.reduce<Day | undefined>((d, m) => d && moved(d, m), back);
  return on && fires(on, back) ? on : next;
}

/** Before a wait is over for the first time, a press that ends it in time, and then the wait once more. */
function inTime(flow: Flow, day: Day, next: Day, news: readonly string[], pokes: readonly Poke[]): Day {
  const t = allTransitions(flow).find((x) => news.includes(x.at) && x.group === 'after');
  const eve = t && next.moves.slice(0, -1).reduce<Day | undefined>((d, m) => d && moved(d, m), day);
  const due = next.r.now;
  if (!t || !eve || due - eve.r.now < 2 * GAP) return next;
  const fires = (r: Rehearsing, before: Rehearsing): boolean => firedIn(flow, r.lines.slice(before.lines.length)).has(t.at);
  const late = { ...eve, r: advance(eve.r, due - GAP - JUST) };
  for (const p of pokes) {
    const missed = pressed(late, p, t.at);
    if (missed.r.lines.length === late.r.lines.length || fires(advance(missed.r, due), eve.r)) continue;
    for (const then of [undefined, ...pokes]) {
      const again = then ? pressed(missed, then) : missed;
      const on = waited(again);
      if (on && fires(on.r, again.r)) return on;
    }
  }
  return next;
}

/** Presses at other times of day, of transitions that have had no near miss. */
function missedLater(flow: Flow, home: Home, end: Day, pokes: readonly Poke[]): Day {
  let day = end;
  for (let i = 0; i < TIMES; i++) {
    for (const t of allTransitions(flow)) {
      if (t.group !== 'on' || !t.transition.guard || day.events.some((e) => e.near === t.at)) continue;
      for (const p of pokes) {
        if (!waitsFor(flow, home, t, p) || !isAsked(day.r, t)) continue;
        const missed = misses(day, p, t);
        const back = missed && putBack(missed, day, p);
        if (!back) continue;
        day = back;
        break;
      }
    }
    if (i + 1 < TIMES) day = { ...day, r: advance(day.r, day.r.now + LATER) };
  }
  // What came after the last near miss shows nothing.
  return day.events.length === end.events.length ? end : day;
}

/** A press by which nothing happens; undefined where something does, or where it is no event. */
function misses(day: Day, p: Poke, t: PlacedTransition): Day | undefined {
  const after = pressed(day, p, t.at);
  const lines = after.r.lines.slice(day.r.lines.length);
  return lines.length > 0 && lines.every((l) => l.kind === 'event') && lines.some((l) => l.kind === 'event' && l.device === p.device) ? after : undefined;
}

/** The reading as it was, without anything happening. */
function putBack(after: Day, before: Day, { device, capability }: Poke): Day | undefined {
  const value = before.r.read(device, capability);
  if (capabilityRow(capability).momentary) return after;
  if (value === undefined) return undefined;
  const back = pressed(after, { device, capability, value });
  return back.r.lines.slice(after.r.lines.length).some((l) => l.kind !== 'event') ? undefined : back;
}

const moved = (day: Day, move: Move): Day | undefined => (move ? pressed(day, move) : waited(day));

/** A press, some seconds after what was before: close enough for what must follow quickly. */
function pressed(day: Day, p: Poke, near?: string): Day {
  const at = day.r.now + GAP;
  return { r: poke(day.r, p, at), events: [...day.events, near === undefined ? { at, ...p } : { at, ...p, near }], moves: [...day.moves, p] };
}

/** Time goes on until something is due. */
function waited(day: Day): Day | undefined {
  const due = nextAt(day.r);
  return due === undefined ? undefined : { r: advance(day.r, due), events: day.events, moves: [...day.moves, undefined] };
}

/** The proposal in the form of a rehearsal's events, with local times. */
export const localEvents = (p: Proposal, zone: string): { at: string; device: DeviceId; capability: Capability; value: Value }[] =>
  p.events.map((e) => ({ ...e, at: localText(e.at, zone) }));
