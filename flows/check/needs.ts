/**
 * Flows and each other's conditions: a race for one, one that another flow makes fail or never lets hold, one that another flow goes
 * round. Looked up by what is set and what is needed (`Reach`), so that flows that share nothing cost nothing.
 */
import { riskOf } from '../capability';
import { compare } from '../evaluate';
import { findDevice, HOME, type Home } from '../home';
import { textOf } from '../phrase';
import { guardPhrases } from '../phrases/guards';
import { type Crossing, fits, said } from './crossing';
import { together } from './joint';
import { fulfilling, isIn, sentBy, took, wouldTake } from './seen';
import { type Need, type Reach, readingOf, type Setting } from './settings';

/** What a flow needs and itself ends as soon as it is so. */
export function ownBlocks(reach: Reach, home: Home): Crossing[] {
  return [...reach.needs].flatMap(([key, needs]) =>
    needs.flatMap((need): Crossing[] => {
      const [own] = need.transition.trigger.split('.');
      const blocker = blockedBy(need, key, reach);
      // What is done at that very moment is the flow's own way of answering it.
      if (!blocker || own === need.test.role || blocker.causes.includes(need.transition)) return [];
      const words = textOf(guardPhrases(reach.flow, { type: 'is', params: need.test }, '', home));
      return [
        {
          code: 'blocked',
          message: `This needs that ${words}, and the same flow ends that as soon as it is so.`,
          at: need.transition.at,
          seen: blocks(need, key, blocker, 0),
          sure: false,
        },
      ];
    }),
  );
}

const blocks =
  (need: Need, key: string, blocker: Setting, by: number): Crossing['seen'] =>
  (r, before) =>
    r.lines.slice(before).some((l) => l.kind === 'event' && readingOf(l.device, l.capability) === key && holds(need, l.value) === true) &&
    sentBy(r.lines.slice(before), by, blocker, blocker.value).length > 0;

/** @param own 0 where the flow that is checked is the one with the conditions, 1 where it is the one that sets */
export function needCrossings(needer: Reach, setter: Reach, own: 0 | 1, all: readonly Reach[], home: Home): Crossing[] {
  const found: Crossing[] = [];
  const other = own === 0 ? setter : needer;
  const [n, s] = own === 0 ? [0, 1] : [1, 0];
  for (const [key, needs] of needer.needs) {
    const settings = setter.byEcho.get(key);
    if (!settings) continue;
    for (const need of needs) {
      const words = textOf(guardPhrases(needer.flow, { type: 'is', params: need.test }, '', home));
      const blocker = blockedBy(need, key, setter);
      if (blocker) {
        const message =
          own === 0
            ? `This needs that ${words}, and “${other.flow.name}” ends that as soon as it is so.`
            : `“${other.flow.name}” needs that ${words}, and this ends that as soon as it is so.`;
        found.push({ code: 'blocked', message, at: own === 0 ? need.transition.at : blocker.at, seen: blocks(need, key, blocker, s), sure: true });
        continue;
      }
      for (const setting of settings) {
        const value = setting.echoes.find((e) => e.key === key)?.value;
        if (value === undefined || holds(need, value) !== false) continue;
        const at = own === 0 ? need.transition.at : setting.at;
        const done = `${findDevice(home, setting.device)?.name ?? setting.device} to ${said(setting.capability, setting.value ?? '')}`;
        if (races(need, setting, needer, setter)) {
          const message =
            own === 0
              ? `This needs that ${words}, and on the same event “${other.flow.name}” sets ${done}: what counts is how it was before.`
              : `On the same event this sets ${done}, and “${other.flow.name}” needs that ${words}: what counts is how it was before.`;
          const seen: Crossing['seen'] = (r, before) => {
            const lines = r.lines.slice(before);
            return sentBy(lines, s, setting, setting.value).length > 0 && (took(lines, n, need.transition) || wouldTake(r, lines, n, need));
          };
          found.push({ code: 'race', message, at, seen, sure: true });
          break;
        }
        // The home's mode is there to let flows stop each other; and what somebody sets back is no lasting change.
        const back = all.some((r) => r.byEcho.get(key)?.some((x) => x.echoes.some((e) => e.key === key && (e.value === undefined || holds(need, e.value)))));
        if (need.device === HOME || back) continue;
        const message =
          own === 0
            ? `Once “${other.flow.name}” sets ${done}, this no longer happens: it needs that ${words}.`
            : `This sets ${done}, and then “${other.flow.name}” no longer does what needs that ${words}.`;
        const seen: Crossing['seen'] = (r, before) => {
          const lines = r.lines.slice(before);
          return sentBy(r.lines.slice(0, before), s, setting, setting.value).length > 0 && !took(lines, n, need.transition) && wouldTake(r, lines, n, need);
        };
        found.push({ code: 'breaks', message, at, seen, sure: true });
        break;
      }
    }
  }
  return found;
}

