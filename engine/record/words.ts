import { type Capability, type CapabilityRow, capabilityRow, type Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import { findDevice, type Home } from '../../flows/home';
import type { CauseEvent } from '../../flows/record';
import { localText } from '../../flows/time';
import { durationWords, valueWords } from '../../flows/words';

/** "Hall motion sees motion", "5 min had passed", "it was 07:00". */
export function causeWords(event: CauseEvent, home: Home, flow?: Flow): string {
  switch (event.kind) {
    case 'reading':
      return `${findDevice(home, event.device)?.name ?? event.device} ${becameWords(event.capability, event.value)}`;
    case 'timer': {
      const delay = flow?.delays?.[event.delay];
      return delay && 'for' in delay ? `${durationWords(delay.for)} had passed` : `the time “${event.delay}” had passed`;
    }
    case 'schedule':
      return `it was ${clock(event.due, home)}`;
    case 'flow':
      return `the flow “${event.flow}” had moved on`;
    case 'start':
      return 'it was started';
  }
}

export const clock = (at: number, home: Home): string => localText(at, home.timezone).slice(11, 19);

export function stateWords(capability: Capability, value: Value): string {
  const row: CapabilityRow = capabilityRow(capability);
  if (row.type === 'enum') return Object.hasOwn(row.values, String(value)) ? (row.values[String(value)]?.is ?? String(value)) : `is ${value}`;
  return `has its ${row.noun} at ${valueWords(capability, value)}`;
}

function becameWords(capability: Capability, value: Value): string {
  const row: CapabilityRow = capabilityRow(capability);
  if (row.type === 'enum' && Object.hasOwn(row.values, String(value))) return row.values[String(value)]?.becomes ?? String(value);
  return `reported ${row.noun} ${valueWords(capability, value)}`;
}
