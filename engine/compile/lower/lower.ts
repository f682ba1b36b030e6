/** A line of notation and the home it was said in → a flow file. Ordinary code: the model has no part in it. */

import { neverFires } from '../../../flows/check/fires';
import type { Chart, Flow, StateNode, Transition } from '../../../flows/flow';
import { FORMAT } from '../../../flows/flow';
import type { Home } from '../../../flows/home';
import type { Action, Guard } from '../../../flows/operators';
import { saidIn } from '../../../flows/request';
import { allActions, allTransitions, type PlacedTransition } from '../../../flows/walk';
import { roleWords, transitionWords } from '../../../flows/wording';
import { capital, durationWords } from '../../../flows/words';
import type { Marked } from '../mark';
import type { Act, Condition, Line, Ref, Rule } from '../notation/ast';
import { type Context, contextOf, Refused, resolveRef } from '../resolve';
import { type Settings, settingsOf } from './acts';
import { Builder, taken } from './builder';
import { both, chainOf, FINISHED, guardOf } from './conditions';
import { regionsOf } from './group';
import { contradiction, apart as lists, type Plan, planOf } from './plan';
import type { LoweredRule, Region } from './region';
import { safe, Tables } from './roles';
import { eitherWay, ofWait, split, type When } from './split';
import { tidied } from './tidy';
import { twoClocks } from './timed';
import { durationOf, slotOf } from './values';

export interface Lowered {
  flow: Flow;
  /** Letters of mentions and slots → paths into the flow. */
  threads: Map<string, string[]>;
}

/** @throws Refused where this home or this language cannot do it */
export function lower(line: Extract<Line, { kind: 'automation' | 'command' }>, home: Home, marked: Marked): Lowered {
  const c = contextOf(home, marked);
  const t = new Tables();
  const chart = line.kind === 'automation' ? automation(line.rules, t, c) : command(line.acts, t, c);
  const flow = tidied({ format: FORMAT, name: titleOf(marked.request), request: marked.request, ...t.parts(), chart });
  // Rules with several triggers share their actions; each place has a message of its own.
  flow.chart = JSON.parse(JSON.stringify(flow.chart)) as Chart;
  nameMessages(flow, home);
  const reads = new Set(allTransitions(flow).flatMap((x) => (x.group === 'after' ? [x.trigger] : [])));
  if (flow.delays) flow.delays = Object.fromEntries(Object.entries(flow.delays).filter(([name]) => reads.has(name)));
  if (flow.delays && Object.keys(flow.delays).length === 0) delete flow.delays;
  return { flow, threads: new Map([...t.threads].map(([letter, paths]) => [letter, [...paths]])) };
}

function automation(said: readonly Rule[], t: Tables, c: Context): Chart {
  const rules = twoClocks(said);
  const settings = settingsOf(
    rules.flatMap((r) => [...r.acts, ...(r.type === 'when' ? (r.otherwise ?? []) : [])]),
    c,
  );
  for (const ref of rules.flatMap((r) => (r.condition ? oursIn(r.condition) : []))) t.ours(resolveRef(ref, 'on', 'write', c));
  const apart = rules.flatMap((r) => (r.type === 'when' ? separate(r) : []));
  const lowered = undisturbing(apart, c, settings).map((rule) => whenRule(rule, t, c, settings));
  atOdds(lowered);
  const whiles = rules.flatMap((r) => (r.type === 'while' ? [whileRegion(r, t, c)] : []));
  const regions = [...regionsOf(lowered, t), ...whiles, ...notesRegion(t)];
  const [first] = regions;
  if (!first) throw new Refused({ kind: 'unclear', message: 'I found nothing to do in that.' });
  if (regions.length === 1) return { id: 'flow', ...first.node };
  const states: Record<string, StateNode> = {};
  for (const region of regions) {
    let key = safe(region.name);
    for (let n = 2; Object.hasOwn(states, key); n++) key = `${safe(region.name)}_${n}`;
    states[key] = { description: region.name, ...region.node };
  }
  if (regions.length > 16) throw new Refused({ kind: 'cannot', message: 'That is too much for one flow; say it in two.' });
  return { id: 'flow', type: 'parallel', states };
}

