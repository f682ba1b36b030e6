import { type CapabilityRow, capabilityRow, type Value } from '../../flows/capability';
import type { Reading } from '../../flows/command';
import { findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { capital, countWords, listWords, valueWords } from '../../flows/words';
import type { Marked } from './mark';
import type { Line } from './notation/ast';
import { contextOf, resolveRef } from './resolve';

export interface Answer {
  answer: string;
  readings: Pick<Reading, 'device' | 'capability'>[];
}

/** A question → words, from what the devices reported. @throws Refused where nothing here could know */
export function answerOf(
  line: Extract<Line, { kind: 'question' }>,
  home: Home,
  marked: Marked,
  read: (device: DeviceId, capability: Reading['capability']) => Value | undefined,
): Answer {
  const plural = line.ref.letter ? marked.mentions.get(line.ref.letter)?.plural : false;
  const ref = plural && !line.ref.quantifier ? { ...line.ref, quantifier: 'each' as const } : line.ref;
  const of = resolveRef(ref, line.word, 'read', contextOf(home, marked));
  const row: CapabilityRow = capabilityRow(of.capability);
  const readings = of.devices.map((device) => ({ device, capability: of.capability }));
  const name = (id: DeviceId): string => findDevice(home, id)?.name ?? id;
  const values = of.devices.map((id) => ({ id, value: read(id, of.capability) }));
  const known = values.filter((v) => v.value !== undefined && v.value !== 'unknown' && v.value !== 'unavailable') as { id: DeviceId; value: Value }[];
  if (known.length === 0) return { answer: `${capital(listWords(of.devices.slice(0, 3).map(name), 'and'))} has not reported anything yet.`, readings };
  const whole = row.type === 'number' && typeof of.value === 'number';
  if (row.type === 'number' && !whole)
    return { answer: `${known.map((v) => numberAnswer(name(v.id), row, valueWords(of.capability, v.value))).join('. ')}.`, readings };
  if ((row.type !== 'enum' && !whole) || of.value === undefined) return { answer: `${known.map((v) => `${name(v.id)}: ${v.value}`).join('. ')}.`, readings };
  // A blind that is open at all is open; shut is only what is wholly shut.
  const holds = known.filter((v) => (typeof of.value === 'number' ? Number(v.value) > 0 === of.value > 0 : v.value === of.value));
  const says = (v: Value): string => {
    if (row.type === 'number')
      return Number(v) > 0 ? (Number(v) < 100 && of.value !== v ? `is open at ${valueWords(of.capability, v)}` : 'is open') : 'is closed';
    return row.type === 'enum' && Object.hasOwn(row.values, String(v)) ? (row.values[String(v)]?.is ?? String(v)) : String(v);
  };
  const [only] = known;
  // "On or off?" asks which, and neither yes nor no answers it.
  const either = EITHER.test(marked.request);
  if (either && known.length > 0)
    return {
      answer: `${capital(
        listWords(
          known.map((v) => `${name(v.id)} ${says(v.value)}`),
          'and',
        ),
      )}.`,
      readings,
    };
  if (known.length === 1 && only && !COUNT.test(marked.request))
    return { answer: `${holds.length > 0 ? 'Yes' : 'No'}, ${name(only.id)} ${says(only.value)}.`, readings };
  const wanted = whole ? (of.value === 0 ? 'is closed' : 'is open') : says(of.value);
  if (line.ref.quantifier === 'all')
    return {
      answer:
        holds.length === known.length
          ? `Yes, all ${known.length} of them: ${wanted}.`
          : `No, not ${listWords(
              known.filter((v) => !holds.includes(v)).map((v) => name(v.id)),
              'and',
            )}.`,
      readings,
    };
  if (COUNT.test(marked.request)) {
    const each = holds.map((v) => `${name(v.id)} ${says(v.value)}`);
    return {
      answer: `${capital(numeral(holds.length))} of ${countWords(known.length, of.kind)}${each.length > 0 ? `: ${listWords(each, 'and')}` : ''}.`,
      readings,
    };
  }
  if (holds.length === 0) return { answer: `No, none of ${countWords(known.length, of.kind)} ${wanted}.`, readings };
  return {
    answer: `${line.ref.quantifier === 'each' ? '' : 'Yes, '}${listWords(
      holds.map((v) => name(v.id)),
      'and',
    )} ${holds.length > 1 ? wanted.replace(/^is /, 'are ') : wanted}.`,
    readings,
  };
}

const EITHER = /\b(?:on or off|off or on|open or (?:closed|shut)|(?:closed|shut) or open|locked or unlocked|home or away|or not)\b/i;
const COUNT = /\bhow many\b/i;
const NUMERALS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const numeral = (n: number): string => NUMERALS[n] ?? String(n);

const numberAnswer = (name: string, row: Extract<CapabilityRow, { type: 'number' }>, value: string): string => `${name}: the ${row.noun} is ${value}`;
