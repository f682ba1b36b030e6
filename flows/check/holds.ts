/** Flows and each other's effects: one starting the other, one cutting short what the other wants for a while, two working against each other. */
import { riskOf } from '../capability';
import { findDevice, HOME, type Home } from '../home';
import type { Rehearsing } from '../rehearse/rehearse';
import { allStates, stateName, targetPath } from '../walk';
import { type Crossing, said, started } from './crossing';
import { isIn, sentBy } from './seen';
import { type Reach, readingOf, type Setting } from './settings';

const nameOf = (home: Home, s: Setting): string => findDevice(home, s.device)?.name ?? s.device;
const security = (home: Home, s: Setting): boolean => riskOf(s.capability, findDevice(home, s.device)?.kind ?? '') === 'security';

/** What one sets starts the other, which then sets something else. @param own which of the two is the flow that is checked */
export function chains(a: Reach, b: Reach, own: 0 | 1, home: Home): Crossing[] {
  const found = new Map<string, Crossing>();
  const [from, to] = own === 0 ? [0, 1] : [1, 0];
  for (const setting of a.settings) {
    // Modes are there so that one flow may start others.
    if (setting.device === HOME || found.has(setting.at)) continue;
    for (const t of started(setting, b)) {
      const next = b.settings.find((s) => s.causes.includes(t) && s.device !== setting.device);
      if (!next) continue;
      const [first, then] = [`${nameOf(home, setting)}`, `${nameOf(home, next)}${next.value === undefined ? '' : ` to ${said(next.capability, next.value)}`}`];
      const message = own === 0 ? `Setting ${first} starts “${b.flow.name}”, which sets ${then}.` : `“${a.flow.name}” sets ${first}, which starts this.`;
      const seen: Crossing['seen'] = (r, before) => {
        const lines = r.lines.slice(before);
        const at = lines.findIndex((l) => sentBy([l], from, setting).length > 0);
        return at >= 0 && sentBy(lines.slice(at), to, next).length > 0;
      };
      const warns = security(home, next) && !security(home, setting);
      found.set(setting.at, { code: 'chain', message, at: own === 0 ? setting.at : t.at, seen, sure: true, ...(warns ? { level: 'warns' } : {}) });
      break;
    }
  }
  return [...found.values()];
}

/** One wants something as long as it is in a state; the other sets it otherwise meanwhile. Told where a run shows it. */
export function cutsShort(holder: Reach, other: Reach, own: 0 | 1, home: Home): Crossing[] {
  const found = new Map<string, Crossing>();
  const [h, o] = own === 0 ? [0, 1] : [1, 0];
  for (const setting of holder.settings) {
    const key = readingOf(setting.device, setting.capability);
    const theirs = other.byReading.get(key)?.find((s) => s.value !== undefined && s.value !== setting.value);
    if (!theirs || setting.value === undefined || found.has(key)) continue;
    const state = heldIn(holder, setting);
    if (!state) continue;
    const thing = nameOf(home, setting);
    const [mine, less] = [said(setting.capability, setting.value), said(theirs.capability, theirs.value ?? '')];
    const message =
      own === 0
        ? `While this keeps ${thing} ${mine} in “${state.name}”, “${other.flow.name}” can set it to ${less}.`
        : `This can set ${thing} to ${less} while “${holder.flow.name}” keeps it ${mine} in “${state.name}”.`;
    const seen: Crossing['seen'] = (r, before) =>
      sentBy(r.lines.slice(0, before), h, setting, setting.value).length > 0 &&
      sentBy(r.lines.slice(before), o, theirs, theirs.value).length > 0 &&
      sentBy(r.lines.slice(before), h, setting).length === 0 &&
      isIn(r, h, state.path) &&
      r.read(setting.device, setting.capability) === theirs.value;
    found.set(key, { code: 'cuts-short', message, at: own === 0 ? setting.at : theirs.at, seen, sure: false });
  }
  return [...found.values()];
}

/** The state at whose start a setting is sent and whose end sends another value. */
function heldIn({ flow, settings }: Reach, setting: Setting): { path: string[]; name: string } | undefined {
  for (const cause of setting.causes) {
    const path = cause.transition.target === undefined ? undefined : targetPath(flow, cause.state, cause.transition.target);
    const node = path && allStates(flow.chart).find((s) => s.path.join('.') === path.join('.'))?.node;
    if (!path || !node) continue;
    const ends = settings.some(
      (s) =>
        s.device === setting.device &&
        s.capability === setting.capability &&
        s.value !== setting.value &&
        s.causes.some((c) => c.state.join('.') === path.join('.') && c.group !== 'always'),
    );
    if (ends) return { path, name: stateName(node, path) };
  }
  return undefined;
}

/** Two devices of one room that move one reading both ways, running at once. Told where a run shows it. */
export function againstEachOther(a: Reach, b: Reach, home: Home): Crossing[] {
  const found = new Map<string, Crossing>();
  const other = a === b ? 0 : 1;
  for (const x of a.movers) {
    for (const y of b.movers) {
      const reading = Object.entries(x.moves).find(([c, way]) => Object.entries(y.moves).some(([d, back]) => c === d && way !== back))?.[0];
      const key = `${x.setting.device} ${y.setting.device}`;
      if (!reading || x.room !== y.room || x.setting.device === y.setting.device || found.has(key) || found.has(`${y.setting.device} ${x.setting.device}`))
        continue;
      const who = a === b ? '' : ` of “${b.flow.name}”`;
      const message = `${nameOf(home, x.setting)} and ${nameOf(home, y.setting)}${who} can run at once, one raising the ${reading} and the other lowering it.`;
      const runs = (r: Rehearsing, s: Setting, flow: number): boolean =>
        r.read(s.device, s.capability) === s.value && sentBy(r.lines, flow, s, s.value).length > 0;
      const seen: Crossing['seen'] = (r, before) => {
        const lines = r.lines.slice(before);
        // It must come about by what they do, not by a hand on one of the devices.
        const now = [...sentBy(lines, 0, x.setting, x.setting.value), ...sentBy(lines, other, y.setting, y.setting.value)].some((l) => !l.already);
        return now && runs(r, x.setting, 0) && runs(r, y.setting, other);
      };
      found.set(key, { code: 'against', message, at: x.setting.at, seen, sure: false });
    }
  }
  return [...found.values()];
}
