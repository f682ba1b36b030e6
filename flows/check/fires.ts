import type { Flow } from '../flow';
import type { Home } from '../home';
import type { Guard } from '../operators';
import { type Problem, problem } from '../problem';
import { durationMs } from '../time';
import { allTransitions, type PlacedTransition, targetPath } from '../walk';
import { transitionWords } from '../wording';
import { canHold, canHoldWithout, readingsOf } from './satisfy';
import { conditionsOf, conjuncts, eventOf } from './settings';

/** Transitions that never fire: their conditions contradict each other, or one before them always holds where they do (SPEC 9.2). */
export function neverFires(flow: Flow, home?: Home): { problems: Problem[]; dead: Set<string> } {
  const dead = new Set<string>();
  const problems: Problem[] = [];
  const all = allTransitions(flow);
  const add = (t: PlacedTransition, why: string): void => {
    dead.add(t.at);
    problems.push(problem('never-fires', `This never happens: ${transitionWords(flow, t, home)}. ${why}`, t.at));
  };
  for (const t of all) {
    const conditions = conditionsOf(flow, t);
    const event = eventOf(t);
    if (!canHold(flow, conditions, event)) {
      add(t, strayEdge(t) ? 'It waits for the very moment at which something else changes; say how that is, not that it changes.' : EXCLUDE);
      continue;
    }
    const hurry = hurried(flow, t, all);
    if (hurry) {
      add(t, `“${transitionWords(flow, hurry, home)}” always leads away before.`);
      continue;
    }
    const before = all.filter(
      (o) => o.group === t.group && o.trigger === t.trigger && o.index < t.index && o.state.join('.') === t.state.join('.') && !dead.has(o.at),
    );
    const shadow = before.find((o) => !o.transition.guard || !canHoldWithout(flow, all_(conditions), o.transition.guard, event));
    if (shadow) add(t, `“${transitionWords(flow, shadow, home)}” stands before it and always comes first.`);
    else if (togetherBefore(flow, before, conditions, event)) add(t, 'Those that stand before it leave nothing for it.');
  }
  return { problems, dead };
}

/** Whether several that stand before leave nothing, none of them alone: open and closed. Those that ask for more readings can all be open. */
function togetherBefore(flow: Flow, before: readonly PlacedTransition[], conditions: Guard[], event: string | undefined): boolean {
  const own = new Set(conditions.flatMap((g) => [...readingsOf(g)]));
  const guards = before.flatMap(({ transition: { guard } }) => (guard && [...readingsOf(guard)].every((r) => own.has(r)) ? [guard] : []));
  return guards.length > 1 && !canHoldWithout(flow, all_(conditions), { type: 'any', params: { of: guards } }, event);
}

const EXCLUDE = 'Its conditions exclude each other.';

/** An edge of a reading that is not the event: a level was meant. */
const strayEdge = (t: PlacedTransition): boolean =>
  conjuncts(t.transition.guard).some(
    (g) => (g.type === 'becomes' || g.type === 'stops' || g.type === 'changes') && t.trigger !== `${g.params.role}.${g.params.capability}`,
  );

/** What always leaves the state before a transition gets its turn: at once, by a shorter wait, or by a schedule that comes more often. */
function hurried(flow: Flow, t: PlacedTransition, all: readonly PlacedTransition[]): PlacedTransition | undefined {
  if (t.group !== 'on' && t.group !== 'after') return undefined;
  const delay = t.group === 'after' ? flow.delays?.[t.trigger] : undefined;
  const wait = delay && 'for' in delay ? durationMs(delay.for) : undefined;
  return all.find((o) => {
    if (o.transition.guard || o.transition.target === undefined || !within(t.state, o.state) || o.at === t.at) return false;
    const target = targetPath(flow, o.state, o.transition.target);
    // What leads back inside leaves the state that waits only where it lies outside of the way there.
    if (!target || (within(target, t.state) && o.transition.reenter !== true)) return false;
    if (o.group === 'always') return !within(target, o.state);
    if (wait === undefined) return false;
    if (o.group === 'after') {
      const other = flow.delays?.[o.trigger];
      return other !== undefined && 'for' in other && durationMs(other.for) < wait;
    }
    const schedule = o.group === 'on' && o.trigger.startsWith('schedule.') ? flow.schedules?.[o.trigger.slice(9)] : undefined;
    return schedule?.kind === 'every' && durationMs(schedule.period) < wait;
  });
}

const within = (path: readonly string[], of: readonly string[]): boolean => of.every((key, i) => path[i] === key);

const all_ = (conditions: ReturnType<typeof conditionsOf>) => (conditions.length === 0 ? undefined : ({ type: 'all', params: { of: conditions } } as const));
