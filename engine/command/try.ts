import type { AskResult } from '../../flows/api';
import { capabilityRow, type Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import { type Problem, problem } from '../../flows/problem';
import { consequences, readingKey, restReadings } from '../../flows/twin';
import { type Model, ModelError } from '../compile/model';
import { ask } from '../pipeline';
import { readingOf } from './ask';
import { type Case, caseReader } from './cases';
import { namedModel } from './model';
import { printJson, RefusedInput, readHome, readLines, say } from './output';
import { type CommandLine, commandLine, play } from './playing';

/** One line of what `sayso try` prints. */
interface Tried {
  id: string | number | null;
  kind: AskResult['kind'];
  reading: string;
  commands: CommandLine[];
  timeline: CommandLine[];
  answer?: string;
  problems: Problem[];
  reason?: string;
  ms: number;
}

/** `sayso try cases.jsonl`: one model load, one result line a case, in order. @returns 1 where a line was no case */
export async function tryCommand(file: string, o: { home?: string; model?: string }): Promise<number> {
  const read = caseReader(file, o.home === undefined ? undefined : readHome(o.home));
  const lines = readLines(file);
  const model = await namedModel(o.model);
  let code = 0;
  try {
    await model.load();
    for (const { value, number } of lines) {
      try {
        printJson(await tried(read(value, number), model));
      } catch (error) {
        if (!(error instanceof RefusedInput)) throw error;
        code = 1;
        say(error.message);
        const id = typeof value === 'object' && value !== null && 'id' in value ? (value.id as string) : null;
        printJson({ ...NOTHING, id, problems: [...error.problems], reason: 'unclear' } satisfies Tried);
      }
    }
  } finally {
    await model.unload();
  }
  return code;
}

const NOTHING = { kind: 'unsupported', reading: '', commands: [], timeline: [], ms: 0 } as const satisfies Partial<Tried> & {
  commands: never[];
  timeline: never[];
};

/** Exported for tests. The requests of a case in turn, each with the draft so far; the last one's outcome is played. */
export async function tried(c: Case, model: Model): Promise<Tried> {
  const readings = new Map<string, Value>(restReadings(c.home, c.state, c.now));
  const situation = { home: c.home, now: c.now, read: (device: string, capability: string) => readings.get(`${device}\n${capability}`) };
  let draft: Flow | undefined;
  let before: string | undefined;
  let result: AskResult | undefined;
  for (const [i, request] of c.requests.entries()) {
    result = await patiently(() => ask(request, { ...situation, ...(draft ? { draft } : {}), ...(before ? { before } : {}) }, model));
    draft = result.kind === 'automation' ? result.flow : draft;
    before = result.kind === 'command' || result.kind === 'ask' ? result.request : undefined;
    // An earlier order was carried out before the next was given.
    if (result.kind === 'command' && i < c.requests.length - 1) {
      for (const command of result.commands.flatMap((order) => consequences(c.home, order))) {
        if (!capabilityRow(command.capability).momentary) readings.set(readingKey(command.device, command.capability), command.value);
      }
    }
  }
  return shown(c, result as AskResult);
}

/** Once more where the model's process died of it. */
async function patiently(work: () => Promise<AskResult>): Promise<AskResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ModelError && error.again) return work();
    throw error;
  }
}

function shown(c: Case, result: AskResult): Tried {
  const { home, state, now, events, until } = c;
  const flow = 'flow' in result ? result.flow : undefined;
  let timeline: CommandLine[] = [];
  const problems = 'problems' in result ? [...result.problems] : [];
  try {
    if (flow) timeline = play({ home, flow, state, from: now, events, until });
  } catch (error) {
    problems.push(problem('not-runnable', `It could not be played: ${error instanceof Error ? error.message : String(error)}`));
  }
  return {
    id: c.id,
    kind: result.kind,
    reading: readingOf(result, home),
    commands: result.kind === 'command' ? result.commands.map((command) => commandLine(now, command, home)) : [],
    timeline,
    ...(result.kind === 'question' ? { answer: result.answer } : {}),
    problems,
    ...(result.kind === 'unsupported' ? { reason: result.reason } : {}),
    ms: result.ms,
  };
}
