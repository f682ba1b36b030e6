/**
 * Whether conditions can hold together. Sound in one direction: `false` is certain, `true` means that no contradiction was found
 * (groups, colours and texts are judged less closely than single devices). A reading that is missing makes a condition neither true nor
 * false, so a condition and its negation can both fail; they can never both hold.
 */
import { type Capability, capabilityRow, isCapability, type Value } from '../capability';
import { minuteOf } from '../evaluate';
import type { Flow } from '../flow';
import type { Comparison, Guard } from '../operators';
import { DAYS, durationMs } from '../time';

/** One condition or its negation; `all` and `any` are resolved before. */
interface Literal {
  guard: Exclude<Guard, { type: 'all' | 'any' | 'not' }>;
  holds: boolean;
  /** Of the reading as it was before the event. */
  before?: true;
}

/** More alternatives than this are not looked at one by one: the answer is then "perhaps". */
const ALTERNATIVES = 64;

/** @param event the event being handled (`motion.occupancy`), without which no edge can hold */
export function canHold(flow: Flow, guards: readonly Guard[], event?: string): boolean {
  const terms = alternatives(flow, { type: 'all', params: { of: [...guards] } }, true, event);
  return terms === undefined || terms.some((term) => consistent(flow, term, event));
}

/** Whether `later` can hold where `earlier` does not: if not, what comes after `earlier` never gets its turn. */
export function canHoldWithout(flow: Flow, later: Guard | undefined, earlier: Guard, event?: string): boolean {
  const wanted = later ? [later] : [];
  if (canHold(flow, [...wanted, { type: 'not', params: { of: earlier } }], event)) return true;
  // `earlier` may also be open, for want of a reading that `later` can do without.
  const terms = alternatives(flow, { type: 'all', params: { of: wanted } }, true, event);
  const needs = readingsOf(earlier);
  return terms?.some((term) => [...needs].some((r) => !term.some((l) => readingsOf(l.guard).has(r)))) ?? true;
}

export function readingsOf(guard: Guard): Set<string> {
  if (guard.type === 'all' || guard.type === 'any') return new Set(guard.params.of.flatMap((g) => [...readingsOf(g)]));
  if (guard.type === 'not') return readingsOf(guard.params.of);
  if ('role' in guard.params) {
    const reading = `${guard.params.role}.${guard.params.capability}`;
    const edge = guard.type === 'becomes' || guard.type === 'stops' || guard.type === 'changes';
    return new Set(edge ? [reading, `before ${reading}`] : [reading]);
  }
  return guard.type === 'elapsed' || guard.type === 'flow' ? new Set([JSON.stringify(guard.params)]) : new Set();
}

/** The ways in which a condition can come out as `holds`, each a list of literals; undefined where they are too many. */
function alternatives(flow: Flow, guard: Guard, holds: boolean, event: string | undefined): Literal[][] | undefined {
  if (guard.type === 'not') return alternatives(flow, guard.params.of, !holds, event);
  if ((guard.type === 'becomes' || guard.type === 'stops') && !holds && event !== undefined) {
    const { role, capability, is, value } = guard.params;
    if (!single(flow, role) || capabilityRow(capability).momentary || !sameReading(flow, event, `${role}.${capability}`)) return [[{ guard, holds }]];
    // No turn that way: it did not get there, or it was there before.
    const level: Literal['guard'] = { type: 'is', params: { role, capability, is, value } };
    const to = guard.type === 'becomes';
    return [[{ guard: level, holds: !to }], [{ guard: level, holds: to, before: true }]];
  }
  if (guard.type !== 'all' && guard.type !== 'any') return [[{ guard, holds }]];
  const parts = guard.params.of.map((g) => alternatives(flow, g, holds, event));
  if ((guard.type === 'all') !== holds) return parts.includes(undefined) ? undefined : capped(parts.flatMap((p) => p ?? []));
  let product: Literal[][] = [[]];
  for (const part of parts) {
    if (!part || product.length * part.length > ALTERNATIVES) return undefined;
    product = product.flatMap((term) => part.map((more) => [...term, ...more]));
  }
  return product;
}