/** Two rules for the same moment may not want opposite things of a device. @throws Refused */
function atOdds(rules: readonly LoweredRule[]): void {
  const occasions = new Map<string, Action[]>();
  for (const rule of rules) {
    const occasion = JSON.stringify([rule.triggers, rule.condition]);
    const actions = [...(occasions.get(occasion) ?? []), ...rule.plan.steps.flatMap((s) => (s.at === 0 ? s.actions : []))];
    occasions.set(occasion, actions);
    contradiction(actions);
  }
}

/** A rule whose acts last until different things is one rule for each. */
function separate(rule: When): When[] {
  const [first = [], ...beside] = lists(rule.acts);
  return [{ ...rule, acts: first }, ...beside.map((acts) => ({ ...rule, acts, otherwise: undefined }))];
}

/** How rules stand to each other shows once they are lowered; tables made for that are thrown away. */
function undisturbing(rules: readonly When[], c: Context, settings: Settings): readonly When[] {
  if (rules.length < 2) return rules;
  const t = new Tables();
  const lowered = rules.map((rule) => whenRule(rule, t, c, settings));
  return split(rules, lowered, t, c);
}

const oursIn = (condition: Condition): Ref[] =>
  condition.type === 'ours' ? [condition.ref] : condition.type === 'not' ? oursIn(condition.of) : 'of' in condition ? condition.of.flatMap(oursIn) : [];

/** What is only noted, in a part of its own that never leaves its one state. */
function notesRegion(t: Tables): Region[] {
  if (t.notes.length === 0) return [];
  const on: Record<string, Transition[]> = {};
  for (const { event, guard, actions } of t.notes) on[event] = [...(on[event] ?? []), { ...(guard ? { guard } : {}), actions }];
  return [{ name: 'Remembering', node: { initial: 'remembering', states: { remembering: { description: 'Remembering', on } } } }];
}

function whenRule(rule: When, t: Tables, c: Context, settings: Settings): LoweredRule {
  const { days, rest: undated } = daysApart(rule, c);
  const { clamp, rest } = clampApart(rule, undated, c);
  const triggers = rule.triggers.map((trigger) => {
    const had = new Set(Object.keys(t.schedules));
    const fired = chainOf(trigger, t, c);
    const name = fired.event.startsWith('schedule.') ? fired.event.slice(9) : undefined;
    const schedule = name && t.schedules[name];
    if ((!days && !clamp) || !schedule || (schedule.kind !== 'time' && schedule.kind !== 'sun')) return fired;
    if (!had.has(name)) delete t.schedules[name];
    return { ...fired, event: `schedule.${t.schedule({ ...schedule, ...(days ? { days } : {}), ...(schedule.kind === 'sun' ? clamp : {}) })}` };
  });
  const plan = planOf(rule.acts, t, c, settings);
  const limit = rule.limit && t.limit(rule.limit.type === 'gap' ? { gap: durationOf(rule.limit.slot, c) } : rule.limit.type);
  if (rule.limit?.type === 'gap') t.thread(rule.limit.slot, 'variables');
  const own = rest && guardOf(rest, t, c);
  const condition = both(own, limit?.guard);
  const other = rule.otherwise && planOf(rule.otherwise, t, c, settings);
  const at = rule.acts.findLastIndex((a) => a.type === 'await' && a.within !== undefined);
  const given = rule.otherwise && eitherWay(rule, at) ? planOf(rule.acts.slice(at + 1), t, c, settings) : undefined;
  const late = rule.condition === undefined || ofWait(rule);
  const limited = (p: Plan): Plan => (limit ? noting(p, limit.actions) : p);
  const ruled = { triggers, condition, plan: limited(plan) };
  if (late || !other) return { ...ruled, givenUp: late ? other : given };
  // Held back by its limit, a rule does not do the other thing instead.
  return { ...ruled, otherwise: limited(other), contrary: both(limit?.guard, own && { type: 'not', params: { of: own } }), givenUp: given };
}

/** A plan that begins with more actions. */
function noting(plan: Plan, actions: readonly Action[]): Plan {
  const [first, ...later] = plan.steps;
  const steps = first?.at === 0 ? [{ at: 0, actions: [...first.actions, ...actions] }, ...later] : [{ at: 0, actions: [...actions] }, ...plan.steps];
  return { ...plan, steps };
}

