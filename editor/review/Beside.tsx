import type { HomeView } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import { bindingWords, tableWords } from '../../flows/wording';

/** What a file holds besides its chart: what it remembers, its own rehearsals, notes. Absent where there is nothing. */
export function Beside({ flow, view }: { flow: Flow; view: HomeView }) {
  const variables = Object.keys(flow.variables ?? {});
  const rehearsals = flow.rehearsals ?? [];
  if (variables.length + rehearsals.length === 0 && !flow.notes) return null;
  return (
    <details className="also">
      <summary>Also in this flow</summary>
      <dl>
        {variables.length > 0 && (
          <div>
            <dt>It remembers</dt>
            {variables.map((name) => (
              <dd key={name}>{tableWords(flow, 'variables', name)}</dd>
            ))}
          </div>
        )}
        <div>
          <dt>It uses</dt>
          {Object.keys(flow.uses).map((name) => (
            <dd key={name}>{bindingWords(flow, name, view.home)}</dd>
          ))}
        </div>
        {rehearsals.length > 0 && (
          <div>
            <dt>Its own rehearsals</dt>
            {rehearsals.map((r) => (
              <dd key={r.name}>
                {r.name}, {r.from.replace('T', ' ')} to {r.until.replace('T', ' ')}
              </dd>
            ))}
          </div>
        )}
        {flow.notes && (
          <div>
            <dt>Notes</dt>
            <dd className="words">{flow.notes}</dd>
          </div>
        )}
      </dl>
    </details>
  );
}
