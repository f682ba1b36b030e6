import type { Flow } from '../flow';
import type { Home } from '../home';
import { type Problem, problem } from '../problem';
import { allTransitions, type PlacedTransition } from '../walk';
import { transitionWords } from '../wording';
import { canHold, canHoldWithout } from './satisfy';
import { conditionsOf, eventOf } from './settings';

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
      add(t, 'Its conditions exclude each other.');
      continue;
    }
    const before = all.filter(
      (o) => o.group === t.group && o.trigger === t.trigger && o.index < t.index && o.state.join('.') === t.state.join('.') && !dead.has(o.at),
    );
    const shadow = before.find((o) => !o.transition.guard || !canHoldWithout(flow, all_(conditions), o.transition.guard, event));
    if (shadow) add(t, `“${transitionWords(flow, shadow, home)}” stands before it and always comes first.`);
  }
  return { problems, dead };
}

const all_ = (conditions: ReturnType<typeof conditionsOf>) => (conditions.length === 0 ? undefined : ({ type: 'all', params: { of: conditions } } as const));
