/**
 * What changed from one flow to another, in words and as paths. Built on the reading: two parts that read alike behave alike
 * (SPEC 7.1), so what differs in the file and not in the reading is said to change nothing.
 */
import canonicalize from 'canonicalize';
import { footprintOf } from './check/footprint';
import type { Flow, StateNode } from './flow';
import type { Home } from './home';
import type { Action } from './operators';
import { bindingWords } from './phrases/roles';
import { tableWords } from './phrases/times';
import type { Footprint } from './stages';
import { allStates, type PlacedState, type PlacedTransition, stateName, transitionsOf } from './walk';
import { actionsWords, transitionWords } from './wording';

export interface Change {
  /** One sentence without a full stop: “Lit”: after 5 min … is now after 10 min …. */
  text: string;
  /** Path into the file that has it: the later one, the earlier one where it was removed. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
}

export interface Difference {
  /** The files say the same, whatever the order of their keys. */
  same: boolean;
  /** What the flow does can differ; false where only names, notes, rehearsals and the like changed. */
  behaviour: boolean;
  changes: Change[];
  /** What it may touch in this home that it could not before, and the reverse. */
  footprint?: { gained: Footprint; lost: Footprint };
}

interface Found extends Change {
  neutral: boolean;
}

/** @param home names devices in the words and is needed for the footprint */
export function diff(before: Flow, after: Flow, home?: Home): Difference {
  const found = [
    ...papers(before, after),
    ...roles(before, after, home),
    ...tables(before, after),
    ...names(before, after),
    ...states(aligned(before, after), after, home),
  ];
  const changes = found.map(({ text, path, kind, neutral }) => ({ text: neutral ? `${text} (changes nothing that it does)` : text, path, kind }));
  const footprint = home && {
    gained: beyond(footprintOf(after, home), footprintOf(before, home)),
    lost: beyond(footprintOf(before, home), footprintOf(after, home)),
  };
  return { same: equal(before, after), behaviour: found.some((f) => !f.neutral), changes, ...(footprint ? { footprint } : {}) };
}

/** States that are called otherwise. */
function names(before: Flow, after: Flow): Found[] {
  const olds = byPath(before);
  return [...byPath(after)].flatMap(([key, now]): Found[] => {
    const old = olds.get(key);
    if (!old || nameOf(old) === nameOf(now)) return [];
    return [{ text: `“${nameOf(old)}” is now called “${nameOf(now)}”`, path: `${now.at}.description`, kind: 'changed', neutral: true }];
  });
}

const equal = (a: unknown, b: unknown): boolean => (a === undefined || b === undefined ? a === b : canonicalize(a) === canonicalize(b));

/** `before` with the names, devices and table entries of `after`, so that each such change is told once and not wherever it shows. */
function aligned(before: Flow, after: Flow): Flow {
  const over = <T extends object>(old: T | undefined, now: T | undefined): T => ({ ...old, ...now }) as T;
  const named = (old: StateNode, now: StateNode | undefined): StateNode => {
    const { description: _, states, ...rest } = old;
    const children = states && Object.fromEntries(Object.entries(states).map(([key, s]) => [key, named(s, now?.states?.[key])]));
    const description = now ? now.description : old.description;
    return { ...rest, ...(description === undefined ? {} : { description }), ...(children ? { states: children } : {}) };
  };
  const tables = {
    schedules: over(before.schedules, after.schedules),
    delays: over(before.delays, after.delays),
    variables: over(before.variables, after.variables),
  };
  return { ...before, ...tables, uses: over(before.uses, after.uses), chart: named(before.chart, after.chart) as Flow['chart'] };
}

