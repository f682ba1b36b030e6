/**
 * Compares what `sayso try` answers with what a case expects. A case is a line of the contract plus `expect`: the kinds that are
 * right and, as far as each matters, the state that commands must leave, the timeline, the words of the answer (test/eval/README.md).
 */
import type { Value } from '../../flows/capability';

export interface Sent {
  at?: string;
  device: string;
  capability: string;
  value: Value;
}
type Wanted = Value | { min?: number; max?: number } | { any: Value[] };
interface Want {
  at?: string;
  device: string;
  capability: string;
  value: Wanted;
  tolerance?: number;
  optional?: boolean;
}
export interface Expectation {
  kind: string[];
  commands?: Want[];
  timeline?: Want[];
  answer?: { all?: (string | string[])[]; any?: string[]; none?: string[] };
}
export interface Case {
  id: string;
  request: string;
  after?: string[];
  home: unknown;
  state?: Sent[];
  now?: string;
  events?: Sent[];
  until?: string;
  measure?: boolean;
  group?: string;
  level?: number;
  expect: Expectation & { or?: Expectation[] };
}
export interface Tried {
  id: string;
  kind: string;
  reading?: string;
  commands?: Sent[];
  timeline?: Sent[];
  answer?: string;
  ms?: number;
  [more: string]: unknown;
}

const MOMENTARY = new Set(['track', 'message', 'button']);
const key = (c: { device: string; capability: string }): string => `${c.device}.${c.capability}`;

/** Why a result is not what the case expects, or undefined where it is. */
export function fault(c: Case, got: Tried): string | undefined {
  const { or, ...first } = c.expect;
  const faults = [first, ...(or ?? [])].map((e) => faultOf(e, got, c));
  return faults.includes(undefined) ? undefined : faults[0];
}

/** Whether asking or refusing is the only right thing. */
export const mustRefuse = (c: Case): boolean => [c.expect, ...(c.expect.or ?? [])].every((e) => e.kind.every((k) => k === 'ask' || k === 'unsupported'));

function faultOf(e: Expectation, got: Tried, c: Case): string | undefined {
  if (!e.kind.includes(got.kind)) return `kind ${got.kind}, should be ${e.kind.join(' or ')}`;
  return (
    (e.commands && commandsFault(e.commands, got.commands ?? [], c)) ??
    (e.timeline && timelineFault(e.timeline, got.timeline ?? [])) ??
    (e.answer && answerFault(e.answer, got.answer ?? ''))
  );
}

function commandsFault(want: Want[], got: Sent[], c: Case): string | undefined {
  const home = c.home as { state?: Sent[] };
  const start = new Map([...(home.state ?? []), ...(c.state ?? [])].map((s) => [key(s), s.value]));
  const end = new Map(start);
  for (const g of got) if (!MOMENTARY.has(g.capability)) end.set(key(g), g.value);
  const sent = new Set(got.map(key));
  const lasting = want.filter((w) => !MOMENTARY.has(w.capability));
  for (const w of lasting) {
    if (w.value === '*' && !sent.has(key(w)) && !w.optional) return `${key(w)} was not set`;
    if (same(end.get(key(w)), w.value, w.capability, w.tolerance) || (w.optional && end.get(key(w)) === start.get(key(w)))) continue;
    return `${key(w)} should be ${JSON.stringify(w.value)}, is ${end.get(key(w))}`;
  }
  for (const [k, value] of end) {
    if (!lasting.some((w) => key(w) === k) && value !== start.get(k)) return `${k} should not have been set (to ${value})`;
  }
  const pulses = got.filter((g) => MOMENTARY.has(g.capability));
  for (const w of want.filter((x) => MOMENTARY.has(x.capability))) {
    const at = pulses.findIndex((g) => key(g) === key(w) && same(g.value, w.value, w.capability));
    if (at >= 0) pulses.splice(at, 1);
    else if (!w.optional) return `${key(w)} was not sent`;
  }
  return pulses[0] && `${key(pulses[0])} should not have been sent`;
}

