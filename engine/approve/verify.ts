import canonicalize from 'canonicalize';
import { check } from '../../flows/check/check';
import type { Home } from '../../flows/home';
import { parse } from '../../flows/parse';
import { type Problem, problem } from '../../flows/problem';
import { fail, ok, type Result } from '../../flows/result';
import type { Approval, ApprovedFlow, CheckedFlow } from '../../flows/stages';

/**
 * The only maker of an ApprovedFlow: approving and every restart go through here. The bytes are parsed and hashed again, checked
 * again against the home as it is, and must be exactly what the person consented to: behaviour, bindings and permissions.
 */
export function verifyApproval(bytes: string, approval: Approval, home: Home): Result<ApprovedFlow> {
  const draft = parse(bytes);
  if (!draft.ok) return draft;
  if (draft.value.hash !== approval.hash) return fail([problem('not-approved', 'This is not the version that was approved.')]);
  const bindings = bindingsOf(draft.value.flow.uses);
  if (canonicalize(bindings) !== canonicalize(approval.bindings)) return fail([problem('changed-since', 'Its devices were changed after it was approved.')]);
  const { checked, problems, footprint } = check(draft.value, home);
  if (!checked) return fail(problems);
  const wider = gained(footprint, approval.footprint);
  if (wider.length > 0) return fail([problem('changed-since', `It could now also touch ${wider.join(', ')}, which was not approved.`)]);
  const { flow, hash } = checked;
  // What was approved bounds what may be done, even where the home has since shrunk.
  return ok({ flow, hash, footprint: approval.footprint, approval } as unknown as ApprovedFlow);
}

/** A person's consent to a checked flow as it stands. @param at ISO 8601 instant */
export function consent(checked: CheckedFlow, by: string, at: string): Approval {
  return { hash: checked.hash, bindings: bindingsOf(checked.flow.uses), footprint: checked.footprint, problems: [...checked.problems] as Problem[], by, at };
}

const bindingsOf = (uses: CheckedFlow['flow']['uses']): Approval['bindings'] =>
  Object.fromEntries(Object.entries(uses).flatMap(([name, role]) => (role.bind ? [[name, role.bind]] : [])));

/** Writes that one footprint has and another has not; groups may lose members without asking again. */
function gained(now: Approval['footprint'], then: Approval['footprint']): string[] {
  return now.writes.filter((w) => !then.writes.some((t) => t.device === w.device && t.capability === w.capability)).map((w) => `${w.device} ${w.capability}`);
}
