import { type Capability, type CapabilityRow, capabilityRow, type Value } from '../../../flows/capability';
import { findDevice } from '../../../flows/home';
import type { DeviceId } from '../../../flows/ids';
import type { Action } from '../../../flows/operators';
import { capital, valueWords } from '../../../flows/words';
import type { Act, Setting } from '../notation/ast';
import { type Context, Refused, type Resolved, resolveRef } from '../resolve';
import type { Tables } from './roles';
import { opposite, slotOf, valueOf } from './values';

/** What "back" goes back from: settings of the same mention elsewhere in the line. */
export type Settings = Map<string, { of: Resolved; capability: Capability }[]>;

/** Finds what later "back"s return to. @throws Refused */
export function settingsOf(acts: readonly Act[], c: Context): Settings {
  const settings: Settings = new Map();
  const backs = new Set(acts.flatMap((a) => (a.type === 'set' && a.set.word === 'back' ? [a.ref.letter ?? 'it'] : [])));
  for (const a of acts) {
    const letter = a.type === 'set' ? (a.ref.letter ?? 'it') : '';
    if (a.type !== 'set' || a.set.word === 'back' || !backs.has(letter)) continue;
    const of = resolveRef(a.ref, a.set.word === 'toggle' || a.set.word === 'flash' ? 'on' : a.set.word, 'write', c);
    const known = settings.get(letter) ?? [];
    if (!known.some((k) => k.capability === of.capability)) settings.set(letter, [...known, { of, capability: of.capability }]);
  }
  return settings;
}

export function tell(act: Extract<Act, { type: 'tell' }>, t: Tables, c: Context): Action[] {
  const of = act.ref ? resolveRef(act.ref, 'tell', 'write', c) : notifier(c);
  const role = t.role(of, 'writes', 'message');
  t.thread(act.ref?.letter, `uses.${role}`);
  const text = act.slot ? (c.marked.slots.get(act.slot)?.quoted ?? '') : '';
  return [{ type: 'message', params: { role, text: text || 'message' } }];
}

/** "Tell me" without saying where: the one notifier, else a person must say; a speaker only where there is no notifier. */
function notifier(c: Context): Resolved {
  const able = c.home.devices.filter((d) => d.capabilities.some((x) => (typeof x === 'string' ? x : x.name) === 'message'));
  const phones = able.filter((d) => d.kind === 'notifier');
  const pool = phones.length > 0 ? phones : able;
  const [first, second] = pool;
  if (!first) throw new Refused({ kind: 'no-device', message: 'This home has nothing that could show you a message.' });
  if (second && phones.length !== 1) {
    throw new Refused({ kind: 'ask', question: 'Where should the message go?', answers: pool.slice(0, 4).map((d) => ({ label: d.name, device: d.id })) });
  }
  return { binding: { one: first.id }, devices: [first.id], kind: first.kind, name: first.name, capability: 'message' };
}

/** The state of affairs that a setting leaves, "Hall light on"; `rest`: the one in which nothing is wanted of the device. */
export interface Effect {
  name: string;
  key: string;
  rest: boolean;
}

export interface Done {
  actions: Action[];
  undo: Action[];
  /** How many more times the actions follow, a second apart. */
  turns?: number;
  devices: DeviceId[];
  effect: Effect;
}

