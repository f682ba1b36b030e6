/** Close calls: what the alternatives of a draft would change, and which of them stands now. Pure. */
import type { Alternative, Thread } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { roleWords } from '../../flows/wording';
import { type Draft, saidOf } from '../drafts';
import { related } from '../edit/path';

export interface Doubt {
  /** Paths on which the candidates differ. */
  paths: string[];
  /** The phrase that could mean either, where one is known. */
  thread: Thread | undefined;
  options: { label: string; flow: Flow; chosen: boolean }[];
}

/** Undefined where nothing is open: no alternatives, or the words that they belong to were undone. */
export function doubtOf(draft: Draft, home: Home): Doubt | undefined {
  if (draft.alternatives.length === 0 || (draft.request !== '' && saidOf(draft) !== draft.request)) return undefined;
  const isAlternative = (flow: Flow): boolean => draft.alternatives.some((a) => same(a.flow, flow));
  const first = isAlternative(draft.flow) ? [...draft.history.past].reverse().find((f) => !isAlternative(f)) : draft.flow;
  if (!first) return undefined;
  const paths = [...new Set(draft.alternatives.flatMap((a) => differences(first, a.flow)))];
  const thread = draft.threads.find((t) => t.paths.some((p) => paths.some((q) => related(p, q))));
  const options = [
    { label: labelOf(first, draft.alternatives, paths, home), flow: first },
    ...draft.alternatives.map((a: Alternative) => ({ label: a.instead, flow: a.flow })),
  ];
  return { paths, thread, options: options.map((o) => ({ ...o, chosen: same(o.flow, draft.flow) })) };
}

/** Letters of a candidate that still fits under a phrase; whole readings get a line of their own. */
const SHORT = 40;

/** Whether the candidates can stand under the phrase that could mean either, without tearing the sentence apart. */
export const fitsUnder = (doubt: Doubt): boolean => doubt.thread !== undefined && doubt.options.every((o) => o.label.length <= SHORT);

const same = (a: Flow, b: Flow): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the first choice is called: the device it names, where the choice is one of devices. */
function labelOf(first: Flow, alternatives: readonly Alternative[], paths: readonly string[], home: Home): string {
  const roles = paths.flatMap((p) => /^uses\.([^.]+)/.exec(p)?.[1] ?? []);
  const role = roles.find((r) => Object.hasOwn(first.uses, r));
  const ofDevices = alternatives.every((a) => Object.keys(a.flow.uses).some((r) => roleWords(a.flow, r, home) === a.instead));
  if (!role || !ofDevices) return 'As shown';
  const label = roleWords(first, role, home);
  return alternatives.some((a) => a.instead === label) ? 'As shown' : label;
}

/** Paths at which two values differ; roles that differ count whole. */
function differences(a: unknown, b: unknown, at = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  const isTree = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null;
  if (!isTree(a) || !isTree(b) || /^uses\.[^.]+$/.test(at)) return [at];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => at !== '' || (k !== 'name' && k !== 'request' && k !== 'notes'));
  return keys.flatMap((key) => differences(a[key], b[key], at === '' ? key : `${at}.${key}`));
}
