import { describe, expect, it } from 'vitest';
import { demoHome } from '../../devices/simulator/demo';
import { graphOf, ROOT } from '../../editor/canvas/graph';
import type { Edited } from '../../editor/edit/edit';
import { deleteAction, deleteGuard } from '../../editor/edit/parts';
import { keysOf, valueAt } from '../../editor/edit/path';
import { bindRole } from '../../editor/edit/roles';
import { deleteState } from '../../editor/edit/states';
import { addTransition, deleteTransition, reconnect } from '../../editor/edit/transitions';
import { changeValue } from '../../editor/edit/value';
import type { Flow } from '../../flows/flow';
import { findDevice } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { Result } from '../../flows/result';
import { allStates, allTransitions } from '../../flows/walk';
import { everything, hallLight, samples } from './flows';

const done = (result: Result<Edited>): Flow => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.flow;
};
const MOTION = 'chart.states.dark.on.hall_motion.occupancy.0';
const AFTER = 'chart.states.waiting.after.wait_5m.0';

describe('paths', () => {
  it('find keys that hold a dot', () => {
    expect(keysOf(hallLight, `${MOTION}.guard`)).toEqual(['chart', 'states', 'dark', 'on', 'hall_motion.occupancy', '0', 'guard']);
    expect(valueAt(hallLight, `${MOTION}.target`)).toBe('lit');
    expect(valueAt(hallLight, 'chart.states.nowhere.entry')).toBeUndefined();
  });
});

describe('edit', () => {
  it('changes a duration and the name of the state that was called after it', () => {
    const flow = done(changeValue(hallLight, { kind: 'duration', path: 'delays.wait_5m.for', value: 'PT5M' }, 'PT10M', demoHome, AFTER));
    expect(flow.delays).toEqual({ wait_5m: { for: 'PT10M' } });
    expect(flow.chart.states?.waiting?.description).toBe('Waiting 10 min');
  });

  it('gives a shared delay an entry of its own where only one transition changes', () => {
    const at = 'chart.states.light.states.on.states.dim.after.short.0';
    const result = changeValue(everything, { kind: 'duration', path: 'delays.short.for', value: 'PT2M' }, 'PT9M', demoHome, at);
    const flow = done(result);
    expect(flow.delays?.short).toEqual({ for: 'PT2M', late: 'skip' });
    expect(flow.delays?.wait_9m).toEqual({ for: 'PT9M', late: 'skip' });
    expect(result.ok && valueAt(flow, result.value.at ?? '')).toEqual({ target: 'over' });
  });

  it('takes roles, delays and permissions along that nothing uses any more', () => {
    const flow = done(deleteTransition(hallLight, AFTER));
    expect(flow.delays).toBeUndefined();
    const dark = done(deleteAction(flow, 'chart.states.lit.entry.0'));
    expect(Object.keys(dark.uses)).toEqual(['hall_motion', 'home']);
    const free = done(deleteGuard(dark, `${MOTION}.guard.params.of.1`));
    expect(Object.keys(free.uses)).toEqual(['hall_motion']);
    expect(valueAt(free, `${MOTION}.guard.type`)).toBe('becomes');
  });

  it('keeps a state whose last action went', () => {
    const flow = done(deleteAction(hallLight, 'chart.states.lit.entry.0'));
    expect(Object.keys(flow.chart.states ?? {})).toEqual(['dark', 'lit', 'waiting']);
  });

  it('deletes a state with every transition that ends there, and starts elsewhere', () => {
    const flow = done(deleteState(hallLight, ['dark']));
    expect(flow.chart.initial).toBe('lit');
    expect(allTransitions(flow).map((t) => t.transition.target)).toEqual(['waiting', 'lit']);
    expect(Object.keys(flow.uses)).toEqual(['hall_light', 'hall_motion']);
  });

  it('binds another device and renames what was called after the old one', () => {
    const named = {
      ...hallLight,
      chart: { ...hallLight.chart, states: { ...hallLight.chart.states, lit: { ...hallLight.chart.states?.lit, description: 'Hall light on' } } },
    };
    const device = findDevice(demoHome, 'kitchen_light' as DeviceId);
    if (!device) throw new Error('no kitchen light in the demo home');
    const flow = done(bindRole(named, 'hall_light', device));
    expect(flow.uses.hall_light).toMatchObject({ name: 'Kitchen light', bind: { one: 'kitchen_light' } });
    expect(flow.chart.states?.lit?.description).toBe('Kitchen light on');
    const odd = done(bindRole(named, 'hall_light', { ...device, name: "Lamp $& $'" }));
    expect(odd.chart.states?.lit?.description).toBe("Lamp $& $' on");
  });

  it('connects states of different parts by full path and says why a connection cannot be', () => {
    const flow = done(addTransition(everything, ['heating', 'day'], ['light', 'on', 'dim']));
    expect(flow.chart.states?.heating?.states?.day?.after?.wait_5m).toEqual([{ target: '#flow.light.on.dim' }]);
    expect(addTransition(everything, ['light', 'on', 'over'], ['light', 'off']).ok).toBe(false);
    expect(reconnect(everything, 'chart.states.nowhere.on.a.b.0', { to: ['light'] }).ok).toBe(false);
  });
});

describe('graph', () => {
  it.each(Object.entries(samples))('holds every state and transition of %s exactly once', (_, flow) => {
    const { nodes, edges } = graphOf(flow, demoHome);
    const states = allStates(flow.chart).map((s) => s.path.join('.') || ROOT);
    const ids = nodes.map((n) => n.id);
    expect([...ids, ...(ids.includes(ROOT) ? [] : [ROOT])].sort()).toEqual(states.sort());
    expect(edges.map((e) => e.id).sort()).toEqual(
      allTransitions(flow)
        .map((t) => t.at)
        .sort(),
    );
    for (const e of edges) expect([ids.includes(e.from), ids.includes(e.to), e.name.length > 3]).toEqual([true, true, true]);
  });

  it('names arrows by their reading', () => {
    expect(graphOf(hallLight, demoHome).edges.map((e) => e.name)).toContain('when Hall motion sees motion, if the sun is down → Lit');
  });
});
