import { useEffect, useRef } from 'react';
import type { Home } from '../../flows/home';
import { capital } from '../../flows/words';
import { clockText } from '../parts/clock';
import type { Told } from './story';
import { commandWords, deviceName } from './words';

/** Room below the present for the line that comes next, in px. */
const NEXT = 72;

/** What happens: past lines in ink, the present lit, what is still to come dashed. */
export function Story({ home, told, now, waiting }: { home: Home; told: readonly Told[]; now: number; waiting: string }) {
  const past = told.filter((t) => t.at <= now);
  const future = told.filter((t) => t.at > now).slice(0, 20);
  const present = useRef<HTMLLIElement>(null);
  const count = past.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the list on
  useEffect(() => {
    // Only the list moves, never the page; what comes next stays in sight below.
    const line = present.current;
    if (line?.parentElement) line.parentElement.scrollTop = line.offsetTop + line.offsetHeight + NEXT - line.parentElement.clientHeight;
  }, [count]);
  return (
    <section className="story" aria-label="What happens">
      <h3>What happens</h3>
      <ol>
        {past.map((t) => (
          <Line key={t.key} told={t} home={home} />
        ))}
        <li className="story-now" ref={present}>
          <time>{clockText(now, home.timezone, true)}</time>
          <span>
            {waiting} <span className="unseen">now</span>
          </span>
        </li>
        {future.map((t) => (
          <Line key={t.key} told={t} home={home} future />
        ))}
      </ol>
    </section>
  );
}

function Line({ told, home, future = false }: { told: Told; home: Home; future?: boolean }) {
  return (
    <li className={future ? 'story-line story-future' : 'story-line'}>
      <time>{clockText(told.at, home.timezone, true)}</time>
      <span>{told.words}</span>
      {told.state ? (
        <span className="story-state">
          <i aria-hidden /> <span className="unseen">now </span>
          {told.state}
        </span>
      ) : null}
      {told.commands.map((c, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the commands of one step never move
        <p key={i} className={c.already ? 'story-command story-already' : 'story-command'}>
          <i aria-hidden />
          {c.command.capability === 'message' ? (
            <>
              Send {deviceName(home, c.command.device)} <q className="words">{c.command.value}</q>
            </>
          ) : (
            capital(commandWords(home, c.command))
          )}
          {c.already ? <small> already so, nothing is sent</small> : null}
          {future && !c.already ? <small> would be sent</small> : null}
        </p>
      ))}
    </li>
  );
}
