import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../flows/check/check';
import { neverFires } from '../../flows/check/fires';
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import type { Problem } from '../../flows/problem';
import { rehearse } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { allTransitions } from '../../flows/walk';
import { type Moment, moments, plainFlow, SMALL, sensingFlow, statefulFlow, WORLDS } from './small';

/** More in the long run: `BRUTE=500`. */
const RUNS = Number(process.env.BRUTE ?? 25);

const problemsOf = (flow: Flow, others: Flow[] = []): Problem[] => {
  const parsed = parseValue(flow);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return check(parsed.value, SMALL, others).problems;
};

/** Transitions that fire in some run, as paths. */
function fired(flow: Flow, runs: Iterable<Moment>): Set<string> {
  const all = allTransitions(flow);
  const found = new Set<string>();
  for (const { lines } of runs)
    for (const l of lines)
      if (l.kind === 'step')
        for (const t of l.taken) for (const x of all) if (x.state.join('.') === t.state && x.trigger === t.trigger && x.index === t.index) found.add(x.at);
  return found;
}

/** Devices that two flows command to opposite values because of one and the same event. */
function opposite(flows: Flow[], depth: number): Set<string> {
  const found = new Set<string>();
  for (const { lines } of moments(flows, depth)) {
    const [event] = lines;
    if (event?.kind !== 'event') continue;
    /** Whether the step that a flow took last is one for that event. */
    const own = new Map<string, boolean>();
    const sent: { flow: string; device: string; value: unknown }[] = [];
    for (const l of lines) {
      if (l.kind === 'step') own.set(l.flow, l.cause.kind === 'reading' && l.cause.device === event.device && l.cause.value === event.value);
      if (l.kind === 'command' && own.get(l.flow)) sent.push({ flow: l.flow, device: l.command.device, value: l.command.value });
    }
    for (const a of sent) for (const b of sent) if (a.flow === '0' && b.flow === '1' && a.device === b.device && a.value !== b.value) found.add(a.device);
  }
  return found;
}

const replayed = (p: Problem, flows: Flow[]) => {
  if (!p.run) throw new Error('no example');
  const events = p.run.events.map((e) => ({ ...e, at: instantOf(e.at, SMALL.timezone) }));
  return rehearse({ home: SMALL, flows, from: instantOf(p.run.from, SMALL.timezone) }, events, instantOf(p.run.until, SMALL.timezone));
};

describe('SPEC 9.5 brute force over every run of small random flows', () => {
  test('never-fires: nothing that is told fires, nothing that never fires is missed', () => {
    fc.assert(
      fc.property(plainFlow, (flow) => {
        const { dead } = neverFires(flow, SMALL);
        // From every world there is, since a flow can keep the one that it waits for from lasting.
        const live = fired(
          flow,
          WORLDS.flatMap((world) => [...moments([flow], 1, world)]),
        );
        const never = allTransitions(flow).flatMap((t) => (live.has(t.at) ? [] : [t.at]));
        expect([...dead].sort()).toEqual(never.sort());
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });
  test('never-fires and unreachable: what is told of flows with states never happens', () => {
    fc.assert(
      fc.property(statefulFlow, (flow) => {
        const live = fired(flow, moments([flow], 5));
        for (const p of problemsOf(flow)) {
          if (p.code === 'never-fires') expect(live.has(p.path)).toBe(false);
          if (p.code === 'unreachable') expect([...live].some((at) => at.startsWith(`${p.path}.`))).toBe(false);
        }
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });
  test('conflict: opposite commands on one event are told, and each example shows them', () => {
    fc.assert(
      fc.property(sensingFlow, sensingFlow, (a, b) => {
        const flows = [a, { ...b, name: 'Other' }];
        const told = problemsOf(a, [flows[1] as Flow]);
        const seen = opposite(flows, 4);
        const said = told.filter((p) => p.code === 'conflict' || p.code === 'undoes' || p.code === 'loop');
        if (seen.size > 0) expect(said.map((p) => p.code)).not.toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });
  test('every finding that has an example shows it', () => {
    fc.assert(
      fc.property(statefulFlow, statefulFlow, (a, b) => {
        const flows = [a, { ...b, name: 'Other' }];
        for (const p of problemsOf(a, [flows[1] as Flow])) {
          if (!p.run) continue;
          const r = replayed(p, p.with === undefined && p.code !== 'loop' ? [a] : flows);
          const commands = r.lines.flatMap((l) => (l.kind === 'command' ? [l] : []));
          const both = commands.some((x) =>
            commands.some((y) => x.at === y.at && x.flow !== y.flow && x.command.device === y.command.device && x.command.value !== y.command.value),
          );
          if (p.code === 'conflict' || p.code === 'undoes') expect([p.code, both]).toEqual([p.code, true]);
          else if (p.code === 'loop') expect(commands.length).toBeGreaterThan(20);
          else expect([p.code, commands.length > 0]).toEqual([p.code, true]);
        }
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 100 },
    );
  });
});