const holds = (need: Need, value: string | number): boolean | undefined => compare(value, need.test.is, need.test.value);

/** What sets a reading away from what is needed because it became so. */
function blockedBy(need: Need, key: string, setter: Reach): Setting | undefined {
  const wanted = fulfilling(need.capability, need.test.is, need.test.value);
  const started = setter.listening.get(key)?.filter((t) => fits(t, need.capability, wanted));
  return started?.length
    ? setter.byReading
        .get(key)
        ?.find((x) => x.value !== undefined && holds(need, x.value) === false && x.causes.some((c) => started.includes(c) && unconditional(c)))
    : undefined;
}

/** Started by its edge alone: with a further condition it stands in the way only at times. */
const unconditional = (t: Need['transition']): boolean => t.transition.guard?.type === 'becomes' || t.transition.guard?.type === 'stops';

function races(need: Need, setting: Setting, needer: Reach, setter: Reach): boolean {
  const events = needer.eventsOf(need.transition);
  return setting.causes.some(
    (cause) =>
      setter.eventsOf(cause).some((e) => events.includes(e)) &&
      together({ flow: needer.flow, transition: need.transition }, { flow: setter.flow, transition: cause }),
  );
}

/** The same done on the same event, by one of them only under a condition that the other does not ask for. */
export function bypasses(a: Reach, b: Reach, home: Home): Crossing[] {
  const found = new Map<string, Crossing>();
  for (const [event, settings] of a.byEvent) {
    for (const { setting, cause } of settings) {
      for (const o of b.byEvent.get(event) ?? []) {
        const same = o.setting.device === setting.device && o.setting.capability === setting.capability && o.setting.value === setting.value;
        if (!same || setting.value === undefined || found.has(setting.at)) continue;
        // Of what is only comfortable it is enough to say that it is done twice.
        if (riskOf(setting.capability, findDevice(home, setting.device)?.kind ?? '') === 'comfort') continue;
        const [mine, theirs] = [
          { flow: a.flow, transition: cause },
          { flow: b.flow, transition: o.cause },
        ];
        if (!together(mine, theirs)) continue;
        const [narrow, wide] = [together(theirs, mine, true), together(mine, theirs, true)];
        if (narrow === wide) continue;
        const done = `${findDevice(home, setting.device)?.name ?? setting.device} to ${said(setting.capability, setting.value)}`;
        const message = narrow
          ? `This sets ${done} only under a condition; “${b.flow.name}” does so on the same event without it.`
          : `“${b.flow.name}” sets ${done} only under a condition; this does so on the same event without it.`;
        const [strict, loose, place] = narrow ? [0, 1, cause] : [1, 0, o.cause];
        const seen: Crossing['seen'] = (r, before) => {
          const lines = r.lines.slice(before);
          return sentBy(lines, loose, setting, setting.value).length > 0 && sentBy(lines, strict, setting).length === 0 && isIn(r, strict, place.state);
        };
        found.set(setting.at, { code: 'bypasses', message, at: setting.at, seen, sure: true });
      }
    }
  }
  return [...found.values()];
}
