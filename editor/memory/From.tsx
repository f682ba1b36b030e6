import './remember.css';
import type { HomeView } from '../../flows/api';
import type { Remembered } from '../../flows/memory';
import { requestWords } from '../../flows/request';
import { describe, type Phrase, type Station } from '../../flows/wording';
import type { Draft } from '../drafts';
import { related } from '../edit/path';

/** Which memory put which value into the reading, each at the first place where its value stands. */
export function notesOf(stations: readonly Station[], remembered: readonly Remembered[]): ReadonlyMap<Phrase, Remembered> {
  const notes = new Map<Phrase, Remembered>();
  const said = new Set<Remembered>();
  for (const phrase of remembered.length === 0 ? [] : stations.flatMap((s) => s.rows.flatMap((r) => r.phrases))) {
    const memory = memoryOf(phrase, remembered);
    if (!memory || said.has(memory)) continue;
    said.add(memory);
    notes.set(phrase, memory);
  }
  return notes;
}

/** None any more where the value has been changed since. */
function memoryOf(phrase: Phrase, remembered: readonly Remembered[]): Remembered | undefined {
  const { path, text } = phrase;
  if (path === undefined) return undefined;
  return remembered.find((r) => r.kind !== 'correction' && text.includes(r.means) && (r.paths === undefined || r.paths.some((p) => related(p, path))));
}

/** “evening” = 19:00, from your preferences. */
export function From({ memory: { kind, words, means } }: { memory: Remembered }) {
  return (
    <span className="remembered">
      {' '}
      <q className="words">{words}</q> = {means}, <a href="#/memory">from your {kind === 'alias' ? 'names' : 'preferences'}</a>
    </span>
  );
}

/** What a draft owes to memory besides single values: a reading that was accepted before, names for several things. */
export function AlsoRemembered({ draft: { flow, remembered = [], history }, view }: { draft: Draft; view: HomeView }) {
  if (remembered.length === 0) return null;
  const placed = [...notesOf(describe(flow, view.home).stations, remembered).values()];
  const edited = history.past.length > 0;
  return <FromMemory remembered={remembered.filter((r) => r.kind === 'correction' || (r.kind === 'alias' && !edited && !placed.includes(r)))} />;
}

/** What a whole answer owes to memory: for what is no flow, and for a reading that was accepted before. */
export function FromMemory({ remembered }: { remembered: readonly Remembered[] }) {
  return remembered.map((r) => (
    <p key={r.id}>
      {r.kind === 'correction' ? (
        <span className="remembered">
          Read as you accepted it for <q className="words">{requestWords(r.words)}</q>, <a href="#/memory">from your corrections</a>
        </span>
      ) : (
        <From memory={r} />
      )}
    </p>
  ));
}
