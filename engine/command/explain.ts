import { describe, textOf } from '../../flows/wording';
import { print, printJson, readFlow, readHome } from './output';

/** `sayso explain f.flow.json`: the flow read aloud. With a home its devices are named as they are called there. */
export function explainCommand(file: string, o: { home?: string; json?: boolean }): number {
  const { flow } = readFlow(file);
  const wording = describe(flow, o.home === undefined ? undefined : readHome(o.home));
  if (o.json) {
    printJson({ name: flow.name, sentence: wording.sentence, states: wording.stations.map((s) => ({ name: s.name, lines: s.rows.map(lineOf) })) });
    return 0;
  }
  print(`${flow.name}: ${wording.sentence}`);
  for (const s of wording.stations) {
    print(`\n${s.name}${s.initial ? ' (starts here)' : ''}${s.final ? ' (ends here)' : ''}`);
    for (const row of s.rows) print(`  ${lineOf(row)}`);
  }
  return 0;
}

const lineOf = (row: ReturnType<typeof describe>['stations'][number]['rows'][number]): string =>
  `${row.key} ${textOf(row.phrases)}${row.target ? ` → ${row.target.name}` : ''}`;
