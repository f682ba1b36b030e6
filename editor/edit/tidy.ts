import { type Capability, isCapability } from '../../flows/capability';
import type { Flow, Role } from '../../flows/flow';
import type { Action, Guard } from '../../flows/operators';
import { allActions, allTransitions } from '../../flows/walk';

/** What a chart makes use of: `role.reads.capability`, `role.writes.capability`, and names of the tables. */
interface Uses {
  roles: Set<string>;
  reads: Set<string>;
  writes: Set<string>;
  delays: Set<string>;
  schedules: Set<string>;
  variables: Set<string>;
}

/**
 * Drops in place what the chart used before an edit and uses no longer, and declares what it uses now. What was declared without use
 * before (by hand, or in words that this file does not know) stays.
 */
export function tidy(before: Flow, flow: Flow): void {
  const old = usesOf(before);
  const now = usesOf(flow);
  for (const [name, role] of Object.entries(flow.uses)) {
    if (!now.roles.has(name) && (old.roles.has(name) || !Object.hasOwn(before.uses, name))) delete flow.uses[name];
    else flow.uses[name] = declared(name, role, old, now);
  }
  for (const table of ['delays', 'schedules', 'variables'] as const) {
    const kept = Object.entries(flow[table] ?? {}).filter(
      ([name]) => now[table].has(name) || (!old[table].has(name) && Object.hasOwn(before[table] ?? {}, name)),
    );
    if (kept.length === 0) delete flow[table];
    else Object.assign(flow, { [table]: Object.fromEntries(kept) });
  }
  for (const rehearsal of flow.rehearsals ?? []) {
    rehearsal.events = rehearsal.events.filter((e) => !('role' in e) || Object.hasOwn(flow.uses, e.role));
    rehearsal.expect = rehearsal.expect.filter((e) => !('role' in e) || Object.hasOwn(flow.uses, e.role));
  }
}

function declared(name: string, role: Role, old: Uses, now: Uses): Role {
  const { reads, writes, ...rest } = role;
  const list = (use: 'reads' | 'writes', listed: readonly Capability[] = []): Capability[] => {
    const kept = listed.filter((c) => now[use].has(`${name}.${c}`) || !old[use].has(`${name}.${c}`));
    const added = [...now[use]].filter((key) => key.startsWith(`${name}.`)).map((key) => key.slice(name.length + 1) as Capability);
    return [...new Set([...kept, ...added])];
  };
  const read = list('reads', reads);
  const written = list('writes', writes);
  return { ...rest, ...(read.length > 0 ? { reads: read } : {}), ...(written.length > 0 ? { writes: written } : {}) };
}

function usesOf(flow: Flow): Uses {
  const uses: Uses = { roles: new Set(), reads: new Set(), writes: new Set(), delays: new Set(), schedules: new Set(), variables: new Set() };
  const add = (use: 'reads' | 'writes', role: string, capability?: string): void => {
    uses.roles.add(role);
    if (capability !== undefined && isCapability(capability)) uses[use].add(`${role}.${capability}`);
  };
  for (const t of allTransitions(flow)) {
    const [role = '', name = ''] = t.trigger.split('.');
    if (t.group === 'after') uses.delays.add(t.trigger);
    if (t.group === 'on' && role === 'schedule') uses.schedules.add(name);
    else if (t.group === 'on') add('reads', role, name);
    if (t.transition.guard) scan(t.transition.guard, add, uses);
  }
  for (const delay of Object.values(flow.delays ?? {})) if ('number' in delay) uses.variables.add(delay.number);
  for (const { action } of allActions(flow)) {
    if (action.type === 'message') add('writes', action.params.role, 'message');
    else if ('role' in action.params && action.type !== 'capture' && action.type !== 'keep') add('writes', action.params.role, action.params.capability);
    // Everything inside that is not what the action itself sets is read.
    scan(action.type === 'capture' || action.type === 'keep' || !('role' in action.params) ? action : insideOf(action), add, uses);
  }
  return uses;
}

/** An action's params without its own role: what is left names only what it reads and its variable. */
function insideOf(action: Action): unknown {
  const { role: _, ...params } = action.params as { role?: string };
  return { type: action.type, params };
}

/** Finds every role that is read and every variable that is named, however deep. */
function scan(part: Guard | unknown, add: (use: 'reads', role: string, capability?: string) => void, uses: Uses, of = ''): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    for (const item of part) scan(item, add, uses, of);
    return;
  }
  const record = part as Record<string, unknown>;
  const type = typeof record.type === 'string' ? record.type : of;
  if (typeof record.role === 'string') add('reads', record.role, typeof record.capability === 'string' ? record.capability : undefined);
  for (const [key, value] of Object.entries(record)) {
    const names = key === 'variable' || key === 'number' || key === 'since' || (key === 'as' && type === 'capture') || (key === 'from' && type === 'restore');
    if (names && typeof value === 'string') uses.variables.add(value);
    else scan(value, add, uses, type);
  }
}
