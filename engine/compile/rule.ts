import type { AskResult } from '../../flows/api';
import { type CapabilityRow, capabilityRow } from '../../flows/capability';
import { HOME, type Home } from '../../flows/home';
import type { Guard } from '../../flows/operators';
import { blocks } from '../../flows/problem';
import { parseRuleValue, RULE_FORMAT, type Rule, ruleProblems, ruleWords } from '../../flows/rule';
import { boundOf } from './bound';
import { guardOf } from './lower/conditions';
import { titleOf } from './lower/lower';
import { Tables } from './lower/roles';
import { slotOf, valueOf } from './lower/values';
import type { Marked } from './mark';
import type { Act, Line } from './notation/ast';
import { type Context, contextOf, Refused, type Resolved, resolveRef } from './resolve';

type Never = Rule['never'];

/** A line for a lasting rule → the rule as a document of this home, and exactly what it says. @throws Refused */
export function ruled(line: Extract<Line, { kind: 'rule' }>, marked: Marked, home: Home): Omit<Extract<AskResult, { kind: 'rule' }>, 'request' | 'ms'> {
  const c = contextOf(home, marked);
  const t = new Tables();
  const never = neverOf(line.act, t, c);
  const condition = line.condition && once(guardOf(line.condition, t, c));
  if (Object.keys(t.variables).length > 0) throw new Refused({ kind: 'cannot', message: TIMELESS });
  const file: Rule = {
    format: RULE_FORMAT,
    name: titleOf(marked.request),
    request: marked.request,
    uses: t.uses,
    never,
    ...(condition ? { while: condition } : {}),
  };
  const draft = parseRuleValue(file);
  if (!draft.ok) throw new Refused({ kind: 'unclear', message: draft.problems[0]?.message ?? 'I could not write that as a rule.' });
  const { rule } = draft.value;
  const problems = ruleProblems(rule, home);
  if (blocks(problems)) throw new Refused({ kind: 'cannot', message: problems[0]?.message ?? 'This home cannot keep that rule.' });
  return { kind: 'rule', rule, wording: ruleWords(rule, home), problems };
}

const TIMELESS = 'A rule looks at each command by itself, not at how long something lasts. Say “off after …” as an automation instead.';

function neverOf(act: Act, t: Tables, c: Context): Never {
  if (act.type === 'wait' || act.type === 'await' || act.type === 'only' || act.type === 'repeat') throw new Refused({ kind: 'cannot', message: TIMELESS });
  if (act.type === 'tell') throw new Refused({ kind: 'cannot', message: 'A rule can forbid a setting, not a message. Pause the flow that sends it.' });
  if (act.type === 'mode') {
    const of: Resolved = { binding: { one: HOME }, devices: [HOME], kind: 'home', name: 'Home', capability: 'mode' };
    return { role: t.role(of, 'writes'), capability: 'mode', is: 'equals', value: act.mode };
  }
  if (act.for !== undefined || act.until !== undefined) throw new Refused({ kind: 'cannot', message: TIMELESS });
  const { word, by, slot } = act.set;
  // "Never go above 24" may be written as a way up to it; "never up by 3" names no value.
  const stepped = by !== undefined && (slot === undefined || by === 'half' || /\bby\s*$/iu.test(c.marked.request.slice(0, slotOf(slot, c).start)));
  if (word === 'toggle' || word === 'back' || word === 'flash' || stepped)
    throw new Refused({
      kind: 'cannot',
      message: 'A rule forbids values, and a change up or down has none. Say which value may not be set, such as “never set it above 24”.',
    });
  const of = resolveRef(act.ref, word, 'write', c);
  const role = t.role(of, 'writes');
  const { capability } = of;
  if (slot === undefined) {
    if (of.value === undefined) throw new Refused({ kind: 'ask', question: `Never above or below which ${capabilityRow(capability).noun}?`, answers: [] });
    return { role, capability, ...refused(capability, of.value) };
  }
  return { role, capability, is: comparisonOf(slot, of, c, by), value: valueOf(slot, of, c, 'set') };
}

/** "Never open the blind": not a little either. */
function refused(capability: Never['capability'], value: Never['value']): Pick<Never, 'is' | 'value'> {
  const openable = capability === 'position' || capability === 'tilt';
  return openable && value === 100 ? { is: 'above', value: 0 } : { is: 'equals', value };
}

function comparisonOf(letter: string, of: Resolved, c: Context, by: 'up' | 'down' | 'half' | undefined): Never['is'] {
  const row: CapabilityRow = capabilityRow(of.capability);
  if (row.type !== 'number') return 'equals';
  const { start, end, text } = slotOf(letter, c);
  const said = boundOf(c.marked.request.slice(0, start), c.marked.request.slice(end), of.capability);
  if (said && said !== 'equals') return said;
  if (by !== undefined) return by === 'down' ? 'below' : 'above';
  if (said) return said;
  throw new Refused({ kind: 'ask', question: `Never above ${text}, or never below it?`, answers: [] });
}

/** A thing said twice holds once: "at night, when it is dark". */
function once(guard: Guard): Guard {
  if (guard.type === 'not') return { type: 'not', params: { of: once(guard.params.of) } };
  if (guard.type !== 'all' && guard.type !== 'any') return guard;
  const of = guard.params.of.map(once).filter((g, i, all) => all.findIndex((o) => JSON.stringify(o) === JSON.stringify(g)) === i);
  return of.length === 1 ? (of[0] as Guard) : { type: guard.type, params: { of } };
}
