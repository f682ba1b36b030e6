import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../engine/clock';
import { Concerned } from '../../../engine/run/concerned';
import { Deadlines } from '../../../engine/run/deadlines';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('whatever is set, moved and taken away, the first is the earliest, and of equal ones the first in order', () => {
  const owners = Array.from({ length: 8 }, (_, order) => ({ order }));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(7), fc.option(fc.nat(20), { nil: undefined }))), (moves) => {
      const deadlines = new Deadlines<{ order: number }>();
      const model = new Map<number, number>();
      for (const [i, due] of moves) {
        deadlines.set(owners[i] as { order: number }, due);
        if (due === undefined) model.delete(i);
        else model.set(i, due);
        const first = [...model].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0];
        expect([deadlines.first()?.owner.order, deadlines.first()?.due]).toEqual([first?.[0], first?.[1]]);
        expect(deadlines.size).toBe(model.size);
      }
    }),
  );
});

test('the concerned are found by key, in their order, and no more after they were taken out', () => {
  const concerned = new Concerned<{ order: number }>();
  const [a, b] = [{ order: 1 }, { order: 2 }];
  concerned.set(b, new Set(['x', 'y']));
  concerned.set(a, new Set(['x']));
  expect(concerned.of('x')).toEqual([a, b]);
  concerned.set(b, new Set(['z']));
  expect(concerned.of('x')).toEqual([a]);
  expect(concerned.of('y')).toEqual([]);
  concerned.remove(a);
  expect(concerned.of('x')).toEqual([]);
});

test('the system’s clock waits for longer than the platform’s timers reach, and can be cancelled', () => {
  vi.setSystemTime(0);
  const day = 86_400_000;
  const calls: string[] = [];
  systemClock.at(40 * day, () => calls.push('a'));
  const cancel = systemClock.at(41 * day, () => calls.push('b'));
  vi.advanceTimersByTime(25 * day);
  expect(calls).toEqual([]);
  vi.advanceTimersByTime(15 * day);
  expect(calls).toEqual(['a']);
  cancel();
  vi.advanceTimersByTime(5 * day);
  expect(calls).toEqual(['a']);
});
