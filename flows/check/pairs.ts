/**
 * Flows together: opposite commands at one moment, one undoing another, circles, doubles. Only flows that share a device are looked at
 * (`reachOf` indexes by device and capability), so the cost grows with what is shared and not with the number of pairs.
 */
import type { Flow } from '../flow';
import { findDevice, type Home } from '../home';
import { type ExampleRun, type Problem, problem } from '../problem';
import type { Rehearsing } from '../rehearse/rehearse';
import { type Crossing, said, started } from './crossing';
import { againstEachOther, chains, cutsShort } from './holds';
import { together } from './joint';
import { bypasses, needCrossings, ownBlocks } from './needs';
import { findRun, type Seen } from './search';
import { type Reach, reachOf, readingOf, type Setting } from './settings';
import { runWords } from './words';

/** Findings for which an example is searched; the others are told without one. */
const EXAMPLES = 4;
/** The same for what flows do to each other's conditions and effects. */
const CROSSINGS = 8;

export function pairProblems(flow: Flow, home: Home, others: readonly Flow[]): Problem[] {
  const own = reachOf(flow, home);
  const problems: Problem[] = [];
  let searched = 0;
  const shown = (flows: Flow[], seen: Seen): ExampleRun | undefined => (++searched > EXAMPLES ? undefined : findRun(flows, home, seen));
  let crossed = 0;
  const told = (found: readonly Crossing[], flows: Flow[], index?: string): Problem[] =>
    found.flatMap(({ code, level, message, at, seen, sure }) => {
      const run = ++crossed > CROSSINGS ? undefined : findRun(flows, home, seen);
      if (!run && !sure) return [];
      return [withExample(problem(code, message, at, { ...(level ? { level } : {}), ...(index === undefined ? {} : { with: index }) }), run, home)];
    });
  problems.push(...told([...againstEachOther(own, own, home), ...ownBlocks(own, home)], [flow]));
  const all = [own, ...others.map((o) => reachOf(o, home))];
  for (const [i, other] of others.entries()) {
    const reach = reachOf(other, home);
    if (!share(own, reach)) continue;
    const pair = [flow, other];
    const crossings = [
      ...bypasses(own, reach, home),
      ...needCrossings(own, reach, 0, all, home),
      ...needCrossings(reach, own, 1, all, home),
      ...chains(own, reach, 0, home),
      ...chains(reach, own, 1, home),
      ...againstEachOther(own, reach, home),
      ...cutsShort(own, reach, 0, home),
      ...cutsShort(reach, own, 1, home),
    ];
    problems.push(...told(crossings, pair, String(i)));
    for (const found of coincidences(own, reach, home)) {
      if (found.code === 'duplicate' && crossings.some((c) => c.code === 'bypasses' && c.at === found.setting.at)) continue;
      const run = found.code === 'conflict' ? shown(pair, bothAtOnce(found.setting)) : undefined;
      problems.push(withExample(problem(found.code, found.message, found.setting.at, { with: String(i) }), run, home));
    }
    problems.push(...contested(own, reach, home, problems, String(i)));
    for (const found of undone(own, reach, home)) {
      const run = shown(pair, bothAtOnce(found.setting));
      problems.push(withExample(problem('undoes', found.message, found.setting.at, { with: String(i) }), run, home));
    }
  }
  return [...problems, ...loops(own, others, home, shown)];
}

/** Whether two flows have anything to do with each other: most pairs of a home have not. */
function share(a: Reach, b: Reach): boolean {
  const [few, many] = a.keys.size < b.keys.size ? [a.keys, b.keys] : [b.keys, a.keys];
  for (const key of few) if (many.has(key)) return true;
  return false;
}

interface Found {
  code: 'conflict' | 'duplicate';
  setting: Setting;
  message: string;
}

/** Two settings of one thing on one event (SPEC 9.3). */
function coincidences(a: Reach, b: Reach, home: Home): Found[] {
  const found = new Map<string, Found>();
  for (const [event, settings] of a.byEvent) {
    const theirs = b.byEvent.get(event);
    if (!theirs) continue;
    for (const { setting, cause } of settings) {
      for (const o of theirs) {
        if (o.setting.device !== setting.device || o.setting.capability !== setting.capability || setting.value === undefined || o.setting.value === undefined)
          continue;
        const same = o.setting.value === setting.value;
        const key = `${setting.at} ${setting.device} ${same}`;
        if (found.has(key) || !together({ flow: a.flow, transition: cause }, { flow: b.flow, transition: o.cause })) continue;
        const device = findDevice(home, setting.device)?.name ?? setting.device;
        const [mine, other] = [said(setting.capability, setting.value), said(setting.capability, o.setting.value)];
        const message = same
          ? `“${b.flow.name}” sets ${device} to ${other} at the same moment too.`
          : `At the same moment this sets ${device} to ${mine} and “${b.flow.name}” to ${other}.`;
        found.set(key, { code: same ? 'duplicate' : 'conflict', setting, message });
      }
    }
  }
  return [...found.values()];
}

