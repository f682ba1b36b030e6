import './ask.css';
import { useSelector } from '@xstate/react';
import { useEffect } from 'react';
import type { ActorRefFrom } from 'xstate';
import type { appMachine } from '../app.machine';
import { useLive } from '../live';
import { Button } from '../parts/Button';
import { useTitle } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { Answer } from './Answer';
import { Drafts } from './Drafts';
import { Examples } from './Examples';
import { House } from './House';
import { Paper } from './Paper';

/** What is being written survives a reload. */
const WRITING = 'sayso.writing';
export function kept(): string {
  try {
    return localStorage.getItem(WRITING) ?? '';
  } catch {
    return '';
  }
}
function keep(text: string): void {
  try {
    localStorage.setItem(WRITING, text);
  } catch {
    // A browser that keeps nothing still writes.
  }
}

/** The first screen: one box, what came of it, what would fit, and the home as it is. */
export function Ask({ app }: { app: ActorRefFrom<typeof appMachine> }) {
  useTitle('Ask');
  const { view, connection } = useLive();
  const state = useSelector(app, (s) => s);
  const { request, result, outcomes, problems } = state.context;
  useEffect(() => keep(request), [request]);
  const write = (text: string): void => app.send({ type: 'WRITE', request: text });
  const ask = (text?: string, chosen?: string): void => app.send({ type: 'ASK', ...(text === undefined ? {} : { request: text }), chosen });
  return (
    <div className="ask">
      <div className="ask-main">
        <h1>
          Say it. <span>See it. Say so.</span>
        </h1>
        <p className="ask-lead">What should your home do, and when?</p>
        <Paper
          text={request}
          view={view}
          drafting={state.matches('drafting') || state.matches('keeping')}
          notYet={connection === 'offline' ? 'needs the connection' : undefined}
          onWrite={write}
          onDraft={() => request.trim() !== '' && ask()}
          onStop={() => app.send({ type: 'STOP' })}
        />
        {result && view && !state.matches('keeping') && (
          <Answer result={result} view={view} sending={state.matches('sending')} outcomes={outcomes} onSend={() => app.send({ type: 'SEND' })} onAsk={ask} />
        )}
        {problems.length > 0 && (
          <div className="ask-failed">
            <ProblemList problems={problems}>
              <li>
                <Button onClick={() => ask()}>Try again</Button>
              </li>
            </ProblemList>
          </div>
        )}
        {view && <Drafts zone={view.home.timezone} />}
        {view && <Examples view={view} onPick={write} />}
      </div>
      <div className="ask-home">{view && <House view={view} />}</div>
      <p className="ask-foot">
        <span>Drafts are written on this machine by its own small model</span>
        <span>No account, no cloud</span>
      </p>
    </div>
  );
}
