import { canonicalBytes, hashBytes } from '../../flows/canonical';
import { covers } from '../../flows/check/footprint';
import type { Command, Outcome } from '../../flows/command';
import { ability, findDevice, type Home, valueFault } from '../../flows/home';
import type { RuleId } from '../../flows/ids';
import { ruleRefuses } from '../../flows/rule';
import type { ApprovedFlow, ApprovedRule } from '../../flows/stages';
import type { World } from '../../flows/step';
import type { Millis } from '../../flows/time';

/** A flow may send so many commands a minute before it is taken for a loop; one that touches many devices, each of them four times. */
const BUDGET = { commands: 60, each: 4, per: 60_000 } as const;

export type Refusal = Extract<Outcome, { status: 'refused' }>;

/** Below the interpreter: whatever a flow decided, only what was approved passes. One for each running flow. */
export interface Monitor {
  pass(command: Command, now: Millis): Refusal | undefined;
}

export function monitorOf(approved: ApprovedFlow, home: () => Home): Monitor {
  let sent: Millis[] = [];
  // Hashed once from the very object that runs; it is frozen, so it cannot become another.
  const same = hashBytes(canonicalBytes(approved.flow)) === approved.approval.hash;
  const budget = Math.max(BUDGET.commands, BUDGET.each * approved.footprint.writes.length);
  return {
    pass: (command, now) => {
      if (!same) return { status: 'refused', reason: 'not-approved', message: 'The flow that runs is not the one that was approved.' };
      const unfit = unfitFor(command, home());
      if (unfit) return unfit;
      if (!covers(approved.footprint, command.device, command.capability, command.value)) {
        return {
          status: 'refused',
          reason: 'outside-footprint',
          message: `Setting ${command.capability} of ${command.device} to ${command.value} was never approved for this flow.`,
        };
      }
      sent = sent.filter((at) => at > now - BUDGET.per);
      if (sent.length >= budget)
        return { status: 'refused', reason: 'rate-limited', message: `More than ${budget} commands in a minute: this looks like a loop.` };
      sent.push(now);
      return undefined;
    },
  };
}

/** What a lasting rule forbids now, whoever orders it, in the rule's own words. */
export function forbiddenBy(rules: readonly (ApprovedRule & { id: RuleId })[], command: Command, world: World): Refusal | undefined {
  for (const { id, rule } of rules) {
    const refused = ruleRefuses([rule], command, world);
    if (refused) return { status: 'refused', reason: 'rule-forbids', message: refused.message, rule: id };
  }
  return undefined;
}

/** What no device of this home could carry out, whoever orders it. */
export function unfitFor(command: Command, home: Home): Refusal | undefined {
  const device = findDevice(home, command.device);
  if (!device) return { status: 'refused', reason: 'no-device', message: `There is no device ${command.device} in this home now.` };
  const able = ability(device, command.capability);
  if (!able?.row.writable) return { status: 'refused', reason: 'bad-value', message: `${device.name} has no ${command.capability} that can be set.` };
  const fault = valueFault(able, command.value);
  return fault ? { status: 'refused', reason: 'bad-value', message: `${command.value} for ${device.name} ${fault}.` } : undefined;
}
