import { describe, expect, it } from 'vitest';
import { departures, leavesOf } from '../../editor/flows/board';
import { deviceId } from '../../flows/ids';
import type { AuditRecord } from '../../flows/record';
import { runningFlow, viewOf } from './home';

const board = (...args: Parameters<typeof runningFlow>) => departures([runningFlow(...args)], viewOf(), [], () => '')[0];

describe('the departure board', () => {
  it('is dark where a flow rests and lit where it does not', () => {
    expect(board()).toMatchObject({ lit: false, next: undefined, waits: 'when Hall motion sees motion', clocked: false });
    const timer = { id: 't', kind: 'delay' as const, name: 'linger', event: 'e', due: 5 };
    expect(board({ active: { '': ['', 'lit'] }, timers: { '': [{ ...timer, id: 'u', due: 9 }, timer] } })).toMatchObject({ lit: true, next: { due: 5 } });
  });

  it('shows no clock of a paused flow', () => {
    const timer = { id: 't', kind: 'delay' as const, name: 'linger', event: 'e', due: 5 };
    expect(board({ status: 'paused', active: { '': ['', 'lit'] }, timers: { '': [timer] } })).toMatchObject({ lit: false, next: undefined });
  });

  it('names what it touches once, the heaviest first', () => {
    expect(board()?.touches).toEqual([
      { kind: 'light', name: 'Hall light', risk: 'comfort' },
      { kind: 'motion sensor', name: 'Hall motion', risk: 'observe' },
    ]);
  });

  it('tells the last outcome of this flow, not of another', () => {
    const command = { device: deviceId('hall_light'), capability: 'power' as const, value: 'on' };
    const outcome = (seq: number, flow: string): AuditRecord =>
      ({
        seq,
        at: seq,
        type: 'outcome',
        id: `${seq}`,
        command,
        outcome: { status: 'done' },
        cause: { by: 'flow', flow, name: flow },
      }) as unknown as AuditRecord;
    const [row] = departures([runningFlow()], viewOf(), [outcome(9, 'other'), outcome(7, 'f1'), outcome(3, 'f1')], (r) => `record ${r.seq}`);
    expect(row?.last).toEqual({ at: 7, text: 'record 7' });
  });

  it('keeps only the innermost states', () => {
    expect(leavesOf(['', 'a', 'a.b', 'c'])).toEqual(['a.b', 'c']);
  });
});
