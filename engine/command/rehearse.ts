import { checked } from '../pipeline';
import { printJson, RefusedInput, readFlow, readHome, readLines, refuseInput } from './output';
import { eventOf, play, timeOf } from './playing';

/** `sayso rehearse f.flow.json --home home.json --events e.jsonl [--until …]`: the commands it would send, one a line. */
export function rehearseCommand(file: string, o: { home: string; events: string; until?: string }): number {
  const home = readHome(o.home);
  const fit = checked(readFlow(file), home);
  if (!fit.ok) throw new RefusedInput(fit.problems);
  const events = readLines(o.events).map(({ value, number }) => eventOf(value, home, `${o.events}, line ${number}`));
  const times = events.map((e) => e.time);
  if (times.length === 0) return refuseInput(`${o.events} holds no events.`);
  const until = o.until === undefined ? Math.max(...times) : timeOf(o.until, home, '--until');
  for (const line of play({ home, flow: fit.value.flow, from: Math.min(...times), events, until })) printJson(line);
  return 0;
}
