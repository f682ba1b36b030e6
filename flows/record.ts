import type { Capability, Value } from './capability';
import type { Command, Outcome } from './command';
import type { DeviceId, FlowHash, FlowId } from './ids';
import type { Approval } from './stages';
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
  | { kind: 'start' };

/** Everything that can happen. Kept append-only and hash-chained (engine/record). */
export type AuditRecord = { seq: number; at: Millis } & (
  | { type: 'started' | 'stopped'; version: string }
  | { type: 'approved'; flow: FlowId; name: string; approval: Approval }
  | { type: 'paused' | 'resumed' | 'removed'; flow: FlowId; name: string; by: string }
  | { type: 'step'; flow: FlowId; name: string; event: CauseEvent; taken: TakenTransition[]; active: string[] }
  | { type: 'command'; id: string; command: Command; cause: Cause }
  | { type: 'outcome'; id: string; command: Command; outcome: Outcome; cause: Cause }
  | { type: 'change'; device: DeviceId; capability: Capability; value: Value; previous?: Value; source: 'device' | 'flow' | 'person' }
);

/** A record before it has its place in the chain. */
export type NewRecord = AuditRecord extends infer R ? (R extends AuditRecord ? Omit<R, 'seq'> : never) : never;
