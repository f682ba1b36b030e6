import { describe, expect, test } from 'vitest';
import { diff } from '../../flows/diff';
import type { Flow } from '../../flows/flow';
import { becomes, EXAMPLES, flowOf, HOME_FILE, set, USES } from './play';

const HALL = {
  name: 'Hall',
  uses: USES,
  delays: { linger: { for: 'PT5M' } },
  chart: {
    id: 'flow',
    initial: 'dark',
    states: {
      dark: {
        description: 'Dark',
        on: { 'door.contact': [{ target: 'lit', guard: becomes('door', 'contact', 'open'), actions: [set('lamp', 'power', 'on')] }] },
      },
      lit: { description: 'Lit', after: { linger: [{ target: 'dark', actions: [set('lamp', 'power', 'off')] }] } },
    },
  },
};
const changed = (edit: (file: typeof HALL & Record<string, unknown>) => void): Flow => {
  const copy = structuredClone(HALL);
  edit(copy);
  return flowOf(copy);
};
const told = (edit: Parameters<typeof changed>[0]) => diff(flowOf(HALL), changed(edit), HOME_FILE);

describe('SPEC 7.2', () => {
  test('the same', () => {
    expect(told(() => undefined)).toEqual({
      same: true,
      behaviour: false,
      changes: [],
      footprint: { gained: { writes: [], reads: [] }, lost: { writes: [], reads: [] } },
    });
  });

  test('names and papers change nothing, and it says so', () => {
    const d = told((f) => {
      f.name = 'Corridor';
      f.chart.states.lit.description = 'Bright';
      f.notes = 'x';
    });
    expect(d.same).toBe(false);
    expect(d.behaviour).toBe(false);
    expect(d.changes.map((c) => c.path).sort()).toEqual(['chart.states.lit.description', 'name', 'notes']);
    expect(d.changes.every((c) => c.text.includes('changes nothing'))).toBe(true);
  });

  test('a delay', () => {
    const d = told((f) => {
      f.delays.linger.for = 'PT10M';
    });
    expect(d.behaviour).toBe(true);
    expect(d.changes).toContainEqual({ text: '“after 5 min” is now “after 10 min”', path: 'delays.linger', kind: 'changed' });
  });

  test('an action, a state, a device', () => {
    const d = told((f) => {
      f.chart.states.dark.on['door.contact'][0]?.actions.push(set('lamp', 'color', 'red'));
    });
    expect(d.changes).toHaveLength(1);
    expect(d.changes[0]).toMatchObject({ path: 'chart.states.dark.on.door.contact.0', kind: 'changed' });
    expect(d.footprint?.gained.writes.map((w) => `${w.device}.${w.capability}`)).toEqual(['lamp.color']);
    const more = told((f) => {
      (f.chart.states as Record<string, object>).extra = { description: 'Extra' };
    });
    expect(more.changes).toEqual([{ text: 'There is a new state “Extra”', path: 'chart.states.extra', kind: 'added' }]);
    const bound = told((f) => {
      f.uses = { ...f.uses, door: { ...f.uses.door, bind: { one: 'w1' } } };
    });
    expect(bound.changes).toEqual([{ text: 'Door is now Window (Kitchen)', path: 'uses.door.bind', kind: 'changed' }]);
    expect([bound.footprint?.gained.reads, bound.footprint?.lost.reads]).toEqual([
      [{ device: 'w1', capability: 'contact' }],
      [{ device: 'door', capability: 'contact' }],
    ]);
  });

  test('every example differs from every other, and from itself in nothing', () => {
    for (const a of EXAMPLES.slice(0, 8))
      for (const b of EXAMPLES.slice(0, 8)) expect([a.file, b.file, diff(a.flow, b.flow).behaviour]).toEqual([a.file, b.file, a !== b]);
  });
});
