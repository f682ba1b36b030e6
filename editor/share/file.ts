/** A flow as a file: out without this home's devices in it, in as data that is checked before anything looks at it. */
import type { Flow } from '../../flows/flow';
import { parse } from '../../flows/parse';
import { type Problem, problem } from '../../flows/problem';
import { ok, type Result } from '../../flows/result';

/** The same flow with its roles unbound: what leaves the house names no device of it. */
export const unbound = (flow: Flow): Flow => ({
  ...flow,
  uses: Object.fromEntries(Object.entries(flow.uses).map(([name, { bind: _, ...role }]) => [name, role])),
});

/** `Hall light after dark` → `hall-light-after-dark.flow.json`. */
export function fileName(flow: Flow): string {
  const safe = flow.name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${safe || 'flow'}.flow.json`;
}

export const fileText = (flow: Flow): string => `${JSON.stringify(unbound(flow), null, 2)}\n`;

/** Hands the flow to the person as a file. */
export function download(flow: Flow): void {
  const address = URL.createObjectURL(new Blob([fileText(flow)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(flow);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const LARGEST = 256_000;

export type Quantity = 'any' | 'all' | 'each';

/** A flow that came in. `groups`: which roles were meant for several devices at once, so that the same can be offered here. */
export interface Arrived {
  flow: Flow;
  groups: Readonly<Record<string, Quantity>>;
}

const QUANTITIES: readonly Quantity[] = ['any', 'all', 'each'];

/** A file's text → a flow whose roles are unbound here, whatever devices the file named. */
export function readFlow(text: string): Result<Arrived, readonly Problem[]> {
  if (text.length > LARGEST)
    return { ok: false, problems: [problem('too-large', `The file has ${Math.round(text.length / 1000)} kB; a flow has at most 256.`)] };
  const draft = parse(text);
  if (!draft.ok) return draft;
  const groups = Object.entries(draft.value.flow.uses).flatMap(([name, { bind }]): [string, Quantity][] => {
    const how = QUANTITIES.find((q) => bind !== undefined && q in bind);
    return how ? [[name, how]] : [];
  });
  return ok({ flow: unbound(draft.value.flow), groups: Object.fromEntries(groups) });
}
