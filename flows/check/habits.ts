/** Slips of meaning in one flow: what repeats, what flaps, what is never turned off again, what hangs on one sensor. */
import { capabilityRow, riskOf, type Value } from '../capability';
import type { Flow } from '../flow';
import { findDevice, HOME, type Home } from '../home';
import { COMPARISONS, type Guard } from '../operators';
import { roleWords } from '../phrases/roles';
import { type Problem, problem } from '../problem';
import { allGuards, allStates, type PlacedTransition, stateName, targetPath, transitionsOf } from '../walk';
import { valueWords } from '../words';
import { type Reach, reachOf, type Setting } from './settings';

export function habitProblems(flow: Flow, home: Home, others: readonly Flow[] = []): Problem[] {
  const reach = reachOf(flow, home);
  return [...repeats(reach, home), ...flapping(reach, home), ...neverOff(reach, home, others), ...silent(reach, home)];
}

const edges = (t: PlacedTransition) =>
  (t.transition.guard ? allGuards(t.transition.guard, '') : []).flatMap(({ guard: g }) =>
    g.type === 'becomes' || g.type === 'stops' || g.type === 'changes' ? [g] : [],
  );

/** A level where an edge was meant: the same is sent at every report while the reading stays there. */
function repeats({ flow, transitions }: Reach, home: Home): Problem[] {
  return transitions.flatMap((t) => {
    const [role = '', capability = ''] = t.trigger.split('.');
    if (t.group !== 'on' || t.transition.target !== undefined || !t.transition.actions?.length || edges(t).length > 0 || !t.transition.guard) return [];
    const level = allGuards(t.transition.guard, '').find(({ guard: g }) => g.type === 'is' && g.params.role === role && g.params.capability === capability);
    if (level?.guard.type !== 'is') return [];
    if (capabilityRow(level.guard.params.capability).type !== 'number') {
      const bind = flow.uses[role]?.bind;
      if (!bind || !('any' in bind)) return [];
      const others = `It does this again when another of ${roleWords(flow, role, home, 'all')} changes, while it is still so of one.`;
      return [problem('repeats', others, t.at)];
    }
    const { is, value } = level.guard.params;
    const words = `${COMPARISONS[is].words} ${valueWords(level.guard.params.capability, value)}`;
    return [
      problem('repeats', `It does this again at every report of ${roleWords(flow, role, home)} while that is ${words}, not once when it gets there.`, t.at),
    ];
  });
}

/** There and back at the same threshold: a reading that wavers switches it all the time. */
function flapping({ flow, transitions }: Reach, home: Home): Problem[] {
  const tests = transitions.flatMap((t) => {
    const target = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target)?.join('.');
    return edges(t).flatMap((g) =>
      g.type === 'changes' || typeof g.params.value !== 'number' ? [] : [{ t, from: t.state.join('.'), target, up: rising(g), g }],
    );
  });
  return tests.flatMap((a) => {
    if (!a.up) return [];
    const back = tests.find(
      (b) =>
        !b.up &&
        b.g.params.role === a.g.params.role &&
        b.g.params.capability === a.g.params.capability &&
        b.from === (a.target ?? a.from) &&
        (b.target ?? b.from) === a.from &&
        Number(b.g.params.value) >= Number(a.g.params.value),
    );
    if (!back || !touches(flow, a.t) || !touches(flow, back.t)) return [];
    const { capability, value, role } = a.g.params;
    const step = capabilityRow(capability).type === 'number' ? (capabilityRow(capability) as { step: number }).step : 1;
    const [over, under] = [Number(value) + step / 2, Number(back.g.params.value) - step / 2];
    const who = `the ${capabilityRow(capability).noun} of ${roleWords(flow, role, home)}`;
    const example = `If ${who} goes ${[over, under, over, under].map((v) => valueWords(capability, v)).join(', ')}, it switches four times.`;
    return [
      problem(
        'flapping',
        `It switches at ${valueWords(capability, value)} and back at ${valueWords(capability, back.g.params.value)}: where ${who} wavers there, it switches all the time.`,
        a.t.at,
        { example },
      ),
    ];
  });
}