/** "At sunrise, but never before 8" moves the moment; "at sunrise if it is after 8" would leave the day out. */
function clampApart(
  rule: When,
  condition: Condition | undefined,
  c: Context,
): { clamp?: { notBefore?: string; notAfter?: string }; rest?: Condition | undefined } {
  const parts = condition?.type === 'and' ? condition.of : condition ? [condition] : [];
  const said = parts.find((p) => p.type === 'not' && (p.of.type === 'before' || p.of.type === 'after'));
  if (
    (rule.otherwise && !ofWait(rule)) ||
    !rule.triggers.every((x) => x.type === 'sun') ||
    said?.type !== 'not' ||
    (said.of.type !== 'before' && said.of.type !== 'after')
  )
    return { rest: condition };
  const time = (slotOf(said.of.slot, c).time ?? '').slice(-5);
  if (time === '') return { rest: condition };
  const others = parts.filter((p) => p !== said);
  const clamp = said.of.type === 'before' ? { notBefore: time } : { notAfter: time };
  return { clamp, rest: others.length > 1 ? { type: 'and', of: others } : others[0] };
}

/** "At 7 on weekdays" is one schedule, not a schedule and a condition. */
function daysApart(rule: When, c: Context): { days?: ReturnType<typeof slotOf>['days']; rest?: Condition | undefined } {
  const timed = rule.triggers.every((x) => x.type === 'at' || x.type === 'sun');
  const parts = rule.condition?.type === 'and' ? rule.condition.of : rule.condition ? [rule.condition] : [];
  const said = parts.find((p) => p.type === 'days');
  if (!timed || said?.type !== 'days' || (rule.otherwise && !ofWait(rule))) return { rest: rule.condition };
  const others = parts.filter((p) => p !== said);
  return { days: slotOf(said.slot, c).days, rest: others.length > 1 ? { type: 'and', of: others } : others[0] };
}

/** While something holds: two states; whatever could change the condition is listened to in both. What was, is put back. */
function whileRegion(rule: Extract<Rule, { type: 'while' }>, t: Tables, c: Context): Region {
  const guard = guardOf(rule.condition, t, c);
  const undone = rule.acts.map((a): Act => (a.type === 'set' ? { ...a, until: [{ type: 'mode', mode: 'home' }] } : a));
  const plan = planOf(undone, t, c, new Map());
  const name = plan.effect?.name ?? 'Active';
  const on: Record<string, Transition[]> = {};
  const off: Record<string, Transition[]> = {};
  for (const event of eventsOf(guard, t)) {
    on[event] = [{ target: 'active', guard, actions: plan.steps[0]?.actions ?? [] }];
    off[event] = [{ target: 'waiting', guard: { type: 'not', params: { of: guard } }, actions: plan.until?.actions ?? [] }];
  }
  const states: Record<string, StateNode> = { waiting: { description: 'As usual', on }, active: { description: name, on: off } };
  return { name, node: { initial: 'waiting', states: withoutDead(states, t) } };
}

/** Of the events that could turn a condition some turn it one way only: a window cannot open when it ends. One at least stays in each state. */
function withoutDead(states: Record<string, StateNode>, t: Tables): Record<string, StateNode> {
  const { dead } = neverFires({ format: FORMAT, name: 'While', ...t.parts(), chart: { id: 'flow', initial: 'waiting', states } });
  return Object.fromEntries(
    Object.entries(states).map(([key, node]) => {
      const on = Object.entries(node.on ?? {});
      const left = on.filter(([event]) => !dead.has(`chart.states.${key}.on.${event}.0`));
      return [key, left.length > 0 ? { ...node, on: Object.fromEntries(left) } : node];
    }),
  );
}

/** Every event that could turn a condition: readings that it names, and the ends of its windows. */
function eventsOf(guard: Guard, t: Tables): string[] {
  switch (guard.type) {
    case 'all':
    case 'any':
      return [...new Set(guard.params.of.flatMap((g) => eventsOf(g, t)))];
    case 'not':
      return eventsOf(guard.params.of, t);
    case 'between':
      return [guard.params.from, guard.params.to].map(
        (at) => `schedule.${t.schedule(at === 'sunrise' || at === 'sunset' ? { kind: 'sun', event: at } : { kind: 'time', at })}`,
      );
    case 'days':
      return [`schedule.${t.schedule({ kind: 'time', at: '00:00' })}`];
    case 'is':
    case 'becomes':
    case 'stops':
    case 'changes':
    case 'many':
      return [`${guard.params.role}.${guard.params.capability}`];
    default:
      return [];
  }
}

