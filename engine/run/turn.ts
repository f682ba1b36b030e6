import type { LiveEvent } from '../../flows/api';
import type { Command, Outcome, Reading } from '../../flows/command';
import type { FlowId } from '../../flows/ids';
import type { AuditRecord, Cause, NewRecord } from '../../flows/record';
import type { Millis } from '../../flows/time';
import { type Running, viewOf } from './running';

/** A command that is on disk and goes out once its turn is committed. */
export interface Sending {
  id: string;
  command: Command;
  cause: Cause;
  /** Told the outcome, where somebody waits for it. */
  settle?: ((outcome: Outcome) => void) | undefined;
}

/**
 * One turn: everything that one transaction writes, and what is to be done once it is on disk. Nothing of it is shown or sent before;
 * where the transaction fails, `undo` puts memory back to what the disk holds.
 */
export interface Turn {
  readonly now: Millis;
  note(record: NewRecord): AuditRecord;
  readonly undo: (() => void)[];
  readonly sends: Sending[];
  /** Events that this turn itself brought about; heard in it, after the steps under way. */
  readonly later: (() => void)[];
  /** How often flows have told others that they moved, since the event that began it. */
  rounds: number;
  readonly readings: Reading[];
  readonly records: AuditRecord[];
  readonly changed: Set<Running>;
  readonly removed: Set<FlowId>;
  /** What else it shows: rules that come and go. */
  readonly told: LiveEvent[];
}

export function newTurn(now: Millis, append: (record: NewRecord) => AuditRecord): Turn {
  const records: AuditRecord[] = [];
  return {
    now,
    records,
    note: (record) => {
      const noted = append(record);
      records.push(noted);
      return noted;
    },
    undo: [],
    sends: [],
    later: [],
    rounds: 0,
    readings: [],
    changed: new Set(),
    removed: new Set(),
    told: [],
  };
}

/** What a committed turn shows to whoever watches, in the order in which it makes sense to them. */
export function shown(turn: Turn): LiveEvent[] {
  return [
    ...turn.readings.map((reading): LiveEvent => ({ type: 'reading', reading })),
    ...[...turn.removed].map((id): LiveEvent => ({ type: 'removed', id })),
    ...[...turn.changed].map((running): LiveEvent => ({ type: 'flow', flow: viewOf(running) })),
    ...turn.told,
    ...turn.records.map((record): LiveEvent => ({ type: 'record', record })),
  ];
}

/** What the steps of a turn brought about themselves. */
export function drain(turn: Turn): void {
  turn.rounds = 0;
  for (let next = turn.later.shift(); next; next = turn.later.shift()) next();
}