const rising = (g: Extract<Guard, { type: 'becomes' | 'stops' }>): boolean => (g.params.is === 'above' || g.params.is === 'atLeast') === (g.type === 'becomes');
/** Whether a transition, or the state that it enters, commands anything. */
const touches = (flow: Flow, t: PlacedTransition): boolean => {
  const path = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target)?.join('.');
  return (
    (t.transition.actions?.length ?? 0) > 0 ||
    (path !== undefined && (allStates(flow.chart).find((s) => s.path.join('.') === path)?.node.entry?.length ?? 0) > 0)
  );
};

const RUNNING = new Set<Value>(['on', 'open', 'heat', 'cool', 'running', 'unlocked']);

/** Heat, water, a siren or an open door that neither this flow nor another ends. */
function neverOff({ settings }: Reach, home: Home, others: readonly Flow[]): Problem[] {
  let all: Setting[] | undefined;
  const told = new Set<string>();
  return settings.flatMap((s) => {
    const device = findDevice(home, s.device);
    const risk = device ? riskOf(s.capability, device.kind) : 'comfort';
    if (!device || s.value === undefined || !RUNNING.has(s.value) || (risk !== 'energy' && risk !== 'security')) return [];
    const key = `${s.device}.${s.capability}`;
    all ??= [...settings, ...others.flatMap((o) => reachOf(o, home).settings)];
    if (
      told.has(key) ||
      all.some(
        (o) =>
          o.device === s.device &&
          (o.capability === s.capability ? o.value === undefined || !RUNNING.has(o.value) : o.capability === 'power' && o.value === 'off'),
      )
    )
      return [];
    told.add(key);
    const words = capabilityRow(s.capability);
    const said = words.type === 'enum' ? (words.values[String(s.value)]?.is ?? `is ${s.value}`) : `is ${s.value}`;
    return [problem('never-off', `${device.name} ${said} from then on; nothing ends it.`, s.at)];
  });
}

/** A state in which something risky runs and that only one device can end: where it falls silent, it runs on. */
function silent({ flow, settings }: Reach, home: Home): Problem[] {
  return allStates(flow.chart).flatMap((s) => {
    if (s.path.length === 0 || s.node.states || s.node.type === 'final' || s.node.type === 'history') return [];
    const ways = [s.path, ...s.path.map((_, i) => s.path.slice(0, i))].flatMap((path) =>
      allStates(flow.chart)
        .filter((x) => x.path.join('.') === path.join('.'))
        .flatMap(transitionsOf),
    );
    const out = ways.filter((t) => t.transition.target !== undefined);
    const roles = new Set(out.map((t) => (t.group === 'on' && !t.trigger.startsWith('schedule.') ? (t.trigger.split('.')[0] ?? '') : '')));
    const [role] = roles;
    const runs = settings.find(
      (x) =>
        x.value !== undefined &&
        RUNNING.has(x.value) &&
        x.causes.some((c) => c.transition.target !== undefined && targetPath(flow, c.state, c.transition.target)?.join('.') === s.path.join('.')),
    );
    const device = runs && findDevice(home, runs.device);
    const risk = device ? riskOf(runs.capability, device.kind) : 'comfort';
    const button = out.some((t) => t.trigger.endsWith('.button'));
    // Only what leaving would change; and the home itself never falls silent.
    const ended = device && settings.some((x) => x.device === device.id && x.causes.some((c) => out.some((t) => t.at === c.at)));
    const bind = role ? flow.uses[role]?.bind : undefined;
    if (!ended || (bind && 'one' in bind && bind.one === HOME)) return [];
    if (roles.size !== 1 || !role || !device || button || (risk !== 'energy' && risk !== 'security')) return [];
    return [
      problem(
        'may-be-unavailable',
        `Only ${roleWords(flow, role, home)} ends “${stateName(s.node, s.path)}”: if that stops answering, ${device.name} stays as it is.`,
        s.at,
      ),
    ];
  });
}
