/**
 * A day proposed for a flow: presses and readings that make each transition fire at least once, found by playing the flow, and what of
 * the chart they cover. Deterministic and bounded.
 */
import type { Capability, Value } from '../capability';
import { likeness, type Poke, pokesOf } from '../check/search';
import type { Flow } from '../flow';
import type { Home } from '../home';
import type { DeviceId } from '../ids';
import { nextDue } from '../schedule';
import { localText, type Millis, zoned } from '../time';
import { allTransitions } from '../walk';
import { coverageOf, firedIn } from './coverage';
import { advance, nextAt, poke, type Rehearsing, startRehearsal } from './rehearse';

export interface Proposal {
  from: Millis;
  until: Millis;
  events: { at: Millis; device: DeviceId; capability: Capability; value: Value }[];
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

/** A place in the tree of days. */
interface Day {
  r: Rehearsing;
  events: Proposal['events'];
}

/**
 * The day that shows most, from the given one or from the eve of a date that the flow waits for.
 * @param from when the day begins, best at midnight; `from` of the proposal where a date is months away is another
 */
export function proposeDay(flow: Flow, home: Home, from: Millis): Proposal {
  let best: Proposal | undefined;
  for (const start of startsOf(flow, home, from)) {
    const day = dayFrom(flow, home, start);
    if (!best || day.quiet.length < best.quiet.length) best = day;
    if (best.quiet.length === 0) break;
  }
  return best ?? dayFrom(flow, home, from);
}

/** The given moment, and the eves of dates that lie farther away than a proposal runs. */
function startsOf(flow: Flow, home: Home, from: Millis): Millis[] {
  const dated = Object.values(flow.schedules ?? {}).flatMap((s) => {
    const due = s.kind === 'every' ? undefined : nextDue(s, from, home);
    return due === undefined || due - from < LENGTH ? [] : [zoned(due, home.timezone).startOfDay().subtract({ days: 1 }).epochMilliseconds];
  });
  return [...new Set([from, ...dated])];
}

function dayFrom(flow: Flow, home: Home, from: Millis): Proposal {
  const pokes = pokesOf([flow], home);
  const every = allTransitions(flow).filter((t) => t.group === 'on' || t.group === 'after');
  const fired = new Set<string>();
  let day: Day = { r: startRehearsal({ home, flows: [flow], from }), events: [] };
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
          const after = move ? pressed(node, move) : waited(node);
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
    for (const at of firedIn(flow, next.r.lines.slice(since))) fired.add(at);
    day = next;
  }
  const { quiet, entered, unseen } = coverageOf(flow, day.r.lines);
  return { from, until: day.r.now, events: day.events, fired: [...fired], quiet, entered: entered.sort(), states: entered.length + unseen.length };
}

/** A press, some seconds after what was before: close enough for what must follow quickly. */
function pressed(day: Day, p: Poke): Day {
  const at = day.r.now + GAP;
  return { r: poke(day.r, p, at), events: [...day.events, { at, ...p }] };
}

/** Time goes on until something is due. */
function waited(day: Day): Day | undefined {
  const due = nextAt(day.r);
  return due === undefined ? undefined : { r: advance(day.r, due), events: day.events };
}

/** The proposal in the form of a rehearsal's events, with local times. */
export const localEvents = (p: Proposal, zone: string): { at: string; device: DeviceId; capability: Capability; value: Value }[] =>
  p.events.map((e) => ({ ...e, at: localText(e.at, zone) }));
