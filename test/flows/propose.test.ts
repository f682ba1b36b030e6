import { expect, test } from 'vitest';
import { ownCoverage, stage } from '../../flows/rehearse/own';
import { proposeDay } from '../../flows/rehearse/propose';
import { rehearse } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { allTransitions } from '../../flows/walk';
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
