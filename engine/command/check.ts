import { check } from '../../flows/check/check';
import type { Home } from '../../flows/home';
import { blocks, type Problem, problem } from '../../flows/problem';
import type { DraftFlow, Footprint } from '../../flows/stages';
import { print, printJson, problemLine, readFlow, readHome } from './output';

/** `sayso check f.flow.json --home home.json [--with other.flow.json …]` @returns exit code: 1 where something blocks */
export function checkCommand(file: string, o: { home: string; with?: string[]; json?: boolean }): number {
  const home = readHome(o.home);
  const draft = readFlow(file);
  const { problems: own, footprint } = check(draft, home);
  const problems = [...own, ...(o.with ?? []).flatMap((other) => between(draft, footprint, other, home))];
  if (o.json) printJson({ problems });
  else if (problems.length === 0) print('Nothing to object to.');
  else for (const p of problems) print(problemLine(p, p.with));
  return blocks(problems) ? 1 : 0;
}

/** Where two flows may set the same thing to different values. */
function between(draft: DraftFlow, mine: Footprint, other: string, home: Home): Problem[] {
  const theirs = check(readFlow(other), home).footprint;
  return mine.writes.flatMap((w) => {
    const same = theirs.writes.find((t) => t.device === w.device && t.capability === w.capability);
    if (!same || (w.values?.length === 1 && same.values?.length === 1 && w.values[0] === same.values[0])) return [];
    const device = home.devices.find((d) => d.id === w.device)?.name ?? w.device;
    return [problem('conflict', `Both “${draft.flow.name}” and ${other} set ${w.capability} of ${device}.`, 'chart', { with: other })];
  });
}
