/** An example run in words. */
import { type Capability, capabilityRow, type Value } from '../capability';
import { findDevice, type Home } from '../home';
import type { ExampleRun } from '../problem';
import { said } from './crossing';

/** "For instance: at 12:00 Door opens, then at 12:01 Lamp turns on." */
export function runWords(run: ExampleRun, home: Home): string {
  if (run.events.length === 0) return `It is enough that it is ${run.until.slice(11, 16)}.`;
  const events = run.events.map((e) => `at ${e.at.slice(11, 16)} ${findDevice(home, e.device)?.name ?? e.device} ${becomes(e.capability, e.value)}`);
  const last = run.events.at(-1)?.at ?? run.until;
  const wait = last.slice(0, 16) === run.until.slice(0, 16) ? '' : `, then it is ${run.until.slice(11, 16)}`;
  return `For instance: ${events.join(', then ')}${wait}.`;
}

/** What follows the name of a device: "opens", "reports 17 °C". */
export function becomes(capability: Capability, value: Value): string {
  const row = capabilityRow(capability);
  const words = row.type === 'enum' && Object.hasOwn(row.values, String(value)) ? row.values[String(value)]?.becomes : undefined;
  if (words) return words;
  return row.writable && row.type === 'number' ? `goes to ${said(capability, value)}` : `reports ${said(capability, value)}`;
}
