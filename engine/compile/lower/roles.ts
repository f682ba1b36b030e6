import type { Capability } from '../../../flows/capability';
import type { Flow, Role, Schedule, Variable } from '../../../flows/flow';
import { HOME } from '../../../flows/home';
import type { Action, Guard } from '../../../flows/operators';
import type { Resolved } from '../resolve';

/** The tables of a flow while it is being made: names are given once to equal things. */
export class Tables {
  readonly uses: Record<string, Role> = {};
  readonly schedules: Record<string, Schedule> = {};
  readonly delays: Record<string, { for: string }> = {};
  readonly variables: Record<string, Variable> = {};
  /** What is noted whenever it happens, whatever state the flow is in. */
  readonly notes: { event: string; guard?: Guard; actions: Action[] }[] = [];
  /** Letters of the notation → paths into the flow file. */
  readonly threads = new Map<string, Set<string>>();

  role(of: Resolved, use: 'reads' | 'writes', capability: Capability = of.capability): string {
    const wanted = JSON.stringify(of.binding);
    const known = Object.entries(this.uses).find(([, r]) => JSON.stringify(r.bind) === wanted)?.[0];
    const name = known ?? unused(safe('one' in of.binding ? of.binding.one : of.name), this.uses);
    const role = this.uses[name] ?? { name: of.name, kind: of.kind, bind: of.binding };
    const list = role[use] ?? [];
    this.uses[name] = list.includes(capability) ? role : { ...role, [use]: [...list, capability] };
    return name;
  }

  /** The home itself: its sun and its mode. */
  home(use: 'reads' | 'writes', capability: 'sun' | 'mode'): string {
    return this.role({ binding: { one: HOME }, devices: [HOME], kind: 'home', name: 'Home', capability }, use, capability);
  }

  delay(duration: string): string {
    return this.named(this.delays, { for: duration }, `wait_${duration.slice(1).replace('T', '').toLowerCase()}`);
  }

  schedule(schedule: Schedule): string {
    const name = schedule.kind === 'time' ? `at_${schedule.at.replace(':', '')}` : schedule.kind === 'sun' ? schedule.event : schedule.kind;
    return this.named(this.schedules, schedule, name);
  }

  /** @param apart what it is for, where what another rule keeps of the same device must not count for it */
  capture(role: string, capability: Capability, apart = ''): string {
    const name = `${`${role}_${capability}`.slice(0, 58 - apart.length)}${apart}`;
    this.variables[name] = { type: 'captured' };
    return name;
  }

  /** Whether a reading has fulfilled a comparison for so long; what was so before the flow began counts as long enough. */
  since(event: string, test: Extract<Guard, { type: 'becomes' }>['params'], lasts: string): Guard {
    const name = safe(`since_${test.role}_${test.value}`);
    const noted = Object.hasOwn(this.variables, name);
    const { guard, actions } = this.ago(name, lasts);
    if (!noted) for (const action of actions) this.note(event, { type: 'becomes', params: { ...test, whole: true } }, action);
    return guard;
  }

  /** Holds where a moment is so long ago or has never been, and what marks it: of a moment never marked nothing holds (SPEC 3.8). */
  private ago(moment: string, lasts: string): { guard: Guard; actions: Action[] } {
    const known = `${moment}_known`;
    this.variables[moment] = { type: 'moment' };
    this.variables[known] = { type: 'number', min: 0, max: 1, initial: 0 };
    const never: Guard = { type: 'number', params: { variable: known, is: 'equals', value: 0 } };
    return {
      guard: { type: 'any', params: { of: [never, { type: 'elapsed', params: { since: moment, is: 'atLeast', for: lasts } }] } },
      actions: [
        { type: 'mark', params: { variable: moment } },
        { type: 'assign', params: { variable: known, value: 1 } },
      ],
    };
  }

  /** A number that is 1 while a device is as this flow set it; switching it off by whatever hand ends that. */
  ours(of: Resolved): string {
    const role = this.role(of, 'writes');
    const name = safe(`ours_${role}`);
    if (!this.variables[name] && of.capability === 'power') {
      this.role(of, 'reads');
      const off: Guard = { type: 'becomes', params: { role, capability: 'power', is: 'equals', value: 'off' } };
      this.note(`${role}.power`, off, { type: 'assign', params: { variable: name, value: 0 } });
    }
    this.variables[name] = { type: 'number', min: 0, max: 1, initial: 0 };
    return name;
  }

  /** The number of `ours`, where a condition asks for it. */
  oursOf(role: string): string | undefined {
    const name = safe(`ours_${role}`);
    return this.variables[name]?.type === 'number' ? name : undefined;
  }

  /** A rule that may run once, once a day, or not again for a while: what must hold, and what is noted when it runs. */
  limit(kind: 'once' | 'daily' | { gap: string }): { guard: Guard; actions: Action[] } {
    const base = kind === 'once' ? 'done' : kind === 'daily' ? 'done_today' : 'last_run';
    let variable = base;
    for (let n = 2; Object.hasOwn(this.variables, variable); n++) variable = `${base}_${n}`;
    if (typeof kind === 'object') return this.ago(variable, kind.gap);
    this.variables[variable] = { type: 'number', min: 0, max: 1, initial: 0 };
    if (kind === 'daily') this.note(`schedule.${this.schedule({ kind: 'time', at: '00:00' })}`, undefined, { type: 'assign', params: { variable, value: 0 } });
    return { guard: { type: 'number', params: { variable, is: 'equals', value: 0 } }, actions: [{ type: 'assign', params: { variable, value: 1 } }] };
  }

  private note(event: string, guard: Guard | undefined, action: Action): void {
    const known = this.notes.find((n) => n.event === event && JSON.stringify(n.guard) === JSON.stringify(guard));
    if (known) known.actions.push(action);
    else this.notes.push({ event, ...(guard ? { guard } : {}), actions: [action] });
  }

  thread(letter: string | undefined, path: string): void {
    if (letter === undefined) return;
    this.threads.set(letter, (this.threads.get(letter) ?? new Set()).add(path));
  }

  /** The tables as they stand in a flow file; empty ones are left out. */
  parts(): Pick<Flow, 'uses' | 'schedules' | 'delays' | 'variables'> {
    const some = <T extends object>(key: string, table: T): object => (Object.keys(table).length > 0 ? { [key]: table } : {});
    return { uses: this.uses, ...some('schedules', this.schedules), ...some('delays', this.delays), ...some('variables', this.variables) };
  }

  private named<T>(table: Record<string, T>, value: T, name: string): string {
    const known = Object.entries(table).find(([, v]) => JSON.stringify(v) === JSON.stringify(value))?.[0];
    if (known) return known;
    const free = unused(name, table);
    table[free] = value;
    return free;
  }
}

/** Any text as a safe name: other alphabets become their code points, so that two names never meet. */
export function safe(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name =
    plain === '' || /^(?:__proto__|constructor|prototype|schedule)$/.test(plain) ? `x_${[...text].map((c) => c.codePointAt(0)?.toString(36)).join('')}` : plain;
  return name.slice(0, 48);
}

function unused(name: string, table: Record<string, unknown>): string {
  let free = name;
  for (let n = 2; Object.hasOwn(table, free); n++) free = `${name}_${n}`;
  return free;
}
