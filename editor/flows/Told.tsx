import type { Wording } from '../../flows/wording';

/** A flow in words, to be looked at: a line with stations, lit where it stands now. */
export function Told({ wording, active }: { wording: Wording; active: readonly string[] }) {
  const lit = new Set(active);
  return (
    <section className="told" aria-label="Reading">
      {wording.stations.map((station) => {
        const on = station.path.length > 0 && lit.has(station.path.join('.'));
        return (
          <div key={station.at} className={on ? 'told-station on' : 'told-station'}>
            <h3>
              {station.name}
              {on && <small className="told-now">now</small>}
              {!on && station.initial && <small>starts here</small>}
              {station.final && <small>ends here</small>}
            </h3>
            <ul>
              {station.rows.map((row, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own and are never reordered here
                <li key={`${row.at} ${i}`}>
                  <span className="told-key">{row.key}</span>
                  <span className="told-words">
                    {row.phrases.map((phrase, j) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      <span key={j}>
                        {j > 0 && ' '}
                        <span className={phrase.edit ? `thread ${phrase.touches ?? ''}` : undefined}>{phrase.text}</span>
                      </span>
                    ))}
                  </span>
                  {row.target && (
                    <span className="told-target">
                      <span className="unseen">then </span>
                      {row.target.name}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
