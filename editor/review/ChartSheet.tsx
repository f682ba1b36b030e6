import { ChevronDown, ChevronUp, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { countWords } from '../../flows/words';

/** On a phone the chart lies below the reading as a sheet that is drawn up. */
export function ChartSheet({ states, arrows, warnings, children }: { states: number; arrows: number; warnings: number; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={open ? 'chart-sheet open' : 'chart-sheet'}>
      <button type="button" className="chart-sheet-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="chart-sheet-grip" aria-hidden />
        <svg className="chart-sheet-sketch" width={80} height={40} viewBox="0 0 80 40" aria-hidden>
          <path d="M14 14V4H56M14 26V36H56M62 12V28M68 12V28" />
          <rect x={1.5} y={13} width={24} height={14} />
          <rect x={54} y={1.5} width={24} height={11} />
          <rect x={54} y={27.5} width={24} height={11} />
        </svg>
        <span className="chart-sheet-words">
          <b>As a chart</b>
          <small>
            {countWords(states, 'state')}, {countWords(arrows, 'arrow')}
          </small>
        </span>
        {warnings > 0 && (
          <span className="chart-sheet-warnings">
            <TriangleAlert size={20} strokeWidth={1.5} aria-hidden /> {warnings}
            <span className="unseen"> problems</span>
          </span>
        )}
        {open ? <ChevronDown size={20} strokeWidth={1.5} aria-hidden /> : <ChevronUp size={20} strokeWidth={1.5} aria-hidden />}
      </button>
      {open && <div className="chart-sheet-body">{children}</div>}
    </div>
  );
}
