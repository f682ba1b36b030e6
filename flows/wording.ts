/**
 * A flow read aloud: exact plain English from the chart alone, in the order of the chart. Every phrase knows its path in the flow
 * file, and every value that a person may change in place says how (`edit`). Total: it never throws, whatever `parse` admits.
 */
import { type Capability, type CapabilityRow, capabilityRow, type Risk, riskOf, type Value } from './capability';
import type { Flow, Schedule } from './flow';
import { findDevice, type Home } from './home';
import { groupOf, roleMembers } from './members';
import type { Action, Guard } from './operators';
import { COMPARISONS } from './operators';
import { allStates, type PlacedState, type PlacedTransition, stateName, targetPath, transitionsOf } from './walk';
import { capital, dayWords, durationWords, listWords, pluralWords, valueWords } from './words';

/** How a value is changed in place: the control, the path of the value in the flow file, and what it is now. */
export type Edit =
  | { kind: 'duration' | 'time' | 'text'; path: string; value: string }
  | { kind: 'number'; path: string; value: number; unit: string; min?: number; max?: number; step: number }
  | { kind: 'choice'; path: string; value: Value; options: { value: Value; label: string }[] }
  | { kind: 'device'; path: string; role: string; capability: Capability | undefined };

export interface Phrase {
  text: string;
  /** Path into the flow file of what it says; absent on joining words. */
  path?: string;
  edit?: Edit;
  /** What it touches, by risk class; `time` for clocks and delays. */
  touches?: Risk | 'time';
}

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

