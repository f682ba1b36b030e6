import type { Flow, Schedule } from '../../flows/flow';
import type { Result } from '../../flows/result';
import { allStates, allTransitions } from '../../flows/walk';
import { durationWords } from '../../flows/words';
import { type Edited, edit } from './edit';
import { freeName } from './names';

/** The name of a delay of this length in the table, made where there is none; changes the draft. */
export const delayFor = (draft: Flow, duration: string): string =>
  named(draft, 'delays', { for: duration }, `wait_${duration.slice(1).replace('T', '').toLowerCase()}`);

/** The name of a delay until the next such local time. */
export const delayUntil = (draft: Flow, at: string): string => named(draft, 'delays', { until: at }, `until_${at.replace(':', '')}`);

export const scheduleFor = (draft: Flow, schedule: Schedule): string =>
  named(draft, 'schedules', schedule, schedule.kind === 'time' ? `at_${schedule.at}` : schedule.kind === 'sun' ? schedule.event : schedule.kind);

function named(draft: Flow, table: 'delays' | 'schedules', value: object, words: string): string {
  const entries: Record<string, object> = draft[table] ?? {};
  const known = Object.entries(entries).find(([, v]) => JSON.stringify(v) === JSON.stringify(value))?.[0];
  if (known !== undefined) return known;
  const name = freeName(words, entries);
  Object.assign(draft, { [table]: { ...entries, [name]: value } });
  return name;
}

/**
 * Another length for the delay `name`. Where several transitions wait for it, only the one at `at` changes and gets an entry of its
 * own; without `at` all do. A state that is named after the old length ("Waiting 5 min") is named after the new one.
 */
export function setDelay(flow: Flow, name: string, to: { for: string } | { until: string }, at?: string): Result<Edited> {
  return edit(flow, (draft) => {
    const old = draft.delays?.[name];
    if (!old || !draft.delays) return false;
    const users = allTransitions(draft).filter((t) => t.group === 'after' && t.trigger === name);
    const own = at === undefined ? undefined : users.find((t) => t.at === at);
    const next = old.late === undefined ? to : { ...to, late: old.late };
    const changed = own && users.length > 1 ? [own] : users;
    for (const state of new Set(changed.map((t) => t.state.join('.')))) rename(draft, state, old, next);
    if (!own || users.length === 1) {
      draft.delays[name] = next;
      return at ?? `delays.${name}`;
    }
    const key = named(draft, 'delays', next, 'for' in to ? `wait_${to.for.slice(1).replace('T', '').toLowerCase()}` : `until_${to.until.replace(':', '')}`);
    const node = allStates(draft.chart).find((s) => s.path.join('.') === own.state.join('.'))?.node;
    const list = node?.after?.[name];
    if (!node?.after || !list || key === name) return at;
    list.splice(own.index, 1);
    if (list.length === 0) delete node.after[name];
    node.after[key] = [...(node.after[key] ?? []), own.transition];
    return `${at?.slice(0, at.lastIndexOf(`.after.${name}.`))}.after.${key}.${(node.after[key]?.length ?? 1) - 1}`;
  });
}

function rename(draft: Flow, state: string, old: object, next: object): void {
  const node = allStates(draft.chart).find((s) => s.path.join('.') === state)?.node;
  const words = (delay: object): string | undefined => ('for' in delay ? durationWords(String(delay.for)) : 'until' in delay ? String(delay.until) : undefined);
  const [was, is] = [words(old), words(next)];
  if (node?.description && was && is) node.description = node.description.replace(was, () => is);
}
