/** What two flows do to each other, before it is told: the words, and what a run must show. */
import { type Capability, capabilityRow, type Value } from '../capability';
import { compare } from '../evaluate';
import type { Level, ProblemCode } from '../problem';
import { allGuards, type PlacedTransition } from '../walk';
import { valueWords } from '../words';
import type { Seen } from './search';
import type { Reach, Setting } from './settings';

export interface Crossing {
  code: ProblemCode;
  level?: Level;
  message: string;
  at: string;
  /** Holds of the run that shows it; the flow that is checked is the first one played, the other the second. */
  seen: Seen;
  /** Told also where no run was found within the bounds of the search. */
  sure: boolean;
}

export const said = (capability: Capability, value: Value): string => {
  const row = capabilityRow(capability);
  return row.type === 'enum' ? (row.values[String(value)]?.is ?? String(value)).replace(/^is /, '') : valueWords(capability, value);
};

/** The transitions of a flow that a setting can start through the device's own report. */
export function started(setting: Setting, b: Reach): PlacedTransition[] {
  let found: PlacedTransition[] = NONE;
  for (const e of setting.echoes) {
    const listening = b.listening.get(e.key)?.filter((t) => fits(t, e.capability, e.value));
    if (listening?.length) found = [...found, ...listening];
  }
  return found;
}

const NONE: PlacedTransition[] = [];

export function fits(t: PlacedTransition, capability: Capability, value: Value | undefined): boolean {
  if (value === undefined || !t.transition.guard) return true;
  const role = t.trigger.split('.')[0];
  const own = allGuards(t.transition.guard, '').flatMap(({ guard: g }) =>
    (g.type === 'becomes' || g.type === 'stops') && g.params.role === role && g.params.capability === capability ? [g] : [],
  );
  return own.length === 0 || own.some((g) => compare(value, g.params.is, g.params.value) === (g.type === 'becomes'));
}
