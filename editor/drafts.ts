/**
 * Drafts live in this browser (Dexie over IndexedDB): each change is written at once, so that a reload, a closed lid or a lost
 * connection loses nothing. The engine never sees a draft before a person approves it.
 */
import Dexie, { type EntityTable } from 'dexie';
import type { Alternative, Thread } from '../flows/api';
import type { Flow } from '../flows/flow';
import type { FlowHash, FlowId } from '../flows/ids';
import type { Remembered } from '../flows/memory';
import { THEN } from '../flows/request';

export interface Draft {
  id: string;
  /** The person's words, as they stand under the threads; empty for a flow that came from a file without any. */
  request: string;
  flow: Flow;
  threads: Thread[];
  alternatives: Alternative[];
  /** Which memories took part in it; absent where none did. */
  remembered?: Remembered[];
  /** The approved version that this draft would replace. */
  base?: { id: FlowId; flow: Flow };
  history: { past: Flow[]; future: Flow[] };
  /** Milliseconds since 1970, by this browser's clock. */
  updatedAt: number;
}

/** Steps back that are kept; older ones fall off. */
const HISTORY = 200;

/** Which words led to which parts, by the hash of what was approved: the engine keeps flows, not threads. */
interface Origin {
  hash: FlowHash;
  threads: Thread[];
}

const database = new Dexie('sayso') as Dexie & { drafts: EntityTable<Draft, 'id'>; origins: EntityTable<Origin, 'hash'> };
database.version(1).stores({ drafts: 'id, updatedAt', origins: 'hash' });

type NewDraft = Pick<Draft, 'request' | 'flow'> & Partial<Pick<Draft, 'threads' | 'alternatives' | 'base' | 'remembered'>>;

export const newDraft = (from: NewDraft, now = Date.now()): Draft => ({
  id: draftId(),
  threads: [],
  alternatives: [],
  ...from,
  history: { past: [], future: [] },
  updatedAt: now,
});

/** The same draft after an edit; what was undone before is given up. */
export const changed = (draft: Draft, flow: Flow, now = Date.now()): Draft => ({
  ...draft,
  flow,
  history: { past: [...draft.history.past, draft.flow].slice(-HISTORY), future: [] },
  updatedAt: now,
});

/** The draft after a follow-up: another flow, and the words that led to it. */
export const followed = (draft: Draft, answer: Pick<Draft, 'request' | 'flow' | 'threads' | 'alternatives' | 'remembered'>, now = Date.now()): Draft => ({
  ...changed(draft, answer.flow, now),
  request: answer.request,
  threads: answer.threads,
  alternatives: answer.alternatives,
  remembered: answer.remembered ?? [],
});

/** Whether the last change was made by hand, not by words: a follow-up works the flow out anew from the words alone. */
export const changedByHand = ({ flow, history }: Draft): boolean => history.past.length > 0 && history.past.at(-1)?.request === flow.request;

/** The words that led to the flow as it stands: where a follow-up was undone, those before it. */
export const saidOf = ({ request, flow }: Draft): string =>
  flow.request !== undefined && request.startsWith(flow.request + THEN) ? flow.request : request || (flow.request ?? '');

/** One step back, or the same draft where there is none. */
export function undone(draft: Draft, now = Date.now()): Draft {
  const { past, future } = draft.history;
  const flow = past.at(-1);
  return flow ? { ...draft, flow, history: { past: past.slice(0, -1), future: [draft.flow, ...future] }, updatedAt: now } : draft;
}

/** One step forward again, or the same draft where there is none. */
export function redone(draft: Draft, now = Date.now()): Draft {
  const { past, future } = draft.history;
  const [flow, ...rest] = future;
  return flow ? { ...draft, flow, history: { past: [...past, draft.flow], future: rest }, updatedAt: now } : draft;
}

export const saveDraft = (draft: Draft): Promise<unknown> => database.drafts.put(draft);
export const loadDraft = (id: string): Promise<Draft | undefined> => database.drafts.get(id);
export const removeDraft = (id: string): Promise<void> => database.drafts.delete(id);
/** Newest first. */
export const listDrafts = (): Promise<Draft[]> => database.drafts.orderBy('updatedAt').reverse().toArray();

export const keepThreads = (hash: FlowHash, threads: Thread[]): Promise<unknown> => database.origins.put({ hash, threads });
/** Threads of an approved flow; none where another browser drafted it. */
export const threadsOf = async (hash: FlowHash): Promise<Thread[]> => (await database.origins.get(hash))?.threads ?? [];

/** Random, short enough for an address; `crypto.randomUUID` is missing where the page comes over plain HTTP from another machine. */
function draftId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
