import { Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { FlowView } from '../flows/api';
import type { Flow } from '../flows/flow';
import type { ExampleRun } from '../flows/problem';
import { Approve } from './approve/Approve';
import { call } from './client';
import { changed, changedByHand, type Draft, followed, keepThreads, loadDraft, redone, removeDraft, saveDraft, undone } from './drafts';
import { putFlow, useLive } from './live';
import { useTitle } from './parts/clock';
import { Notice } from './parts/Notice';
import { offerUndo } from './parts/undo';
import { Rehearse } from './rehearse/Rehearse';
import { playedWith } from './review/Problems';
import { Review } from './review/Review';
import { type Reply, replyTo } from './review/reply';
import { useOthers } from './review/useOthers';
import { type DraftStep, draftLink, flowLink, goTo } from './route';
import { download } from './share/file';

/** A run that shows a problem, and the flows that it needs. */
interface Shown {
  run: ExampleRun;
  others: readonly Flow[];
}

/** One draft through its three steps. Each change is written to the browser's store as it is made. */
export function DraftScreen({ id, step }: { id: string; step: DraftStep }) {
  const { view } = useLive();
  const [shown, show] = useState<Shown>();
  const [draft, setDraft] = useState<Draft | 'loading' | 'gone'>('loading');
  /** Two edits before the next drawing build on each other. */
  const latest = useRef<Draft>(undefined);
  useEffect(() => {
    loadDraft(id).then(
      (found) => {
        latest.current = found;
        setDraft(found ?? 'gone');
      },
      () => setDraft('gone'),
    );
  }, [id]);
  const others = useOthers(typeof draft === 'object' ? draft.base?.id : undefined);
  useTitle(typeof draft === 'object' ? draft.flow.name : 'Draft');
  if (draft === 'gone') {
    return (
      <div className="screen">
        <Notice icon={Undo2}>
          This draft is not kept in this browser. It was approved, thrown away, or written elsewhere. <a href="#/ask">Say it again</a>
        </Notice>
      </div>
    );
  }
  if (draft === 'loading' || !view) return <p className="app-waiting">Opening the draft</p>;

  const put = (change: (present: Draft) => Draft): void => {
    const next = change(latest.current ?? draft);
    latest.current = next;
    setDraft(next);
    void saveDraft(next);
  };
  /** `whole`: the words of an answer to what was asked back, which stand for all that was said. */
  const say = async (words: string, whole = false, chosen?: string): Promise<Reply | undefined> => {
    const base = draft.base ? { id: draft.base.id } : {};
    const answer = await call('POST /api/ask', {
      body: { request: words, ...(whole ? {} : { draft: draft.flow }), ...base, ...(chosen === undefined ? {} : { chosen }) },
    });
    if (!answer.ok) return { message: answer.problems[0]?.message ?? 'That did not work.' };
    const reply = replyTo(answer.value);
    const { value } = answer;
    if (value.kind !== 'automation') return reply;
    const byHand = changedByHand(latest.current ?? draft);
    put((present) => followed(present, value));
    return byHand ? { message: 'Worked out anew from your words, without what was changed by hand. Undo brings that back.', changed: true } : undefined;
  };
  const approved = (flow: FlowView): void => {
    putFlow(flow);
    void keepThreads(flow.hash, draft.threads);
    void removeDraft(draft.id);
    goTo(flowLink(flow.id));
  };
  const refuse = (): void => {
    void removeDraft(draft.id);
    goTo('#/ask');
    offerUndo('Refused; the draft was thrown away', () => void saveDraft(draft).then(() => goTo(draftLink(draft.id))));
  };
  const close = (): void => goTo(draftLink(draft.id));

  switch (step) {
    case 'review':
      return (
        <Review
          draft={draft}
          view={view}
          onChange={(flow: Flow) => put((present) => changed(present, flow))}
          onUndo={() => put(undone)}
          onRedo={() => put(redone)}
          onSay={say}
          onRehearse={(problem) => {
            show(problem?.run && { run: problem.run, others: playedWith(problem, others).map((o) => o.flow) });
            goTo(draftLink(draft.id, 'rehearse'));
          }}
          onApprove={() => goTo(draftLink(draft.id, 'approve'))}
          onShare={() => download(draft.flow)}
        />
      );
    case 'rehearse':
      return <Rehearse flow={draft.flow} view={view} onClose={close} {...shown} />;
    case 'approve':
      return <Approve draft={draft} view={view} onApproved={approved} onRefuse={refuse} onClose={close} />;
  }
}
