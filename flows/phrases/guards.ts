import { type Capability, type CapabilityRow, capabilityRow, type Risk, type Value } from '../capability';
import type { Flow } from '../flow';
import { findDevice, type Home } from '../home';
import { roleMembers } from '../members';
import { COMPARISONS, type Guard } from '../operators';
import { grouped, type Phrase } from '../phrase';
import { dateWords, dayWords, durationWords, valueWords } from '../words';
import { isPlural, nounNeeded, pluralVerb, rolePhrase, roleWords } from './roles';
import { noteWords, variableWords } from './times';

type Test = Extract<Guard, { type: 'is' | 'becomes' | 'stops' }>;

/** @param spot an edge by itself is a trigger; among conditions it says that it is of this very moment */
export function guardPhrases(flow: Flow, guard: Guard, at: string, home: Home | undefined, spot: 'trigger' | 'condition' = 'condition'): Phrase[] {
  const now: Phrase[] = spot === 'condition' ? [{ text: 'at that moment' }] : [];
  switch (guard.type) {
    case 'all':
    case 'any':
      return grouped(
        guard.params.of.map((g, i) => guardPhrases(flow, g, `${at}.params.of.${i}`, home, spot)),
        guard.type === 'all' ? 'and' : 'or',
      );
    case 'not':
      return negated(flow, guard.params.of, guardPhrases(flow, guard.params.of, `${at}.params.of`, home));
    case 'between':
      return [{ text: 'it is between' }, clock(guard.params.from, `${at}.params.from`), { text: 'and' }, clock(guard.params.to, `${at}.params.to`)];
    case 'days':
      return [{ text: 'it is' }, { text: dayWords(guard.params.days), path: `${at}.params.days`, touches: 'time' }];
    case 'dates':
      return [{ text: 'the date is' }, { text: dateWords(guard.params), path: `${at}.params`, touches: 'time' }];
    case 'changes': {
      const noun = capabilityRow(guard.params.capability).noun;
      return [rolePhrase(flow, guard.params.role, home, guard.params.capability), { text: `changes its ${noun}`, path: at, touches: 'observe' }, ...now];
    }
    case 'many':
      return manyPhrases(flow, guard.params, at, home);
    case 'number': {
      const { variable, is, value } = guard.params;
      const path = `${at}.params.value`;
      const note = is === 'equals' && (value === 0 || value === 1) ? noteWords(flow, variable) : undefined;
      if (note)
        return [
          { text: note, path: `${at}.params.variable` },
          { text: value === 1 ? 'is noted' : 'is not noted', path },
        ];
      const amount: Phrase = { text: String(value), path, edit: { kind: 'number', path, value, unit: '', step: 1 } };
      return [{ text: variableWords(flow, variable), path: `${at}.params.variable` }, { text: is === 'equals' ? 'is' : `is ${COMPARISONS[is].words}` }, amount];
    }
    case 'elapsed': {
      const path = `${at}.params.for`;
      const amount: Phrase = { text: durationWords(guard.params.for), path, touches: 'time', edit: { kind: 'duration', path, value: guard.params.for } };
      return [{ text: `“${guard.params.since}” was ${guard.params.is === 'atLeast' ? 'at least' : 'less than'}`, path: at }, amount, { text: 'ago' }];
    }
    case 'flow':
      return [{ text: `the flow “${guard.params.flow}” is in “${guard.params.state}”`, path: at }];
    case 'is':
      return testPhrases(flow, guard, at, home);
    default:
      return [...whole(flow, guard, testPhrases(flow, guard, at, home), home), ...now];
  }
}

/** "Any window is not open" would say something else than "it is not so that any window is open". */
function isOne(flow: Flow, role: string): boolean {
  const bind = flow.uses[role]?.bind;
  return bind !== undefined && 'one' in bind;
}

/** "Front door is not open", "it is not between 22:00 and 06:00"; of several things, and of what is no plain test, "it is not so that …". */
function negated(flow: Flow, of: Guard, phrases: Phrase[]): Phrase[] {
  const plain = of.type === 'between' || of.type === 'days' || (of.type === 'is' && isOne(flow, of.params.role));
  const verb = plain ? phrases.findIndex((p) => /^(?:(?:it )?is|sees)\b/.test(p.text)) : -1;
  if (verb < 0) return [{ text: 'it is not so that' }, ...phrases];
  return phrases.map((p, i) => (i === verb ? { ...p, text: p.text.replace(/^((?:it )?is)\b/, '$1 not').replace(/^sees\b/, 'does not see') } : p));
}

