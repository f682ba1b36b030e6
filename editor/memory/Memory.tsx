import './memory.css';
import { Trash2 } from 'lucide-react';
import { type ChangeEvent, type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import type { HomeView } from '../../flows/api';
import { MEMORY_LIMITS, type MemoryEntry, type MemoryKind, meansWords, type NewMemory } from '../../flows/memory';
import type { Problem } from '../../flows/problem';
import { requestWords, saidIn } from '../../flows/request';
import { call } from '../client';
import { useLive } from '../live';
import { IconButton } from '../parts/Button';
import { useTitle } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { Request } from '../parts/Request';
import { offerUndo } from '../parts/undo';
import { AddName, AddPreference } from './Add';
import { NameValue, PreferredValue } from './Means';

type Put = (entry: NewMemory, id?: string) => Promise<boolean>;

const SECTIONS: { kind: MemoryKind; title: string; about: string }[] = [
  { kind: 'alias', title: 'What you call things', about: 'Your own names for devices, rooms and yourself' },
  { kind: 'preference', title: 'What you mean by a word', about: 'Times, lengths, amounts and colours that a word stands for' },
  { kind: 'correction', title: 'Readings you accepted', about: 'Requests that are read as you chose, also with other names and numbers' },
];

/** What Sayso remembers of a person's ways: all of it, to change and to delete. */
export function Memory() {
  useTitle('Memory');
  const { view } = useLive();
  const [entries, setEntries] = useState<readonly MemoryEntry[]>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const load = useCallback(async (): Promise<void> => {
    const answer = await call('GET /api/memory', {});
    if (answer.ok) setEntries(answer.value);
    else setProblems(answer.problems);
  }, []);
  useEffect(() => {
    void load();
  }, [load]);

  const put: Put = async (entry, id) => {
    const answer = await call('POST /api/memory', { body: { entry, ...(id === undefined ? {} : { id }) } });
    setProblems(answer.ok ? [] : answer.problems);
    await load();
    return answer.ok;
  };
  const forget = async (entry: MemoryEntry): Promise<void> => {
    const answer = await call('DELETE /api/memory/:id', { id: entry.id });
    setProblems(answer.ok ? [] : answer.problems);
    await load();
    if (answer.ok) offerUndo(`Forgot “${wordsOf(entry)}”`, () => void put(newOf(entry), entry.id));
  };

  if (!view || (!entries && problems.length === 0)) return <p className="app-waiting">Looking it up</p>;
  return (
    <div className="screen memory">
      <div className="screen-head">
        <h1>Memory</h1>
        <p>Kept on this machine. Each use is named in the reading.</p>
      </div>
      <ProblemList problems={problems} />
      {entries?.length === 0 && (
        <p className="memory-none">
          Nothing is remembered yet. When you answer which device you mean, or choose another reading, Sayso offers to remember it. You can also write it here.
        </p>
      )}
      {SECTIONS.map(({ kind, title, about }) => {
        const own = (entries ?? []).filter((e) => e.kind === kind);
        if (kind === 'correction' && own.length === 0) return null;
        return (
          <section key={kind} className="memory-part" aria-label={title}>
            <h2>
              {title} <small>{about}</small>
            </h2>
            <ul>
              {own.map((entry) => (
                <Row key={`${entry.id} ${JSON.stringify(newOf(entry))}`} entry={entry} view={view} put={put} onForget={() => void forget(entry)} />
              ))}
            </ul>
            {kind === 'alias' && <AddName view={view} put={put} />}
            {kind === 'preference' && <AddPreference put={put} />}
          </section>
        );
      })}
    </div>
  );
}

const wordsOf = (entry: MemoryEntry): string => (entry.kind === 'correction' ? requestWords(entry.request) : entry.words);

function newOf(entry: MemoryEntry): NewMemory {
  if (entry.kind === 'correction') return { kind: entry.kind, request: entry.request, notation: entry.notation };
  return { kind: entry.kind, words: entry.words, means: entry.means } as NewMemory;
}

function Row({ entry, view, put, onForget }: { entry: MemoryEntry; view: HomeView; put: Put; onForget(): void }) {
  const forget = <IconButton icon={Trash2} label={`Forget ${wordsOf(entry)}`} onClick={onForget} />;
  if (entry.kind === 'correction') {
    return (
      <li className="memory-row correction">
        {saidIn(entry.request).length === 1 ? (
          <RequestField
            request={entry.request}
            onChange={(request) => put({ ...(newOf(entry) as Extract<NewMemory, { kind: 'correction' }>), request }, entry.id)}
          />
        ) : (
          <span className="words">
            <Request said={entry.request} />
          </span>
        )}
        <span>{entry.reading}</span>
        {forget}
      </li>
    );
  }
  return (
    <li className="memory-row">
      <WordsField words={entry.words} onChange={(words) => put({ ...(newOf(entry) as Exclude<NewMemory, { kind: 'correction' }>), words }, entry.id)} />
      <span className="memory-means">
        <span className="memory-is">means</span>{' '}
        {entry.kind === 'alias' ? (
          <NameValue entry={entry} view={view} onChange={(means) => void put({ kind: 'alias', words: entry.words, means }, entry.id)} />
        ) : (
          <PreferredValue
            means={entry.means}
            text={meansWords(entry, view.home)}
            view={view}
            onChange={(means) => void put({ kind: 'preference', words: entry.words, means }, entry.id)}
          />
        )}
      </span>
      {forget}
    </li>
  );
}

/** Kept when it is left or Enter is pressed; Escape takes it back, and so does a refusal. */
function useField(kept: string, onChange: (text: string) => Promise<boolean>) {
  const [text, setText] = useState(kept);
  const keep = async (): Promise<void> => {
    const next = text.trim();
    if (next === kept || next === '' || !(await onChange(next))) setText(kept);
  };
  return {
    value: text,
    onChange: (e: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setText(e.target.value),
    onBlur: () => void keep(),
    onKeyDown: (e: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      if (e.key === 'Escape') setText(kept);
      if (e.key !== 'Enter') return;
      e.preventDefault();
      e.currentTarget.blur();
    },
  };
}

function WordsField({ words, onChange }: { words: string; onChange(words: string): Promise<boolean> }) {
  return <input className="words" aria-label="Words" maxLength={MEMORY_LIMITS.words} {...useField(words, onChange)} />;
}

/** Other words for a request whose reading was accepted: the engine refuses those that the reading would not fit. */
function RequestField({ request, onChange }: { request: string; onChange(request: string): Promise<boolean> }) {
  return <textarea className="words" aria-label="Request that is read so" rows={1} maxLength={MEMORY_LIMITS.request} {...useField(request, onChange)} />;
}
