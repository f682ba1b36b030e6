import type { Capability, Value } from './capability';
import type { Command, Outcome } from './command';
import type { DeviceId, FlowHash, FlowId, RuleId } from './ids';
import type { Problem } from './problem';
import type { Approval, RuleApproval } from './stages';
import type { Millis } from './time';

/** Where a transition stands in the chart: the path of its state, its trigger and its place in that list. */
export interface TakenTransition {
  /** Path of the state that it leaves, `lamp.lit`; empty for the root. */
  state: string;
  /** Key of `on` or `after`; `always`, `onDone`. */
  trigger: string;
  index: number;
  /** Paths of the states that are active afterwards. */
  active: string[];
}

/** Why a command was sent: a flow's transition, a person's order, or a rehearsal's poke. */
export type Cause =
  | { by: 'flow'; flow: FlowId; hash: FlowHash; name: string; step: number; transition?: TakenTransition; event: CauseEvent }
  | { by: 'person'; request?: string };

export type CauseEvent =
  | { kind: 'reading'; device: DeviceId; capability: Capability; value: Value; previous?: Value }
  | { kind: 'timer'; delay: string; due: Millis }
  | { kind: 'schedule'; schedule: string; due: Millis }
  /** Another flow that this one looks at, by its name, is in other states than before. */
  | { kind: 'flow'; flow: string }
  | { kind: 'start' };

/** Everything that can happen. Kept append-only and hash-chained (engine/record). */
export type AuditRecord = { seq: number; at: Millis } & (
  | { type: 'started' | 'stopped'; version: string }
  | { type: 'approved'; flow: FlowId; name: string; approval: Approval }
  | { type: 'paused' | 'resumed' | 'removed'; flow: FlowId; name: string; by: string }
  /** A newer version of the flow took its place; `hash` is the old one's, whose timers are gone. */
  | { type: 'superseded'; flow: FlowId; name: string; hash: FlowHash }
  /** It no longer runs, though approved: a device is gone, its state cannot be restored. */
  | { type: 'broken'; flow: FlowId; name: string; problems: Problem[] }
  /** A device left the group of which the flow runs once for each. */
  | { type: 'left'; flow: FlowId; name: string; member: DeviceId }
  /** A timer that fell due while nothing ran and was not made up for, as the flow says (SPEC 5.3). */
  | { type: 'skipped'; flow: FlowId; name: string; event: CauseEvent; member?: DeviceId }
  | { type: 'step'; flow: FlowId; name: string; event: CauseEvent; taken: TakenTransition[]; active: string[]; member?: DeviceId }
  /** A lasting rule is in force from here on, in these words; no longer; or not, since what is kept of it is not what was approved. */
  | { type: 'rule-approved'; rule: RuleId; name: string; wording: string; approval: RuleApproval }
  | { type: 'rule-removed'; rule: RuleId; name: string; by: string }
  | { type: 'rule-broken'; rule: RuleId; name: string; problems: Problem[] }
  | { type: 'command'; id: string; command: Command; cause: Cause }
  | { type: 'outcome'; id: string; command: Command; outcome: Outcome; cause: Cause }
  | { type: 'change'; device: DeviceId; capability: Capability; value: Value; previous?: Value; source: 'device' | 'flow' | 'person' }
);

/** A record before it has its place in the chain. */
export type NewRecord = AuditRecord extends infer R ? (R extends AuditRecord ? Omit<R, 'seq'> : never) : never;
