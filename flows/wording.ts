/**
 * A flow read aloud: exact plain English from the chart alone, in the order of the chart. Every phrase knows its path in the flow
 * file, and every value that a person may change in place says how (`edit`). Total: it never throws, whatever `parse` admits.
 */
import type { Capability } from './capability';
import { capabilityRow, isCapability } from './capability';
import type { Flow } from './flow';
import type { Home } from './home';
import type { Action, Guard } from './operators';
import { joined, type Phrase, textOf } from './phrase';
import { actionsPhrases } from './phrases/actions';
import { guardPhrases } from './phrases/guards';
import { rolePhrase } from './phrases/roles';
import { delayPhrases, schedulePhrases } from './phrases/times';
import { inPreferredUnits, type Preferences } from './phrases/units';
import { allStates, type PlacedState, type PlacedTransition, stateName, targetPath, transitionsOf } from './walk';
import { capital } from './words';

export { type Edit, type Phrase, textOf } from './phrase';
export { bindingWords, roleWords } from './phrases/roles';
export { tableWords } from './phrases/times';
export type { Preferences } from './phrases/units';

export type Key = 'first' | 'when' | 'if' | 'after' | 'at once' | 'then' | 'finally';

export interface Row {
  key: Key;
  phrases: Phrase[];
  /** Path of the transition or action list in the flow file. */
  at: string;
  /** Where it goes, on the last row of a transition that goes somewhere else. */
  target?: { path: string[]; name: string };
}

export interface Station {
  path: string[];
  at: string;
  name: string;
  /** Starts here when its parent starts. */
  initial: boolean;
  final: boolean;
  parallel: boolean;
  rows: Row[];
}

export interface Wording {
  /** One short sentence for lists. */
  sentence: string;
  stations: Station[];
}

/** @param preferences how values are read; what is edited in place stays in the units of the file */
export function describe(flow: Flow, home?: Home, preferences: Preferences = {}): Wording {
  const states = inReadingOrder(flow).filter((s) => s.path.length > 0 || hasOwnRows(s));
  const stations = states
    .map((s) => station(flow, s, home))
    .map((s) => ({ ...s, rows: s.rows.map((r) => ({ ...r, phrases: inPreferredUnits(r.phrases, preferences) })) }));
  return { sentence: sentenceOf(stations), stations };
}

/** States as they follow each other: where a part starts, then wherever its transitions lead, then what nothing leads to. */
function inReadingOrder(flow: Flow): PlacedState[] {
  const states = allStates(flow.chart);
  const byPath = new Map(states.map((s) => [s.path.join('.'), s]));
  const order: PlacedState[] = [];
  const visit = (s: PlacedState | undefined): void => {
    if (!s || order.includes(s)) return;
    order.push(s);
    const own = s.path.join('.');
    const child = (key: string): PlacedState | undefined => byPath.get(own === '' ? key : `${own}.${key}`);
    if (s.node.initial) visit(child(s.node.initial));
    for (const key of Object.keys(s.node.states ?? {})) if (s.node.type === 'parallel') visit(child(key));
    for (const t of transitionsOf(s)) {
      const target = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target);
      // Only siblings follow; a jump to another part is read where that part stands.
      if (target && target.slice(0, -1).join('.') === s.path.slice(0, -1).join('.')) visit(byPath.get(target.join('.')));
    }
    for (const key of Object.keys(s.node.states ?? {})) visit(child(key));
  };
  visit(states[0]);
  return [...order, ...states.filter((s) => !order.includes(s))];
}

const hasOwnRows = (s: PlacedState): boolean => transitionsOf(s).length > 0 || (s.node.entry?.length ?? 0) + (s.node.exit?.length ?? 0) > 0;

const namesOf = new WeakMap<object, ReadonlyMap<string, string>>();

/** What a state is called in the reading: its own name; where two have the same, with the key too. */
export function nameIn(flow: Flow, path: readonly string[]): string {
  let names = namesOf.get(flow.chart);
  if (!names) {
    const states = allStates(flow.chart).filter((s) => s.path.length > 0);
    const own = new Map(states.map((s) => [s.path.join('.'), stateName(s.node, s.path)]));
    const count = new Map<string, number>();
    for (const name of own.values()) count.set(name, (count.get(name) ?? 0) + 1);
    names = new Map([...own].map(([key, name]) => [key, (count.get(name) ?? 0) > 1 ? `${name} (${key})` : name]));
    namesOf.set(flow.chart, names);
  }
  return names.get(path.join('.')) ?? 'At any time';
}

