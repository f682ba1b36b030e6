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
  if (row.type === 'number') return { answer: `${known.map((v) => numberAnswer(name(v.id), row, valueWords(of.capability, v.value))).join('. ')}.`, readings };
  if (row.type !== 'enum' || of.value === undefined) return { answer: `${known.map((v) => `${name(v.id)}: ${v.value}`).join('. ')}.`, readings };
  const holds = known.filter((v) => (typeof of.value === 'number' ? Number(v.value) > 0 === of.value > 0 : v.value === of.value));
  const says = (v: Value): string => (Object.hasOwn(row.values, String(v)) ? (row.values[String(v)]?.is ?? String(v)) : String(v));
  const [only] = known;
  if (known.length === 1 && only) return { answer: `${holds.length > 0 ? 'Yes' : 'No'}, ${name(only.id)} ${says(only.value)}.`, readings };
  const wanted = says(of.value);
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
  if (holds.length === 0) return { answer: `No, none of ${countWords(known.length, of.kind)} ${wanted}.`, readings };
  return {
    answer: `${line.ref.quantifier === 'each' ? '' : 'Yes, '}${listWords(
      holds.map((v) => name(v.id)),
      'and',
    )} ${holds.length > 1 ? wanted.replace(/^is /, 'are ') : wanted}.`,
    readings,
  };
}

const numberAnswer = (name: string, row: Extract<CapabilityRow, { type: 'number' }>, value: string): string => `${name}: the ${row.noun} is ${value}`;