export function setting(act: Extract<Act, { type: 'set' }>, t: Tables, c: Context, settings: Settings): Done {
  const letter = act.ref.letter ?? 'it';
  if (act.set.word === 'flash') return flash(act, t, c);
  if (act.set.word === 'back') return back(letter, t, settings);
  const of = resolveRef(act.ref, act.set.word === 'toggle' ? 'on' : act.set.word, 'write', c);
  const role = t.role(of, 'writes');
  t.thread(act.ref.letter, `uses.${role}`);
  const { actions, value } = told(act.set, of, role, c);
  const undoValue = value === undefined ? undefined : opposite(of, value, c);
  const backs = settings.get(letter)?.some((s) => s.capability === of.capability) ?? false;
  const captured = backs || (undoValue === undefined && (act.for !== undefined || act.until !== undefined));
  // What lasts until something can be interrupted by what lasts for a while: each goes back to its own.
  const from = captured ? t.capture(role, of.capability, act.until && !backs ? '_until' : '') : '';
  const before: Action[] = captured ? [{ type: 'capture', params: { role: t.role(of, 'reads'), capability: of.capability, as: from } }] : [];
  const undo: Action =
    undoValue === undefined
      ? { type: 'restore', params: { role, capability: of.capability, from } }
      : { type: 'set', params: { role, capability: of.capability, value: undoValue } };
  const row: CapabilityRow = capabilityRow(of.capability);
  const single = of.devices.length === 1 ? (findDevice(c.home, of.devices[0] as DeviceId)?.name ?? of.name) : capital(of.name);
  const said = value === undefined ? (act.set.by === undefined ? 'switched' : act.set.by === 'up' ? 'up' : 'down') : valueWords(of.capability, value);
  return {
    actions: [...before, ...actions],
    undo: [undo],
    devices: of.devices,
    effect: {
      name: `${single} ${said}`,
      key: `${role}_${said}`,
      rest: value !== undefined && (value === row.rest || value === 'closed' || value === 'off' || value === 'locked'),
    },
  };
}

/** Flashing turns over twice for each time; the last turn leaves the devices as they were. The turns after the first are timed by the plan. */
function flash(act: Extract<Act, { type: 'set' }>, t: Tables, c: Context): Done {
  const of = resolveRef(act.ref, 'on', 'write', c);
  const role = t.role(of, 'writes');
  t.thread(act.ref.letter, `uses.${role}`);
  const times = act.set.slot === undefined ? FLASHES : (slotOf(act.set.slot, c).number?.value ?? FLASHES);
  if (times < 1 || times > MOST_FLASHES) throw new Refused({ kind: 'cannot', message: `A light can flash up to ${MOST_FLASHES} times.` });
  const turn: Action = { type: 'toggle', params: { role, capability: of.capability } };
  return { actions: [turn], undo: [], turns: times * 2 - 1, devices: of.devices, effect: { name: `${capital(of.name)} flashes`, key: 'flashes', rest: false } };
}

function back(letter: string, t: Tables, settings: Settings): Done {
  const known = settings.get(letter);
  if (!known) throw new Refused({ kind: 'unclear', message: 'Back to what? Nothing was changed before.' });
  const actions = known.map(({ of, capability }): Action => {
    const role = t.role(of, 'writes', capability);
    return { type: 'restore', params: { role, capability, from: t.capture(role, capability) } };
  });
  const of = known[0]?.of as Resolved;
  return { actions, undo: [], devices: of.devices, effect: { name: `${capital(of.name)} as before`, key: 'as_before', rest: true } };
}

const FLASHES = 3;
const MOST_FLASHES = 10;

const AT_HALF = /\b(?:at|to|on) half\b|\bhalf (?:brightness|power|volume|speed|way)\b/i;

/** A setting → actions, and the absolute value where there is one. */
function told(set: Setting, of: Resolved, role: string, c: Context): { actions: Action[]; value?: Value } {
  const capability = of.capability;
  const row: CapabilityRow = capabilityRow(capability);
  if (set.word === 'toggle') return { actions: [{ type: 'toggle', params: { role, capability } }] };
  // Half open and "at half" are values; "halve it" is half of what it is.
  const middle = capability === 'position' || capability === 'tilt' || (row.type === 'number' && row.unit === '%' && AT_HALF.test(c.marked.request));
  if (set.by === 'half' && middle) return { actions: [{ type: 'set', params: { role, capability, value: 50 } }], value: 50 };
  if (set.by === 'half') return { actions: [{ type: 'adjust', params: { role, capability, times: 0.5 } }] };
  if (set.by !== undefined) {
    const step = row.type === 'number' ? row.step : 1;
    const amount = set.slot === undefined ? step : Math.abs(Number(valueOf(set.slot, of, c, 'by')));
    return { actions: [{ type: 'adjust', params: { role, capability, by: set.by === 'up' ? amount : -amount } }] };
  }
  const value = set.slot === undefined ? of.value : valueOf(set.slot, of, c, 'set');
  if (value === undefined) throw new Refused({ kind: 'ask', question: `To which ${row.noun}?`, answers: [] });
  return { actions: [{ type: 'set', params: { role, capability, value } }], value };
}
