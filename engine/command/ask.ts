import { writeFileSync } from 'node:fs';
import type { AskResult } from '../../flows/api';
import type { Home } from '../../flows/home';
import { readingKey, restReadings } from '../../flows/twin';
import { describe, textOf } from '../../flows/wording';
import { fromCaller } from '../config';
import { ask } from '../pipeline';
import { namedModel } from './model';
import { print, printJson, problemLine, readHome, say } from './output';

/**
 * `sayso ask "<request>" --home home.json [--flow out.flow.json] [--json]`: what would come of a request in a home at rest. Sends
 * nothing. @returns 1 where it was refused, or where a flow was wanted and none came of it
 */
export async function askCommand(request: string, o: { home: string; flow?: string; json?: boolean; model?: string }): Promise<number> {
  const home = readHome(o.home);
  const now = Date.now();
  const readings = restReadings(home, [], now);
  const model = await namedModel(o.model);
  try {
    const result = await ask(request, { home, now, read: (d, c) => readings.get(readingKey(d, c)) }, model);
    if (o.json) printJson(result);
    else tell(result, home);
    const flow = 'flow' in result ? result.flow : undefined;
    if (o.flow !== undefined && flow) writeFileSync(fromCaller(o.flow), `${JSON.stringify(flow, null, 2)}\n`);
    if (o.flow !== undefined && !flow) say('No flow came of it, so none was written.');
    return result.kind === 'unsupported' || (o.flow !== undefined && !flow) ? 1 : 0;
  } finally {
    await model.unload();
  }
}

function tell(result: AskResult, home: Home): void {
  print(readingOf(result, home));
  if (result.kind === 'automation') {
    for (const s of describe(result.flow, home).stations) {
      print(`\n${s.name}`);
      for (const row of s.rows) print(`  ${row.key} ${textOf(row.phrases)}${row.target ? ` → ${row.target.name}` : ''}`);
    }
  }
  if (result.kind === 'ask') for (const answer of result.answers) print(`  ${answer.label}`);
  if ('problems' in result) for (const p of result.problems) print(problemLine(p));
}

/** What was understood, in one sentence. */
export function readingOf(result: AskResult, home: Home): string {
  switch (result.kind) {
    case 'automation':
      return describe(result.flow, home).sentence;
    case 'command':
    case 'rule':
      return result.wording;
    case 'question':
      return result.answer;
    case 'ask':
      return result.question;
    case 'unsupported':
      return result.message;
  }
}
