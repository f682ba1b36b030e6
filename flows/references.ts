import { type Capability, capabilityRow, isCapability, type Value } from './capability';
import type { Flow, Variable } from './flow';
import type { Action, Guard, MessagePart } from './operators';
import { type Problem, problem } from './problem';
import { allActions, allGuards, allTransitions, targetPath } from './walk';

/** Every name that the chart uses is declared, every value is one of its capability, every target exists (SPEC 1.5). */
export function referenceProblems(flow: Flow): Problem[] {
  const refs = new References(flow);
  for (const t of allTransitions(flow)) {
    if (t.transition.target !== undefined && !targetPath(flow, t.state, t.transition.target)) {
      refs.add('unknown-target', `There is no state "${t.transition.target}".`, `${t.at}.target`);
    }
    if (t.group === 'after' && !Object.hasOwn(flow.delays ?? {}, t.trigger)) refs.add('unknown-name', `There is no delay "${t.trigger}".`, t.at);
    if (t.group === 'on') refs.event(t.trigger, t.at);
    if (t.transition.guard) for (const g of allGuards(t.transition.guard, `${t.at}.guard`)) refs.guard(g.guard, g.at);
  }
  for (const { action, at } of allActions(flow)) refs.action(action, at);
  refs.memories();
  return refs.problems;
}

/** What can be wrong with one flow's names, gathered. */
class References {
  readonly problems: Problem[] = [];

  constructor(private readonly flow: Flow) {}

  add(code: Parameters<typeof problem>[0], message: string, at: string): void {
    this.problems.push(problem(code, message, at));
  }

  event(event: string, at: string): void {
    const [name = '', second = ''] = event.split('.');
    if (name === 'schedule') {
      if (!Object.hasOwn(this.flow.schedules ?? {}, second)) this.add('unknown-name', `There is no schedule "${second}".`, at);
    } else if (isCapability(second)) this.role(name, second, 'reads', at);
    else this.add('unknown-name', `There is no capability "${second}".`, at);
  }

  guard(guard: Guard, at: string): void {
    switch (guard.type) {
      case 'becomes':
      case 'stops':
      case 'is':
      case 'many':
        return this.test(guard.params, at);
      case 'changes':
        return this.role(guard.params.role, guard.params.capability, 'reads', at);
      case 'number':
        return this.variable(guard.params.variable, 'number', at);
      case 'elapsed':
        return this.variable(guard.params.since, 'moment', at);
      default:
        return;
    }
  }

  action(action: Action, at: string): void {
    switch (action.type) {
      case 'message':
        this.role(action.params.role, 'message', 'writes', at);
        for (const [i, part] of (action.params.more ?? []).entries()) this.part(part, `${at}.params.more.${i}`);
        return;
      case 'count':
      case 'assign':
        return this.variable(action.params.variable, 'number', at);
      case 'mark':
        return this.variable(action.params.variable, 'moment', at);
      case 'keep':
        this.role(action.params.role, action.params.capability, 'reads', at);
        this.number(action.params.capability, at);
        return this.variable(action.params.variable, 'number', at);
      case 'capture':
        this.role(action.params.role, action.params.capability, 'reads', at);
        this.writable(action.params.capability, at);
        return this.variable(action.params.as, 'captured', at);
      default: {
        const { role, capability } = action.params;
        this.role(role, capability, 'writes', at);
        this.writable(capability, at);
        if (action.type === 'adjust' || action.type === 'recall') this.number(capability, at);
        if (action.type === 'adjust' && action.params.by === undefined && action.params.times === undefined)
          this.add('bad-value', 'It says neither by how much nor how many times.', at);
        if (action.type === 'recall') this.variable(action.params.variable, 'number', at);
        if (action.type === 'restore') this.variable(action.params.from, 'captured', at);
        if (action.type === 'toggle' && otherless(capability)) this.add('bad-value', `${capability} has no other one of two values.`, at);
        if (action.type === 'set') this.value(capability, action.params.value, `${at}.params.value`);
      }
    }
  }

