import { durationWords } from '../../../flows/words';
import { type Branch, Builder, taken, transition } from './builder';
import { both, type Fired } from './conditions';
import type { LoweredRule, Region } from './region';
import type { Tables } from './roles';

/** A reading that must stay so, or come after another, by itself: watching → (begun →) waiting → done, and back when it changes. */
export function watchRegion(rule: LoweredRule, fired: Fired, t: Tables): Region {
  const b = new Builder(t);
  const { lasts, first } = fired;
  const name = rule.plan.effect?.name ?? 'Message';
  b.state('watching', first ? 'Off' : 'Watching');
  if (first) {
    b.state('running', 'Running');
    b.turn('watching', first, [{ actions: [], target: 'running' }]);
    if (fired.within) b.after('running', fired.within, transition({ target: 'watching' }));
    // The time within which the second must follow counts from the last first.
    if (fired.within && !first.lasts) b.on('running', first.event, transition({ target: 'running', guard: first.guard, reenter: true }));
  }
  const from = first ? 'running' : 'watching';
  if (lasts) b.state('waiting', first ? 'Nearly done' : `Waiting ${durationWords(lasts)}`);
  const done = b.enter(rule.plan, 'watching', 'then', rule.givenUp);
  const branches: Branch[] = done.branches.map((x) => ({ ...x, guard: both(rule.condition, x.guard) }));
  const other = rule.otherwise ? b.enter(rule.otherwise, 'watching', 'else').branches : [];
  branches.push(...other.map((x) => ({ ...x, guard: both(rule.contrary, x.guard) })));
  if (rule.condition) branches.push({ actions: [], target: 'watching' });
  if (!lasts) {
    b.on(from, fired.event, ...taken(branches, { guard: fired.guard }));
    return { name, node: { initial: 'watching', states: b.states } };
  }
  b.on(from, fired.event, transition({ target: 'waiting', guard: fired.guard }));
  b.on('waiting', fired.event, transition({ target: from, guard: fired.back }));
  b.after('waiting', lasts, ...taken(branches));
  b.said(fired.letter, lasts);
  return { name, node: { initial: 'watching', states: b.states } };
}
