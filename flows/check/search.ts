/**
 * Looks for a run that shows a finding: plays the flows on the virtual home, presses every sensor they listen to in turn, lets
 * timers run, until the finding is seen. Bounded and deterministic; what it finds can be played again.
 */
import { type Capability, capabilityRow, type Value } from '../capability';
import type { Flow } from '../flow';
import { HOME, type Home } from '../home';
import type { DeviceId } from '../ids';
import { roleMembers } from '../members';
import type { ExampleRun } from '../problem';
import { advance, nextAt, poke, type RehearsedFlow, type Rehearsing, startRehearsal } from '../rehearse/rehearse';
import { instantOf, localText, type Millis } from '../time';
import { isAlready } from '../twin';
import { allGuards, allTransitions } from '../walk';

/** Steps tried for one finding; each costs some tenths of a millisecond. */
const STEPS = 400;
const DEPTH = 4;

export type Poke = { device: DeviceId; capability: Capability; value: Value };
interface Node {
  r: Rehearsing;
  events: (Poke & { at: Millis })[];
}

/** What is looked for, given the rehearsal and how many of its lines are older than the last step. */
export type Seen = (r: Rehearsing, before: number) => boolean;
export interface Beginning {
  /** Reported one after the other before anything else. */
  first?: readonly Poke[];
  /** Times of day to start at before those that the flows name. */
  clocks?: readonly string[];
}

export function findRun(flows: readonly Flow[], home: Home, seen: Seen, { first: given = [], clocks = [] }: Beginning = {}): ExampleRun | undefined {
  const pokes = pokesOf(flows, home);
  let steps = 0;
  for (const clock of new Set([...clocks, ...startsOf(flows)])) {
    const from = `2026-06-01T${clock}:00`;
    const start: Node = { r: startRehearsal({ home, flows, from: instantOf(from, home.timezone) }), events: [] };
    let layer: Node[] = [given.reduce((node, p) => apply(node, p), start)];
    const local = (at: Millis): string => localText(at, home.timezone);
    const run = (n: Node): ExampleRun => ({ from, until: local(n.r.now), events: n.events.map((e) => ({ ...e, at: local(e.at) })) });
    const [first] = layer;
    if (first && seen(first.r, 0)) return run(first);
    const known = new Set<string>();
    for (let depth = 0; depth < DEPTH; depth++) {
      const next: Node[] = [];
      for (const node of layer) {
        const due = nextAt(node.r);
        const moves: (Poke | number)[] = [...pokes, ...(due === undefined ? [] : [due])];
        for (const move of moves) {
          if (++steps > STEPS) return undefined;
          if (typeof move !== 'number' && isIdle(node, move, due)) continue;
          const after = apply(node, move);
          if (seen(after.r, node.r.lines.length)) return run(after);
          // Nobody goes on from the last ones.
          if (depth === DEPTH - 1 || after.r.lines.length === node.r.lines.length) continue;
          const key = likeness(after.r, pokes);
          if (!known.has(key)) next.push(after);
          known.add(key);
        }
      }
      layer = next;
    }
  }
  return undefined;
}

/** Where two ways lead to the same readings, states and commands sent, only one is followed. */
export function likeness(r: Rehearsing, pokes: readonly Poke[]): string {
  const sent = new Set<string>();
  for (const l of r.lines) if (l.kind === 'command') sent.add(`${l.flow} ${l.command.device} ${l.command.capability} ${l.command.value}`);
  const states = r.flows.map((f) => `${f.state.active.join()} ${f.state.timers.map((t) => t.id).join()} ${f.flow.variables ? variablesOf(f) : ''}`);
  return [...pokes.map((p) => r.read(p.device, p.capability)), ...states, ...[...sent].sort()].join('|');
}

const variablesOf = (f: RehearsedFlow): string => JSON.stringify((f.state.snapshot as { context?: unknown }).context ?? {});

/** The first press happens at once, so that it comes before what a clock time starts; others a minute after what was before. A number lets the clock run until then. */
function apply(node: Node, move: Poke | number): Node {
  if (typeof move === 'number') return { r: advance(node.r, move), events: node.events };
  const at = node.r.now + gapOf(node);
  return { r: poke(node.r, move, at), events: [...node.events, { ...move, at }] };
}

const gapOf = (node: Node): Millis => (node.events.length === 0 ? 0 : 60_000);

/** Whether nothing comes of a press: it is so already, and nothing falls due until then. */
const isIdle = (node: Node, p: Poke, due: Millis | undefined): boolean =>
  (due === undefined || due > node.r.now + gapOf(node)) && isAlready(node.r.home, p, node.r.read);

/** Every reading that a flow listens to, with the values that make a difference to it. */
export function pokesOf(flows: readonly Flow[], home: Home): Poke[] {
  const found = new Map<string, Poke>();
  for (const flow of flows) {
    const add = (role: string, capability: Capability, values: Value[]): void => {
      for (const device of flow.uses[role] ? roleMembers(home, flow.uses[role]).slice(0, 2) : []) {
        if (device === HOME && capability === 'sun') continue;
        for (const value of values) found.set(`${device} ${capability} ${value}`, { device, capability, value });
      }
    };
    for (const t of allTransitions(flow)) {
      const [role = '', capability = ''] = t.trigger.split('.');
      if (t.group === 'on' && role !== 'schedule') add(role, capability as Capability, reportsOf(capability as Capability));
      for (const { guard } of t.transition.guard ? allGuards(t.transition.guard, '') : []) {
        if (guard.type !== 'is' && guard.type !== 'becomes' && guard.type !== 'stops' && guard.type !== 'many') continue;
        const { role: r, capability: c, value } = guard.params;
        const row = capabilityRow(c);
        if (row.type !== 'number' || typeof value !== 'number') add(r, c, enumOf(c));
        else
          add(
            r,
            c,
            [value + row.step, value - row.step].filter((v) => v >= (row.min ?? v) && v <= (row.max ?? v)),
          );
      }
    }
  }
  return [...found.values()];
}

/** What a sensor can report: each of its values, or a number beside the one at rest. */
const reportsOf = (capability: Capability): Value[] => {
  const row = capabilityRow(capability);
  return row.type === 'number' ? [Math.min(row.max ?? Number.POSITIVE_INFINITY, row.rest + row.step)] : enumOf(capability);
};

const enumOf = (capability: Capability): Value[] => {
  const row = capabilityRow(capability);
  return row.type === 'enum' ? Object.keys(row.values) : [];
};

/** Times of day worth starting at: noon, and a minute before everything that the flows name. */
function startsOf(flows: readonly Flow[]): string[] {
  const clocks = new Set<string>(['12:00']);
  for (const flow of flows) {
    for (const s of Object.values(flow.schedules ?? {})) if (s.kind === 'time') clocks.add(s.at);
    for (const t of allTransitions(flow)) {
      for (const { guard } of t.transition.guard ? allGuards(t.transition.guard, '') : [])
        if (guard.type === 'between' && /^\d/.test(guard.params.from)) clocks.add(guard.params.from);
    }
  }
  return [...clocks].slice(0, 4).map((clock) => (clock === '12:00' ? clock : before(clock)));
}

function before(clock: string): string {
  const minute = (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) + 1439) % 1440;
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