/** Where a history state leads: not seen in its transitions, since it has none. */
function historyRows(flow: Flow, s: PlacedState): Row[] {
  if (s.node.type !== 'history') return [];
  const back = s.node.target === undefined ? undefined : targetPath(flow, s.path, s.node.target);
  const depth = s.node.history === 'deep' ? ', in all its parts' : '';
  const first = back ? `; at first to “${nameIn(flow, back)}”` : '';
  return [{ key: 'at once', phrases: [{ text: `go back to where it was${depth}${first}`, path: s.at }], at: s.at }];
}

function station(flow: Flow, s: PlacedState, home: Home | undefined): Station {
  const parent = allStates(flow.chart).find((p) => p.path.join('.') === s.path.slice(0, -1).join('.'));
  const own = (list: Action[] | undefined, key: Key, at: string): Row[] => (list?.length ? [{ key, phrases: actionsPhrases(flow, list, at, home), at }] : []);
  return {
    path: s.path,
    at: s.at,
    name: nameIn(flow, s.path),
    initial: s.path.length > 0 && parent?.node.initial === s.path.at(-1),
    final: s.node.type === 'final',
    parallel: s.node.type === 'parallel',
    rows: [
      ...historyRows(flow, s),
      ...own(s.node.entry, 'first', `${s.at}.entry`),
      ...transitionsOf(s).flatMap((t) => transitionRows(flow, t, home)),
      ...own(s.node.exit, 'finally', `${s.at}.exit`),
    ],
  };
}

/** The rows of one transition: what starts it, its conditions, what it does. */
export function transitionRows(flow: Flow, t: PlacedTransition, home?: Home): Row[] {
  const { trigger, conditions } = triggerPhrases(flow, t, home);
  const key: Key = t.group === 'on' ? 'when' : t.group === 'after' ? 'after' : t.group === 'onDone' ? 'finally' : 'at once';
  const rows: Row[] = [{ key, phrases: trigger, at: t.at }];
  if (conditions.length > 0)
    rows.push({
      key: 'if',
      phrases: joined(
        conditions.map((c) => guardPhrases(flow, c.guard, c.at, home)),
        'and',
      ),
      at: t.at,
    });
  if (t.transition.actions?.length) rows.push({ key: 'then', phrases: actionsPhrases(flow, t.transition.actions, `${t.at}.actions`, home), at: t.at });
  const path = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target);
  const node = path && allStates(flow.chart).find((s) => s.path.join('.') === path.join('.'))?.node;
  const last = rows.at(-1);
  if (last && t.transition.reenter && path) last.phrases.push({ text: '(starting it anew)', path: `${t.at}.reenter` });
  if (last && path && node) last.target = { path, name: nameIn(flow, path) };
  return rows;
}

/** One transition as one line: "when Hall motion sees motion, if the sun is down: turn Hall light on → Lit". */
export function transitionWords(flow: Flow, t: PlacedTransition, home?: Home): string {
  const rows = transitionRows(flow, t, home);
  const said = rows
    .map((r) => (r.key === 'then' ? `: ${textOf(r.phrases)}` : `${r === rows[0] ? '' : ', '}${r.key} ${textOf(r.phrases)}`))
    .join('')
    .replace(/ +/g, ' ')
    .trim();
  const target = rows.at(-1)?.target;
  return target ? `${said} → ${target.name}` : said;
}

/** The whole reading as text, exact: flows that can behave differently read differently (SPEC 7.1). */
export function readAloud(flow: Flow, home?: Home, preferences?: Preferences): string {
  return describe(flow, home, preferences)
    .stations.map((s) => {
      const marks = [s.initial && 'it starts here', s.final && 'the end', s.parallel && 'its parts run side by side'].filter(Boolean).join('; ');
      const inside = s.path.length > 1 ? ` in ${nameIn(flow, s.path.slice(0, -1))}` : '';
      const rows = s.rows.map((r) => `  ${r.key}${r.phrases.length > 0 ? ` ${textOf(r.phrases)}` : ''}${r.target ? ` → ${r.target.name}` : ''}`);
      return [`${s.name}${inside}${marks ? ` (${marks})` : ''}`, ...rows].join('\n');
    })
    .join('\n');
}