/** Two flows that set one thing to different values at different moments: once for each thing, and not where more is said of it. */
function contested(a: Reach, b: Reach, home: Home, told: readonly Problem[], index: string): Problem[] {
  const found = new Map<string, Problem>();
  for (const s of a.settings) {
    const key = readingOf(s.device, s.capability);
    if (found.has(key) || s.value === undefined || told.some((p) => p.with === index && p.path === s.at)) continue;
    const theirs = b.byReading.get(key)?.find((o) => o.value !== undefined && o.value !== s.value);
    if (!theirs) continue;
    const device = findDevice(home, s.device)?.name ?? s.device;
    const words = `“${b.flow.name}” sets ${device} too, to ${said(s.capability, theirs.value ?? '')} at another moment.`;
    found.set(key, problem('contested', words, s.at, { with: index }));
  }
  return [...found.values()];
}

/** What another flow does because of what this one set: takes it back. */
function undone(a: Reach, b: Reach, home: Home): { setting: Setting; message: string }[] {
  const found = new Map<string, { setting: Setting; message: string }>();
  for (const setting of a.settings) {
    for (const t of started(setting, b)) {
      const back = b.settings.find(
        (s) => s.device === setting.device && s.capability === setting.capability && s.value !== undefined && s.value !== setting.value && s.causes.includes(t),
      );
      if (!back || found.has(setting.at)) continue;
      const device = findDevice(home, setting.device)?.name ?? setting.device;
      found.set(setting.at, {
        setting,
        message: `“${b.flow.name}” at once sets ${device} to ${said(back.capability, back.value ?? '')}, because of what this does.`,
      });
    }
  }
  return [...found.values()];
}

/** What this flow sets starts, through one device or several and perhaps other flows, what sets it anew. */
function loops(own: Reach, others: readonly Flow[], home: Home, shown: (flows: Flow[], seen: Seen) => ExampleRun | undefined): Problem[] {
  const all = [own, ...others.map((o) => reachOf(o, home))];
  for (const first of own.settings) {
    const path = circle(first, [first], new Set(), all);
    if (!path) continue;
    const indices = [...new Set(path.map((p) => all.findIndex((r) => r.settings.includes(p))))].sort((a, b) => a - b);
    const flows = indices.map((i) => (all[i] as Reach).flow);
    const run = shown(flows, (r, before) => r.lines.length - before > 60);
    // States can break a circle that the devices allow: only what was seen is told.
    if (!run) continue;
    const partners = flows.filter((f) => f !== own.flow).map((f) => `“${f.name}”`);
    const message = `What this sets starts ${partners.length > 0 ? `${partners.join(' and ')}, which start it` : 'it'} again, without end.`;
    const partner = indices.find((i) => i > 0);
    return [withExample(problem('loop', message, first.at, partner === undefined ? {} : { with: String(partner - 1) }), run, home)];
  }
  return [];
}

function circle(first: Setting, path: Setting[], seen: Set<Setting>, all: readonly Reach[]): Setting[] | undefined {
  const last = path.at(-1) as Setting;
  if (path.length > 6 || seen.has(last)) return undefined;
  seen.add(last);
  for (const reach of all) {
    for (const t of started(last, reach)) {
      for (const next of reach.settings) {
        if (!next.causes.includes(t)) continue;
        if (next === first) return path;
        const found = circle(first, [...path, next], seen, all);
        if (found) return found;
      }
    }
  }
  return undefined;
}

/** Two flows command one thing to different values at one moment. */
const bothAtOnce =
  (setting: Setting) =>
  (r: Rehearsing, before: number): boolean => {
    const sent = r.lines
      .slice(before)
      .flatMap((l) => (l.kind === 'command' && l.command.device === setting.device && l.command.capability === setting.capability ? [l] : []));
    return sent.some((a) => sent.some((b) => a.flow.split(':')[0] !== b.flow.split(':')[0] && a.at === b.at && a.command.value !== b.command.value));
  };

export function withExample(found: Problem, run: ExampleRun | undefined, home: Home): Problem {
  return run ? { ...found, example: runWords(run, home), run } : found;
}
