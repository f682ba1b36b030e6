import type { FlowView, HomeView } from '../../flows/api';
import type { Timer } from '../../flows/step';
import { durationMs, type Millis } from '../../flows/time';
import { durationWords } from '../../flows/words';
import { clockText, leftText, shortDay } from '../parts/clock';

/** Clocks that run for this flow: when each strikes, and what is left. */
export function Timers({ flow, timers, view, now }: { flow: FlowView; timers: readonly Timer[]; view: HomeView; now: Millis }) {
  if (timers.length === 0) return null;
  const zone = view.home.timezone;
  return (
    <ul className="timers" aria-label="Timers">
      {[...timers]
        .sort((a, b) => a.due - b.due)
        .map((timer) => {
          const left = Math.max(0, timer.due - now);
          const day = shortDay(timer.due, zone);
          return (
            <li key={timer.id}>
              <Dial left={left} whole={wholeOf(flow, timer)} />
              <div>
                <b>
                  {timer.kind === 'delay' ? 'Moves on' : 'Next'} at {clockText(timer.due, zone, timer.kind === 'delay')}
                  {day !== shortDay(now, zone) && `, ${day}`}
                </b>
                <small>
                  {leftText(left)} left{nameOf(flow, timer)}
                </small>
              </div>
            </li>
          );
        })}
    </ul>
  );
}

function nameOf(flow: FlowView, timer: Timer): string {
  const delay = flow.flow.delays?.[timer.name];
  return delay && 'for' in delay ? ` of ${durationWords(delay.for)}` : '';
}

function wholeOf(flow: FlowView, timer: Timer): Millis | undefined {
  const delay = flow.flow.delays?.[timer.name];
  return timer.kind === 'delay' && delay && 'for' in delay ? durationMs(delay.for) : undefined;
}

/** A station clock: the arc is what is left, shrinking to twelve. */
function Dial({ left, whole }: { left: Millis; whole: Millis | undefined }) {
  const part = whole ? Math.min(1, left / whole) : undefined;
  const length = 2 * Math.PI * 16;
  const angle = (part === undefined ? 1 / 3 : 1 - part) * 360;
  return (
    <svg className="timer-dial" width="40" height="40" viewBox="0 0 40 40" aria-hidden>
      <circle className="timer-dial-rim" cx="20" cy="20" r="16" />
      {part !== undefined && (
        <circle
          className="timer-dial-left"
          cx="20"
          cy="20"
          r="16"
          strokeDasharray={`${length * part} ${length}`}
          transform="rotate(-90 20 20) scale(1 -1) translate(0 -40)"
        />
      )}
      <path className="timer-dial-hand" d="M20 20V9" transform={`rotate(${angle} 20 20)`} />
    </svg>
  );
}
