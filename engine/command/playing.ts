import type { Command } from '../../flows/command';
import type { Flow, HomeEvent } from '../../flows/flow';
import { eventSchema } from '../../flows/flow';
import { ability, type DeviceState, findDevice, type Home } from '../../flows/home';
import { rehearse } from '../../flows/rehearse/rehearse';
import { instantOf, localText, type Millis } from '../../flows/time';
import { refuseInput } from './output';

/** A command as it is printed: `at` is local time at the home. */
export interface CommandLine extends Command {
  at: string;
}

export const commandLine = (at: Millis, { device, capability, value }: Command, home: Home): CommandLine => ({
  at: localText(at, home.timezone),
  device,
  capability,
  value,
});

export interface Played {
  home: Home;
  flow: Flow;
  state?: readonly DeviceState[];
  from: Millis;
  events: readonly (HomeEvent & { time: Millis })[];
  until: Millis;
}

/** What a flow sends while events happen on a virtual clock; what is already so is left out, as nothing would be sent live either. */
export function play({ home, flow, state, from, events, until }: Played): CommandLine[] {
  const { lines } = rehearse(
    { home, flows: [flow], from, ...(state ? { state } : {}) },
    events.map((e) => ({ ...e, at: e.time })),
    until,
  );
  return lines.flatMap((line) => (line.kind === 'command' && !line.already ? [commandLine(line.at, line.command, home)] : []));
}

/** @throws RefusedInput where it is none, or of a device that the home lacks */
export function eventOf(value: unknown, home: Home, where: string): HomeEvent & { time: Millis } {
  const event = eventSchema.safeParse(value);
  if (!event.success) {
    const issue = event.error.issues[0];
    return refuseInput(`${where} is no event: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`);
  }
  const device = findDevice(home, event.data.device);
  if (!device || !ability(device, event.data.capability)) return refuseInput(`${where}: this home has no ${event.data.capability} of ${event.data.device}.`);
  return { ...event.data, time: timeOf(event.data.at, home, where) };
}

/** Local time at the home → instant. @throws RefusedInput */
export function timeOf(text: string, home: Home, where: string): Millis {
  try {
    return instantOf(text, home.timezone);
  } catch {
    return refuseInput(`${where}: "${text}" is no time such as 2026-06-01T20:00:00.`);
  }
}