  /** What is put back must be what was remembered: the same role and capability (SPEC 4.4). */
  memories(): void {
    const captures = allActions(this.flow).flatMap(({ action }) => (action.type === 'capture' ? [action.params] : []));
    for (const { action, at } of allActions(this.flow)) {
      if (action.type !== 'restore') continue;
      const { role, capability, from } = action.params;
      const own = captures.filter((c) => c.as === from);
      if (!own.some((c) => c.role === role && c.capability === capability))
        this.add('unknown-name', `Nothing remembers the ${capability} of "${role}" under "${from}".`, at);
      if (own.some((c) => c.role !== role || c.capability !== capability))
        this.add('unknown-name', `"${from}" remembers more than the ${capability} of "${role}".`, at);
    }
    for (const [name, delay] of Object.entries(this.flow.delays ?? {})) if ('number' in delay) this.variable(delay.number, 'number', `delays.${name}.number`);
  }

  private role(name: string, capability: Capability, use: 'reads' | 'writes', at: string): void {
    const declared = Object.hasOwn(this.flow.uses, name) ? this.flow.uses[name] : undefined;
    if (!declared) this.add('unknown-role', `There is no role "${name}".`, at);
    else if (!declared[use]?.includes(capability)) this.add('not-declared', `The role "${name}" does not declare that it ${use} ${capability}.`, at);
  }

  private variable(name: string, type: Variable['type'], at: string): void {
    const declared = Object.hasOwn(this.flow.variables ?? {}, name) ? this.flow.variables?.[name] : undefined;
    if (!declared) this.add('unknown-name', `There is no variable "${name}".`, at);
    else if (declared.type !== type) this.add('bad-value', `"${name}" is a ${declared.type}, not a ${type}.`, at);
  }

  private test({ role, capability, is, value }: Extract<Guard, { type: 'is' }>['params'], at: string): void {
    this.role(role, capability, 'reads', at);
    if (is !== 'equals' && capabilityRow(capability).type !== 'number') this.add('bad-value', `${capability} cannot be above or below anything.`, at);
    this.value(capability, value, `${at}.params.value`);
  }

  private part(part: MessagePart, at: string): void {
    if ('reading' in part) this.role(part.reading.role, part.reading.capability, 'reads', at);
    else if ('number' in part) this.variable(part.number, 'number', at);
    else if ('names' in part && 'capability' in part.names) this.test(part.names, at);
    else if ('names' in part && !Object.hasOwn(this.flow.uses, part.names.role)) this.add('unknown-role', `There is no role "${part.names.role}".`, at);
  }

  private writable(capability: Capability, at: string): void {
    if (!capabilityRow(capability).writable) this.add('not-writable', `${capability} cannot be set.`, at);
  }

  private number(capability: Capability, at: string): void {
    if (capabilityRow(capability).type !== 'number') this.add('bad-value', `${capability} has no amount.`, at);
  }

  private value(capability: Capability, value: Value, at: string): void {
    const fault = tableFault(capability, value);
    if (fault) this.add('bad-value', fault, at);
  }
}

/** Whether "the other one" says nothing: three values or more, or a text. */
const otherless = (capability: Capability): boolean => {
  const row = capabilityRow(capability);
  return row.type === 'text' || row.type === 'color';
};

/** Why the table itself rules a value out, whatever the device. */
function tableFault(capability: Capability, value: Value): string | undefined {
  const row = capabilityRow(capability);
  if (row.type === 'enum' && !Object.hasOwn(row.values, String(value)))
    return `${capability} is never "${value}"; it can be ${Object.keys(row.values).join(', ')}.`;
  if (row.type === 'number' && typeof value !== 'number') return `${capability} is a number in ${row.unit}, not "${value}".`;
  if (row.type === 'number' && ((row.min ?? value) > value || (row.max ?? value) < value))
    return `${capability} lies between ${row.min} and ${row.max} ${row.unit}, not at ${value}.`;
  return undefined;
}
