import { canonicalBytes, canonicalFlow, hashBytes } from './canonical';
import { type Capability, capabilityRow, isCapability, type Value } from './capability';
import { type Flow, FORMAT, flowSchema, LIMITS } from './flow';
import { parseJson } from './json';
import { buildMachine, startMachine } from './machine';
import type { Action, Guard } from './operators';
import { type Problem, problem } from './problem';
import { fail, ok, type Result } from './result';
import type { DraftFlow } from './stages';
import { allActions, allGuards, allStates, allTransitions, targetPath } from './walk';

/**
 * A flow file's text → a draft: the one door by which flows come in, whoever wrote them. Checks shape, limits, names, references
 * and that XState runs the chart; says nothing about a home. @returns problems with codes and paths into the file
 */
export function parse(text: string): Result<DraftFlow> {
  const json = parseJson(text, { bytes: LIMITS.bytes, depth: 64 });
  return json.ok ? parseValue(json.value) : json;
}

/** The same for a value that is already JSON. */
export function parseValue(value: unknown): Result<DraftFlow> {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== FORMAT) return fail([formatProblem(format)]);
  const shaped = flowSchema.safeParse(value);
  if (!shaped.success) {
    return fail(shaped.error.issues.slice(0, 20).map((i) => problem('wrong-shape', `${i.path.join('.') || 'The file'}: ${i.message}.`, i.path.join('.'))));
  }
  const flow = canonicalFlow(shaped.data);
  const problems = [...limits(flow), ...references(flow)];
  if (problems.length > 0) return fail(problems);
  const unrunnable = tryRun(flow);
  if (unrunnable) return fail([unrunnable]);
  const bytes = canonicalBytes(flow);
  return ok({ flow, bytes, hash: hashBytes(bytes) } as DraftFlow);
}

function formatProblem(format: unknown): Problem {
  const newer = typeof format === 'string' && /^sayso\/flow\/([2-9]|\d\d+)$/.test(format);
  if (newer) return problem('newer-format', `This file is of the newer format ${format}.`, 'format');
  return problem('wrong-format', `This is no flow file: its "format" is ${JSON.stringify(format)?.slice(0, 60) ?? 'missing'}.`, 'format');
}

function limits(flow: Flow): Problem[] {
  const states = allStates(flow.chart);
  const regions = states.filter((s) => s.node.type === 'parallel').reduce((n, s) => n + Object.keys(s.node.states ?? {}).length, 0);
  const counts: [number, number, string][] = [
    [states.length - 1, LIMITS.states, 'states'],
    [allTransitions(flow).length, LIMITS.transitions, 'transitions'],
    [regions, LIMITS.regions, 'parallel parts'],
    [Object.keys(flow.uses).length, LIMITS.roles, 'roles'],
    [Math.max(...states.map((s) => s.path.length)), LIMITS.depth, 'levels of nested states'],
  ];
  return counts.filter(([n, max]) => n > max).map(([n, max, what]) => problem('too-large', `The flow has ${n} ${what}; ${max} are allowed.`, 'chart'));
}

/** Every name that the chart uses is declared, every value is one of its capability, every target exists. */
function references(flow: Flow): Problem[] {
  const problems: Problem[] = [];
  const role = (name: string, capability: Capability | undefined, use: 'reads' | 'writes', at: string): void => {
    const declared = Object.hasOwn(flow.uses, name) ? flow.uses[name] : undefined;
    if (!declared) problems.push(problem('unknown-role', `There is no role "${name}".`, at));
    else if (capability && !declared[use]?.includes(capability))
      problems.push(problem('not-declared', `The role "${name}" does not declare that it ${use} ${capability}.`, at));
  };
  for (const t of allTransitions(flow)) {
    if (t.transition.target !== undefined && !targetPath(flow, t.state, t.transition.target)) {
      problems.push(problem('unknown-target', `There is no state "${t.transition.target}".`, `${t.at}.target`));
    }
    if (t.group === 'after' && !Object.hasOwn(flow.delays ?? {}, t.trigger)) problems.push(problem('unknown-name', `There is no delay "${t.trigger}".`, t.at));
    if (t.group === 'on') eventProblems(flow, t.trigger, t.at, role, problems);
    if (t.transition.guard) for (const g of allGuards(t.transition.guard, `${t.at}.guard`)) guardProblems(g.guard, g.at, role, problems);
  }
  for (const { action, at } of allActions(flow)) actionProblems(flow, action, at, role, problems);
  return problems;
}

