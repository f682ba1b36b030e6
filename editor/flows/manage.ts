/** What a person does to a running flow. Pausing and removing can be taken back while the offer stands. */
import type { FlowView } from '../../flows/api';
import type { Problem } from '../../flows/problem';
import { call } from '../client';
import { newDraft, saveDraft, threadsOf } from '../drafts';
import { dropFlow, putFlow } from '../live';
import { offerUndo } from '../parts/undo';
import { draftLink, goTo } from '../route';

type Answer = Promise<readonly Problem[]>;

export async function resume(flow: FlowView): Answer {
  const answer = await call('POST /api/flows/:id/resume', { id: flow.id });
  if (!answer.ok) return answer.problems;
  putFlow(answer.value);
  return [];
}

export async function pause(flow: FlowView): Answer {
  const answer = await call('POST /api/flows/:id/pause', { id: flow.id });
  if (!answer.ok) return answer.problems;
  putFlow(answer.value);
  offerUndo(`${flow.name} is paused`, () => void resume(flow));
  return [];
}

/** Stops it at once and leaves the list; it is gone for good when the offer to undo has passed. */
export async function remove(flow: FlowView, onFailed: (problems: readonly Problem[]) => void): Answer {
  if (flow.status === 'approved') {
    const stopped = await call('POST /api/flows/:id/pause', { id: flow.id });
    if (!stopped.ok) return stopped.problems;
  }
  dropFlow(flow.id);
  const back = (): void => {
    putFlow({ ...flow, status: 'paused' });
    if (flow.status === 'approved') void resume(flow);
  };
  const settle = async (): Promise<void> => {
    const answer = await call('POST /api/flows/:id/remove', { id: flow.id, keepalive: true });
    if (answer.ok) return;
    back();
    onFailed(answer.problems);
  };
  goTo('#/flows');
  offerUndo(`${flow.name} is removed`, back, () => void settle());
  return [];
}

/** A running flow is never changed in place: an edit begins as a draft beside it. */
export async function edit(flow: FlowView): Promise<void> {
  const draft = newDraft({ request: flow.flow.request ?? '', flow: flow.flow, threads: await threadsOf(flow.hash), base: { id: flow.id, flow: flow.flow } });
  await saveDraft(draft);
  goTo(draftLink(draft.id));
}
