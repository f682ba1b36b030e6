import { Minus, Plus } from 'lucide-react';
import { capital } from '../../flows/words';
import { Plate } from '../parts/Plate';
import type { Permission, Standing } from './permissions';

/** What it may do: one line a permission, by risk, with what is new and what is no longer. */
export function Permissions({ list }: { list: readonly Permission[] }) {
  return (
    <section className="permissions" aria-label="Permissions">
      <h3>What it may do</h3>
      {list.length === 0 ? <p className="permissions-none">Nothing. It reads no device and tells none.</p> : null}
      <ul>
        {list.map((p) => (
          <li key={p.key} className={`permission ${p.standing ?? ''}`}>
            <Plate kind={p.kind} name={p.name} risk={p.risk} silent={p.standing === 'gone'} />
            <span className={`permission-risk risk-${p.risk}`}>{capital(p.risk)}</span>
            <div className="permission-words">
              <p>{p.words}</p>
              {p.note && p.standing !== 'gone' ? <p className="permission-note">{p.note}</p> : null}
            </div>
            {p.standing ? <Stand standing={p.standing} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stand({ standing }: { standing: Standing }) {
  if (standing === 'before') return <span className="permission-stand">as before</span>;
  return (
    <span className="permission-stand">
      {standing === 'new' ? <Plus size={14} strokeWidth={1.5} aria-hidden /> : <Minus size={14} strokeWidth={1.5} aria-hidden />}
      {standing === 'new' ? <b>new</b> : 'no longer'}
    </span>
  );
}
