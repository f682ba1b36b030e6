import type { Capability } from '../../../flows/capability';
import type { Flow, Role, Schedule } from '../../../flows/flow';
import { HOME } from '../../../flows/home';
import type { Resolved } from '../resolve';

/** The tables of a flow while it is being made: names are given once to equal things. */
export class Tables {
  readonly uses: Record<string, Role> = {};
  readonly schedules: Record<string, Schedule> = {};
  readonly delays: Record<string, { for: string }> = {};
  readonly variables: Record<string, { type: 'captured' }> = {};
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

  capture(role: string, capability: Capability): string {
    const name = `${role}_${capability}`.slice(0, 60);
    this.variables[name] = { type: 'captured' };
    return name;
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
