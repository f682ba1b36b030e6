import type { Flow, StateNode } from '../../flows/flow';

/** Every place of an example changed to everything that the vocabulary could say there instead, one change at a time. */
const WORDS: string[][] = [
  ['equals', 'above', 'below', 'atLeast', 'atMost', 'exactly'],
  [
    'detected',
    'clear',
    'open',
    'closed',
    'on',
    'off',
    'home',
    'away',
    'night',
    'vacation',
    'pressed',
    'held',
    'up',
    'down',
    'locked',
    'unlocked',
    'docked',
    'cleaning',
    'paused',
  ],
  ['becomes', 'stops', 'is', 'changes'],
  ['all', 'any'],
  ['count', 'assign'],
  ['set', 'toggle'],
  ['capture', 'restore'],
  ['keep', 'recall'],
  ['sunrise', 'sunset', '06:00', '21:30'],
  ['PT7M', '-PT7M', 'P2D'],
  ['seconds', 'minutes', 'hours'],
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  ['12-25', '03-01'],
  ['shallow', 'deep'],
  ['run', 'skip'],
  ['parallel', 'final', 'history', 'compound', 'atomic'],
  ['power', 'brightness', 'position', 'temperature', 'humidity', 'volume', 'occupancy', 'contact', 'presence', 'mode'],
  ['light', 'window', 'blind', 'person'],
];
const OPTIONAL: Record<string, unknown[]> = {
  reenter: [true],
  missed: ['run'],
  late: ['skip'],
  whole: [true],
  notBefore: ['17:00'],
  notAfter: ['22:30'],
  offset: ['PT20M', '-PT20M'],
  days: [['mon'], ['sat', 'sun']],
  dates: [{ from: '03-01', to: '04-01' }],
  monthDays: [[3], [-1]],
  except: [['x']],
  room: ['Hall'],
  floor: ['Top'],
  more: [[{ time: 'now' }], [{ text: 'x' }]],
};
/** What no device feels; and the path of the reading says of it that it changes nothing. */
const NEUTRAL = new Set(['name', 'request', 'notes', 'rehearsals', 'description', 'format', 'reads', 'writes']);

type Path = (string | number)[];

export function* mutations(flow: Flow): Generator<{ at: string; flow: unknown }> {
  const names = [
    Object.keys(flow.uses),
    Object.keys(flow.schedules ?? {}),
    Object.keys(flow.delays ?? {}),
    Object.keys(flow.variables ?? {}),
    stateKeys(flow.chart),
  ];
  yield* walk(flow, [], (path, value) => ({ at: path.join('.'), flow: change(flow, path, value) }), names);
}

function* walk(
  value: unknown,
  path: Path,
  make: (path: Path, value: unknown) => { at: string; flow: unknown },
  names: string[][],
): Generator<{ at: string; flow: unknown }> {
  const key = path.at(-1);
  if (typeof value === 'string') {
    for (const list of [...WORDS, ...names])
      if (list.includes(value) || (list === WORDS[9] && /^-?P/.test(value)) || (list === WORDS[8] && /^\d\d:\d\d$/.test(value)))
        for (const other of list) if (other !== value) yield make(path, other);
    if (key === 'target') for (const other of names.flat()) for (const t of [other, `.${other}`, `#flow.${other}`]) if (t !== value) yield make(path, t);
    if (key === 'text') yield make(path, `${value}!`);
  } else if (typeof value === 'number') {
    for (const other of [value + 1, value - 1, value + 0.001]) yield make(path, other);
  } else if (Array.isArray(value)) {
    if (value.length > 1) yield make(path, [...value].reverse());
    for (const [i, v] of value.entries()) {
      yield make(
        path,
        value.filter((_, j) => j !== i),
      );
      yield* walk(v, [...path, i], make, names);
    }
  } else if (typeof value === 'object' && value !== null) {
    if (key === 'guard') yield make(path, { type: 'not', params: { of: value } });
    for (const [k, others] of Object.entries(OPTIONAL)) if (!(k in value)) for (const other of others) yield make([...path, k], other);
    for (const [k, v] of Object.entries(value)) {
      if (NEUTRAL.has(k) && path.length !== 1) continue;
      if (NEUTRAL.has(k) && path[0] !== 'chart') continue;
      yield make([...path, k], undefined);
      if (path.at(-2) === 'on' || key === 'on' || key === 'after')
        for (const other of names.flat())
          yield make(path, { ...Object.fromEntries(Object.entries(value).filter(([x]) => x !== k)), [other]: v, [`schedule.${other}`]: v });
      yield* walk(v, [...path, k], make, names);
    }
  } else if (value === true) yield make(path, undefined);
}

function change(value: unknown, path: Path, to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((v, i) => (i === key ? change(v, rest, to) : v));
  const copy = { ...(value as Record<string, unknown>) };
  const next = change(copy[key], rest, to);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

const stateKeys = (node: StateNode): string[] => Object.entries(node.states ?? {}).flatMap(([k, n]) => [k, ...stateKeys(n)]);
