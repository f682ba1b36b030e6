/** What can be the matter with a virtual device. Deterministic: a fault lasts from one moment to another. */
import type { DeviceId } from '../ids';
import type { Millis } from '../time';

/** Always, where it names neither moment; `until` is the first moment at which it is over. */
export type Fault = { from?: Millis; until?: Millis } & (
  | /** It does as it is told, and says so only after so many milliseconds. */ { kind: 'slow'; by: Millis }
  | /** It takes no command. */ { kind: 'fails' }
  | /** It says nothing and takes no command; when it is back it says how it is by then. */ { kind: 'unavailable' }
);

/** By the id of the device. */
export type Faults = Readonly<Record<string, readonly Fault[]>>;

export const NO_FAULTS: Faults = {};

const lasts = (f: Fault, at: Millis): boolean => at >= (f.from ?? Number.NEGATIVE_INFINITY) && at < (f.until ?? Number.POSITIVE_INFINITY);
const faultsOf = (faults: Faults, device: DeviceId): readonly Fault[] => (Object.hasOwn(faults, device) ? (faults[device] ?? []) : []);

export const isUnavailable = (faults: Faults, device: DeviceId, at: Millis): boolean =>
  faultsOf(faults, device).some((f) => f.kind === 'unavailable' && lasts(f, at));

/** Whether a command that is sent now does not arrive. */
export const refusesAll = (faults: Faults, device: DeviceId, at: Millis): boolean => faultsOf(faults, device).some((f) => f.kind !== 'slow' && lasts(f, at));

/** How long after a command that is sent now the device reports what came of it. */
export const slowness = (faults: Faults, device: DeviceId, at: Millis): Millis =>
  Math.max(0, ...faultsOf(faults, device).flatMap((f) => (f.kind === 'slow' && lasts(f, at) ? [f.by] : [])));

/** Devices that fall silent or come back, at the first such moment after `now`. */
export function nextTurn(faults: Faults, now: Millis): { at: Millis; devices: DeviceId[] } | undefined {
  let next: { at: Millis; devices: DeviceId[] } | undefined;
  for (const [device, list] of Object.entries(faults)) {
    for (const f of list) {
      if (f.kind !== 'unavailable') continue;
      for (const at of [f.from, f.until]) {
        if (at === undefined || at <= now || at > (next?.at ?? at)) continue;
        next = next?.at === at ? { at, devices: [...new Set([...next.devices, device as DeviceId])] } : { at, devices: [device as DeviceId] };
      }
    }
  }
  return next;
}
