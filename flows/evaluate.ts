import { CAPABILITIES, type Capability, NO_VALUE, type Value } from './capability';
import type { DeviceId } from './ids';
import type { Comparison, Guard } from './operators';
import { dayOf, durationMs, type Millis, type Place, sunTimes, zoned } from './time';

/** What guards may look at. `members` are the devices of a role, `all` whether every one must fulfil a comparison. */
export interface View {
  now: Millis;
  place: Place;
  members(role: string): { devices: readonly DeviceId[]; all: boolean };
  read(device: DeviceId, capability: Capability): Value | undefined;
  /** Numbers, and moments as milliseconds, that the flow remembers; absent ones were never set. */
  variables?: Readonly<Record<string, number>> | undefined;
  /** Paths of the active states of another flow of this home, by name. */
  stateOf?: ((flow: string) => readonly string[] | undefined) | undefined;
  /** The reading that is being handled, with the value before it. */
  event?: { device: DeviceId; capability: Capability; value: Value; previous?: Value | undefined } | undefined;
}

/** True, false, or undefined where a reading is missing: undefined stays undefined under `not`, so it never fires anything (SPEC 3.4). */
export type Verdict = boolean | undefined;

export function compare(value: Value | undefined, is: Comparison, wanted: Value): Verdict {
  if (value === undefined || (NO_VALUE as readonly Value[]).includes(value)) return undefined;
  if (is === 'equals') return typeof value === 'number' || typeof wanted === 'number' ? Number(value) === Number(wanted) : value === wanted;
  const [a, b] = [Number(value), Number(wanted)];
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  switch (is) {
    case 'above':
      return a > b;
    case 'below':
      return a < b;
    case 'atLeast':
      return a >= b;
    case 'atMost':
      return a <= b;
  }
}

const every = (verdicts: Verdict[]): Verdict => (verdicts.includes(false) ? false : verdicts.includes(undefined) || verdicts.length === 0 ? undefined : true);
const some = (verdicts: Verdict[]): Verdict => (verdicts.includes(true) ? true : verdicts.includes(undefined) || verdicts.length === 0 ? undefined : false);
const momentary = (capability: Capability): boolean => 'momentary' in CAPABILITIES[capability];

/** Minutes since local midnight of a `HH:MM`. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

export function evaluate(guard: Guard, view: View): Verdict {
  switch (guard.type) {
    case 'all':
      return every(guard.params.of.map((g) => evaluate(g, view)));
    case 'any':
      return some(guard.params.of.map((g) => evaluate(g, view)));
    case 'not': {
      const inner = evaluate(guard.params.of, view);
      return inner === undefined ? undefined : !inner;
    }
    case 'between': {
      const local = zoned(view.now, view.place.timezone);
      const at = local.hour * 60 + local.minute + local.second / 60;
      const [from, to] = [minuteOn(guard.params.from, view), minuteOn(guard.params.to, view)];
      if (from === undefined || to === undefined) return undefined;
      return from <= to ? at >= from && at < to : at >= from || at < to;
    }
    case 'dates': {
      const local = zoned(view.now, view.place.timezone);
      return inDates(`${two(local.month)}-${two(local.day)}`, guard.params);
    }
    case 'many':
      return many(guard.params, view);
    case 'number':
      return compare(remembered(view, guard.params.variable), guard.params.is, guard.params.value);
    case 'elapsed': {
      const since = remembered(view, guard.params.since);
      if (since === undefined) return undefined;
      const long = view.now - since >= durationMs(guard.params.for);
      return guard.params.is === 'atLeast' ? long : !long;
    }
    case 'flow':
      return view.stateOf?.(guard.params.flow)?.includes(guard.params.state);
    case 'days':
      return guard.params.days.includes(dayOf(view.now, view.place.timezone));
    case 'is':
      return level(guard.params, view, (device) => view.read(device, guard.params.capability));
    case 'becomes':
      return edge(guard.params, view, true);
    case 'stops':
      return edge(guard.params, view, false);
    case 'changes': {
      const event = own(guard.params, view);
      if (!event) return false;
      if (momentary(event.capability)) return true;
      const before = compare(event.previous, 'equals', event.value);
      return before === undefined || (NO_VALUE as readonly Value[]).includes(event.value) ? undefined : !before;
    }
  }
}

const two = (n: number): string => String(n).padStart(2, '0');
const remembered = (view: View, name: string): number | undefined => (view.variables && Object.hasOwn(view.variables, name) ? view.variables[name] : undefined);

/** Whether a date `MM-DD` lies in a range that may run over New Year. */
export const inDates = (date: string, { from, to }: { from: string; to: string }): boolean =>
  from <= to ? date >= from && date <= to : date >= from || date <= to;

/** Minutes since local midnight; undefined where the sun does not rise or set on that day. */
function minuteOn(clock: string, view: View): number | undefined {
  if (clock !== 'sunrise' && clock !== 'sunset') return minuteOf(clock);
  const at = sunTimes(view.now, view.place)[clock];
  if (at === undefined) return undefined;
  const local = zoned(at, view.place.timezone);
  return local.hour * 60 + local.minute + local.second / 60;
}

/** Missing readings leave open only what they could still change: three of four are home, so at least two are (SPEC 3.7). */
function many(test: Extract<Guard, { type: 'many' }>['params'], view: View): Verdict {
  const verdicts = view.members(test.role).devices.map((device) => compare(view.read(device, test.capability), test.is, test.value));
  const least = verdicts.filter((v) => v === true).length;
  const most = least + verdicts.filter((v) => v === undefined).length;
  const fits = (n: number): boolean => (test.how === 'atLeast' ? n >= test.count : test.how === 'atMost' ? n <= test.count : n === test.count);
  if (test.how === 'exactly' && least !== most) return test.count < least || test.count > most ? false : undefined;
  return fits(least) === fits(most) ? fits(least) : undefined;
}

interface Test {
  role: string;
  capability: Capability;
  is: Comparison;
  value: Value;
}

function level(test: Test, view: View, read: (device: DeviceId) => Value | undefined): Verdict {
  const { devices, all } = view.members(test.role);
  const verdicts = devices.map((device) => compare(read(device), test.is, test.value));
  return all ? every(verdicts) : some(verdicts);
}

/** The event, where it is a reading of this role and capability. */
function own(of: { role: string; capability: Capability }, view: View): View['event'] {
  const event = view.event;
  return event && event.capability === of.capability && view.members(of.role).devices.includes(event.device) ? event : undefined;
}

/**
 * Whether this event turned the comparison true (`to`) or false. Of *any* of a group each member's own turn counts, of *all* and
 * with `whole` the turn of the group taken together (SPEC 3.2, 3.3). A momentary reading is a turn by itself. Coming back from unavailable is none (SPEC 3.4).
 */
function edge(test: Test & { whole?: true | undefined }, view: View, to: boolean): Verdict {
  const event = own(test, view);
  if (!event) return false;
  if (momentary(test.capability)) return to ? compare(event.value, test.is, test.value) : false;
  const all = view.members(test.role).all || test.whole === true;
  const before = all
    ? level(test, view, (device) => (device === event.device ? event.previous : view.read(device, test.capability)))
    : compare(event.previous, test.is, test.value);
  const after = all
    ? level(test, view, (device) => (device === event.device ? event.value : view.read(device, test.capability)))
    : compare(event.value, test.is, test.value);
  return before === undefined || after === undefined ? undefined : before !== to && after === to;
}