export const textOf = (phrases: readonly Phrase[]): string =>
  phrases
    .map((p) => p.text)
    .join(' ')
    .replace(/ ([,.])/g, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();

export function describe(flow: Flow, home?: Home): Wording {
  const states = inReadingOrder(flow).filter((s) => s.path.length > 0 || hasOwnRows(s));
  const stations = states.map((s) => station(flow, s, home));
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

const hasOwnRows = (s: PlacedState): boolean => transitionsOf(s).length > 0 || (s.node.entry?.length ?? 0) > 0;

function station(flow: Flow, s: PlacedState, home: Home | undefined): Station {
  const parent = allStates(flow.chart).find((p) => p.path.join('.') === s.path.slice(0, -1).join('.'));
  const own = (list: Action[] | undefined, key: Key, at: string): Row[] => (list?.length ? [{ key, phrases: actionsPhrases(flow, list, at, home), at }] : []);
  return {
    path: s.path,
    at: s.at,
    name: s.path.length === 0 ? 'At any time' : stateName(s.node, s.path),
    initial: parent?.node.initial === s.path.at(-1),
    final: s.node.type === 'final',
    parallel: s.node.type === 'parallel',
    rows: [
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
  if (last && path && node) last.target = { path, name: stateName(node, path) };
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

/** A list of actions as one line. */
export const actionsWords = (flow: Flow, actions: Action[], home?: Home): string => textOf(actionsPhrases(flow, actions, '', home));

/** What a role is bound to, as one line; while unbound its own name and kind. */
export const bindingWords = (flow: Flow, role: string, home?: Home): string =>
  flow.uses[role]?.bind ? roleWords(flow, role, home) : `${flow.uses[role]?.name ?? role} (not chosen yet)`;

/** An entry of a table beside the chart as one line. */
export function tableWords(flow: Flow, table: 'schedules' | 'delays' | 'variables', name: string): string {
  if (table === 'schedules') return textOf(schedulePhrases(flow, name));
  return table === 'delays' ? `after ${textOf(delayPhrases(flow, name))}` : name;
}

function sentenceOf(stations: Station[]): string {
  const parts: string[] = [];
  for (const s of stations) {
    let lead = '';
    for (const r of s.rows) {
      if (r.key === 'then') parts.push(`${lead}: ${textOf(r.phrases)}`);
      lead =
        r.key === 'if'
          ? `${lead}, if ${textOf(r.phrases)}`
          : r.key === 'after'
            ? `after ${textOf(r.phrases)}`
            : r.key === 'first'
              ? ''
              : `${r.key} ${textOf(r.phrases)}`;
      if (r.key === 'first') parts.push(textOf(r.phrases));
    }
  }
  const unique = [...new Set(parts)];
  return unique.length === 0 ? 'Does nothing yet.' : `${unique.slice(0, 4).map(capital).join('. ')}.`;
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
  if (edges.length === 0) return { trigger: [rolePhrase(flow, name, home, capability as Capability), { text: 'changes', path: t.at }], conditions: parts };
  return {
    trigger: joined(
      edges.map((e) => guardPhrases(flow, e.guard, e.at, home)),
      'and',
    ),
    conditions: parts.filter((p) => !edges.includes(p)),
  };
}

function delayPhrases(flow: Flow, name: string): Phrase[] {
  const delay = flow.delays?.[name];
  if (!delay) return [{ text: name }];
  if ('until' in delay)
    return [
      { text: 'until' },
      { text: delay.until, path: `delays.${name}.until`, touches: 'time', edit: { kind: 'time', path: `delays.${name}.until`, value: delay.until } },
    ];
  return [
    { text: durationWords(delay.for), path: `delays.${name}.for`, touches: 'time', edit: { kind: 'duration', path: `delays.${name}.for`, value: delay.for } },
  ];
}

function schedulePhrases(flow: Flow, name: string): Phrase[] {
  const schedule: Schedule | undefined = flow.schedules?.[name];
  const at = `schedules.${name}`;
  if (!schedule) return [{ text: name }];
  const days: Phrase[] = 'days' in schedule && schedule.days ? [{ text: dayWords(schedule.days), path: `${at}.days`, touches: 'time' }] : [];
  switch (schedule.kind) {
    case 'time':
      return [
        { text: 'it is' },
        { text: schedule.at, path: `${at}.at`, touches: 'time', edit: { kind: 'time', path: `${at}.at`, value: schedule.at } },
        ...days,
      ];
    case 'every':
      return [
        { text: 'it is time, every' },
        {
          text: durationWords(schedule.period),
          path: `${at}.period`,
          touches: 'time',
          edit: { kind: 'duration', path: `${at}.period`, value: schedule.period },
        },
      ];
    case 'once':
      return [{ text: 'it is' }, { text: `${schedule.at.replace('T', ' ')}, once`, path: `${at}.at`, touches: 'time' }];
    case 'sun': {
      const rises = schedule.event === 'sunrise' ? 'rises' : 'sets';
      const offset = schedule.offset ?? '';
      const early = offset.startsWith('-');
      const lead: Phrase[] =
        offset === ''
          ? []
          : [
              {
                text: durationWords(early ? offset.slice(1) : offset),
                path: `${at}.offset`,
                touches: 'time',
                ...(early ? {} : { edit: { kind: 'duration', path: `${at}.offset`, value: offset } as const }),
              },
              { text: early ? 'before' : 'after' },
            ];
      const clamp = [schedule.notBefore && `not before ${schedule.notBefore}`, schedule.notAfter && `not after ${schedule.notAfter}`]
        .filter(Boolean)
        .join(', ');
      return [...lead, { text: `the sun ${rises}`, path: at, touches: 'time' }, ...(clamp ? [{ text: `, ${clamp}`, path: at }] : []), ...days];
    }
  }
}

function guardPhrases(flow: Flow, guard: Guard, at: string, home: Home | undefined): Phrase[] {
  switch (guard.type) {
    case 'all':
    case 'any':
      return grouped(
        guard.params.of.map((g, i) => guardPhrases(flow, g, `${at}.params.of.${i}`, home)),
        guard.type === 'all' ? 'and' : 'or',
      );
    case 'not':
      return [{ text: 'not:' }, ...guardPhrases(flow, guard.params.of, `${at}.params.of`, home)];
    case 'between': {
      const { from, to } = guard.params;
      const clock = (value: string, key: 'from' | 'to'): Phrase => ({
        text: value,
        path: `${at}.params.${key}`,
        touches: 'time',
        edit: { kind: 'time', path: `${at}.params.${key}`, value },
      });
      return [{ text: 'it is between' }, clock(from, 'from'), { text: 'and' }, clock(to, 'to')];
    }
    case 'days':
      return [{ text: 'it is' }, { text: dayWords(guard.params.days), path: `${at}.params.days`, touches: 'time' }];
    case 'changes':
      return [
        rolePhrase(flow, guard.params.role, home, guard.params.capability),
        { text: `changes its ${capabilityRow(guard.params.capability).noun}`, path: at, touches: 'observe' },
      ];
    default:
      return testPhrases(flow, guard, at, home);
  }
}

/** "Hall motion sees motion", "the temperature of Hall rises above 25 °C". */
function testPhrases(flow: Flow, guard: Extract<Guard, { type: 'is' | 'becomes' | 'stops' }>, at: string, home: Home | undefined): Phrase[] {
  const { role, capability, is, value } = guard.params;
  const row: CapabilityRow = capabilityRow(capability);
  const who = rolePhrase(flow, role, home, capability);
  if (row.type === 'enum') {
    const said = Object.hasOwn(row.values, String(value)) ? row.values[String(value)] : undefined;
    const plural = isPlural(flow, role, home);
    const words = guard.type === 'becomes' ? said?.becomes : said?.is;
    const text = guard.type === 'stops' ? `no longer ${said?.is ?? value}` : (words ?? String(value));
    const options = Object.entries(row.values).map(([v, w]) => ({ value: v, label: guard.type === 'becomes' ? w.becomes : w.is }));
    return [
      who,
      {
        text: plural ? pluralVerb(text) : text,
        path: `${at}.params.value`,
        touches: 'observe',
        edit: { kind: 'choice', path: `${at}.params.value`, value, options },
      },
    ];
  }
  const verb =
    guard.type === 'becomes'
      ? COMPARISONS[is].rises
      : guard.type === 'stops'
        ? `is no longer ${is === 'equals' ? '' : COMPARISONS[is].words}`
        : is === 'equals'
          ? 'is'
          : `is ${COMPARISONS[is].words}`;
  return [{ text: `the ${row.noun} of` }, who, { text: verb.trim() }, valuePhrase(flow, role, capability, value, `${at}.params.value`, home, 'observe')];
}

function actionsPhrases(flow: Flow, actions: Action[], at: string, home: Home | undefined): Phrase[] {
  return joined(
    actions.map((a, i) => actionPhrases(flow, a, `${at}.${i}`, home)).filter((p) => p.length > 0),
    'and',
  );
}

function actionPhrases(flow: Flow, action: Action, at: string, home: Home | undefined): Phrase[] {
  const role = action.params.role;
  const capability: Capability = action.type === 'message' ? 'message' : action.params.capability;
  const row: CapabilityRow = capabilityRow(capability);
  const who = rolePhrase(flow, role, home, capability, true);
  const touches = riskOf(capability, flow.uses[role]?.kind ?? '');
  switch (action.type) {
    case 'message':
      return [
        { text: 'send' },
        who,
        { text: `“${action.params.text}”`, path: `${at}.params.text`, touches, edit: { kind: 'text', path: `${at}.params.text`, value: action.params.text } },
      ];
    case 'set': {
      if (row.type === 'enum') {
        const chosen = Object.hasOwn(row.values, String(action.params.value)) ? row.values[String(action.params.value)] : undefined;
        const [before = '', after = ''] = (chosen?.order ?? `set {} to ${action.params.value}`).split('{}').map((s) => s.trim());
        const options = Object.entries(row.values).flatMap(([value, w]) =>
          w.order ? [{ value, label: w.order.replace('{}', '').replace(/ +/g, ' ').trim() }] : [],
        );
        const edit: Edit = { kind: 'choice', path: `${at}.params.value`, value: action.params.value, options };
        const value = (text: string): Phrase[] => (text === '' ? [] : [{ text, path: `${at}.params.value`, touches, edit }]);
        return after === '' ? [...value(before), who] : [{ text: before }, who, ...value(after)];
      }
      const [before = 'set', after = 'to'] = (row.order ?? 'set {} to').split('{}').map((s) => s.trim());
      return [{ text: before }, who, { text: after }, valuePhrase(flow, role, capability, action.params.value, `${at}.params.value`, home, touches)];
    }
    case 'adjust': {
      const { by, times } = action.params;
      const noun = `the ${row.noun} of`;
      if (by === undefined) return [{ text: `multiply ${noun}` }, who, { text: 'by' }, { text: String(times ?? 1), path: `${at}.params.times`, touches }];
      const amount = valueWords(capability, Math.abs(by));
      return [
        { text: `${by < 0 ? 'lower' : 'raise'} ${noun}` },
        who,
        { text: 'by' },
        { text: amount, path: `${at}.params.by`, touches },
        ...(times === undefined ? [] : [{ text: `after multiplying it by ${times}` }]),
      ];
    }
    case 'toggle':
      return [{ text: 'switch' }, who, { text: 'over', path: at, touches }];
    case 'capture':
      return [{ text: `remember the ${row.noun} of` }, who, { text: 'as it is', path: at }];
    case 'restore':
      return [{ text: `put the ${row.noun} of` }, who, { text: 'back to what it was', path: at, touches }];
  }
}

function valuePhrase(flow: Flow, role: string, capability: Capability, value: Value, path: string, home: Home | undefined, touches: Risk): Phrase {
  const row = capabilityRow(capability);
  const text = valueWords(capability, value);
  if (row.type !== 'number' || typeof value !== 'number') return { text, path, touches, edit: { kind: 'text', path, value: String(value) } };
  const narrowed =
    home && flow.uses[role]
      ? roleMembers(home, flow.uses[role])
          .flatMap((id) => findDevice(home, id)?.capabilities ?? [])
          .find((c) => typeof c !== 'string' && c.name === capability)
      : undefined;
  const min = (typeof narrowed === 'object' ? narrowed.min : undefined) ?? row.min;
  const max = (typeof narrowed === 'object' ? narrowed.max : undefined) ?? row.max;
  return {
    text,
    path,
    touches,
    edit: {
      kind: 'number',
      path,
      value,
      unit: row.unit,
      step: Math.min(row.step, 1),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    },
  };
}

function rolePhrase(flow: Flow, name: string, home: Home | undefined, capability: Capability | undefined, writes = false): Phrase {
  const role = flow.uses[name];
  const text = capability === 'sun' ? 'the sun' : capability === 'mode' ? 'the home' : roleWords(flow, name, home);
  const risk: Risk = writes && capability ? riskOf(capability, role?.kind ?? '') : 'observe';
  return { text, path: `uses.${name}`, touches: risk, edit: { kind: 'device', path: `uses.${name}.bind`, role: name, capability } };
}

/** What a role is called: the device's name, "any window", "all lights in the hall"; its own name in brackets while unbound. */
export function roleWords(flow: Flow, name: string, home?: Home): string {
  const role = flow.uses[name];
  if (!role) return name;
  const bind = role.bind;
  if (!bind) return role.name;
  if ('one' in bind)
    return bind.one === 'home'
      ? role.reads?.includes('sun') && !role.writes
        ? 'the sun'
        : 'the home'
      : ((home && findDevice(home, bind.one)?.name) ?? role.name);
  const group = groupOf(bind) ?? {};
  const word = 'any' in bind ? 'any' : 'all' in bind ? 'all' : 'each';
  const listed = group.devices && home ? group.devices.map((id) => findDevice(home, id)?.name ?? id) : undefined;
  if (listed && listed.length <= 4) return word === 'all' ? listWords(listed, 'and') : `${word} of ${listWords(listed, 'and')}`;
  const noun = group.kind ?? role.kind;
  const where = [group.room && ` in the ${group.room}`, group.floor && ` on the ${group.floor}`].filter(Boolean).join('');
  const except =
    group.except?.length && home
      ? ` except ${listWords(
          group.except.map((id) => findDevice(home, id)?.name ?? id),
          'and',
        )}`
      : '';
  return `${word} ${word === 'all' ? pluralWords(noun) : noun}${where}${except}`;
}

function isPlural(flow: Flow, name: string, _home: Home | undefined): boolean {
  const bind = flow.uses[name]?.bind;
  return bind !== undefined && 'all' in bind;
}

/** "is open" → "are open" for a group taken together. */
function pluralVerb(text: string): string {
  const [verb = '', ...rest] = text.split(' ');
  const plural: Record<string, string> = { is: 'are', was: 'were', has: 'have', does: 'do', reaches: 'reach', docks: 'dock', finishes: 'finish' };
  return [plural[verb] ?? (verb.endsWith('s') && verb !== 'is' ? verb.slice(0, -1) : verb), ...rest].join(' ');
}

function joined(lists: Phrase[][], joint: 'and' | 'or'): Phrase[] {
  return lists.flatMap((phrases, i) => (i === 0 ? phrases : [{ text: joint }, ...phrases]));
}

/** Groups inside groups keep brackets, so that two different conditions never read the same. */
function grouped(lists: Phrase[][], joint: 'and' | 'or'): Phrase[] {
  return [{ text: '(' }, ...joined(lists, joint), { text: ')' }];
}
