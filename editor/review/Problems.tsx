import { Info, OctagonX, Play, TriangleAlert } from 'lucide-react';
import type { Problem } from '../../flows/problem';

/** Problems at the very part they are about: what would happen, then what to do. */
export function Flagged({ problems, onRehearse }: { problems: readonly Problem[]; onRehearse(): void }) {
  return problems.map((p) => (
    <div key={`${p.code} ${p.path} ${p.message}`} className={`flagged ${p.level}`}>
      <p className="said">
        {p.level === 'blocks' && <b>Stops approval. </b>}
        {p.message}
      </p>
      <div className="more">
        {p.example !== undefined && (
          <button type="button" className="inline-link" onClick={onRehearse}>
            <Play size={14} strokeWidth={1.5} aria-hidden /> See it happen
          </button>
        )}
        {p.hint && <span>{p.hint}</span>}
      </div>
    </div>
  ));
}

/** All of them, each leading to its part. */
export function Problems({ problems, onSelect }: { problems: readonly Problem[]; onSelect(path: string): void }) {
  const grave = problems.filter((p) => p.level !== 'notes');
  return (
    <section className="problem-region" aria-label="Problems">
      <h3>{grave.length === 0 ? 'No problems found' : grave.length === 1 ? '1 problem' : `${grave.length} problems`}</h3>
      <ul>
        {problems.map((p) => (
          <li key={`${p.code} ${p.path} ${p.message}`}>
            <button type="button" className={`problem-link ${p.level}`} onClick={() => onSelect(p.path)}>
              <Sign level={p.level} />
              <span>
                <b>{WORDS[p.level]}</b> {p.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sign({ level }: { level: Problem['level'] }) {
  const Icon = level === 'blocks' ? OctagonX : level === 'warns' ? TriangleAlert : Info;
  return <Icon size={16} strokeWidth={1.5} aria-hidden />;
}

const WORDS: Record<Problem['level'], string> = { blocks: 'Stops approval.', warns: 'Warning.', notes: 'Note.' };
