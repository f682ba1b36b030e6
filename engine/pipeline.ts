/**
 * Start here. The path that everything in Sayso takes, one call a line:
 *
 *     sentence ─ask→ draft ─checked→ CheckedFlow ─approved→ ApprovedFlow ─begin→ running ─→ DeviceCommand ─→ AuditRecord
 *
 * The API's routes and the command line call these functions and go no other way. Each step takes only what the step before made;
 * what can go wrong comes back as problems, in words.
 */
import { randomUUID } from 'node:crypto';
import type { AskResult, FlowView, Other, RuleView } from '../flows/api';
import { check } from '../flows/check/check';
import type { Home } from '../flows/home';
import { type FlowHash, type FlowId, flowId, type RuleId, ruleId } from '../flows/ids';
import { aliasDevices, type NewMemory } from '../flows/memory';
import { parse, parseValue } from '../flows/parse';
import { problem } from '../flows/problem';
import { fail, ok, type Result } from '../flows/result';
import { checkRule, parseRuleValue } from '../flows/rule';
import type { ApprovedFlow, ApprovedRule, CheckedFlow, DraftFlow } from '../flows/stages';
import { consentToRule, verifyRule } from './approve/rule';
import { consent, verifyApproval } from './approve/verify';
import { compile, correctable } from './compile/compile';
import type { Model } from './compile/model';
import type { Situation } from './compile/situation';
import type { ToRemember } from './memory/memory';
import type { Runtime, VerifiedRule } from './run/runtime';
import type { KeptFlow, KeptRule } from './store/store';

/** A sentence, in a home as it is now → what was understood. `draft` is the flow that a follow-up changes. @throws ModelError */
export function ask(request: string, situation: Situation, model: Model): Promise<AskResult> {
  return compile(request, situation, model);
}

/** What a person wants remembered → what may be: names of what this home has, corrections that still fit what was said. */
export function rememberable(entry: NewMemory, situation: Situation): Result<ToRemember> {
  if (entry.kind === 'preference') return ok(entry);
  if (entry.kind === 'alias') {
    const found = aliasDevices(entry, situation.home).length;
    const whole = 'room' in entry.means ? found > 0 : found === new Set(entry.means.devices).size;
    return whole ? ok(entry) : fail([problem('no-device', 'This home has no such device or room.', 'entry.means')]);
  }
  const fit = correctable(entry.request, entry.notation, situation);
  return fit === undefined
    ? fail([problem('not-understood', 'What was accepted no longer fits this request.', 'entry.notation', { level: 'blocks' })])
    : ok({ ...entry, ...fit });
}

/** A flow from anywhere, as text or as JSON → a draft. Whoever wrote it, this is the door. */
export function drafted(flow: string | object): Result<DraftFlow> {
  return typeof flow === 'string' ? parse(flow) : parseValue(flow);
}

/** A draft → checked: bound to this home, with nothing that blocks. @param others the flows beside which it would run */
export function checked(draft: DraftFlow, home: Home, others: readonly Other[] = []): Result<CheckedFlow> {
  const { checked: passed, problems } = check(
    draft,
    home,
    others.map((o) => o.flow),
    others.map((o) => o.id),
  );
  return passed ? ok(passed) : fail(problems);
}

/** A checked flow and a person who says so → approved. Parsed, hashed and checked once more from the bytes that will run. @param rules in force */
export function approved(flow: CheckedFlow, person: string, home: Home, now: Date, rules?: readonly FlowHash[]): Result<ApprovedFlow> {
  return verifyApproval(bytesOf(flow), consent(flow, person, now.toISOString(), rules), home);
}

/** What a flow would run beside: hashes of the lasting rules in force, and the other flows that run. */
export interface Beside {
  rules?: readonly FlowHash[];
  others?: readonly Other[];
}

/** The whole of consent, from what a person sent to what may run: `hash` is of the version that they saw. */
export function approve(flow: object, hash: string, person: string, home: Home, now: Date, { rules, others }: Beside = {}): Result<ApprovedFlow> {
  const draft = drafted(flow);
  if (!draft.ok) return draft;
  if (draft.value.hash !== hash) return fail([problem('changed-since', 'This is not the version that was shown for approval.')]);
  const fit = checked(draft.value, home, others);
  return fit.ok ? approved(fit.value, person, home, now, rules) : fit;
}

/** Approved → running, and from then on it acts: under `id` where it replaces a version, else as a new flow. */
export function begin(runtime: Runtime, flow: ApprovedFlow, id: FlowId = flowId(randomUUID())): FlowView {
  return runtime.run(id, flow);
}

/** A flow that was kept → what may run again after a restart: through the same door as a new one. */
export function reapproved(kept: KeptFlow, home: Home): Parameters<Runtime['start']>[0][number] {
  const again = verifyApproval(kept.bytes, kept.approval, home);
  return again.ok ? { kept, approved: again.value, problems: [] } : { kept, approved: undefined, problems: again.problems };
}

/** The same path for a lasting rule: a person's consent to exactly this content → a rule that may be in force. */
export function approveRule(rule: object, hash: string, person: string, home: Home, now: Date): Result<ApprovedRule> {
  const draft = parseRuleValue(rule);
  if (!draft.ok) return draft;
  if (draft.value.hash !== hash) return fail([problem('changed-since', 'This is not the rule that was shown for approval.')]);
  const fit = checkRule(draft.value, home);
  return fit.ok ? verifyRule(JSON.stringify(fit.value.rule), consentToRule(fit.value, person, now.toISOString())) : fit;
}

/** Approved → in force for every command from now on. */
export function enforce(runtime: Runtime, rule: ApprovedRule, id: RuleId = ruleId(randomUUID())): RuleView {
  return runtime.approveRule(id, rule);
}

/** A rule that was kept → what is in force again after a restart. */
export function reapprovedRule(kept: KeptRule): VerifiedRule {
  const again = verifyRule(kept.bytes, kept.approval);
  return again.ok ? { kept, approved: again.value, problems: [] } : { kept, approved: undefined, problems: again.problems };
}

/** With the bindings, which the hash leaves out and the approval holds by itself. */
const bytesOf = (flow: CheckedFlow): string => JSON.stringify(flow.flow);