/** Name, request, notes and rehearsals: what a person reads and no device feels. */
function papers(before: Flow, after: Flow): Found[] {
  const changed = (key: 'request' | 'notes' | 'rehearsals', noun: string): Found[] =>
    equal(before[key], after[key]) ? [] : [{ text: `The ${noun} changed`, path: key, kind: 'changed', neutral: true }];
  const name: Found[] =
    before.name === after.name ? [] : [{ text: `The name “${before.name}” is now “${after.name}”`, path: 'name', kind: 'changed', neutral: true }];
  return [...name, ...changed('request', 'request'), ...changed('notes', 'notes'), ...changed('rehearsals', 'rehearsals')];
}

function roles(before: Flow, after: Flow, home: Home | undefined): Found[] {
  return keysOf(before.uses, after.uses).flatMap((key): Found[] => {
    const [old, now] = [before.uses[key], after.uses[key]];
    const path = `uses.${key}`;
    if (!old) return [{ text: `It uses ${bindingWords(after, key, home)}`, path, kind: 'added', neutral: false }];
    if (!now) return [{ text: `It no longer uses ${bindingWords(before, key, home)}`, path, kind: 'removed', neutral: false }];
    const changes: Found[] = [];
    if (!equal(old.bind, now.bind)) {
      const words = `${bindingWords(before, key, home)} is now ${bindingWords(after, key, home)}`;
      changes.push({ text: words, path: `${path}.bind`, kind: 'changed', neutral: false });
    }
    if (old.name !== now.name) changes.push({ text: `“${old.name}” is now called “${now.name}”`, path: `${path}.name`, kind: 'changed', neutral: true });
    if (old.kind !== now.kind)
      changes.push({ text: `“${now.name}” is now a ${now.kind}, not a ${old.kind}`, path: `${path}.kind`, kind: 'changed', neutral: false });
    for (const use of ['reads', 'writes'] as const) {
      if (!equal([...(old[use] ?? [])].sort(), [...(now[use] ?? [])].sort()))
        changes.push({ text: `What it ${use} of “${now.name}” changed`, path: `${path}.${use}`, kind: 'changed', neutral: false });
    }
    return changes;
  });
}

function tables(before: Flow, after: Flow): Found[] {
  return (['schedules', 'delays', 'variables'] as const).flatMap((table) =>
    keysOf(before[table] ?? {}, after[table] ?? {}).flatMap((key): Found[] => {
      const [old, now] = [before[table]?.[key], after[table]?.[key]];
      if (equal(old, now)) return [];
      const path = `${table}.${key}`;
      const words = (flow: Flow): string => tableWords(flow, table, key);
      // Entries that nothing uses do nothing; what uses them is told where it stands.
      if (!old) return [{ text: `There is “${words(after)}”`, path, kind: 'added', neutral: true }];
      if (!now) return [{ text: `There is no longer “${words(before)}”`, path, kind: 'removed', neutral: true }];
      return [{ text: `“${words(before)}” is now “${words(after)}”`, path, kind: 'changed', neutral: words(before) === words(after) }];
    }),
  );
}

function states(before: Flow, after: Flow, home: Home | undefined): Found[] {
  const [olds, nows] = [byPath(before), byPath(after)];
  return [...new Set([...olds.keys(), ...nows.keys()])].flatMap((key): Found[] => {
    const [old, now] = [olds.get(key), nows.get(key)];
    if (!old && now)
      return [{ text: `There is a new state “${nameOf(now)}”`, path: now.at, kind: 'added', neutral: false }, ...own(before, undefined, after, now, home)];
    if (old && !now) return [{ text: `There is no longer a state “${nameOf(old)}”`, path: old.at, kind: 'removed', neutral: false }];
    return old && now ? [...shape(old, now), ...own(before, old, after, now, home)] : [];
  });
}

const byPath = (flow: Flow): Map<string, PlacedState> => new Map(allStates(flow.chart).map((s) => [s.path.join('.'), s]));
const nameOf = (s: PlacedState): string => (s.path.length === 0 ? 'At any time' : stateName(s.node, s.path));

