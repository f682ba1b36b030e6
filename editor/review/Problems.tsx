import { Info, OctagonX, Play, TriangleAlert, Workflow } from 'lucide-react';
import type { Other } from '../../flows/api';
import type { Problem } from '../../flows/problem';
import { flowLink } from '../route';

interface Props {
  problems: readonly Problem[];
  /** The flows beside which it was checked. */
  others?: readonly Other[] | undefined;
  onRehearse(problem: Problem): void;
}

/** Problems at the very part they are about: what would happen, then what to do. */
export function Flagged({ problems, others, onRehearse }: Props) {
  return problems.map((p) => (
    <div key={`${p.code} ${p.path} ${p.message}`} className={`flagged ${p.level}`}>
      <p className="said">
        {p.level === 'blocks' && <b>Stops approval. </b>}
        {p.message}
      </p>
      {p.example !== undefined && <p className="flagged-example">{p.example}</p>}
      <div className="more">
        <Ways problem={p} others={others} onRehearse={onRehearse} />
        {p.hint && <span>{p.hint}</span>}
      </div>
    </div>
  ));
}

/** All of them, each leading to its part. */
export function Problems({ problems, others, onSelect, onRehearse }: Props & { onSelect(path: string): void }) {
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
            <div className="problem-ways">
              <Ways problem={p} others={others} onRehearse={onRehearse} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be looked at: a run in which it happens, and the other flow. */
function Ways({ problem, others, onRehearse }: { problem: Problem; others: Props['others']; onRehearse: Props['onRehearse'] }) {
  const other = others?.find((o) => o.id === problem.with);
  return (
    <>
      {problem.run && (
        <button type="button" className="inline-link" onClick={() => onRehearse(problem)}>
          <Play size={14} strokeWidth={1.5} aria-hidden /> See it happen
        </button>
      )}
      {other && (
        <a className="inline-link" href={flowLink(other.id)}>
          <Workflow size={14} strokeWidth={1.5} aria-hidden /> {other.flow.name}
        </a>
      )}
    </>
  );
}

/** The flows that take part in what a problem tells: the one that it names, and those that its message does. */
export const playedWith = (problem: Problem, others: readonly Other[]): Other[] =>
  others.filter((o) => o.id === problem.with || (problem.with !== undefined && problem.message.includes(`“${o.flow.name}”`)));

function Sign({ level }: { level: Problem['level'] }) {
  const Icon = level === 'blocks' ? OctagonX : level === 'warns' ? TriangleAlert : Info;
  return <Icon size={16} strokeWidth={1.5} aria-hidden />;
}

const WORDS: Record<Problem['level'], string> = { blocks: 'Stops approval.', warns: 'Warning.', notes: 'Note.' };
