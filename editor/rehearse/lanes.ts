/** What the lanes show, from the lines of a rehearsal: stretches of one value or state, and the moments of commands. Pure. */
import type { Capability, Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import type { DeviceId } from '../../flows/ids';
import type { RehearsalLine, Rehearsing } from '../../flows/rehearse/rehearse';
import { type Millis, zoned } from '../../flows/time';
import { allStates, stateName } from '../../flows/walk';

export interface Stretch<T> {
  from: Millis;
  to: Millis;
  value: T;
}

export interface Mark {
  at: Millis;
  value: Value;
  /** The device was already so: nothing would be sent. */
  already: boolean;
}

/** The values of one reading from `start` until the end of `whole`. */
export function valueStretches(start: Rehearsing, whole: Rehearsing, device: DeviceId, capability: Capability): Stretch<Value | undefined>[] {
  const changes = whole.lines.flatMap((l) =>
    l.kind === 'event' && l.device === device && l.capability === capability ? [{ at: l.at, value: l.value, previous: l.previous }] : [],
  );
  const first = changes[0] ? changes[0].previous : start.read(device, capability);
  const from = start.now;
  return stretches([{ at: from, value: first as Value | undefined }, ...changes], whole.now);
}

/** The active states of one running flow, as the paths of the innermost ones. */
export function stateStretches(whole: Rehearsing, id: string): Stretch<string[]>[] {
  const steps = whole.lines.flatMap((l) => (l.kind === 'step' && l.flow === id ? [{ at: l.at, value: innermost(l.active) }] : []));
  const changes = steps.filter((s, i) => i === 0 || s.value.join() !== steps[i - 1]?.value.join());
  return stretches(changes, whole.now);
}

/** Of several changes at one moment only the last one lasts. */
function stretches<T>(changes: { at: Millis; value: T }[], end: Millis): Stretch<T>[] {
  return changes.flatMap(({ at, value }, i) => {
    const to = changes[i + 1]?.at ?? end;
    return to > at || i === changes.length - 1 ? [{ from: at, to: Math.max(to, at), value }] : [];
  });
}

export const innermost = (paths: readonly string[]): string[] => paths.filter((p) => !paths.some((other) => other.startsWith(`${p}.`)));

/** Active states by name: "Lit", "Lit · Nobody home" where parts run side by side. */
export function stateNames(flow: Flow, paths: readonly string[]): string {
  const states = allStates(flow.chart);
  return innermost(paths)
    .map((p) => {
      const found = states.find((s) => s.path.join('.') === p);
      return found ? stateName(found.node, found.path) : p;
    })
    .join(' · ');
}

/** When a device would be told something. */
export const marks = (lines: readonly RehearsalLine[], device: DeviceId, capability: Capability): Mark[] =>
  lines.flatMap((l) =>
    l.kind === 'command' && l.command.device === device && l.command.capability === capability
      ? [{ at: l.at, value: l.command.value, already: l.already }]
      : [],
  );

/** What is in sight: the present two thirds along, never more than a little before the start nor beyond the end. */
export function frame(o: { from: Millis; until: Millis; now: Millis; span: Millis }): { from: Millis; to: Millis } {
  const span = Math.min(o.span, o.until - o.from);
  const from = Math.max(o.from - span / 50, Math.min(o.now - (span * 2) / 3, o.until - span));
  return { from, to: from + span };
}

const MINUTE: Millis = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360].map((m) => m * MINUTE);

/** Round local times in sight, at most `most` of them. */
export function ticks(sight: { from: Millis; to: Millis }, timezone: string, most: number): Millis[] {
  const span = sight.to - sight.from;
  const step = STEPS.find((s) => span / s <= most) ?? span;
  const offset = zoned(sight.from, timezone).offsetNanoseconds / 1e6;
  const first = Math.ceil((sight.from + offset) / step) * step - offset;
  return Array.from({ length: Math.max(0, Math.floor((sight.to - first) / step) + 1) }, (_, i) => first + i * step);
}
