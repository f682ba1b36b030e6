import { describe, expect, test } from 'vitest';
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { firedIn } from '../../flows/rehearse/coverage';
import { ownCoverage, stage } from '../../flows/rehearse/own';
import { type Proposal, proposeDay } from '../../flows/rehearse/propose';
import { rehearse } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { allGuards, allTransitions, type PlacedTransition } from '../../flows/walk';
import { EXAMPLES } from './play';

test('a proposed day makes every transition of every example fire', () => {
  for (const { file, flow: plain } of EXAMPLES) {
    const { flow, home } = stage(plain);
    const p = proposeDay(flow, home, instantOf('2026-06-01T00:00:00', home.timezone));
    const wanted = allTransitions(flow).filter((t) => t.group === 'on' || t.group === 'after').length;
    expect(p.fired.length + p.quiet.length).toBeGreaterThanOrEqual(wanted);
    expect([file, p.quiet]).toEqual([file, []]);
    expect(p.entered.length).toBe(p.states);
    // Played anew, the day is the same.
    const again = rehearse({ home, flows: [flow], from: p.from }, p.events, p.until);
    const taken = new Set(again.lines.flatMap((l) => (l.kind === 'step' ? l.taken.map((t) => `${t.state} ${t.trigger} ${t.index}`) : [])));
    expect(taken.size).toBe(new Set(p.fired).size);
  }
});

test('coverage: what an example’s own rehearsals show of it, and what they leave out', () => {
  const shown = EXAMPLES.map(({ file, flow }) => ({ file, ...ownCoverage(flow) }));
  for (const { file, fired, entered } of shown) expect([file, fired.length > 0, entered.length >= 0]).toEqual([file, true, true]);
  const toggle = EXAMPLES.find((e) => e.file.startsWith('03-'));
  if (!toggle) throw new Error('no example 03');
  const whole = ownCoverage(toggle.flow);
  expect({ quiet: whole.quiet, unseen: whole.unseen }).toEqual({ quiet: [], unseen: [] });
  const none = ownCoverage({ ...toggle.flow, rehearsals: [] });
  expect(none.entered).toEqual([]);
  expect(none.quiet.length).toBe(whole.fired.length);
});

describe('near misses of a proposed day', () => {
  const days = EXAMPLES.map(({ file, flow: plain }) => {
    const { flow, home } = stage(plain);
    return { file, flow, home, day: proposeDay(flow, home, instantOf('2026-06-01T00:00:00', home.timezone)) };
  });
  const isBy = (flow: Flow, at: string): PlacedTransition => {
    const t = allTransitions(flow).find((x) => x.at === at);
    if (!t) throw new Error(`no transition ${at}`);
    return t;
  };
  /** Transitions that fire at the moment of an event. */
  const firedAt = (flow: Flow, home: Home, day: Proposal, at: number): string[] => [
    ...firedIn(
      flow,
      rehearse({ home, flows: [flow], from: day.from }, day.events, day.until).lines.filter((l) => l.at === at),
    ),
  ];

  test('none fires its transition, in a state that would take it, on a reading that it waits for', () => {
    for (const { file, flow, home, day } of days) {
      for (const e of day.events.filter((x) => x.near !== undefined)) {
        const t = isBy(flow, e.near ?? '');
        const due = t.group === 'after' ? e.at + 1000 : e.at;
        expect([file, e.near, firedAt(flow, home, day, due)]).toEqual([file, e.near, expect.not.arrayContaining([e.near])]);
        const before = rehearse(
          { home, flows: [flow], from: day.from },
          day.events.filter((x) => x.at < e.at),
          e.at - 1,
        );
        const active = ['', ...before.flows.flatMap((f) => f.state.active)];
        expect([file, active.includes(t.state.join('.'))]).toEqual([file, true]);
        if (t.group === 'after') {
          // Without it the wait would have been over in a second.
          expect(before.flows.flatMap((f) => f.state.timers).some((x) => x.name === t.trigger && x.due === due)).toBe(true);
          continue;
        }
        expect(firedAt(flow, home, day, e.at)).toEqual([]);
        expect([file, t.trigger.split('.')[1]]).toEqual([file, e.capability]);
        expect(before.read(e.device, e.capability)).not.toBe(e.value);
      }
    }
  });
  test('examples that listen to a sensor have one; not where any other event is another transition’s', () => {
    const listening = days.filter(({ flow }) => allTransitions(flow).some((t) => t.group === 'on' && t.transition.guard && !t.trigger.startsWith('schedule.')));
    const without = listening.filter(({ day }) => !day.events.some((e) => e.near !== undefined)).map(({ file }) => file);
    expect(without).toEqual(['05-window-open-heating-down.flow.json', '17-garage-closes.flow.json', '19-watering.flow.json']);
  });
  test('one beside a threshold would fire if the threshold were beside it', () => {
    const fan = days.find((d) => d.file.startsWith('06-'));
    const near = fan?.day.events.find((e) => e.near !== undefined && typeof e.value === 'number');
    if (!fan || !near) throw new Error('no near miss beside a threshold');
    const moved = structuredClone(fan.flow);
    const guard = isBy(moved, near.near ?? '').transition.guard;
    const test = guard && allGuards(guard, '').find(({ guard: g }) => g.type === 'becomes')?.guard;
    if (test?.type !== 'becomes') throw new Error('no threshold');
    test.params.value = Number(near.value) + (test.params.is === 'above' || test.params.is === 'atLeast' ? -0.5 : 0.5);
    expect(firedAt(moved, fan.home, fan.day, near.at)).toContain(near.near);
  });
});
