import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import type { CauseEvent } from '../../flows/record';
import { nextDue } from '../../flows/schedule';
import type { FlowState, Timer } from '../../flows/step';
import type { Millis } from '../../flows/time';

/**
 * After a time of not running: a delay that fell due meanwhile runs late, once, unless it says skip; a schedule is skipped to its next
 * time unless it says run (SPEC 5.3). Deadlines that lie ahead are kept as they are.
 * @returns the timers that hold from now on, and what was not made up for
 */
export function resumeTimers(flow: Flow, state: FlowState, now: Millis, home: Home): { timers: Timer[]; skipped: CauseEvent[] } {
  const timers: Timer[] = [];
  const skipped: CauseEvent[] = [];
  for (const timer of state.timers) {
    if (timer.due > now) timers.push(timer);
    else if (timer.kind === 'delay') {
      if (flow.delays?.[timer.name]?.late === 'skip') skipped.push({ kind: 'timer', delay: timer.name, due: timer.due });
      else timers.push(timer);
    } else {
      const schedule = flow.schedules?.[timer.name];
      if (!schedule || schedule.missed === 'run') {
        timers.push(timer);
        continue;
      }
      skipped.push({ kind: 'schedule', schedule: timer.name, due: timer.due });
      const due = nextDue(schedule, now, home);
      if (due !== undefined) timers.push({ ...timer, due });
    }
  }
  return { timers, skipped };
}
