/** What happens, line by line, in words: each step with its reason and the commands that it gives. Pure. */
import type { Command } from '../../flows/command';
import type { Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { RehearsalLine, Rehearsing } from '../../flows/rehearse/rehearse';
import type { Millis } from '../../flows/time';
import { capital } from '../../flows/words';
import { stateNames } from './lanes';
import { isOwn, isPoke, type Poke } from './tape';
import { causeWords, deviceName, reportWords } from './words';

export interface Told {
  key: string;
  at: Millis;
  /** The reason, in words. */
  words: string;
  /** Where the flow is afterwards; absent where it did not move. */
  state?: string;
  commands: { command: Command; already: boolean }[];
}

/** The whole day as told lines, in order; at most `most` of them, so that a flow of every second cannot drown the page. */
export function tell(whole: Rehearsing, pokes: readonly Poke[], most = 400): Told[] {
  const told: Told[] = [];
  let step: Told | undefined;
  const names = new Map<string, string>();
  for (const [i, line] of whole.lines.entries()) {
    if (told.length >= most) break;
    if (line.kind === 'command') step?.commands.push({ command: line.command, already: line.already });
    else if (line.kind === 'step') {
      step = stepTold(whole, line, String(i), names);
      if (step) told.push(step);
    } else if (isPoke(pokes, line) && !moves(whole, i)) {
      told.push({
        key: String(i),
        at: line.at,
        words: `${capital(reportWords(whole.home, line.device, line.capability, line.value))}: nothing to do`,
        commands: [],
      });
    }
  }
  return told;
}

function stepTold(whole: Rehearsing, line: Extract<RehearsalLine, { kind: 'step' }>, key: string, names: Map<string, string>): Told | undefined {
  const running = whole.flows.find((f) => f.id === line.flow);
  if (!running) return undefined;
  const home: Home = whole.home;
  const state = stateNames(running.flow, line.active);
  const moved = names.get(line.flow) !== state;
  names.set(line.flow, state);
  // Of several that run side by side, each says whose it is.
  const member = line.flow.includes(':') ? ` (${deviceName(home, line.flow.slice(line.flow.indexOf(':') + 1) as DeviceId)})` : '';
  const words = causeWords(running.flow, home, line.cause, line.taken) + (line.cause.kind === 'reading' ? '' : member);
  const whose = isOwn(line.flow) ? '' : `${running.flow.name}: `;
  return { key, at: line.at, words: whose + words, ...(moved && state !== '' ? { state } : {}), commands: [] };
}

/** Whether the event of line `i` set off a step: that step is told instead. */
function moves(whole: Rehearsing, i: number): boolean {
  const event = whole.lines[i];
  if (event?.kind !== 'event') return false;
  for (const next of whole.lines.slice(i + 1)) {
    if (next.kind === 'step' && next.at === event.at && next.cause.kind === 'reading' && next.cause.device === event.device) return true;
    if (next.at !== event.at) return false;
  }
  return false;
}
