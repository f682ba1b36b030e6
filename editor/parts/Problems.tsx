import './notice.css';
import { OctagonX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../flows/problem';

/** Problems where they occur: what is wrong in one sentence, then what to do. Notes are left to the screens that want them. */
export function ProblemList({ problems, children }: { problems: readonly Problem[]; children?: ReactNode }) {
  if (problems.length === 0) return null;
  return (
    <ul className="problems">
      {problems.map((p) => (
        <li key={`${p.code} ${p.path} ${p.message}`} className={p.level === 'blocks' ? 'problem blocks' : 'problem'}>
          {p.level === 'blocks' ? <OctagonX size={16} strokeWidth={1.5} aria-hidden /> : <TriangleAlert size={16} strokeWidth={1.5} aria-hidden />}
          <div>
            <p className="said">{p.message}</p>
            {p.hint && <p className="hint">{p.hint}</p>}
          </div>
        </li>
      ))}
      {children}
    </ul>
  );
}
