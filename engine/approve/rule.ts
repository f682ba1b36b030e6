import { problem } from '../../flows/problem';
import { fail, ok, type Result } from '../../flows/result';
import { parseRule } from '../../flows/rule';
import type { ApprovedRule, CheckedRule, RuleApproval } from '../../flows/stages';
import { frozen } from './verify';

/**
 * The only maker of an ApprovedRule: approving and every restart go through here. The bytes are parsed and hashed again and must be
 * exactly what the person consented to. The home is not asked: where a device is gone the rule still holds for the others, and what
 * cannot be told of its condition counts as holding (SPEC 8.2), so a rule never falls away by itself.
 */
export function verifyRule(bytes: string, approval: RuleApproval): Result<ApprovedRule> {
  const draft = parseRule(bytes);
  if (!draft.ok) return draft;
  const { rule, hash } = draft.value;
  if (hash !== approval.hash) return fail([problem('not-approved', 'This is not the rule that was approved.')]);
  return ok(frozen({ rule, hash, approval }) as unknown as ApprovedRule);
}

/** A person's consent to a checked rule as it stands. @param at ISO 8601 instant */
export const consentToRule = (checked: CheckedRule, by: string, at: string): RuleApproval => ({ hash: checked.hash, by, at });