/** A list of actions as one line. */
export const actionsWords = (flow: Flow, actions: Action[], home?: Home): string => textOf(actionsPhrases(flow, actions, '', home));

function sentenceOf(stations: Station[]): string {
  const parts: string[] = [];
  const begun = begunBy(stations);
  for (const s of stations) {
    let lead = '';
    for (const r of s.rows) {
      if (r.key === 'then') parts.push(`${lead}: ${textOf(withoutAnew(r))}`);
      if (r.key === 'after') lead = [begun.get(s.path.join('.')), `after ${textOf(r.phrases)}`].filter(Boolean).join(', ');
      else lead = leadOf(lead, r);
      if (r.key === 'first') parts.push(textOf(r.phrases));
    }
  }
  const unique = [...new Set(parts)];
  return unique.length === 0 ? 'Does nothing yet.' : `${unique.slice(0, 4).map(capital).join('. ')}.`;
}

/** That a wait begins anew goes without saying in a sentence. */
const withoutAnew = (r: Row): Phrase[] => r.phrases.filter((p) => !p.path?.endsWith('.reenter'));

const leadOf = (lead: string, r: Row): string =>
  r.key === 'if' ? `${lead}, if ${textOf(r.phrases)}` : r.key === 'first' ? '' : `${r.key} ${textOf(r.phrases)}`.trim();

/** What begins a wait without doing anything: said before the wait is, since nothing else tells what is waited for. By the state's path. */
function begunBy(stations: Station[]): Map<string, string> {
  const leads = new Map<string, Set<string>>();
  for (const s of stations) {
    let lead = '';
    for (const r of s.rows) {
      const told = { ...r, phrases: withoutAnew(r) };
      lead = r.key === 'after' ? `after ${textOf(told.phrases)}` : leadOf(lead, told);
      if (r.target && r.key !== 'then') leads.set(r.target.path.join('.'), (leads.get(r.target.path.join('.')) ?? new Set()).add(lead));
    }
  }
  return new Map([...leads].flatMap(([path, all]) => (all.size === 1 ? [[path, [...all][0] ?? '']] : [])));
}

interface Placed {
  guard: Guard;
  at: string;
}

/** The guard's edge on the event itself joins the trigger; the rest are conditions. */
function triggerPhrases(flow: Flow, t: PlacedTransition, home: Home | undefined): { trigger: Phrase[]; conditions: Placed[] } {
  const guard = t.transition.guard;
  const parts: Placed[] =
    guard === undefined
      ? []
      : guard.type === 'all'
        ? guard.params.of.map((g, i) => ({ guard: g, at: `${t.at}.guard.params.of.${i}` }))
        : [{ guard, at: `${t.at}.guard` }];
  if (t.group === 'after') return { trigger: delayPhrases(flow, t.trigger), conditions: parts };
  if (t.group === 'always') return { trigger: [], conditions: parts };
  if (t.group === 'onDone') return { trigger: [{ text: 'all is done', path: t.at }], conditions: parts };
  const [name = '', capability = ''] = t.trigger.split('.');
  if (name === 'schedule') return { trigger: schedulePhrases(flow, capability), conditions: parts };
  const isEdge = (g: Guard): boolean =>
    (g.type === 'becomes' || g.type === 'stops' || g.type === 'changes') && g.params.role === name && g.params.capability === capability;
  const edges = parts.filter((p) => isEdge(p.guard) || (p.guard.type === 'any' && p.guard.params.of.every(isEdge)));
  if (edges.length === 0) {
    const noun = isCapability(capability) ? capabilityRow(capability).noun : capability;
    const who = rolePhrase(flow, name, home, capability as Capability);
    return { trigger: [who, { text: `reports its ${noun}`, path: t.at }], conditions: parts };
  }
  return {
    trigger: joined(
      edges.map((e) => guardPhrases(flow, e.guard, e.at, home, 'trigger')),
      'and',
    ),
    conditions: parts.filter((p) => !edges.includes(p)),
  };
}
