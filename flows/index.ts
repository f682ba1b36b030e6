/**
 * The flow language as a library: `import { parse, check, describe, rehearse } from 'sayso/flows'`. Pure functions over data: no
 * clock, no I/O. Inside this repository import the defining file instead.
 */
export { canonicalBytes, hashBytes } from './canonical';
export { CAPABILITIES, type Capability, type Risk, type Value } from './capability';
export { check } from './check/check';
export { covers, footprintOf } from './check/footprint';
export type { Command } from './command';
export { type Change, type Difference, diff } from './diff';
export { type Flow, FORMAT, LIMITS } from './flow';
export { type Home, homeSchema } from './home';
export { ACTIONS, type Action, COMPARISONS, GUARDS, type Guard } from './operators';
export { parse, parseValue } from './parse';
export { PROBLEMS, type Problem, type ProblemCode } from './problem';
export { type Coverage, coverageOf } from './rehearse/coverage';
export type { Fault, Faults } from './rehearse/faults';
export { ownCoverage, playRehearsal, stage } from './rehearse/own';
export { proposeDay } from './rehearse/propose';
export { advance, nextAt, poke, type Rehearsing, rehearse, startRehearsal } from './rehearse/rehearse';
export type { Result } from './result';
export { parseRule, type Rule, ruleProblems, ruleRefuses, ruleWords } from './rule';
export { flowSchemaJson } from './schema';
export type { CheckedFlow, DraftFlow, Footprint } from './stages';
export { type FlowState, prepare, type Step, type StepEvent, startFlow, stepFlow, type World } from './step';
export { describe, type Preferences, readAloud, textOf, type Wording } from './wording';
