import type { Capability } from '../../flows/capability';
import type { Rule } from '../../flows/rule';

type Comparison = Rule['never']['is'];

const MORE = /\b(?:above|over|beyond|past|exceeds?|(?:more|greater|higher|hotter|louder|brighter|faster|wider|further|farther) than)\s*$/iu;
const LESS = /\b(?:below|under|(?:less|lower|quieter|softer|dimmer|darker|slower) than)\s*$/iu;
const WARMER = /\b(?:warmer) than\s*$/iu;
const COLDER = /\b(?:colder|cooler) than\s*$/iu;
const OR_MORE = /^\s*(?:or|and) (?:more|above|over|higher|warmer|hotter|louder|brighter|faster)\b/iu;
const OR_LESS = /^\s*(?:or|and) (?:less|below|under|lower|colder|cooler|quieter|dimmer|darker|slower)\b/iu;
const EXACTLY = /\b(?:to|at|of|on|exactly|equals?)\s*$/iu;

/**
 * Whether a number in a rule is a bound or the very value: the notation does not say, the words around it do. White light is the
 * colder the more kelvin it has. @returns undefined where the words do not say either
 */
export function boundOf(before: string, after: string, capability: Capability): Comparison | undefined {
  const kelvin = capability === 'colorTemperature';
  if (OR_MORE.test(after)) return 'atLeast';
  if (OR_LESS.test(after)) return 'atMost';
  if (MORE.test(before) || (kelvin ? COLDER : WARMER).test(before)) return 'above';
  if (LESS.test(before) || (kelvin ? WARMER : COLDER).test(before)) return 'below';
  return EXACTLY.test(before) ? 'equals' : undefined;
}