/** A one-off command is a flow that begins at once; what lasts until different things runs side by side. */
function command(acts: readonly Act[], t: Tables, c: Context): Chart {
  const settings = settingsOf(acts, c);
  const parts = lists(acts).map((list) => commandPart(planOf(list, t, c, settings), t));
  const [only] = parts;
  if (only && parts.length === 1) return { id: 'flow', ...only };
  return { id: 'flow', type: 'parallel', states: Object.fromEntries(parts.map((node, i) => [`part_${i + 1}`, { description: `Part ${i + 1}`, ...node }])) };
}

/** What it does at once on entry, the rest after its waits. */
function commandPart(plan: Plan, t: Tables): StateNode {
  const b = new Builder(t);
  const { branches } = b.enter(plan, 'done', 'step');
  const [first, ...rest] = branches;
  const done: StateNode = { description: 'Done', type: 'final' };
  if (first?.target === 'done' && rest.length === 0) return { initial: 'now', states: { now: { ...done, entry: first.actions } } };
  // What is done only if something holds is looked at in the first moment.
  if (first && (first.guard || rest.length > 0)) return { initial: 'now', states: { now: { description: 'Now', always: taken(branches) }, ...b.states, done } };
  const node = first && b.states[first.target];
  if (!first || !node) throw new Refused({ kind: 'unclear', message: 'I found nothing to do in that.' });
  // A list that is repeated comes back to its first wait without doing again what was done at once.
  const { [first.target]: _, ...others } = b.states;
  const states = JSON.stringify(b.states).includes(`"target":"${first.target}"`) ? b.states : others;
  return { initial: 'now', states: { now: { ...node, ...(first.actions.length > 0 ? { entry: first.actions } : {}) }, ...states, done } };
}

/** A title for lists: the request's beginning, up to a word's end. */
export function titleOf(request: string): string {
  const clean = (saidIn(request)[0]?.text ?? '').trim().replace(/\s+/g, ' ');
  const cut = clean.length <= 60 ? clean : `${clean.slice(0, 60).replace(/\s+\S*$/, '')} …`;
  return capital(cut.replace(/[.,;:]$/, '')) || 'Flow';
}

/** Messages that quote nothing say what happened: the trigger's own words. */
function nameMessages(flow: Flow, home: Home): void {
  for (const { action, at } of allActions(flow)) {
    if (action.type !== 'message' || action.params.text !== 'message') continue;
    const owner = allTransitions(flow).find((x) => at.startsWith(`${x.at}.`));
    action.params.text = capital(owner ? happened(flow, owner, home) : '').slice(0, 200) || 'Sayso';
  }
}

/** "Front door opens"; after a wait, what was waited through: "Front door is open (5 min)". */
function happened(flow: Flow, t: PlacedTransition, home: Home): string {
  const begun = t.group === 'after' ? beginningOf(flow, t.state) : undefined;
  const source = begun ?? t;
  const guard = source.transition.guard;
  const first = guard?.type === 'all' ? guard.params.of[0] : guard;
  const done = first?.type === 'becomes' && first.params.capability === 'activePower' && first.params.value === FINISHED.done;
  if (done) return `${roleWords(flow, first.params.role, home)} has finished`;
  const lasting = begun && first?.type === 'becomes' ? ({ ...first, type: 'is' } as Guard) : first;
  const words = transitionWords(flow, { ...source, transition: lasting ? { guard: lasting } : {} }, home);
  const delay = begun ? flow.delays?.[t.trigger] : undefined;
  const waited = delay && 'for' in delay && !t.transition.reenter ? ` (${durationWords(delay.for)})` : '';
  return words.replace(/^(?:when|after|at once) /, '').replace(/^.* (?:changes|reports its .*?), if /, '') + waited;
}

/** What led to a state, through any waits before it. */
function beginningOf(flow: Flow, state: readonly string[], seen: readonly string[] = []): PlacedTransition | undefined {
  const key = state.join('.');
  if (seen.includes(key)) return undefined;
  const leading = allTransitions(flow).filter((x) => x.transition.target === state.at(-1) && x.state.slice(0, -1).join('.') === state.slice(0, -1).join('.'));
  const turn = (g: Guard | undefined): boolean => g?.type === 'becomes' || (g?.type === 'all' && g.params.of[0]?.type === 'becomes');
  const begun = leading.find((x) => x.group === 'on' && turn(x.transition.guard)) ?? leading.find((x) => x.group === 'on' && x.state.join('.') !== key);
  const before = leading.find((x) => x.group === 'after' && x.state.join('.') !== key);
  return begun ?? (before && beginningOf(flow, before.state, [...seen, key]));
}
