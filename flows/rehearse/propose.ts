/**
 * A day proposed for a flow: presses and readings that make each transition fire at least once, found by playing the flow, and what of
 * the chart they cover. Deterministic and bounded.
 */
import type { Capability, Value } from '../capability';
import { pokesOf } from '../check/search';
import type { Flow } from '../flow';
import type { Home } from '../home';
import type { DeviceId } from '../ids';
import { localText, type Millis } from '../time';
import { allStates, allTransitions } from '../walk';
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

/** Steps played at most, and how long the day may become. */
const STEPS = 800;
const LENGTH = 2 * 86_400_000;

/** @param from when the day begins, best at midnight */
export function proposeDay(flow: Flow, home: Home, from: Millis): Proposal {
  const pokes = pokesOf([flow], home);
  const events: Proposal['events'] = [];
  let r = startRehearsal({ home, flows: [flow], from });
  let steps = 0;
  let waits = 0;
  let rotation = 0;
  while (steps < STEPS && r.now - from < LENGTH && quietOf(flow, r).length > 0) {
    const news = firedIn(r).size;
    const at = r.now + 60_000;
    const calm = advance(r, at);
    // The first press that makes something new happen; else, by turns, time goes on and the next sensor changes.
    let moved: { r: Rehearsing; event: Proposal['events'][number] } | undefined;
    for (const p of pokes) {
      if (++steps > STEPS) break;
      const next = poke(calm, p);
      if (firedIn(next).size > news) {
        moved = { r: next, event: { at, ...p } };
        break;
      }
    }
    waits = moved ? 0 : waits + 1;
    const turn = waits % 2 === 1 ? pokes.findIndex((p, i) => i >= rotation && calm.read(p.device, p.capability) !== p.value) : -1;
    const other = pokes[turn];
    if (other) {
      rotation = (turn + 1) % pokes.length;
      moved = { r: poke(calm, other), event: { at, ...other } };
    } else rotation = 0;
    if (moved) {
      r = moved.r;
      events.push(moved.event);
      continue;
    }
    const due = nextAt(r);
    if (due === undefined) break;
    steps++;
    r = advance(r, due);
  }
  const entered = new Set(r.lines.flatMap((l) => (l.kind === 'step' ? l.active : [])));
  return {
    from,
    until: r.now,
    events,
    fired: [...firedIn(r)],
    quiet: quietOf(flow, r),
    entered: [...entered].sort(),
    states: allStates(flow.chart).filter((s) => s.path.length > 0 && s.node.type !== 'history').length,
  };
}

/** Transitions that fired, as paths into the file; `always` within a step shows as the states that it leads to. */
function firedIn(r: Rehearsing): Set<string> {
  const flow = r.flows[0]?.flow;
  const all = flow ? allTransitions(flow) : [];
  const taken = new Set(r.lines.flatMap((l) => (l.kind === 'step' ? l.taken.map((t) => `${t.state} ${t.trigger} ${t.index}`) : [])));
  return new Set(all.filter((t) => taken.has(`${t.state.join('.')} ${t.trigger} ${t.index}`)).map((t) => t.at));
}

const quietOf = (flow: Flow, r: Rehearsing): string[] => {
  const fired = firedIn(r);
  return allTransitions(flow)
    .filter((t) => (t.group === 'on' || t.group === 'after') && !fired.has(t.at))
    .map((t) => t.at);
};

/** The proposal in the form of a rehearsal's events, with local times. */
export const localEvents = (p: Proposal, zone: string): { at: string; device: DeviceId; capability: Capability; value: Value }[] =>
  p.events.map((e) => ({ ...e, at: localText(e.at, zone) }));