/** With `whole`: "the first of all people comes home", "the last of all people is no longer home". */
function whole(flow: Flow, guard: Extract<Guard, { type: 'becomes' | 'stops' }>, phrases: Phrase[], home: Home | undefined): Phrase[] {
  const { role } = guard.params;
  if (!guard.params.whole || isPlural(flow, role)) return phrases;
  const lead = guard.type === 'becomes' ? 'the first of' : 'the last of';
  return phrases.map((p) => (p.path === `uses.${role}` ? { ...p, text: `${lead} ${roleWords(flow, role, home, 'all')}` } : p));
}

function clock(value: string, path: string): Phrase {
  const sun = value === 'sunrise' || value === 'sunset';
  return { text: value, path, touches: 'time', ...(sun ? {} : { edit: { kind: 'time', path, value } as const }) };
}

/** "Hall motion sees motion", "the temperature of Hall rises above 25 °C". */
function testPhrases(flow: Flow, guard: Test, at: string, home: Home | undefined): Phrase[] {
  const { role, capability, is, value } = guard.params;
  const row: CapabilityRow = capabilityRow(capability);
  const who = rolePhrase(flow, role, home, capability);
  if (row.type === 'enum') {
    const say = guard.type === 'becomes' ? 'becomes' : 'is';
    const words = (v: string): string => (Object.hasOwn(row.values, v) ? row.values[v]?.[say] : undefined) ?? v;
    const number = (text: string): string => (isPlural(flow, role) ? pluralVerb(text) : text);
    const text = number(words(String(value)));
    const options = Object.keys(row.values).map((v) => ({ value: v, label: words(v) }));
    const path = `${at}.params.value`;
    const noun = nounNeeded(flow, role, home, capability, String(value), say);
    return [who, { text: (guard.type === 'stops' ? noLonger(text) : text) + noun, path, touches: 'observe', edit: { kind: 'choice', path, value, options } }];
  }
  const words = is === 'equals' ? '' : COMPARISONS[is].words;
  const verb = guard.type === 'becomes' ? COMPARISONS[is].rises : guard.type === 'stops' ? `is no longer ${words}` : `is ${words}`;
  return [{ text: `the ${row.noun} of` }, who, { text: verb.trim() }, valuePhrase(flow, role, capability, value, `${at}.params.value`, home, 'observe')];
}

/** "is open" → "is no longer open", "sees motion" → "no longer sees motion". */
const noLonger = (text: string): string => (/^(is|are) /.test(text) ? text.replace(/^(is|are) /, '$1 no longer ') : `no longer ${text}`);

/** "at least 2 of all people are home". */
function manyPhrases(flow: Flow, test: Extract<Guard, { type: 'many' }>['params'], at: string, home: Home | undefined): Phrase[] {
  const { role, capability, is, value, how, count } = test;
  const row: CapabilityRow = capabilityRow(capability);
  const path = `${at}.params.count`;
  const lead: Phrase[] = [
    { text: how === 'atLeast' ? 'at least' : how === 'atMost' ? 'at most' : 'exactly' },
    { text: String(count), path, touches: 'observe', edit: { kind: 'number', path, value: count, unit: '', min: 0, step: 1 } },
    { text: 'of' },
    { ...rolePhrase(flow, role, home, capability), text: roleWords(flow, role, home, 'all') },
  ];
  if (row.type === 'enum') {
    const words = (Object.hasOwn(row.values, String(value)) ? row.values[String(value)]?.is : undefined) ?? String(value);
    const noun = nounNeeded(flow, role, home, capability, String(value), 'is');
    return [...lead, { text: pluralVerb(words) + noun, path: `${at}.params.value`, touches: 'observe' }];
  }
  const comparison = is === 'equals' ? 'of' : COMPARISONS[is].words;
  return [...lead, { text: `have a ${row.noun} ${comparison}` }, valuePhrase(flow, role, capability, value, `${at}.params.value`, home, 'observe')];
}

/** A value that can be changed in place, inside the range of the role's device. */
export function valuePhrase(flow: Flow, role: string, capability: Capability, value: Value, path: string, home: Home | undefined, touches: Risk): Phrase {
  const row = capabilityRow(capability);
  const text = valueWords(capability, value);
  if (row.type !== 'number' || typeof value !== 'number') return { text, path, touches, edit: { kind: 'text', path, value: String(value) } };
  const able = home && flow.uses[role] ? roleMembers(home, flow.uses[role]).flatMap((id) => findDevice(home, id)?.capabilities ?? []) : [];
  const narrowed = able.find((c) => typeof c !== 'string' && c.name === capability);
  const min = (typeof narrowed === 'object' ? narrowed.min : undefined) ?? row.min;
  const max = (typeof narrowed === 'object' ? narrowed.max : undefined) ?? row.max;
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return { text, path, touches, edit: { kind: 'number', path, value, unit: row.unit, step: Math.min(row.step, 1), ...bounds } };
}