const capped = (terms: Literal[][]): Literal[][] | undefined => (terms.length > ALTERNATIVES ? undefined : terms);

/** Whether the literals of one alternative leave something possible for everything that they speak of. */
function consistent(flow: Flow, term: readonly Literal[], event: string | undefined): boolean {
  for (const [i, l] of term.entries())
    if (term.some((o, j) => j > i && o.before === l.before && o.holds !== l.holds && JSON.stringify(o.guard) === JSON.stringify(l.guard))) return false;
  const facts = new Facts();
  const [role = '', capability = ''] = event?.split('.') ?? [];
  const own = single(flow, role) && isCapability(capability) && !capabilityRow(capability).momentary ? readingOf(flow, role, capability) : undefined;
  return term.every((l) => assume(flow, facts, l, event)) && facts.possible() && (own === undefined || facts.differ(own, `before ${own}`));
}

/** Adds what a literal says of the world. @returns false where it cannot hold at all */
function assume(flow: Flow, facts: Facts, { guard, holds, before }: Literal, event: string | undefined): boolean {
  switch (guard.type) {
    case 'changes':
    case 'becomes':
    case 'stops': {
      const { role, capability } = guard.params;
      const own = event === undefined || sameReading(flow, event, `${role}.${capability}`);
      if (!own) return !holds;
      const momentary = capabilityRow(capability).momentary === true;
      if (momentary && guard.type === 'becomes' && !holds && event !== undefined)
        facts.value(`event ${capability}`, capability, guard.params.is, guard.params.value, false);
      if (guard.type === 'changes' || !holds) return true;
      const to = guard.type === 'becomes';
      if (!single(flow, role)) return to || !momentary;
      if (momentary) {
        facts.value(`event ${capability}`, capability, guard.params.is, guard.params.value, to);
        return to;
      }
      facts.value(readingOf(flow, role, capability), capability, guard.params.is, guard.params.value, to);
      facts.value(`before ${readingOf(flow, role, capability)}`, capability, guard.params.is, guard.params.value, !to);
      return true;
    }
    case 'is': {
      const { role, capability, is, value } = guard.params;
      if (capabilityRow(capability).momentary) return false;
      if (single(flow, role)) facts.value(`${before ? 'before ' : ''}${readingOf(flow, role, capability)}`, capability, is, value, holds);
      return true;
    }
    case 'number':
      facts.interval(`number ${guard.params.variable}`, guard.params.is, guard.params.value, holds);
      return facts.within(`number ${guard.params.variable}`, flow.variables?.[guard.params.variable]);
    case 'elapsed':
      facts.interval(`elapsed ${guard.params.since}`, guard.params.is, durationMs(guard.params.for), holds);
      return true;
    case 'between': {
      const { from, to } = guard.params;
      if (from.startsWith('sun') || to.startsWith('sun')) return true;
      const [a, b] = [minuteOf(from), minuteOf(to)];
      facts.choice('minute', [...Array(1440).keys()], (m) => (a <= b ? m >= a && m < b : m >= a || m < b) === holds);
      return true;
    }
    case 'days':
      facts.choice('day', DAYS, (d) => guard.params.days.includes(d) === holds);
      return true;
    default:
      return true;
  }
}

const single = (flow: Flow, role: string): boolean => {
  const bind = flow.uses[role]?.bind;
  return bind === undefined || 'one' in bind || 'each' in bind;
};

/** Two roles bound to the same device speak of one reading. */
const readingOf = (flow: Flow, role: string, capability: string): string => {
  const bind = flow.uses[role]?.bind;
  return `${bind && 'one' in bind ? `device ${bind.one}` : `role ${role}`} ${capability}`;
};

