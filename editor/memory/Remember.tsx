import './remember.css';
import { BookmarkPlus, Check, X } from 'lucide-react';
import { useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { Home } from '../../flows/home';
import { isSpeaker, meansWords, type NewMemory } from '../../flows/memory';
import type { Problem } from '../../flows/problem';
import { call } from '../client';
import type { Draft } from '../drafts';
import { Button, IconButton } from '../parts/Button';
import { learnable } from './learn';
import { offersFor, settled } from './offers';

/** After a question was answered: the offer to remember the answer. */
export function RememberAnswer({ request, view }: { request: string; view: HomeView }) {
  return offersFor(request).map((entry) => <Offer key={JSON.stringify(entry)} entry={entry} home={view.home} />);
}

/** Under a draft's sentence: the offer to remember what the person just chose or put in. */
export function RememberDraft({ draft, view }: { draft: Draft; view: HomeView }) {
  const learned = learnable(draft, view.home);
  const entries = [...offersFor(draft.request), ...(learned ? [learned] : [])];
  if (entries.length === 0) return null;
  return (
    <div className="remember-draft">
      {entries.map((entry) => (
        <Offer key={JSON.stringify(entry)} entry={entry} home={view.home} />
      ))}
    </div>
  );
}

/** One quiet line; nothing is kept before its button is pressed. */
function Offer({ entry, home }: { entry: NewMemory; home: Home }) {
  const [stage, setStage] = useState<'offered' | 'busy' | 'kept' | 'declined'>('offered');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const keep = async (): Promise<void> => {
    setStage('busy');
    const answer = await call('POST /api/memory', { body: { entry } });
    setStage(answer.ok ? 'kept' : 'offered');
    setProblems(answer.ok ? [] : answer.problems);
    if (answer.ok) settled(entry);
  };
  if (stage === 'declined') return null;
  return (
    <div className="remember" role="status">
      {stage === 'kept' ? (
        <>
          <Check size={16} strokeWidth={1.5} aria-hidden />
          <span>
            Remembered on this machine. <a href="#/memory">See what is remembered</a>
          </span>
        </>
      ) : (
        <>
          <BookmarkPlus size={16} strokeWidth={1.5} aria-hidden />
          <span>
            <What entry={entry} home={home} />
            {problems[0] && <span className="remember-fault"> {problems[0].message}</span>}
          </span>
          <Button busy={stage === 'busy'} onClick={() => void keep()}>
            Remember
          </Button>
          <IconButton
            icon={X}
            label="Not now"
            onClick={() => {
              settled(entry);
              setStage('declined');
            }}
          />
        </>
      )}
    </div>
  );
}

function What({ entry, home }: { entry: NewMemory; home: Home }) {
  if (entry.kind === 'correction') return <>Remember this reading for when you say it so again</>;
  const means = meansWords(entry, home);
  if (isSpeaker(entry.words)) return <>Remember that you are {means}</>;
  return (
    <>
      Remember that <q className="words">{entry.words}</q> means {means}
    </>
  );
}
