import './approve.css';
import '../parts/request.css';
import { ChevronLeft, GitCompare, Minus, PencilLine, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { FlowView, HomeView } from '../../flows/api';
import { type Change, diff } from '../../flows/diff';
import { parseValue } from '../../flows/parse';
import { blocks, type Problem } from '../../flows/problem';
import { describe } from '../../flows/wording';
import { Chart } from '../canvas/Chart';
import { call } from '../client';
import { type Draft, saidOf } from '../drafts';
import { related } from '../edit/path';
import { Button, IconButton } from '../parts/Button';
import { clockText, dayHead, useNow } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { linesOf } from '../review/Sentence';
import { useChecked } from '../review/useChecked';
import { useOthers } from '../review/useOthers';
import { HoldButton } from './HoldButton';
import { Permissions } from './Permissions';
import { holdReason, permissions } from './permissions';

interface Props {
  draft: Draft;
  view: HomeView;
  onApproved(flow: FlowView): void;
  onRefuse(): void;
  onClose(): void;
}

/** A person's consent to exactly this content: what it may do, what changed, what stands in the way, and the two answers. */
export function Approve({ draft, view, onApproved, onRefuse, onClose }: Props) {
  const { base } = draft;
  const parsed = useMemo(() => parseValue(draft.flow), [draft.flow]);
  const others = useOthers(base?.id);
  const { problems } = useChecked(draft.flow, view, others);
  const difference = useMemo(() => (base ? diff(base.flow, draft.flow, view.home) : undefined), [base, draft.flow, view.home]);
  const list = useMemo(() => (parsed.ok ? permissions(draft.flow, view.home, difference) : []), [parsed, draft.flow, view.home, difference]);
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState(false);
  const [failed, setFailed] = useState<readonly Problem[]>([]);
  const hold = holdReason(list);
  const shown = problems.filter((p) => p.level !== 'notes');
  const mustChoose = draft.alternatives.length > 0 && list.some((p) => p.risk === 'security');
  const stopped = stopReason(problems, mustChoose && !chosen);

  const approve = async (): Promise<void> => {
    if (!parsed.ok || busy) return;
    setBusy(true);
    setFailed([]);
    const answer = await call('POST /api/approve', { body: { flow: parsed.value.flow, hash: parsed.value.hash, ...(base ? { id: base.id } : {}) } });
    setBusy(false);
    if (answer.ok) onApproved(answer.value);
    else setFailed(answer.problems);
  };

  return (
    <div className="approve">
      <div className="approve-main">
        <header>
          <IconButton icon={ChevronLeft} label="Back to review" onClick={onClose} />
          <h1>{draft.flow.name}</h1>
        </header>
        <p className="approve-version">{base ? 'A new version. The approved one keeps running until you say so.' : 'New. It does nothing until you say so.'}</p>
        {saidOf(draft) ? <Said draft={draft} view={view} /> : null}
        <Permissions list={list} />
        <Settled draft={draft} chosen={chosen} onChoose={mustChoose ? setChosen : undefined} />
        {shown.length > 0 ? (
          <section className="approve-problems" aria-label="Problems">
            <h3>{blocks(shown) ? 'Stops approval' : 'Worth a look'}</h3>
            <ProblemList problems={shown} />
          </section>
        ) : null}
      </div>
      <div className="approve-side">
        {difference ? <Changes changes={difference.changes} /> : null}
        <Chart flow={draft.flow} view={view} problems={shown} threads={draft.threads} readOnly />
      </div>
      <footer className="approve-foot">
        {failed.length > 0 ? (
          <div className="approve-failed" role="alert">
            <ProblemList problems={failed} />
          </div>
        ) : null}
        <Says person={view.person} zone={view.home.timezone} hash={parsed.ok ? parsed.value.hash : undefined} />
        <p className="approve-why">{hold && stopped === undefined ? `Hold for 2 seconds, ${hold.words}` : ''}</p>
        <Button onClick={onRefuse}>Refuse</Button>
        {stopped !== undefined ? (
          <Button weight="primary" notYet={stopped}>
            Approve
          </Button>
        ) : hold ? (
          <HoldButton name="Approve" grave={hold.risk === 'security'} busy={busy} onConfirm={() => void approve()} />
        ) : (
          <Button weight="primary" busy={busy} onClick={() => void approve()}>
            Approve
          </Button>
        )}
      </footer>
    </div>
  );
}

/** Why it cannot be approved yet, or undefined where it can. */
function stopReason(problems: readonly Problem[], open: boolean): string | undefined {
  const count = problems.filter((p) => p.level === 'blocks').length;
  if (count > 0) return count === 1 ? 'One thing stops approval' : `${count} things stop approval`;
  return open ? 'Choose first: it touches security' : undefined;
}

/** Open choices: approving takes them as they stand, and says so; where security is touched a person says so first. */
function Settled({ draft, onChoose, chosen }: { draft: Draft; chosen: boolean; onChoose: ((chosen: boolean) => void) | undefined }) {
  if (draft.alternatives.length === 0) return null;
  const others = draft.alternatives.map((a) => a.instead).join('; ');
  return (
    <div className="approve-settled">
      <GitCompare size={16} strokeWidth={1.5} aria-hidden />
      {onChoose ? (
        <label>
          <input type="checkbox" checked={chosen} onChange={(event) => onChoose(event.currentTarget.checked)} /> It is meant as shown here, not as: {others}
        </label>
      ) : (
        <p>
          {draft.alternatives.length === 1 ? 'An open choice is' : `${draft.alternatives.length} open choices are`} settled as shown here, not as: {others}
        </p>
      )}
    </div>
  );
}

/** The person's words with their threads, each in the colour of what it touches. */
function Said({ draft, view }: { draft: Draft; view: HomeView }) {
  const phrases = describe(draft.flow, view.home).stations.flatMap((s) => s.rows.flatMap((r) => r.phrases));
  const touched = (paths: readonly string[]): string => {
    const own = phrases.filter((p) => p.path !== undefined && paths.some((t) => related(t, p.path ?? '')));
    return (['security', 'energy', 'comfort', 'time', 'observe'] as const).find((risk) => own.some((p) => p.touches === risk)) ?? '';
  };
  return (
    <p className="approve-request words">
      {linesOf(saidOf(draft), draft.threads).map((pieces, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said first stays first
        <span key={n} className={n > 0 ? 'said-then' : undefined}>
          {n > 0 ? <i>then: </i> : null}
          {pieces.map(({ text, start, thread }) => (
            <span key={start} className={thread ? `approve-thread ${touched(thread.paths)}` : undefined}>
              {text}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}

const SIGNS = { added: Plus, removed: Minus, changed: PencilLine } as const;

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <section className="changes" aria-label="Changes">
      <h3>What changed since you approved it</h3>
      {changes.length === 0 ? <p>Nothing. It says the same as the approved version.</p> : null}
      <ul>
        {changes.map((c) => {
          const Sign = SIGNS[c.kind];
          return (
            <li key={`${c.kind} ${c.path} ${c.text}`} className={`change ${c.kind}`}>
              <Sign size={14} strokeWidth={1.5} aria-hidden />
              <span>
                <span className="unseen">{c.kind}: </span>
                {c.text}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** By whom, when, and the exact content: the first twelve digits of its hash, the rest on request. */
function Says({ person, zone, hash }: { person: string; zone: string; hash: string | undefined }) {
  const now = useNow();
  return (
    <p className="approve-says">
      <span>
        <b>{person}</b> says so, {dayHead(now, zone, now).replace('Today, ', '')}, {clockText(now, zone)}
      </span>
      {hash ? (
        <span>
          for exactly this content, <abbr title={hash}>{hash.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ')}</abbr>
        </span>
      ) : null}
    </p>
  );
}
