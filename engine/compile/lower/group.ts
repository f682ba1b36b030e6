/** Which rules share a part of the chart, and of which shape each part is. */

import { neverFires } from '../../../flows/check/fires';
import { FORMAT } from '../../../flows/flow';
import type { DeviceId } from '../../../flows/ids';
import { durationMs } from '../../../flows/time';
import { both, type Fired } from './conditions';
import { affairsRegion, type LoweredRule, passing, plansOf, type Region } from './region';
import type { Tables } from './roles';
import { watchRegion } from './watch';

/** Rules that set the same devices share a region; a watch that no other rule of it interrupts stands by itself. */
export function regionsOf(rules: readonly LoweredRule[], t: Tables): Region[] {
  const regions: Region[] = [];
  for (const group of components(inStages(rules), t).flatMap(undisturbed)) {
    const lingering = group.filter(
      (r, i) =>
        // A second one that waits for the same turn would never get its own: it stands by itself.
        !group.slice(0, i).some((o) => o.triggers.length === 1 && o.triggers[0]?.lasts !== undefined && o.triggers[0].event === r.triggers[0]?.event) &&
        r.triggers.length === 1 &&
        r.triggers[0]?.lasts !== undefined &&
        !r.triggers[0].first &&
        !r.otherwise &&
        !r.givenUp &&
        !group.some((o) => o.triggers.some((f) => !isWatch(f) && sameTurn(f, r.triggers[0] as Fired))) &&
        group.some((o) => o !== r && interrupts(o, r.triggers[0] as Fired)),
    );
    const watched = group.filter((r) => !lingering.includes(r) && r.triggers.some(isWatch));
    const instant = group
      .filter((r) => !lingering.includes(r))
      .map((r) => ({ ...r, triggers: r.triggers.filter((f) => !isWatch(f)) }))
      .filter((r) => r.triggers.length > 0);
    if (instant.length > 0) regions.push(affairsRegion(instant, lingering, t, watched.length === 0));
    for (const rule of watched) for (const fired of rule.triggers) if (isWatch(fired)) regions.push(watchRegion(rule, fired, t));
  }
  return regions;
}

/** "Still for 3 minutes: dim; still for 5: off" is one wait with two stages, where nothing else tells the rules apart. */
function inStages(rules: readonly LoweredRule[]): LoweredRule[] {
  const kept: LoweredRule[] = [];
  const key = (r: LoweredRule): string => JSON.stringify([r.triggers.map(({ lasts: _l, letter: _n, ...f }) => f), r.condition]);
  const plain = (r: LoweredRule): boolean =>
    r.triggers.length === 1 &&
    r.triggers[0]?.lasts !== undefined &&
    !r.triggers[0].first &&
    plansOf(r).length === 1 &&
    r.plan.then.length === 0 &&
    !r.plan.until;
  const waits = (r: LoweredRule): number => durationMs(r.triggers[0]?.lasts ?? 'PT0S');
  for (const rule of [...rules].sort((a, b) => (plain(a) && plain(b) && key(a) === key(b) ? waits(a) - waits(b) : 0))) {
    const first = plain(rule) ? kept.find((k) => plain(k) && key(k) === key(rule) && k.plan.writes.some((d) => rule.plan.writes.includes(d))) : undefined;
    if (!first) {
      kept.push(rule);
      continue;
    }
    const later = waits(rule) - waits(first);
    const steps = [...first.plan.steps, ...rule.plan.steps.map((s) => ({ ...s, at: s.at + later }))].sort((a, b) => a.at - b.at);
    kept[kept.indexOf(first)] = { ...first, plan: { ...first.plan, steps, writes: [...first.plan.writes, ...rule.plan.writes] } };
  }
  return kept;
}

/** Whether a trigger needs states of its own: it must stay so, or come after another. */
const isWatch = (f: Fired): boolean => f.lasts !== undefined || f.first !== undefined;

/** Whether the turn that begins a wait is another rule's own: that rule would take it first. */
const sameTurn = (a: Fired, b: Fired): boolean => a.event === b.event && JSON.stringify(a.guard) === JSON.stringify(b.guard);

/** Whether a rule starts from the opposite turn of the same reading: motion against no motion. */
function interrupts(rule: LoweredRule, watched: Fired): boolean {
  return rule.triggers.some(
    (f) =>
      !isWatch(f) &&
      f.event === watched.event &&
      f.guard?.type === 'becomes' &&
      watched.guard?.type === 'becomes' &&
      f.guard.params.value !== watched.guard.params.value &&
      f.guard.params.is === 'equals',
  );
}

function components(rules: readonly LoweredRule[], t: Tables): LoweredRule[][] {
  const groups: { devices: Set<DeviceId>; rules: LoweredRule[] }[] = [];
  for (const rule of rules) {
    const devices = new Set(plansOf(rule).flatMap((p) => p.writes));
    const touched = groups.filter(
      (g) =>
        [...devices].some((d) => g.devices.has(d)) ||
        (devices.size === 0 && g.devices.size === 0 && [rule, ...g.rules].every(atOnce) && !g.rules.some((r) => meets(r, rule, t))),
    );
    const merged = { devices: new Set([...devices, ...touched.flatMap((g) => [...g.devices])]), rules: [...touched.flatMap((g) => g.rules), rule] };
    for (const g of touched) groups.splice(groups.indexOf(g), 1);
    groups.push(merged);
  }
  return groups.map((g) => rules.filter((r) => g.rules.includes(r)));
}

/** What lasts until something goes on through what lasts only for a while: "on until sunrise, brighter for 2 minutes with motion". */
function undisturbed(group: readonly LoweredRule[]): LoweredRule[][] {
  const open = (r: LoweredRule): boolean => r.plan.until !== undefined && r.plan.until.lasts === undefined;
  const goesOn = (r: LoweredRule): boolean => open(r) && group.some((o) => passing(o.plan) && o.plan.effect?.key !== r.plan.effect?.key);
  const lone = group.filter(goesOn);
  return [...lone.map((r) => [r]), group.filter((r) => !lone.includes(r))].filter((g) => g.length > 0);
}

/** Whether a rule is done in the moment that it begins; one that goes on would be cut short by its neighbours in one part. */
export const atOnce = (r: LoweredRule): boolean => plansOf(r).every((p) => p.then.length === 0 && !p.until && p.steps.every((s) => s.at === 0));

/** Whether one event can carry out both rules; in one part of a chart only the first of them would be. */
export function meets(a: LoweredRule, b: LoweredRule, t: Tables): boolean {
  return a.triggers.some((f) => b.triggers.some((g) => !isWatch(f) && !isWatch(g) && f.event === g.event && together(f, g, a, b, t)));
}

function together(f: Fired, g: Fired, a: LoweredRule, b: LoweredRule, t: Tables): boolean {
  const guard = both(f.guard, g.guard, a.condition, b.condition);
  const on = { [f.event]: [{ ...(guard ? { guard } : {}), actions: [] }] };
  return neverFires({ format: FORMAT, name: 'Both', ...t.parts(), chart: { id: 'flow', initial: 'one', states: { one: { on } } } }).dead.size === 0;
}
