import './answer.css';
import { Ban, Check, CircleQuestionMark, Clock } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { AskResult, HomeView } from '../../flows/api';
import { capabilityRow, RISKS, riskOf } from '../../flows/capability';
import type { Command, Outcome } from '../../flows/command';
import { findDevice } from '../../flows/home';
import { capital } from '../../flows/words';
import type { Outcomes } from '../app.machine';
import { HoldButton } from '../approve/HoldButton';
import { FromMemory } from '../memory/From';
import { answered } from '../memory/offers';
import { RememberAnswer } from '../memory/Remember';
import { Button } from '../parts/Button';
import { Plate } from '../parts/Plate';
import { ProblemList } from '../parts/Problems';
import { Request } from '../parts/Request';
import { capabilityName, shortValue } from '../parts/state';
import { RuleAnswer } from '../rules/RuleAnswer';

/** What came of a request that is no automation: an answer, an order to send, a question back, or why not. */
export function Answer({
  result,
  view,
  sending,
  outcomes,
  onSend,
  onAsk,
}: {
  result: AskResult;
  view: HomeView;
  sending: boolean;
  outcomes: Outcomes;
  onSend(): void;
  onAsk(request: string, chosen?: string): void;
}) {
  const title = useId();
  return (
    <section className="answer" aria-labelledby={title} aria-live="polite">
      <p className="words" id={title}>
        <Request said={result.request} />
      </p>
      <Said result={result} view={view} sending={sending} outcomes={outcomes} onSend={onSend} onAsk={onAsk} />
      <FromMemory remembered={result.remembered ?? []} />
      <RememberAnswer request={result.request} view={view} />
    </section>
  );
}

function Said({ result, view, sending, outcomes, onSend, onAsk }: Parameters<typeof Answer>[0]) {
  switch (result.kind) {
    case 'command':
      return outcomes.length > 0 ? <Sent outcomes={outcomes} view={view} /> : <Order result={result} view={view} sending={sending} onSend={onSend} />;
    case 'question':
      return (
        <Line icon={<Check size={16} strokeWidth={1.5} aria-hidden />}>
          <p>{result.answer}</p>
          {result.readings.length > 1 && (
            <ul className="answer-readings">
              {result.readings.map((r) => (
                <li key={`${r.device} ${r.capability}`}>
                  <b>{findDevice(view.home, r.device)?.name ?? r.device}</b>
                  <span>{capabilityName(r.capability)}</span>
                  <span>{shortValue(r.capability, r.value)}</span>
                </li>
              ))}
            </ul>
          )}
        </Line>
      );
    case 'rule':
      return <RuleAnswer result={result} view={view} />;
    case 'ask':
      return (
        <Line icon={<CircleQuestionMark size={16} strokeWidth={1.5} aria-hidden />}>
          <p>{result.question}</p>
          {result.answers.length > 0 ? (
            <div className="answer-choices">
              {result.answers.map((a) => (
                <Button
                  key={a.label}
                  onClick={() => {
                    answered(result.request, a.request, a.remember);
                    onAsk(a.request, a.chosen);
                  }}
                >
                  {a.label}
                </Button>
              ))}
            </div>
          ) : (
            <p className="hint">Say it again with that in it.</p>
          )}
        </Line>
      );
    case 'unsupported':
      return (
        <Line icon={<Ban size={16} strokeWidth={1.5} aria-hidden />}>
          <p>{result.message}</p>
          {(result.reason === 'no-device' || result.reason === 'cannot') && (
            <p className="hint">
              <a href="#/home">See what this home has</a>
              {result.reason === 'no-device' && (
                <>
                  {' '}
                  or <a href="#/memory">say what you call it</a>
                </>
              )}
            </p>
          )}
        </Line>
      );
    case 'automation':
      return null;
  }
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="answer-line">
      <span className="sign">{icon}</span>
      <div>{children}</div>
    </div>
  );
}

/** A one-off order: what it would send, and the act of sending it; above comfort it takes a held button. That nothing ends it is meant. */
function Order({ result, view, sending, onSend }: { result: Extract<AskResult, { kind: 'command' }>; view: HomeView; sending: boolean; onSend(): void }) {
  const [first] = result.commands;
  const heaviest = result.commands
    .map((c) => riskOf(c.capability, findDevice(view.home, c.device)?.kind ?? ''))
    .sort((a, b) => RISKS.indexOf(b) - RISKS.indexOf(a))[0];
  const device = first && findDevice(view.home, first.device);
  return (
    <div className="answer-line order">
      <span className="sign">
        <Plate kind={device?.kind ?? 'home'} name={device?.name ?? ''} risk={heaviest ?? 'comfort'} label={capital(heaviest ?? 'comfort')} />
      </span>
      <div>
        <p>
          {result.wording.replace(/\.$/, '')}. Once, now{result.confirm ? '?' : '.'}
        </p>
        <ProblemList problems={result.problems.filter((p) => p.code !== 'never-off')} />
      </div>
      {result.commands.length > 0 &&
        (result.confirm ? (
          <HoldButton name="Send" grave={heaviest === 'security'} busy={sending} onConfirm={onSend} />
        ) : (
          <Button weight="primary" busy={sending} onClick={onSend}>
            Send
          </Button>
        ))}
    </div>
  );
}

const OUTCOME: Record<Outcome['status'], string> = {
  done: 'done',
  already: 'was so already',
  uncertain: 'sent, not confirmed',
  refused: 'refused',
  failed: 'failed',
};

function Sent({ outcomes, view }: { outcomes: Outcomes; view: HomeView }) {
  const words = (c: Command): string =>
    capabilityRow(c.capability).type === 'enum'
      ? shortValue(c.capability, c.value)
      : `${capabilityRow(c.capability).noun} ${shortValue(c.capability, c.value)}`;
  return (
    <ul>
      {outcomes.map(({ command, outcome }) => (
        <li key={`${command.device} ${command.capability}`} className="answer-line">
          <span className="sign">
            {outcome.status === 'refused' || outcome.status === 'failed' ? (
              <Ban size={16} strokeWidth={1.5} aria-hidden />
            ) : outcome.status === 'uncertain' ? (
              <Clock size={16} strokeWidth={1.5} aria-hidden />
            ) : (
              <Check size={16} strokeWidth={1.5} aria-hidden />
            )}
          </span>
          <p>
            <b>{findDevice(view.home, command.device)?.name ?? command.device}</b>: {words(command)}, {OUTCOME[outcome.status]}
            {'message' in outcome && `. ${outcome.message}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
