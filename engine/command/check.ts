import { check } from '../../flows/check/check';
import { blocks } from '../../flows/problem';
import { print, printJson, problemLine, readFlow, readHome } from './output';

/** `sayso check f.flow.json --home home.json [--with other.flow.json …]` @returns exit code: 1 where something blocks */
export function checkCommand(file: string, o: { home: string; with?: string[]; json?: boolean }): number {
  const home = readHome(o.home);
  const draft = readFlow(file);
  const files = o.with ?? [];
  const others = files.map((other) => readFlow(other).flow);
  const { problems } = check(draft, home, others, files);
  if (o.json) printJson({ problems });
  else if (problems.length === 0) print('Nothing to object to.');
  else for (const p of problems) print(problemLine(p, p.with));
  return blocks(problems) ? 1 : 0;
}
