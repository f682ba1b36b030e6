/** What could be remembered of what a person just did to a draft; offered, never kept by itself. Pure. */
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { type NewMemory, sameWords } from '../../flows/memory';
import type { Draft } from '../drafts';
import { inside, valueAt } from '../edit/path';

/** The choice of another reading as a correction; a device put in place of another as its name; a preferred time changed as the new one. */
export function learnable(draft: Draft, home: Home): NewMemory | undefined {
  const { flow, alternatives, history } = draft;
  const chosen = alternatives.find((a) => same(a.flow, flow));
  if (chosen) {
    const request = chosen.flow.request ?? draft.request;
    if (chosen.notation === undefined || request === '') return undefined;
    return { kind: 'correction', request, notation: chosen.notation };
  }
  const before = history.past.findLast((f) => alternatives.some((a) => same(a.flow, f))) ?? history.past[0];
  return before && (preferenceOf(draft, before) ?? nameOf(draft, before, home));
}

const same = (a: Flow, b: Flow): boolean => JSON.stringify(a) === JSON.stringify(b);

function nameOf({ threads, request, flow }: Draft, before: Flow, home: Home): NewMemory | undefined {
  for (const [role, { bind: old }] of Object.entries(before.uses)) {
    const now = Object.hasOwn(flow.uses, role) ? flow.uses[role]?.bind : undefined;
    if (!now || !old || !('one' in now) || !('one' in old) || now.one === old.one) continue;
    const thread = threads.find((t) => t.paths.some((p) => inside(p, `uses.${role}`)));
    const words = thread ? request.slice(thread.start, thread.end) : '';
    // Who says a device's own name and picks another changed their mind, not its name.
    if (words !== '' && !home.devices.some((d) => sameWords(d.name) === sameWords(words))) return { kind: 'alias', words, means: { devices: [now.one] } };
  }
  return undefined;
}

function preferenceOf({ remembered = [], flow }: Draft, before: Flow): NewMemory | undefined {
  for (const { kind, words, paths = [] } of remembered) {
    if (kind !== 'preference') continue;
    for (const path of paths) {
      const [old, now] = [valueAt(before, path), valueAt(flow, path)].map(valueOf);
      if (old === undefined || now === undefined || old === now) continue;
      return { kind, words, means: /^P/.test(now) ? { kind: 'duration', duration: now } : { kind: 'time', time: now } };
    }
  }
  return undefined;
}

/** A daily time or a length of time. */
function valueOf(value: unknown): string | undefined {
  const text = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'time' && 'at' in value ? value.at : value;
  return typeof text === 'string' && /^(?:\d\d:\d\d|P.+)$/.test(text) ? text : undefined;
}
