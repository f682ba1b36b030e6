import { diff } from '../../flows/diff';
import { print, printJson, readFlow, readHome } from './output';

/** `sayso diff a.flow.json b.flow.json`: what the second does otherwise than the first. */
export function diffCommand(before: string, after: string, o: { home?: string; json?: boolean }): number {
  const found = diff(readFlow(before).flow, readFlow(after).flow, o.home === undefined ? undefined : readHome(o.home));
  if (o.json) printJson(found);
  else if (found.changes.length === 0) print('They say the same.');
  else for (const change of found.changes) print(`${change.kind}: ${change.text}.`);
  return 0;
}
