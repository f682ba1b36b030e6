import { describe, expect, it } from 'vitest';
import { examplesFor, requestOf } from '../../../editor/ask/examples';
import { besides, floorsOf } from '../../../editor/ask/house';
import { viewOf } from '../home';

describe('the house', () => {
  it('stacks floors from the top down, whatever the order of the file', () => {
    expect(floorsOf(viewOf()).map((f) => [f.name, f.level])).toEqual([
      ['First floor', 1],
      ['Ground floor', 0],
      ['Basement', -1],
    ]);
  });

  it('lights a room in which a lamp is on, and only that', () => {
    const lit = (view: ReturnType<typeof viewOf>) => floorsOf(view).flatMap((f) => f.rooms.filter((r) => r.lit).map((r) => r.name));
    expect(lit(viewOf([['hall_light', 'power', 'off']]))).toEqual([]);
    expect(lit(viewOf([['hall_light', 'power', 'on']]))).toEqual(['Hall']);
  });

  it('tells who is in and what does not answer', () => {
    const { people, silent } = besides(
      viewOf([
        ['anna', 'presence', 'away'],
        ['leak', 'leak', 'unavailable'],
      ]),
    );
    expect(people.map((p) => [p.device.name, p.text])).toEqual([['Anna', 'away']]);
    expect(silent.map((d) => d.name)).toEqual(['Cellar leak sensor']);
  });
});

describe('examples', () => {
  it('name only devices of this home', () => {
    const examples = examplesFor(viewOf());
    expect(examples).toHaveLength(3);
    for (const example of examples) {
      const said = requestOf(example).toLowerCase();
      for (const device of example.devices) expect(said).toContain(device.name.toLowerCase().replace(/ lock$/, ''));
    }
  });

  it('offers nothing to an empty home', () => {
    expect(examplesFor({ ...viewOf(), devices: [] })).toEqual([]);
  });
});
