import type { Flow } from '../flow';
import type { Home } from '../home';
import { roleMembers } from '../members';
import { readingKey } from '../twin';
import { flowsRead } from '../walk';

/** The key under which the readers of a flow's states are kept, beside those of readings. */
export const statesOf = (flow: string): string => `\n${flow}`;

/** Looked up once for a home: searches start the same flows again and again. Neither is changed in place. */
const known = new WeakMap<Home, WeakMap<Flow, readonly string[]>>();

/** The readings that a flow looks at, and the other flows, as keys. */
export function concerns(flow: Flow, home: Home): readonly string[] {
  const ofHome = known.get(home) ?? new WeakMap<Flow, readonly string[]>();
  known.set(home, ofHome);
  const kept = ofHome.get(flow);
  if (kept) return kept;
  const keys = new Set([...flowsRead(flow)].map(statesOf));
  for (const role of Object.values(flow.uses))
    for (const device of role.reads?.length ? roleMembers(home, role) : []) for (const capability of role.reads ?? []) keys.add(readingKey(device, capability));
  ofHome.set(flow, [...keys]);
  return [...keys];
}
