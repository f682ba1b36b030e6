import { describe, expect, it } from 'vitest';
import { liesLeft } from '../../editor/canvas/geometry';
import { straightened } from '../../editor/canvas/straighten';
import { closed, piecesOf } from '../../editor/review/Sentence';

const boxes = { a: { x: 0, y: 0, width: 168, height: 84 }, b: { x: 10, y: 200, width: 168, height: 84 } };
const stepped = [
  { x: 60, y: 84 },
  { x: 60, y: 110 },
  { x: 75, y: 110 },
  { x: 75, y: 180 },
  { x: 81, y: 180 },
  { x: 81, y: 200 },
];

describe('straightened', () => {
  it('moves both doors of a line in line with its long stretch', () => {
    const [line] = straightened([{ from: 'a', to: 'b', points: stepped }], boxes);
    expect(line?.points).toEqual([
      { x: 75, y: 84 },
      { x: 75, y: 200 },
    ]);
  });

  it('leaves a step where the door would come too near to another, or a turn is meant', () => {
    const other = [
      { x: 100, y: 200 },
      { x: 100, y: 84 },
    ];
    const [kept] = straightened(
      [
        { from: 'a', to: 'b', points: stepped },
        { from: 'b', to: 'a', points: other },
      ],
      boxes,
    );
    expect(kept?.points[0]).toEqual({ x: 60, y: 84 });
    const turn = stepped.map((p) => (p.x === 60 ? { ...p, x: 30 } : p));
    expect(straightened([{ from: 'a', to: 'b', points: turn }], boxes)[0]?.points[0]).toEqual({ x: 30, y: 84 });
  });
});

it('words beside a line end at it where it runs on their right', () => {
  const box = { x: 0, y: 20, width: 60, height: 20 };
  const upright = (x: number) => [
    { x, y: 0 },
    { x, y: 100 },
  ];
  expect([liesLeft(box, upright(64)), liesLeft(box, upright(-4))]).toEqual([true, false]);
});

it('a comma stays at its phrase, and words go on over a long gloss', () => {
  const request = 'light the hall, and off then';
  const pieces = piecesOf(request, [{ letter: 'a', start: 10, end: 14, paths: [] }]);
  expect(closed(pieces, () => 'Hall').map((p) => [p.text, p.tail])).toEqual([
    ['light the ', undefined],
    ['hall', ','],
    [' and off then', undefined],
  ]);
  expect(closed(pieces, () => 'Hall motion').map((p) => [p.text, p.tail])).toEqual([
    ['light the ', undefined],
    ['hall', ', and'],
    [' off then', undefined],
  ]);
});
