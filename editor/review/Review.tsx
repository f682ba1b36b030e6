import './review.css';
import { Play, Redo2, Share2, TriangleAlert, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Problem } from '../../flows/problem';
import type { Result } from '../../flows/result';
import { allStates, allTransitions } from '../../flows/walk';
import type { Edit } from '../../flows/wording';
import { countWords } from '../../flows/words';
import { Chart } from '../canvas/Chart';
import { type Pointed, PointingContext } from '../canvas/pointing';
import { type Draft, saidOf } from '../drafts';
import type { Edited } from '../edit/edit';
import { inside } from '../edit/path';
import { changeValue } from '../edit/value';
import { AlsoRemembered } from '../memory/From';
import { RememberDraft } from '../memory/Remember';
import { Button, IconButton } from '../parts/Button';
import { Beside } from './Beside';
import { ChartSheet } from './ChartSheet';
import { doubtOf } from './doubt';
import { FollowUp } from './FollowUp';
import { Problems } from './Problems';
import { Reading } from './Reading';
import type { Reply } from './reply';
import { Sentence } from './Sentence';
import { Touches } from './Touches';
import { useChecked } from './useChecked';
import { useNarrow } from './useNarrow';
import { useOthers } from './useOthers';

interface ReviewProps {
  draft: Draft;
  view: HomeView;
  onChange(flow: Flow): void;
  onUndo(): void;
  onRedo(): void;
  /** Resolves to what is to be said back where the draft was not changed. `whole`: the words stand for all that was said. */
  onSay(words: string, whole?: boolean, chosen?: string): Promise<Reply | undefined>;
  /** With a problem, the run that shows it. */
  onRehearse(problem?: Problem): void;
  onApprove(): void;
  onShare(): void;
}

/** The draft in three views of the same thing that point at each other: the person's words, the reading, the chart. */
export function Review({ draft, view, onChange, onUndo, onRedo, onSay, onRehearse, onApprove, onShare }: ReviewProps) {
  const { flow } = draft;
  const narrow = useNarrow();
  const [pointed, point] = useState<Pointed>();
  const [selected, setSelected] = useState<string>();
  const [fault, setFault] = useState('');
  const others = useOthers(draft.base?.id);
  const { problems, footprint } = useChecked(flow, view, others);
  const said = saidOf(draft);
  /** Where a follow-up was undone, none of its words. */
  const threads = useMemo(() => draft.threads.filter((t) => t.end <= said.length), [draft.threads, said]);
  const doubt = useMemo(() => doubtOf(draft, view.home), [draft, view.home]);
  const pointing = useMemo(() => ({ pointed, point, doubt: doubt?.paths ?? [] }), [pointed, doubt]);
  const blocking = problems.filter((p) => p.level === 'blocks').length;
  const warnings = problems.filter((p) => p.level === 'warns').length;

  const apply = (result: Result<Edited>): void => {
    setFault(result.ok ? '' : (result.problems[0]?.message ?? 'That cannot be done.'));
    if (result.ok) onChange(result.value.flow);
  };
  const onValue = (edit: Edit, value: unknown, at: string): void => apply(changeValue(flow, edit, value, view.home, at));
  const chart = <Chart flow={flow} view={view} problems={problems} threads={threads} onChange={onChange} selected={selected} onSelect={setSelected} />;
  const foot = (
    <footer className="review-foot">
      <Touches footprint={footprint} view={view} />
      <div className="review-counts">
        {doubt && <span className="count-choice">1 choice</span>}
        {warnings > 0 && (
          <span className="count-warning">
            <TriangleAlert size={16} strokeWidth={1.5} aria-hidden /> {countWords(warnings, 'warning')}
          </span>
        )}
      </div>
      <div className="review-actions">
        <Button icon={Play} onClick={() => onRehearse()}>
          Rehearse
        </Button>
        <Button weight="primary" notYet={blocking > 0 ? `${countWords(blocking, 'problem')} to solve` : undefined} onClick={onApprove}>
          Approve
        </Button>
      </div>
    </footer>
  );
  return (
    <PointingContext value={pointing}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of undo, wherever in the screen the focus is. */}
      <div className="review" onKeyDown={(event) => undoKeys(event, onUndo, onRedo)}>
        <header className="review-head">
          <h1>{flow.name}</h1>
          <span className="tag">{draft.base ? 'Change, not approved' : 'Draft, not running'}</span>
          <div className="review-tools">
            <IconButton icon={Undo2} label="Undo" aria-disabled={draft.history.past.length === 0} onClick={onUndo} />
            <IconButton icon={Redo2} label="Redo" aria-disabled={draft.history.future.length === 0} onClick={onRedo} />
            <Button weight="quiet" icon={Share2} onClick={onShare}>
              Share
            </Button>
          </div>
        </header>
        {(said !== '' || doubt) && <Sentence request={said} flow={flow} view={view} threads={threads} doubt={doubt} onChoose={onChange} />}
        <RememberDraft draft={draft} view={view} />
        <div className="review-panes">
          <div className="review-words">
            <Reading
              flow={flow}
              view={view}
              threads={threads}
              remembered={draft.remembered}
              problems={problems}
              others={others}
              selected={selected}
              onSelect={setSelected}
              onValue={onValue}
              onRehearse={onRehearse}
            />
            <p role="status" className="review-fault">
              {fault}
            </p>
            <AlsoRemembered draft={draft} view={view} />
            <Beside flow={flow} view={view} />
            <FollowUp onSay={onSay} />
            <Problems problems={problems} others={others} onSelect={(path) => setSelected(partAt(flow, path))} onRehearse={onRehearse} />
          </div>
          {!narrow && <div className="review-chart">{chart}</div>}
        </div>
        {narrow ? (
          <div className="review-bottom">
            <ChartSheet states={allStates(flow.chart).length - 1} arrows={allTransitions(flow).length} warnings={blocking + warnings}>
              {chart}
            </ChartSheet>
            {foot}
          </div>
        ) : (
          foot
        )}
      </div>
    </PointingContext>
  );
}

/** The arrow or room that a path lies in; of a table entry nothing can be selected. */
function partAt(flow: Flow, path: string): string | undefined {
  const arrow = allTransitions(flow).find((t) => inside(path, t.at));
  const states = allStates(flow.chart).filter((s) => s.path.length > 0 && inside(path, s.at));
  return arrow?.at ?? states.at(-1)?.at;
}

function undoKeys(event: React.KeyboardEvent, onUndo: () => void, onRedo: () => void): void {
  const typing = (event.target as HTMLElement).closest('input, textarea, select');
  if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
  event.preventDefault();
  if (event.shiftKey) onRedo();
  else onUndo();
}
