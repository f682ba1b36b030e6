/**
 * Rules that say more than one thing → rules of one thing each, where they would otherwise disturb each other: rules about one device
 * share a part of the chart, and there one event carries out one rule and ends what another has begun. What only one of two such rules
 * speaks of must not be lost with it: a siren that sounds for a minute falls silent although somebody switches the lights off.
 */
import { HOME } from '../../../flows/home';
import type { DeviceId } from '../../../flows/ids';
import type { Act, Rule } from '../notation/ast';
import { type Context, resolveRef } from '../resolve';
import { atOnce, meets } from './group';
import type { LoweredRule } from './region';
import type { Tables } from './roles';

export type When = Extract<Rule, { type: 'when' }>;

/** @param lowered the same rules, one by one, as they would be @param t the tables that these were made with */
export function split(rules: readonly When[], lowered: readonly LoweredRule[], t: Tables, c: Context): When[] {
  return rules.flatMap((rule, i) => {
    const own = lowered[i] as LoweredRule;
    const others = lowered.filter((o) => o !== own);
    return divisible(rule) && disturbed(own, others, t, tellsLater(rule.acts)) ? divided(rule, others, c) : [rule];
  });
}

/** Whether the acts can be carried out apart: what is waited for is looked at again, and nothing is said of "all before" or of giving up. */
const divisible = (rule: When): boolean => {
  const apart = rule.otherwise === undefined || (rule.condition !== undefined && !ofWait(rule));
  const { acts } = rule;
  return (
    apart && acts.every((a, i) => a.type !== 'repeat' && (a.type !== 'wait' || a.unless !== undefined || a.until !== undefined || acts[i + 1]?.type === 'only'))
  );
};

/**
 * Whether "else" is said of what is waited for or must still hold, the nearest thing before it, and not of the rule's own condition: so it
 * is unless the very same follows the wait, which then is done either way.
 */
export function ofWait(rule: When): boolean {
  const at = rule.acts.findLastIndex((a) => a.type === 'only' || (a.type === 'await' && a.within !== undefined));
  return at >= 0 && rule.otherwise !== undefined && !eitherWay(rule, at);
}

export function eitherWay(rule: When, at: number): boolean {
  const after = rule.acts.slice(at + 1);
  return (
    at >= 0 &&
    after.every((a) => a.type === 'set' || a.type === 'tell' || a.type === 'mode') &&
    (rule.otherwise ?? []).every((o) => after.some((a) => JSON.stringify(a) === JSON.stringify(o)))
  );
}

/** Whether a message is waited for: no other rule could say anything of it. */
const tellsLater = (acts: readonly Act[]): boolean => acts.some((a, i) => a.type === 'tell' && acts.slice(0, i).some(isGate));

/** Whether another rule could cut this one short, or come in its place, that says nothing of some of its devices or of its message. */
function disturbed(own: LoweredRule, others: readonly LoweredRule[], t: Tables, tells: boolean): boolean {
  const shares = (o: LoweredRule): boolean => o.plan.writes.some((d) => own.plan.writes.includes(d));
  const partial = others.filter((o) => shares(o) && (tells || !own.plan.writes.every((d) => o.plan.writes.includes(d))));
  if (partial.some((o) => !atOnce(own) || meets(own, o, t))) return true;
  const joined = others.filter(shares);
  return joined.some((a, i) => joined.slice(i + 1).some((b) => !a.plan.writes.some((d) => b.plan.writes.includes(d)) && meets(a, b, t)));
}

/** Acts on devices of which the same other rules speak stay together, and messages with what nobody else speaks of. */
function divided(rule: When, others: readonly LoweredRule[], c: Context): When[] {
  const parts = new Map<string, Act[]>();
  for (const act of rule.acts.filter((a) => !isGate(a))) {
    const devices = devicesOf(act, c);
    const key = others.flatMap((o, n) => (o.plan.writes.some((d) => devices.includes(d)) ? [n] : [])).join(' ');
    parts.set(key, [...(parts.get(key) ?? []), act]);
  }
  return [...parts.values()].map((acts, i) => ({ ...rule, acts: withWaits(rule.acts, acts), ...(i === 0 ? {} : { otherwise: undefined }) }));
}

const isGate = (a: Act): boolean => a.type === 'wait' || a.type === 'await' || a.type === 'only';

/** Some acts of a list, with the waits that stand before the last of them. */
function withWaits(all: readonly Act[], some: readonly Act[]): Act[] {
  const end = all.lastIndexOf(some.at(-1) as Act);
  return all.slice(0, end + 1).filter((a) => some.includes(a) || isGate(a));
}

function devicesOf(act: Act, c: Context): readonly DeviceId[] {
  if (act.type === 'mode') return [HOME];
  if (act.type !== 'set') return [];
  const word = act.set.word === 'toggle' || act.set.word === 'flash' || act.set.word === 'back' ? 'on' : act.set.word;
  return resolveRef(act.ref, word, 'write', c).devices;
}
