/** What a person can choose for a device, made from the tables: triggers, conditions and actions in their words. Pure. */
import type { Capability, Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import { type Ability, abilities, type Device } from '../../flows/home';
import { type Action, COMPARISONS, type Comparison, type Guard } from '../../flows/operators';
import { capital, numberWords } from '../../flows/words';
import { roleFor } from './roles';

export interface Option<T> {
  key: string;
  /** The quantity: a heading of the menu. */
  group: string;
  label: string;
  /** Makes the part, and in the draft the role or variable that it needs. */
  make(draft: Flow, device: Device): T;
}

type Edge = Extract<Guard, { type: 'becomes' | 'stops' | 'changes' }>;
const NUMBERS: readonly Comparison[] = ['above', 'below', 'atLeast', 'atMost'];

/** What can start a transition: a value that a device comes to report. */
export function triggerOptions(device: Device): Option<Edge>[] {
  return readable(device).flatMap((able) => {
    const turn = (is: Comparison, value: Value, label: string): Option<Edge> =>
      option(able, `${is} ${value}`, label, (role) => ({ type: 'becomes', params: { role, capability: able.name, is, value } }), 'reads');
    const { row } = able;
    const changes = option(able, 'changes', 'changes', (role): Edge => ({ type: 'changes', params: { role, capability: able.name } }), 'reads');
    if (row.type === 'enum') return [...enumValues(able).map((v) => turn('equals', v, row.values[v]?.becomes ?? v)), ...(row.momentary ? [] : [changes])];
    if (row.type === 'number') return [...NUMBERS.map((is) => turn(is, row.rest, `${COMPARISONS[is].rises} ${numberWords(row.rest, row.unit)}`)), changes];
    return [changes];
  });
}

/** What can be a condition: a value that a device reports now. */
export function guardOptions(device: Device): Option<Guard>[] {
  return readable(device).flatMap((able) => {
    const test = (is: Comparison, value: Value, label: string): Option<Guard> =>
      option(able, `${is} ${value}`, label, (role) => ({ type: 'is', params: { role, capability: able.name, is, value } }), 'reads');
    const { row } = able;
    if (row.momentary) return [];
    if (row.type === 'enum') return enumValues(able).map((v) => test('equals', v, row.values[v]?.is ?? v));
    if (row.type === 'number') return NUMBERS.map((is) => test(is, row.rest, `is ${COMPARISONS[is].words} ${numberWords(row.rest, row.unit)}`));
    return [];
  });
}

/** What a device can be told. */
export function actionOptions(device: Device): Option<Action>[] {
  return abilities(device)
    .filter((able) => able.row.writable)
    .flatMap((able): Option<Action>[] => {
      const { row, name: capability } = able;
      const told = (key: string, label: string, make: (role: string) => Action): Option<Action> => option(able, key, label, make, 'writes');
      const set = (value: Value, label: string): Option<Action> =>
        told(`set ${value}`, label, (role) => ({ type: 'set', params: { role, capability, value } }));
      if (capability === 'message') return [told('message', 'Send a message', (role) => ({ type: 'message', params: { role, text: 'message' } }))];
      const keep = row.momentary ? [] : keepAndRestore(able);
      if (row.type === 'enum') {
        const orders = enumValues(able).flatMap((v) => (row.values[v]?.order ? [set(v, orderLabel(row.values[v]?.order ?? ''))] : []));
        const over = told('toggle', 'Switch over', (role) => ({ type: 'toggle', params: { role, capability } }));
        return [...orders, ...(orders.length === 2 && !row.momentary ? [over] : []), ...keep];
      }
      if (row.type === 'number') {
        const middle = able.min !== undefined && able.max !== undefined ? Math.round((able.min + able.max) / 2) : row.rest;
        const step = (by: number, label: string): Option<Action> => told(`by ${by}`, label, (role) => ({ type: 'adjust', params: { role, capability, by } }));
        const by = numberWords(row.step, row.unit);
        return [set(middle, `Set to ${numberWords(middle, row.unit)}`), step(row.step, `Raise by ${by}`), step(-row.step, `Lower by ${by}`), ...keep];
      }
      return [set(able.values?.[0] ?? row.rest ?? 'text', 'Set'), ...keep];
    });
}

const readable = (device: Device): Ability[] => abilities(device).filter((able) => able.name !== 'message' && able.name !== 'track');
const enumValues = (able: Ability): string[] => (able.row.type === 'enum' ? Object.keys(able.row.values).filter((v) => able.values?.includes(v) ?? true) : []);
const orderLabel = (order: string): string => capital(order.replace('{}', '').replace(/ +/g, ' ').trim());

function keepAndRestore(able: Ability): Option<Action>[] {
  const capability = able.name;
  const variable = (role: string): string => `${role}_${capability}`.slice(0, 60);
  return [
    option(able, 'capture', 'Remember as it is', (role): Action => ({ type: 'capture', params: { role, capability, as: variable(role) } }), 'reads'),
    option(able, 'restore', 'Put back as remembered', (role): Action => ({ type: 'restore', params: { role, capability, from: variable(role) } }), 'writes'),
  ];
}

function option<T>(able: Ability, key: string, label: string, make: (role: string) => T, use: 'reads' | 'writes'): Option<T> {
  const capability: Capability = able.name;
  return {
    key: `${capability} ${key}`,
    group: capital(able.row.noun),
    label,
    make: (draft, device) => make(roleFor(draft, device, use, capability)),
  };
}
