/**
 * What must not compile: nothing gets further on the path than the step before let it. Checked by `tsc`, which fails
 * where a line below an expectation compiles. Nothing here is ever called.
 */
import { consentToRule } from '../../engine/approve/rule';
import { consent, type verifyApproval } from '../../engine/approve/verify';
import { approved, begin } from '../../engine/pipeline';
import type { Runtime } from '../../engine/run/runtime';
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { type DeviceId, deviceId, type FlowHash, type FlowId, flowHash, flowId, type RuleId } from '../../flows/ids';
import type { Approval, ApprovedFlow, ApprovedRule, CheckedFlow, CheckedRule, DraftFlow, DraftRule } from '../../flows/stages';

export function path(
  runtime: Runtime,
  o: { flow: Flow; draft: DraftFlow; checked: CheckedFlow; approved: ApprovedFlow; approval: Approval; home: Home; id: FlowId },
): void {
  runtime.run(o.id, o.approved);
  // @ts-expect-error a checked flow has nobody's consent
  runtime.run(o.id, o.checked);
  // @ts-expect-error a draft even less
  runtime.run(o.id, o.draft);
  // @ts-expect-error nor a file
  runtime.run(o.id, o.flow);
  // @ts-expect-error nor something that looks like an approved flow
  runtime.run(o.id, { flow: o.flow, hash: o.approval.hash, footprint: o.approval.footprint, approval: o.approval });
  // @ts-expect-error begin takes no less than run
  begin(runtime, o.checked);
  consent(o.checked, 'Anna', '2026-06-01T00:00:00Z');
  // @ts-expect-error nobody can consent to what was not checked
  consent(o.draft, 'Anna', '2026-06-01T00:00:00Z');
  // @ts-expect-error approving takes a checked flow
  approved(o.draft, 'Anna', o.home, new Date());
  // @ts-expect-error an approved flow is not changed
  o.approved.flow = o.flow;
}

export function rules(runtime: Runtime, o: { draft: DraftRule; checked: CheckedRule; approved: ApprovedRule; flow: ApprovedFlow; id: RuleId }): void {
  runtime.approveRule(o.id, o.approved);
  // @ts-expect-error a checked rule has nobody's consent
  runtime.approveRule(o.id, o.checked);
  // @ts-expect-error a flow is no rule
  runtime.approveRule(o.id, o.flow);
  // @ts-expect-error nobody can consent to what was not checked
  consentToRule(o.draft, 'Anna', '2026-06-01T00:00:00Z');
}

export function ids(device: DeviceId, flow: FlowId, hash: FlowHash): void {
  const take = { device: (_: DeviceId) => {}, flow: (_: FlowId) => {}, hash: (_: FlowHash) => {} };
  take.device(device);
  // @ts-expect-error a flow is no device
  take.device(flow);
  // @ts-expect-error a hash is no id
  take.flow(hash);
  // @ts-expect-error an id is no hash
  take.hash(flow);
  // @ts-expect-error a text is none of them until its constructor has looked at it
  take.flow('f1');
  take.device(deviceId('lamp'));
  take.flow(flowId('f1'));
  take.hash(flowHash('0'.repeat(64)));
}

export type Maker = typeof verifyApproval;
