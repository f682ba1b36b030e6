/** An example run in words. */
import { findDevice, type Home } from '../home';
import type { ExampleRun } from '../problem';
import { said } from './crossing';

/** "At 12:00 Door: open; at 12:01 Lamp: on." */
export function runWords(run: ExampleRun, home: Home): string {
  if (run.events.length === 0) return `It is enough that it is ${run.until.slice(11, 16)}.`;
  const events = run.events.map((e) => `at ${e.at.slice(11, 16)} ${findDevice(home, e.device)?.name ?? e.device} reports ${said(e.capability, e.value)}`);
  return `For instance: ${events.join(', then ')}.`;
}