function timelineFault(want: Want[], got: Sent[]): string | undefined {
  const left = [...got];
  const moment = (at: string | undefined): number => Date.parse(`${(at ?? '').slice(0, 19)}Z`);
  const order = [...want].sort((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false) || moment(a.at) - moment(b.at));
  for (const w of order) {
    const off = (g: Sent): number => Math.abs(moment(g.at) - moment(w.at)) / 1000;
    const fits = left.filter((g) => key(g) === key(w) && off(g) <= (w.tolerance ?? 5) && same(g.value, w.value, w.capability));
    const best = fits.sort((a, b) => off(a) - off(b))[0];
    if (best) left.splice(left.indexOf(best), 1);
    else if (!w.optional) return `missing at ${w.at}: ${key(w)} = ${JSON.stringify(w.value)}`;
  }
  return left[0] && `not wanted at ${left[0].at}: ${key(left[0])} = ${left[0].value}`;
}

function answerFault(want: NonNullable<Expectation['answer']>, answer: string): string | undefined {
  if (answer.trim() === '') return 'no answer';
  const lacking = (want.all ?? []).find((w) => ![w].flat().some((x) => says(answer, x)));
  if (lacking) return `the answer lacks ${[lacking].flat().join(' or ')}`;
  if (want.any && !want.any.some((w) => says(answer, w))) return `the answer has none of ${want.any.join(', ')}`;
  const wrong = (want.none ?? []).find((w) => says(answer, w));
  return wrong && `the answer says ${wrong}`;
}

function says(answer: string, word: string | number): boolean {
  const said = String(word).toLowerCase();
  if (/^-?\d+(?:\.\d+)?$/.test(said)) return (answer.replace(/,/g, '.').match(/(?<![\d.])-?\d+(?:\.\d+)?/g) ?? []).some((n) => Number(n) === Number(said));
  const escaped = said.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'iu').test(answer);
}

function same(got: Value | undefined, want: Wanted, capability: string, tolerance = 0): boolean {
  if (want === '*') return got !== undefined && got !== '';
  if (typeof want === 'object') {
    if ('any' in want) return want.any.some((w) => same(got, w, capability, tolerance));
    return typeof got === 'number' && got >= (want.min ?? -1e9) && got <= (want.max ?? 1e9);
  }
  if (typeof want === 'number') return typeof got === 'number' && Math.abs(got - want) <= tolerance + 1e-9;
  if (capability === 'color' && nearColor(String(got), want)) return true;
  return String(got).trim().toLowerCase() === want.trim().toLowerCase();
}

const CSS =
  'white=ffffff red=ff0000 lime=00ff00 green=008000 blue=0000ff yellow=ffff00 cyan=00ffff aqua=00ffff magenta=ff00ff fuchsia=ff00ff purple=800080 teal=008080 navy=000080 orange=ffa500 pink=ffc0cb hotpink=ff69b4 violet=ee82ee indigo=4b0082 gold=ffd700 brown=a52a2a turquoise=40e0d0 lavender=e6e6fa coral=ff7f50 salmon=fa8072 crimson=dc143c plum=dda0dd lightblue=add8e6 darkblue=00008b lightgreen=90ee90 darkgreen=006400 darkred=8b0000 skyblue=87ceeb royalblue=4169e1 ivory=fffff0 beige=f5f5dc peachpuff=ffdab9 maroon=800000';
const COLORS = new Map(CSS.split(' ').map((c) => c.split('=') as [string, string]));

/** Colours that a person would call the same. */
function nearColor(a: string, b: string): boolean {
  const rgb = (text: string): number[] | undefined => {
    const hex = (COLORS.get(text.toLowerCase()) ?? text.replace('#', '')).toLowerCase();
    return /^[0-9a-f]{6}$/.test(hex) ? [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) : undefined;
  };
  const [x, y] = [rgb(a), rgb(b)];
  return x !== undefined && y !== undefined && Math.hypot(...x.map((v, i) => v - (y[i] ?? 0))) <= 40;
}