type RoleCheck = (name: string, capability: Capability | undefined, use: 'reads' | 'writes', at: string) => void;

function eventProblems(flow: Flow, event: string, at: string, role: RoleCheck, problems: Problem[]): void {
  const [name = '', second = ''] = event.split('.');
  if (name === 'schedule') {
    if (!Object.hasOwn(flow.schedules ?? {}, second)) problems.push(problem('unknown-name', `There is no schedule "${second}".`, at));
  } else if (isCapability(second)) role(name, second, 'reads', at);
  else problems.push(problem('unknown-name', `There is no capability "${second}".`, at));
}

function guardProblems(guard: Guard, at: string, role: RoleCheck, problems: Problem[]): void {
  if (guard.type === 'becomes' || guard.type === 'stops' || guard.type === 'is') {
    const { capability, is, value } = guard.params;
    role(guard.params.role, capability, 'reads', at);
    const ordered = capabilityRow(capability).type === 'number';
    if (is !== 'equals' && !ordered) problems.push(problem('bad-value', `${capability} cannot be above or below anything.`, at));
    const fault = tableFault(capability, value);
    if (fault) problems.push(problem('bad-value', fault, `${at}.params.value`));
  } else if (guard.type === 'changes') role(guard.params.role, guard.params.capability, 'reads', at);
}

function actionProblems(flow: Flow, action: Action, at: string, role: RoleCheck, problems: Problem[]): void {
  const capability = action.type === 'message' ? 'message' : action.params.capability;
  role(action.params.role, capability, action.type === 'capture' ? 'reads' : 'writes', at);
  const row = capabilityRow(capability);
  if (!row.writable && action.type !== 'capture') problems.push(problem('not-writable', `${capability} cannot be set.`, at));
  if (action.type === 'adjust' && row.type !== 'number') problems.push(problem('bad-value', `${capability} has no amount to change.`, at));
  const variable = action.type === 'capture' ? action.params.as : action.type === 'restore' ? action.params.from : undefined;
  if (variable !== undefined && !Object.hasOwn(flow.variables ?? {}, variable))
    problems.push(problem('unknown-name', `There is no variable "${variable}".`, at));
  const fault = action.type === 'set' ? tableFault(capability, action.params.value) : undefined;
  if (fault) problems.push(problem('bad-value', fault, `${at}.params.value`));
}

/** Why the table itself rules a value out, whatever the device. */
function tableFault(capability: Capability, value: Value): string | undefined {
  const row = capabilityRow(capability);
  if (row.type === 'enum' && !Object.hasOwn(row.values, String(value)))
    return `${capability} is never "${value}"; it can be ${Object.keys(row.values).join(', ')}.`;
  if (row.type === 'number' && typeof value !== 'number') return `${capability} is a number in ${row.unit}, not "${value}".`;
  if (row.type === 'number' && ((row.min ?? value) > value || (row.max ?? value) < value))
    return `${capability} lies between ${row.min} and ${row.max} ${row.unit}, not at ${value}.`;
  return undefined;
}

/** Whether XState builds and starts it, with every guard false: catches endless `always` and malformed states. */
function tryRun(flow: Flow): Problem | undefined {
  try {
    for (const verdict of [false, true]) startMachine(buildMachine(flow), { passes: () => verdict, delay: () => 1000 });
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const endless = /infinite|loop|exceeded/i.test(text);
    return problem(
      endless ? 'endless' : 'not-runnable',
      endless ? 'The transitions that happen at once go round without end.' : `XState cannot run this chart: ${text.slice(0, 200)}`,
      'chart',
    );
  }
}
