import { canonicalBytes, canonicalFlow, hashBytes } from './canonical';
import { endlessProblem } from './check/endless';
import { type Flow, FORMAT, flowSchema, LIMITS } from './flow';
import { parseJson, placed } from './json';
import { buildMachine, startMachine } from './machine';
import { migrate } from './migrate';
import { type Problem, problem } from './problem';
import { referenceProblems } from './references';
import { fail, ok, type Result } from './result';
import type { DraftFlow } from './stages';
import { allStates, allTransitions, targetPath } from './walk';

/**
 * A flow file's text → a draft: the one door by which flows come in, whoever wrote them. Checks shape, limits, names, references
 * and that XState runs the chart; says nothing about a home. @returns problems with codes and paths into the file
 */
export function parse(text: string): Result<DraftFlow> {
  const json = parseJson(text, { bytes: LIMITS.bytes, depth: 64 });
  if (!json.ok) return json;
  const parsed = parseValue(json.value);
  return parsed.ok ? parsed : fail(parsed.problems.map((p) => ({ ...p, message: placed(p.message, text, p.path) })));
}

/** The same for a value that is already JSON. */
export function parseValue(given: unknown): Result<DraftFlow> {
  const value = migrate(given);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== FORMAT) return fail([formatProblem(format)]);
  const shaped = flowSchema.safeParse(value);
  if (!shaped.success) {
    return fail(shaped.error.issues.slice(0, 20).map((i) => problem('wrong-shape', `${i.path.join('.') || 'The file'}: ${i.message}.`, i.path.join('.'))));
  }
  const flow = canonicalFlow(shaped.data);
  const problems = [...limits(flow), ...shapes(flow), ...referenceProblems(flow)];
  if (problems.length > 0) return fail(problems.slice(0, 50));
  const unrunnable = endlessProblem(flow) ?? tryRun(flow);
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

/** What XState would accept and not run as it reads: states without a start, children of what has none (SPEC 1.7). */
function shapes(flow: Flow): Problem[] {
  return allStates(flow.chart).flatMap(({ node, path, at }): Problem[] => {
    const children = Object.keys(node.states ?? {});
    const wrong = (message: string, where = at): Problem[] => [problem('not-runnable', message, where)];
    const name = path.length === 0 ? 'The chart' : `The state "${path.join('.')}"`;
    if (node.type === 'parallel') return children.length === 0 ? wrong(`${name} has no parts that could run side by side.`) : [];
    if (node.type === 'history') {
      if (path.length === 0 || children.length > 0 || node.on || node.after || node.always || node.entry || node.exit)
        return wrong(`${name} only goes back to where its parent was; it can hold nothing.`);
      const back = node.target === undefined || (!node.target.startsWith('.') && targetPath(flow, path, node.target));
      return back ? [] : [problem('unknown-target', `There is no state "${node.target}".`, `${at}.target`)];
    }
    if (node.type === 'final' && (path.length === 0 || children.length > 0 || node.on || node.after || node.always || node.onDone))
      return wrong(`${name} is an end; nothing can happen in it.`);
    if (node.target !== undefined || node.history !== undefined)
      return wrong(`${name} has a "${node.target === undefined ? 'history' : 'target'}" and is no history state.`);
    if (children.length === 0) return node.type === 'compound' || node.initial !== undefined ? wrong(`${name} has no states inside.`) : [];
    if (node.type === 'atomic') return wrong(`${name} has states inside and says that it has none.`);
    return node.initial !== undefined && children.includes(node.initial)
      ? []
      : wrong(`${name} does not say which of its states it starts in.`, `${at}.initial`);
  });
}

/** Whether XState builds and starts it, with every guard false. Faults inside a run come back as a snapshot, not as an exception. */
function tryRun(flow: Flow): Problem | undefined {
  try {
    const { snapshot } = startMachine(buildMachine(flow), { passes: () => false, delay: () => 1000, remember: (_, variables) => variables });
    return snapshot.status === 'error' ? problem('endless', 'The transitions that happen at once go round without end.', 'chart') : undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return problem('not-runnable', `XState cannot run this chart: ${text.slice(0, 200)}`, 'chart');
  }
}