function sameReading(flow: Flow, a: string, b: string): boolean {
  if (a === b) return true;
  const [roleA = '', capabilityA] = a.split('.');
  const [roleB = '', capabilityB = ''] = b.split('.');
  return (
    capabilityA === capabilityB && (!single(flow, roleA) || !single(flow, roleB) || readingOf(flow, roleA, capabilityB) === readingOf(flow, roleB, capabilityB))
  );
}

interface Interval {
  low: number;
  lowOpen: boolean;
  high: number;
  highOpen: boolean;
  not: Set<number>;
}

/** What is still possible for each reading, number and clock. */
class Facts {
  private readonly intervals = new Map<string, Interval>();
  private readonly choices = new Map<string, Set<unknown>>();

  value(key: string, capability: Capability, is: Comparison, value: Value, holds: boolean): void {
    const row = capabilityRow(capability);
    if (row.type === 'number') {
      this.interval(key, is, Number(value), holds);
      if (row.min !== undefined) this.interval(key, 'atLeast', row.min, true);
      if (row.max !== undefined) this.interval(key, 'atMost', row.max, true);
    } else if (row.type === 'enum') this.choice(key, Object.keys(row.values), (v) => (v === value) === holds);
  }

  choice<T>(key: string, all: readonly T[], keep: (value: T) => boolean): void {
    const left = (this.choices.get(key) as Set<T> | undefined) ?? new Set(all);
    this.choices.set(key, new Set([...left].filter(keep)));
  }

  interval(key: string, is: Comparison, value: number, holds: boolean): void {
    const i = this.intervals.get(key) ?? { low: Number.NEGATIVE_INFINITY, lowOpen: false, high: Number.POSITIVE_INFINITY, highOpen: false, not: new Set() };
    this.intervals.set(key, i);
    if (is === 'equals' && !holds) i.not.add(value);
    if (is === 'equals' && holds) narrow(i, value, false, value, false);
    if ((is === 'above' && holds) || (is === 'atMost' && !holds)) narrow(i, value, true);
    if ((is === 'atLeast' && holds) || (is === 'below' && !holds)) narrow(i, value, false);
    if ((is === 'below' && holds) || (is === 'atLeast' && !holds)) narrow(i, undefined, false, value, true);
    if ((is === 'atMost' && holds) || (is === 'above' && !holds)) narrow(i, undefined, false, value, false);
  }

  /** Keeps a number inside its declared bounds. @returns true, so that it can end a case */
  within(key: string, declared: { type: string; min?: number; max?: number } | undefined): true {
    if (declared?.min !== undefined) this.interval(key, 'atLeast', declared.min, true);
    if (declared?.max !== undefined) this.interval(key, 'atMost', declared.max, true);
    return true;
  }

  /** Whether two readings can differ: an event is a change, so its value is not the one before. */
  differ(a: string, b: string): boolean {
    const [x, y] = [this.choices.get(a), this.choices.get(b)];
    if (x?.size === 1 && y?.size === 1) return [...x][0] !== [...y][0];
    const [i, j] = [this.intervals.get(a), this.intervals.get(b)];
    return !(i && j && i.low === i.high && j.low === j.high && i.low === j.low);
  }

  possible(): boolean {
    for (const left of this.choices.values()) if (left.size === 0) return false;
    for (const i of this.intervals.values()) {
      if (i.low > i.high || (i.low === i.high && (i.lowOpen || i.highOpen || i.not.has(i.low)))) return false;
    }
    return true;
  }
}

function narrow(i: Interval, low: number | undefined, lowOpen: boolean, high?: number, highOpen = false): void {
  if (low !== undefined && (low > i.low || (low === i.low && lowOpen))) Object.assign(i, { low, lowOpen });
  if (high !== undefined && (high < i.high || (high === i.high && highOpen))) Object.assign(i, { high, highOpen });
}
