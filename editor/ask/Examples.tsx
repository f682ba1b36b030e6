import { CornerDownLeft } from 'lucide-react';
import type { HomeView } from '../../flows/api';
import { Plate } from '../parts/Plate';
import { deviceRisk } from '../parts/state';
import { examplesFor, requestOf } from './examples';

const NUMBERS = ['None', 'One', 'Two', 'Three'];

/** Sentences that would work here, made of this home's devices; one press writes it on the paper. */
export function Examples({ view, onPick }: { view: HomeView; onPick(request: string): void }) {
  const examples = examplesFor(view);
  if (examples.length === 0) return null;
  return (
    <section className="examples" aria-label="Examples">
      <h2 className="list-head">{NUMBERS[examples.length] ?? examples.length} that would fit this home</h2>
      <ul>
        {examples.map((example) => (
          <li key={requestOf(example)}>
            <button type="button" onClick={() => onPick(requestOf(example))}>
              <span className="words">
                {example.parts.map((part) => (
                  <span key={part.text} className={part.touches && `thread ${part.touches}`}>
                    {part.text}
                  </span>
                ))}
              </span>
              <small>{example.devices.map((d) => d.name).join(', ')}</small>
              <span className="plates" aria-hidden>
                {example.devices.map((d) => (
                  <Plate key={d.id} kind={d.kind} name={d.name} risk={deviceRisk(d)} />
                ))}
              </span>
              <CornerDownLeft size={16} strokeWidth={1.5} aria-hidden className="take" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
