/**
 * A lasting rule, `*.rule.json` (SPEC 8): something is never to be set to certain values, always or while a condition holds. The same
 * vocabulary as flows; drafted, checked and approved like one. The monitor below the interpreter asks `ruleRefuses` of every command.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { hashBytes } from './canonical';
import { CAPABILITY_NAMES, type Capability, capabilityRow } from './capability';
import { bindingProblems } from './check/bindings';
import type { Command } from './command';
import { compare, evaluate, type View } from './evaluate';
import { type Flow, roleTable } from './flow';
import type { Home } from './home';
import { parseJson, placed } from './json';
import { roleMembers } from './members';
import { COMPARISONS, type Comparison, type Guard, guardSchema } from './operators';
import { textOf } from './phrase';
import { guardPhrases } from './phrases/guards';
import { roleWords } from './phrases/roles';
import { blocks, type Problem, problem } from './problem';
import { referenceProblems } from './references';
import { fail, ok, type Result } from './result';
import type { CheckedRule, DraftRule } from './stages';
import type { World } from './step';
import { consequences } from './twin';
import { allGuards } from './walk';
import { actionsWords } from './wording';
import { capital, valueWords } from './words';

export const RULE_FORMAT = 'sayso/rule/1';

const neverSchema = z.strictObject({
  role: z.string(),
  capability: z.enum(CAPABILITY_NAMES as [Capability, ...Capability[]]),
  is: z.enum(Object.keys(COMPARISONS) as [Comparison, ...Comparison[]]),
  value: z.union([z.string().max(500), z.number().min(-1e9).max(1e9)]),
});
export const ruleSchema = z.strictObject({
  format: z.literal(RULE_FORMAT),
  name: z.string().min(1).max(200),
  request: z.string().max(4000).optional(),
  uses: roleTable,
  never: neverSchema,
  while: guardSchema.optional(),
  notes: z.string().max(20_000).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

/** A rule's text → the rule and its hash. @returns problems with codes and paths into the file */
export function parseRule(text: string): Result<DraftRule> {
  const json = parseJson(text, { bytes: 64_000, depth: 64 });
  if (!json.ok) return json;
  const parsed = parseRuleValue(json.value);
  return parsed.ok ? parsed : fail(parsed.problems.map((p) => ({ ...p, message: placed(p.message, text, p.path) })));
}

/** The same for a value that is already JSON. */
export function parseRuleValue(value: unknown): Result<DraftRule> {
  const shaped = ruleSchema.safeParse(value);
  if (!shaped.success)
    return fail(shaped.error.issues.slice(0, 20).map((i) => problem('wrong-shape', `${i.path.join('.') || 'The file'}: ${i.message}.`, i.path.join('.'))));
  const rule = shaped.data;
  const moments = rule.while ? allGuards(rule.while, 'while').filter(({ guard }) => MOMENTARY.has(guard.type)) : [];
  const edges = moments.map(({ at }) => problem('bad-value', 'A rule looks at how things are, not at what just happens.', at));
  const problems = [...edges, ...referenceProblems(asFlow(rule)).map((p) => ({ ...p, path: inRule(p.path) }))];
  if (problems.length > 0) return fail(problems);
  const { notes: _, ...rest } = rule;
  return ok({ rule, hash: hashBytes(canonicalize(rest) as string) } as unknown as DraftRule);
}

/** Guards that need an event or a flow's own memory, which a rule has not. */
const MOMENTARY = new Set<Guard['type']>(['becomes', 'stops', 'changes', 'number', 'elapsed']);

/** The rule as a chart that sets what the rule forbids: names and words are those of flows. */
function asFlow(rule: Rule): Flow {
  const { role, capability, value } = rule.never;
  return {
    format: 'sayso/flow/1',
    name: rule.name,
    uses: rule.uses,
    chart: { id: 'flow', entry: [{ type: 'set', params: { role, capability, value } }], ...(rule.while ? { always: [{ guard: rule.while }] } : {}) },
  };
}

const inRule = (path: string): string => path.replace(/^chart\.entry\.0(\.params)?/, 'never').replace(/^chart\.always\.0\.guard/, 'while');

/** The rule as one sentence: "Never unlock Front door lock while all people are away." */
export function ruleWords(rule: Rule, home?: Home): string {
  const flow = asFlow(rule);
  const { role, capability, is, value } = rule.never;
  const row = capabilityRow(capability);
  const order =
    is === 'equals'
      ? actionsWords(flow, flow.chart.entry ?? [], home)
      : `set the ${row.noun} of ${roleWords(flow, role, home)} ${COMPARISONS[is].words} ${valueWords(capability, value)}`;
  const condition = rule.while ? ` while ${textOf(guardPhrases(flow, rule.while, 'while', home))}` : '';
  return `${capital(`never ${order}${condition}`)}.`;
}

/** What is wrong with the rule in this home: roles without devices, devices without the ability. */
export const ruleProblems = (rule: Rule, home: Home): Problem[] => bindingProblems(asFlow(rule), home).map((p) => ({ ...p, path: inRule(p.path) }));

/** A draft that fits this home, with nothing that blocks. */
export function checkRule({ rule, hash }: DraftRule, home: Home): Result<CheckedRule> {
  const problems = ruleProblems(rule, home);
  return blocks(problems) ? fail(problems) : ok({ rule, hash } as unknown as CheckedRule);
}

export interface RuleRefusal {
  rule: Rule;
  message: string;
}

/**
 * Whether a rule speaks of a command, or of what the device does of itself when told so (a lamp goes on with its brightness), whatever
 * its condition (SPEC 8.3).
 */
export const ruleForbids = (rule: Rule, command: Command, home: Home): boolean => consequences(home, command).some((c) => speaksOf(rule, c, home));

/** The first rule that a command would break, or undefined. A condition that cannot be told, for want of a reading, counts as holding (SPEC 8.2). */
export function ruleRefuses(rules: readonly Rule[], command: Command, world: World): RuleRefusal | undefined {
  for (const rule of rules) {
    if (!ruleForbids(rule, command, world.home)) continue;
    const verdict = rule.while ? evaluate(rule.while, viewOf(rule, world)) : true;
    if (verdict === false) continue;
    const unsure = verdict === undefined ? ' It cannot be told now whether its condition holds.' : '';
    return { rule, message: `The rule “${rule.name}” forbids it: ${ruleWords(rule, world.home)}${unsure}` };
  }
  return undefined;
}

function speaksOf({ uses, never: { role, capability, is, value } }: Rule, command: Command, home: Home): boolean {
  const bound = Object.hasOwn(uses, role) ? uses[role] : undefined;
  return (
    bound !== undefined && command.capability === capability && roleMembers(home, bound).includes(command.device) && compare(command.value, is, value) === true
  );
}

const viewOf = (rule: Rule, world: World): View => ({
  now: world.now,
  place: world.home,
  read: world.read,
  stateOf: world.stateOf,
  members: (name) => {
    const role = Object.hasOwn(rule.uses, name) ? rule.uses[name] : undefined;
    return role ? { devices: roleMembers(world.home, role), all: role.bind !== undefined && 'all' in role.bind } : { devices: [], all: false };
  },
});
