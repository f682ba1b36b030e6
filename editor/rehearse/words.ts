/** Words of the rehearsal that the flow's own wording does not have: values, causes, commands. */
import { type Capability, capabilityRow, type Value } from '../../flows/capability';
import type { Command } from '../../flows/command';
import type { Flow } from '../../flows/flow';
import { findDevice, HOME, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { CauseEvent, TakenTransition } from '../../flows/record';
import { allTransitions } from '../../flows/walk';
import { textOf, transitionRows } from '../../flows/wording';
import { capital, durationWords, numberWords } from '../../flows/words';

export const deviceName = (home: Home, id: DeviceId): string => findDevice(home, id)?.name ?? id;

/** A value as a device shows it: "on", "no motion", "40 %", "no answer". */
export function valueLabel(capability: Capability, value: Value | undefined): string {
  if (value === undefined || value === 'unknown') return 'not known';
  if (value === 'unavailable') return 'no answer';
  const row = capabilityRow(capability);
  if (row.type === 'number') return numberWords(value, row.unit);
  const said = row.type === 'enum' && Object.hasOwn(row.values, String(value)) ? row.values[String(value)] : undefined;
  if (!said) return String(value);
  if (said.is.startsWith('sees no ') || said.is.startsWith('detects no ') || said.is.startsWith('reports no ')) return said.is.replace(/^\w+ /, '');
  return said.is.startsWith('is ') ? said.is.slice(3) : said.is.replace(/^(sees|detects|reports|has|was) (a )?/, '');
}

/** "turn Hall light on", "set Bedroom radiator to 17 °C". */
export function commandWords(home: Home, { device, capability, value }: Command): string {
  const row = capabilityRow(capability);
  const name = device === HOME ? 'the home' : deviceName(home, device);
  if (row.type === 'enum') {
    const order = Object.hasOwn(row.values, String(value)) ? row.values[String(value)]?.order : undefined;
    return (order ?? `set {} to ${value}`).replace('{}', () => name);
  }
  const said = row.type === 'number' ? numberWords(value, row.unit) : capability === 'message' ? `“${value}”` : String(value);
  return `${(row.order ?? 'set {} to').replace('{}', () => name)} ${said}`;
}

/** What a device reported: "Hall motion sees motion", "the temperature of Study sensor is 26 °C". */
export function reportWords(home: Home, device: DeviceId, capability: Capability, value: Value): string {
  const name = device === HOME ? (capability === 'sun' ? 'the sun' : 'the home') : deviceName(home, device);
  const row = capabilityRow(capability);
  if (value === 'unavailable' || value === 'unknown') return `${name} gives no answer`;
  const said = row.type === 'enum' && Object.hasOwn(row.values, String(value)) ? row.values[String(value)] : undefined;
  return said ? `${name} ${said.becomes}` : `the ${row.noun} of ${name} is ${row.type === 'number' ? numberWords(value, row.unit) : value}`;
}

/** Why a step was taken: what happened, and the conditions that held. */
export function causeWords(flow: Flow, home: Home, cause: CauseEvent, taken: readonly TakenTransition[]): string {
  const placed = allTransitions(flow);
  const rows = taken.flatMap((t) => {
    const found = placed.find((p) => p.state.join('.') === t.state && p.trigger === t.trigger && p.index === t.index);
    return found ? transitionRows(flow, found, home) : [];
  });
  const conditions = rows.filter((r) => r.key === 'if').map((r) => textOf(r.phrases));
  return capital([happened(flow, home, cause, rows), ...new Set(conditions)].join(', '));
}

function happened(flow: Flow, home: Home, cause: CauseEvent, rows: ReturnType<typeof transitionRows>): string {
  switch (cause.kind) {
    case 'start':
      return 'it starts here';
    case 'reading':
      return reportWords(home, cause.device, cause.capability, cause.value);
    case 'timer': {
      const delay = flow.delays?.[cause.delay];
      if (delay && 'for' in delay) return `the ${durationWords(delay.for)} are over`;
      const after = rows.find((r) => r.key === 'after');
      return after ? `after ${textOf(after.phrases)}` : 'the wait is over';
    }
    case 'flow':
      return `“${cause.flow}” has moved on`;
    case 'schedule':
      return textOf(rows.find((r) => r.key === 'when')?.phrases ?? [{ text: 'it is time' }]);
  }
}
