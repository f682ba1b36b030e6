import type { Capability, Value } from './capability';
import type { DeviceId } from './ids';

/** Every way in which something can be wrong, in one table: code → level and what to do. Messages are made where the facts are. */
export type Level = 'blocks' | 'warns' | 'notes';

export const PROBLEMS = {
  // the file
  'not-json': { level: 'blocks', hint: 'Open the file in an editor and mend it at the place named.' },
  'wrong-shape': { level: 'blocks', hint: 'Change it to what the message says; flow.schema.json completes it in an editor.' },
  'wrong-format': { level: 'blocks', hint: 'Sayso opens files of the format sayso/flow/1.' },
  'newer-format': { level: 'blocks', hint: 'Update Sayso to open this file.' },
  'too-large': { level: 'blocks', hint: 'Split the flow into several.' },
  'unsafe-name': { level: 'blocks', hint: 'Use letters, digits, - and _ for names of states, roles and tables.' },
  'duplicate-key': { level: 'blocks', hint: 'Keep one of the two.' },
  // what the chart refers to
  'unknown-role': { level: 'blocks', hint: 'Declare the role under "uses" or correct its name.' },
  'unknown-name': { level: 'blocks', hint: 'Declare it in the table, or correct its name.' },
  'unknown-target': { level: 'blocks', hint: 'Let the transition end at a state of this flow.' },
  'bad-value': { level: 'blocks', hint: 'Choose a value that the capability has.' },
  'not-writable': { level: 'blocks', hint: 'Choose something that can be set.' },
  'not-declared': { level: 'blocks', hint: 'Add the capability to the role\'s "reads" or "writes".' },
  'not-runnable': { level: 'blocks', hint: 'Change the states so that XState can run them.' },
  // this home
  unbound: { level: 'blocks', hint: 'Choose a device of this home for it.' },
  'no-device': { level: 'blocks', hint: 'Choose another device.' },
  'no-ability': { level: 'blocks', hint: 'Choose a device that can do it.' },
  'out-of-range': { level: 'blocks', hint: 'Choose a value inside the range of the device.' },
  // meaning
  endless: { level: 'blocks', hint: 'Give one of the transitions a condition.' },
  unreachable: { level: 'warns', hint: 'Connect it, or delete it.' },
  'no-way-out': { level: 'notes', hint: 'Add a transition that leads on, or make it final.' },
  'never-off': { level: 'warns', hint: 'Say when it should go off again.' },
  'never-fires': { level: 'warns', hint: 'Change the condition, or delete it.' },
  repeats: { level: 'warns', hint: 'Use "becomes" if it should happen once.' },
  flapping: { level: 'warns', hint: 'Leave a gap between the two thresholds.' },
  'may-be-unavailable': { level: 'notes', hint: 'Decide what should happen when it does not answer.' },
  conflict: { level: 'warns', hint: 'Decide which of the two flows should win.' },
  contested: { level: 'notes', hint: 'Whichever comes last wins; join the two flows if that is not meant.' },
  undoes: { level: 'warns', hint: 'Decide which of the two flows should have the last word.' },
  loop: { level: 'warns', hint: 'Break the circle: let one of them look at a condition that the other changes.' },
  duplicate: { level: 'notes', hint: 'Keep one of the two.' },
  race: { level: 'warns', hint: 'Let one of the two wait for the other, or look at something that neither changes.' },
  breaks: { level: 'notes', hint: 'Make sure that this is meant.' },
  blocked: { level: 'warns', hint: 'Change the condition, or the flow that stands against it.' },
  bypasses: { level: 'warns', hint: 'Give both the same condition, or keep one of the two.' },
  chain: { level: 'notes', hint: 'Make sure that one is to start the other.' },
  'cuts-short': { level: 'notes', hint: 'Decide which of the two flows should win while both want something else.' },
  against: { level: 'warns', hint: 'Let each look at whether the other is running.' },
  unsafe: { level: 'warns', hint: 'Add a condition, or make sure that this is meant.' },
  'no-otherwise': { level: 'notes', hint: 'Add a last transition without a condition.' },
  risky: { level: 'warns', hint: 'Make sure that this is meant.' },
  // drafting
  'close-call': { level: 'notes', hint: 'Choose the other one if that was meant.' },
  'not-understood': { level: 'warns', hint: 'Say it in other words, or check that nothing is missing.' },
  // running
  'not-approved': { level: 'blocks', hint: 'Approve exactly this version in the editor.' },
  'changed-since': { level: 'blocks', hint: 'Look at the change and approve it again.' },
  'outside-footprint': { level: 'blocks', hint: 'Approve a version that asks for it.' },
  'rule-forbids': { level: 'blocks', hint: 'Change the rule first, if that is what you want.' },
  'rate-limited': { level: 'blocks', hint: 'Look for a loop between flows.' },
  'no-answer': { level: 'blocks', hint: 'Check that the device has power and is in reach.' },
  'not-found': { level: 'blocks', hint: 'It may have been deleted. Load the list again.' },
} as const satisfies Record<string, { level: Level; hint: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** As printed by `sayso check --json`, for other programs too. `path` points into the flow file: `chart.states.on.after.linger.0`. */
export interface Problem {
  code: ProblemCode;
  level: Level;
  message: string;
  path: string;
  hint?: string;
  example?: string;
  /** The other flow, where the problem lies between two: its id, or its file on the command line. */
  with?: string;
  /** The example as something to play: events on the virtual home. Times are local. */
  run?: ExampleRun;
}

export interface ExampleRun {
  from: string;
  until: string;
  events: { at: string; device: DeviceId; capability: Capability; value: Value }[];
}

export function problem(code: ProblemCode, message: string, path = '', more: Partial<Problem> = {}): Problem {
  return { code, level: PROBLEMS[code].level, message, path, hint: PROBLEMS[code].hint, ...more };
}

export const blocks = (problems: readonly Problem[]): boolean => problems.some((p) => p.level === 'blocks');
