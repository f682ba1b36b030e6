import { describe, expect, it } from 'vitest';
import { demoHome } from '../../../devices/simulator/demo';
import { coverageWords } from '../../../editor/rehearse/coverage';
import { frame, marks, stateStretches, ticks, valueStretches } from '../../../editor/rehearse/lanes';
import { tell } from '../../../editor/rehearse/story';
import { isOwn, nextLine, press, reset, seek, startTape, type Tape } from '../../../editor/rehearse/tape';
import { settingOf } from '../../../editor/rehearse/useTape';
import { check } from '../../../flows/check/check';
import type { Flow } from '../../../flows/flow';
import { deviceId } from '../../../flows/ids';
import { parseValue } from '../../../flows/parse';
import { proposeDay } from '../../../flows/rehearse/propose';
import { durationMs, instantOf } from '../../../flows/time';

const MOTION = { device: deviceId('hall_motion'), capability: 'occupancy' } as const;
const LIGHT = deviceId('hall_light');
const FROM = instantOf('2026-06-01T20:00:00', demoHome.timezone);
const minutes = (n: number): number => durationMs(`PT${n}M`);

const seen = (type: 'becomes' | 'stops') => ({ type, params: { role: 'motion', capability: 'occupancy', is: 'equals', value: 'detected' } }) as const;
const flow: Flow = {
  format: 'sayso/flow/1',
  name: 'Hall light',
  uses: {
    motion: { name: 'Hall motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: MOTION.device } },
    lamp: { name: 'Hall light', kind: 'light', writes: ['power'], bind: { one: LIGHT } },
  },
  delays: { linger: { for: 'PT5M' } },
  chart: {
    id: 'flow',
    initial: 'quiet',
    states: {
      quiet: { description: 'Quiet', on: { 'motion.occupancy': [{ target: 'lit', guard: seen('becomes') }] } },
      lit: {
        description: 'Lit',
        entry: [{ type: 'set', params: { role: 'lamp', capability: 'power', value: 'on' } }],
        on: { 'motion.occupancy': [{ target: 'waiting', guard: seen('stops') }] },
      },
      waiting: {
        description: 'Waiting',
        on: { 'motion.occupancy': [{ target: 'lit', guard: seen('becomes') }] },
        after: { linger: [{ target: 'quiet', actions: [{ type: 'set', params: { role: 'lamp', capability: 'power', value: 'off' } }] }] },
      },
    },
  },
};

function opened(): Tape {
  const parsed = parseValue(flow);
  if (!parsed.ok) throw new Error(parsed.problems.map((p) => p.message).join(' '));
  return startTape({ flow: parsed.value.flow, home: demoHome, from: FROM, state: [] });
}

/** Motion after one minute, none after two, motion again after four, none after five. */
function walked(): Tape {
  let tape = opened();
  for (const [at, value] of [
    [1, 'detected'],
    [2, 'clear'],
    [4, 'detected'],
    [5, 'clear'],
  ] as const)
    tape = press(seek(tape, FROM + minutes(at)), { ...MOTION, value });
  return tape;
}

const active = (tape: Tape): string[] => tape.present.flows[0]?.state.active ?? [];

describe('a rehearsal that is wound back and forth', () => {
  it('moves on by pokes and shows what would follow', () => {
    const tape = walked();
    expect(active(tape)).toEqual(['waiting']);
    expect(nextLine(tape)?.at).toBe(FROM + minutes(10));
    expect(marks(tape.whole.lines, LIGHT, 'power')).toEqual([
      { at: FROM + minutes(1), value: 'on', already: false },
      { at: FROM + minutes(4), value: 'on', already: true },
      { at: FROM + minutes(10), value: 'off', already: false },
    ]);
  });

  it('plays the same again after going back', () => {
    const tape = walked();
    const back = seek(tape, FROM + minutes(3));
    expect(active(back)).toEqual(['waiting']);
    expect(active(seek(back, FROM + minutes(4)))).toEqual(['lit']);
    expect(seek(back, tape.until).present.lines).toEqual(tape.whole.lines);
  });

  it('lets a poke in the past change what follows, and keeps the later ones', () => {
    const tape = press(seek(walked(), FROM + minutes(3)), { device: LIGHT, capability: 'power', value: 'off' });
    expect(marks(tape.whole.lines, LIGHT, 'power').map((m) => m.already)).toEqual([false, false, false]);
    expect(tape.pokes).toHaveLength(5);
    expect(seek(tape, tape.until).present.lines).toEqual(tape.whole.lines);
  });

  it('starts over without pokes', () => {
    const tape = reset(walked());
    expect(tape.present.now).toBe(FROM);
    expect(marks(tape.whole.lines, LIGHT, 'power')).toEqual([]);
    expect(nextLine(tape)).toBeUndefined();
  });
});

describe('lanes and lines', () => {
  it('cut time into stretches of one value and of one state', () => {
    const { start, whole, until } = walked();
    expect(valueStretches(start, whole, LIGHT, 'power').map((s) => [s.from - FROM, s.to - FROM, s.value])).toEqual([
      [0, minutes(1), 'off'],
      [minutes(1), minutes(10), 'on'],
      [minutes(10), until - FROM, 'off'],
    ]);
    expect(stateStretches(whole, '0').map((s) => s.value.join())).toEqual(['quiet', 'lit', 'waiting', 'lit', 'waiting', 'quiet']);
  });

  it('tell each step with its reason and its commands', () => {
    const { whole, pokes } = walked();
    expect(tell(whole, pokes).map((t) => [t.words, t.state, t.commands.map((c) => `${c.command.value}${c.already ? ' already' : ''}`).join()])).toEqual([
      ['It starts here', 'Quiet', ''],
      ['Hall motion sees motion', 'Lit', 'on'],
      ['Hall motion sees no more motion', 'Waiting', ''],
      ['Hall motion sees motion', 'Lit', 'on already'],
      ['Hall motion sees no more motion', 'Waiting', ''],
      ['The 5 min are over', 'Quiet', 'off'],
    ]);
  });

  it('tell a poke that nothing listens to', () => {
    const tape = press(opened(), { device: deviceId('hall_motion'), capability: 'occupancy', value: 'unavailable' });
    expect(tell(tape.whole, tape.pokes).map((t) => t.words)).toEqual(['It starts here', 'Hall motion gives no answer: nothing to do']);
  });

  it('keep the present in sight and set round local times below it', () => {
    const sight = frame({ from: FROM, until: FROM + minutes(600), now: FROM + minutes(100), span: minutes(15) });
    expect(sight).toEqual({ from: FROM + minutes(90), to: FROM + minutes(105) });
    expect(ticks(sight, demoHome.timezone, 4).map((t) => t - FROM)).toEqual([minutes(90), minutes(95), minutes(100), minutes(105)]);
  });
});

describe('a run that shows a problem', () => {
  const other = structuredClone(flow);
  other.name = 'Hall light off';
  const [lit] = [other.chart.states?.lit?.entry?.[0]];
  if (lit?.type === 'set') lit.params.value = 'off';
  const draft = parseValue(flow);
  const found = draft.ok ? check(draft.value, demoHome, [other]).problems.find((p) => p.code === 'conflict') : undefined;
  const setting = found?.run && settingOf(found.run, demoHome.timezone);

  it('lies ready with its events at their times and the other flow running along', () => {
    if (!setting) throw new Error('no run');
    let tape = startTape({ flow, others: [other], home: demoHome, ...setting });
    expect(tape.present.now).toBe(setting.from);
    expect(tape.pokes.length).toBeGreaterThan(0);
    tape = seek(tape, tape.until);
    const sent = marks(tape.present.lines, LIGHT, 'power').map((m) => m.value);
    expect(sent.slice(0, 2).sort()).toEqual(['off', 'on']);
    const told = tell(tape.whole, tape.pokes);
    expect(told.some((t) => t.words.startsWith('Hall light off: '))).toBe(true);
    expect(tape.present.flows.map((f) => isOwn(f.id))).toEqual([true, false]);
  });

  it('starts over as it was given', () => {
    if (!setting) throw new Error('no run');
    const tape = startTape({ flow, others: [other], home: demoHome, ...setting });
    const again = reset(press(seek(tape, tape.from + minutes(30)), { ...MOTION, value: 'clear' }));
    expect(again.pokes).toEqual(tape.pokes);
    expect(again.whole.lines).toEqual(tape.whole.lines);
  });
});

describe('a day that shows everything', () => {
  it('is told with what it covers', () => {
    const day = proposeDay(flow, demoHome, instantOf('2026-06-01T00:00:00', demoHome.timezone));
    expect(coverageWords(flow, day, demoHome)).toBe('It shows all 4 arrows and all 3 states.');
    const [first = '', ...rest] = day.fired;
    expect(coverageWords(flow, { ...day, fired: rest, quiet: [first] }, demoHome)).toMatch(
      /^It shows 3 of 4 arrows and all 3 states\. Left out: .*Hall motion/,
    );
  });

  it('is a day that can be played', () => {
    const from = instantOf('2026-06-01T00:00:00', demoHome.timezone);
    const day = proposeDay(flow, demoHome, from);
    const tape = startTape({ flow, home: demoHome, from, until: day.until, state: [], given: day.events });
    expect(marks(tape.whole.lines, LIGHT, 'power').map((m) => m.value)).toEqual(expect.arrayContaining(['on', 'off']));
  });
});