/** What a state is, apart from what happens in it. */
function shape(old: PlacedState, now: PlacedState): Found[] {
  const changes: Found[] = [];
  const add = (text: string, key: string, neutral: boolean): number => changes.push({ text, path: `${now.at}.${key}`, kind: 'changed', neutral });
  if (!equal(old.node.type, now.node.type)) add(`“${nameOf(now)}” is now ${now.node.type ?? 'an ordinary state'}`, 'type', false);
  if (!equal(old.node.initial, now.node.initial)) add(`“${nameOf(now)}” now starts elsewhere: at “${now.node.initial ?? 'nothing'}”`, 'initial', false);
  if (!equal([old.node.history, old.node.target], [now.node.history, now.node.target])) add(`What “${nameOf(now)}” goes back to changed`, 'history', false);
  return changes;
}

/** Transitions that say the same are matched first, then those with the same trigger in order; the rest came or went. */
function own(before: Flow, old: PlacedState | undefined, after: Flow, now: PlacedState, home: Home | undefined): Found[] {
  const place = `“${nameOf(now)}”`;
  const said = (flow: Flow, s: PlacedState | undefined) => (s ? transitionsOf(s) : []).map((t) => ({ t, words: transitionWords(flow, t, home) }));
  const was = said(before, old);
  const is = said(after, now);
  const kept = is.filter((n) => was.some((o) => o.words === n.words && slot(o.t) === slot(n.t)));
  const gone = was.filter((o) => !is.some((n) => o.words === n.words && slot(o.t) === slot(n.t)));
  const changes: Found[] = [];
  for (const n of is) {
    if (kept.includes(n)) continue;
    const i = gone.findIndex((o) => slot(o.t) === slot(n.t));
    const [o] = i < 0 ? [] : gone.splice(i, 1);
    const text = o ? `${place}: ${o.words} is now ${n.words}` : `${place}: ${n.words}`;
    changes.push({ text, path: n.t.at, kind: o ? 'changed' : 'added', neutral: false });
  }
  for (const o of gone) changes.push({ text: `${place} no longer: ${o.words}`, path: o.t.at, kind: 'removed', neutral: false });
  const order = (list: typeof is): string => list.map((x) => x.words).join('\n');
  if (changes.length === 0 && order(was) !== order(is) && old) {
    changes.push({ text: `${place}: what is tried first changed`, path: now.at, kind: 'changed', neutral: false });
  }
  for (const list of ['entry', 'exit'] as const) {
    const words = (flow: Flow, actions: Action[] | undefined): string => (actions?.length ? actionsWords(flow, actions, home) : '');
    const [a, b] = [words(before, old?.node[list]), words(after, now.node[list])];
    const when = list === 'entry' ? 'on entering' : 'on leaving';
    if (a === b) continue;
    const text = a && b ? `${place} ${when}: ${a} is now ${b}` : b ? `${place} ${when}: ${b}` : `${place} no longer ${when}: ${a}`;
    changes.push({ text, path: `${now.at}.${list}`, kind: a && b ? 'changed' : b ? 'added' : 'removed', neutral: false });
  }
  return changes;
}

const slot = (t: PlacedTransition): string => `${t.group} ${t.trigger}`;
const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();

/** The part of `wide` that `narrow` does not have. */
function beyond(wide: Footprint, narrow: Footprint): Footprint {
  const writes = wide.writes.flatMap((w) => {
    const known = narrow.writes.find((n) => n.device === w.device && n.capability === w.capability);
    if (!known) return [w];
    const values = w.values?.filter(
      (v) => !known.values?.includes(v) && !(typeof v === 'number' && known.min !== undefined && v >= known.min && v <= (known.max ?? v)),
    );
    const wider = w.min !== undefined && (known.min === undefined || w.min < known.min || (w.max ?? 0) > (known.max ?? 0));
    return values?.length ? [{ ...w, values }] : wider ? [w] : [];
  });
  return { writes, reads: wide.reads.filter((r) => !narrow.reads.some((n) => n.device === r.device && n.capability === r.capability)) };
}
