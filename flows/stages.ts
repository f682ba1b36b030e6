/**
 * The path, as nominal types: sentence → DraftFlow → CheckedFlow → ApprovedFlow → DeviceCommand → AuditRecord.
 * Each is made in one place only: DraftFlow by `parse` (flows/parse.ts), CheckedFlow by `check` (flows/check/check.ts),
 * ApprovedFlow by `verifyApproval` (engine/approve/verify.ts). Lasting rules go the same way: DraftRule and CheckedRule are made in
 * flows/rule.ts, ApprovedRule by `verifyRule` (engine/approve/rule.ts). A test counts the casts to these types.
 */
import type { Capability, Risk, Value } from './capability';
import type { Binding, Flow } from './flow';
import type { DeviceId, FlowHash } from './ids';
import type { Problem } from './problem';
import type { Rule } from './rule';

declare const stage: unique symbol;

/** Well-formed: shape, limits, names, references and a chart that XState runs. Says nothing about this home. */
export interface DraftFlow {
  readonly [stage]: 'draft';
  readonly flow: Flow;
  readonly hash: FlowHash;
  /** The canonical bytes that `hash` is of (SPEC 1.6). */
  readonly bytes: string;
}

/** Bound to this home, with nothing that blocks. */
export interface CheckedFlow {
  readonly [stage]: 'checked';
  readonly flow: Flow;
  readonly hash: FlowHash;
  readonly bytes: string;
  readonly problems: readonly Problem[];
  readonly footprint: Footprint;
}

/** What a flow may touch: computed from the chart and the bindings, never declared. `any`: a text that is worked out when it runs. */
export interface Footprint {
  writes: { device: DeviceId; capability: Capability; risk: Risk; values?: Value[]; min?: number; max?: number; any?: true }[];
  reads: { device: DeviceId; capability: Capability }[];
}

/** A person's consent to exactly these bytes, bindings and permissions. Kept as JSON. */
export interface Approval {
  hash: FlowHash;
  bindings: Record<string, Binding>;
  footprint: Footprint;
  problems: Problem[];
  by: string;
  /** ISO 8601 instant. */
  at: string;
  /** Hashes of the lasting rules that were in force. */
  rules?: FlowHash[];
}

export interface ApprovedFlow {
  readonly [stage]: 'approved';
  readonly flow: Flow;
  readonly hash: FlowHash;
  readonly footprint: Footprint;
  readonly approval: Approval;
}

/** A well-formed rule; its hash is of everything but its notes, bindings included. */
export interface DraftRule {
  readonly [stage]: 'draft rule';
  readonly rule: Rule;
  readonly hash: FlowHash;
}

/** Bound to devices of this home that can do what it forbids. */
export interface CheckedRule {
  readonly [stage]: 'checked rule';
  readonly rule: Rule;
  readonly hash: FlowHash;
}

/** A person's consent to exactly this rule. Kept as JSON. */
export interface RuleApproval {
  hash: FlowHash;
  by: string;
  /** ISO 8601 instant. */
  at: string;
}

/** A rule in force. */
export interface ApprovedRule {
  readonly [stage]: 'approved rule';
  readonly rule: Rule;
  readonly hash: FlowHash;
  readonly approval: RuleApproval;
}
