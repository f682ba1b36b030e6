import canonicalize from 'canonicalize';
import { RISKS, type Risk } from '../../flows/capability';
import { check } from '../../flows/check/check';
import { findDevice, type Home } from '../../flows/home';
import type { FlowHash } from '../../flows/ids';
import { groupOf, roleMembers } from '../../flows/members';
import { parse } from '../../flows/parse';
import { type Problem, problem } from '../../flows/problem';
import { fail, ok, type Result } from '../../flows/result';
import type { Approval, ApprovedFlow, CheckedFlow } from '../../flows/stages';

/**
 * The only maker of an ApprovedFlow: approving and every restart go through here. The bytes are parsed and hashed again, checked
 * again against the home as it is, and must be exactly what the person consented to: behaviour, bindings and permissions, at no higher
 * risk. Binding a role to one other device, or a group to another group, is a change; members of a group may come and go.
 */
export function verifyApproval(bytes: string, approval: Approval, home: Home): Result<ApprovedFlow> {
  const draft = parse(bytes);
  if (!draft.ok) return draft;
  if (draft.value.hash !== approval.hash) return fail([problem('not-approved', 'This is not the version that was approved.')]);
  const bindings = bindingsOf(draft.value.flow.uses);
  if (canonicalize(bindings) !== canonicalize(approval.bindings)) return fail([problem('changed-since', 'Its devices were changed after it was approved.')]);
  const { checked, problems, footprint } = check(draft.value, home);
  if (!checked) return fail(problems);
  const riskier = footprint.writes.filter((w) => approved(approval, w)?.risk !== undefined && rank(w.risk) > rank(approved(approval, w)?.risk));
  if (riskier.length > 0) return fail([problem('changed-since', `Setting ${listed(riskier, home)} is riskier now than when it was approved.`)]);
  const gained = footprint.writes.filter((w) => !approved(approval, w));
  const members = new Set(Object.values(checked.flow.uses).flatMap((role) => (role.bind && groupOf(role.bind) ? roleMembers(home, role) : [])));
  const wider = gained.filter((w) => !members.has(w.device));
  if (wider.length > 0) return fail([problem('changed-since', `It could now also set ${listed(wider, home)}, which was not approved.`)]);
  const { flow, hash } = checked;
  // What was approved bounds what may be done, even where the home has since shrunk.
  const bounds = { writes: [...approval.footprint.writes, ...gained.filter(mayJoin)], reads: approval.footprint.reads };
  return ok(frozen({ flow, hash, footprint: bounds, approval }) as unknown as ApprovedFlow);
}

type Write = Approval['footprint']['writes'][number];
const rank = (risk: Risk | undefined): number => (risk === undefined ? -1 : RISKS.indexOf(risk));
const approved = (approval: Approval, write: Write): Write | undefined =>
  approval.footprint.writes.find((w) => w.device === write.device && w.capability === write.capability);

/**
 * Who approved "every light in the hall" approved the group: a lamp that joins it later is lit too. What is of a higher risk is not taken
 * along: the flow goes on without it, and the monitor refuses what it would tell the newcomer, until a person approves it again.
 */
const mayJoin = (write: Write): boolean => rank(write.risk) <= rank('comfort');

const listed = (writes: Write[], home: Home): string => writes.map((w) => `${w.capability} of ${findDevice(home, w.device)?.name ?? w.device}`).join(', ');

/** A person's consent to a checked flow as it stands. @param at ISO 8601 instant @param rules hashes of the lasting rules in force */
export function consent(checked: CheckedFlow, by: string, at: string, rules: readonly FlowHash[] = []): Approval {
  const { hash, footprint, problems } = checked;
  const under = rules.length > 0 ? { rules: [...rules] } : {};
  return { hash, bindings: bindingsOf(checked.flow.uses), footprint, problems: [...problems] as Problem[], by, at, ...under };
}

const bindingsOf = (uses: CheckedFlow['flow']['uses']): Approval['bindings'] =>
  Object.fromEntries(Object.entries(uses).flatMap(([name, role]) => (role.bind ? [[name, role.bind]] : [])));

/** What was approved cannot become something else in memory: the monitor hashes it once. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
