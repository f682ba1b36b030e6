import type { Value } from '../../../flows/capability';
import { HOME } from '../../../flows/home';
import type { DeviceId } from '../../../flows/ids';
import type { Action, Guard } from '../../../flows/operators';
import { durationMs, isoDuration } from '../../../flows/time';
import { capital, valueWords } from '../../../flows/words';
import type { Act, Trigger } from '../notation/ast';
import { type Context, Refused } from '../resolve';
import { type Done, type Effect, type Settings, setting, tell } from './acts';
import { type Fired, guardOf, triggerOf } from './conditions';
import type { Tables } from './roles';
import { durationOf, slotOf } from './values';

/** What is done at a time after the phase began, in milliseconds. */
export interface Step {
  at: number;
  actions: Action[];
}

/** What stands between a phase and the one before it. */
export type Gate =
  | { type: 'only'; guard: Guard }
  /** Waited through; `unless` ends it there, `until` goes on early. */
  | { type: 'wait'; lasts: string; unless: Fired[]; until: Fired[] }
  /** Waited for; given up after `within`. */
  | { type: 'await'; triggers: Fired[]; within?: string | undefined }
  /** What stands before it, from a part on, again after each gap, `more` times at most; it goes on when `until` happens. */
  | { type: 'repeat'; from: number; gap: string; more?: number | undefined; until: Fired[] };

/** What a rule does: steps by time after its trigger, then phases that wait for something; `until` ends what was begun. */
export interface Plan {
  steps: Step[];
  then: { gate: Gate; steps: Step[] }[];
  until?: { fired: Fired[]; lasts?: string | undefined; actions: Action[] } | undefined;
  effect?: Effect;
  /** What holds when all is done, where that is not what was before. */
  last?: Effect | undefined;
  /** Devices that it sets. */
  writes: DeviceId[];
}

const MOST_REPEATS = 12;
/** A flashing light is let finish before what follows is waited for, in milliseconds. */
const FLASHING = 20_000;

/** @throws Refused */
export function planOf(acts: readonly Act[], t: Tables, c: Context, settings: Settings): Plan {
  const plan: Plan = { steps: [], then: [], writes: [] };
  let steps = plan.steps;
  let at = 0;
  const flashing = new Map<DeviceId, number>();
  const add = (when: number, actions: Action[]): void => {
    const step = steps.find((s) => s.at === when);
    if (step) step.actions.push(...actions);
    else steps.push({ at: when, actions: [...actions] });
  };
  const gate = (of: Gate): void => {
    const busy = Math.max(at, ...steps.map((s) => s.at));
    // What was waited through before counts, whether or not something is done then.
    if (at > 0) add(at, []);
    // What is repeated has its end first: a siren sounds for three seconds, each time.
    if (busy > at && (busy - at <= FLASHING || of.type === 'repeat')) at = busy;
    if (busy > at) throw new Refused({ kind: 'cannot', message: 'That waits for two things at once; say it in two requests.' });
    steps = [];
    at = 0;
    flashing.clear();
    plan.then.push({ gate: of, steps });
  };
  const again = againFrom(acts, c);
  let from = 0;
  for (const act of acts) {
    if (act.type === 'wait' && (act.unless || act.until || act === again)) {
      gate({ type: 'wait', lasts: lasting(act.slot, t, c), unless: turns(act.unless, t, c), until: turns(act.until, t, c) });
      if (act === again) from = plan.then.length;
    } else if (act.type === 'wait') {
      at += durationMs(lasting(act.slot, t, c));
    } else if (act.type === 'await') {
      gate({ type: 'await', triggers: turns(act.triggers, t, c), within: act.within && lasting(act.within, t, c) });
      if (act === again) from = plan.then.length;
    } else if (act.type === 'only') {
      gate({ type: 'only', guard: guardOf(act.condition, t, c) });
    } else if (act.type === 'repeat') {
      gate({
        type: 'repeat',
        from,
        gap: gapAfter(act.slot, Math.max(at, ...steps.map((s) => s.at)) - at, t, c),
        more: act.times === undefined ? undefined : repeats(act.times, c),
        until: turns(act.until, t, c),
      });
    } else if (act.type === 'tell') add(at, tell(act, t, c));
    else if (act.type === 'mode') {
      add(at, [{ type: 'set', params: { role: t.home('writes', 'mode'), capability: 'mode', value: act.mode } }]);
      plan.last = { name: `${capital(act.mode)} mode`, key: `mode_${act.mode}`, rest: act.mode === 'home' };
      plan.effect ??= plan.last;
      plan.writes.push(HOME);
    } else {
      const done = owned(setting(act, t, c, settings), t);
      // What flashes is let finish: its last turn would undo what it is told meanwhile.
      at = Math.max(at, ...done.devices.map((d) => flashing.get(d) ?? 0));
      add(at, done.actions);
      for (let n = 1; n <= (done.turns ?? 0); n++) add(at + n * 1000, done.actions);
      for (const d of done.devices) if (done.turns) flashing.set(d, at + (done.turns + 1) * 1000);
      plan.writes.push(...done.devices);
      plan.effect ??= done.effect;
      plan.last = act.for || act.until || done.turns ? undefined : done.effect;
      const lasts = act.for && lasting(act.for, t, c);
      if (act.until) {
        if (plan.until && JSON.stringify(plan.until.fired) !== JSON.stringify(turns(act.until, t, c)))
          throw new Refused({ kind: 'cannot', message: 'That lasts until two different things; say it in two requests.' });
        plan.until = { fired: turns(act.until, t, c), lasts, actions: [...(plan.until?.actions ?? []), ...done.undo] };
      } else if (lasts) add(at + durationMs(lasts), done.undo);
    }
  }
  for (const part of [plan, ...plan.then]) part.steps.sort((a, b) => a.at - b.at);
  for (const step of [plan, ...plan.then].flatMap((p) => p.steps)) contradiction(step.actions);
  return plan;
}

/** "All that again": then what was waited through counts as well. */
const ALL_OF_IT = /\ball (?:of (?:it|this|that)|this|that)\b|\bthe whole (?:thing|lot|show)\b/i;

/**
 * The wait behind which what is repeated begins: "10 minutes later tell me, and again every 5" waits ten minutes once. Undefined where
 * all is repeated: nothing was waited for, it was said so, or what was set before is set again ("red, 2 seconds later blue, and again").
 */
function againFrom(acts: readonly Act[], c: Context): Act | undefined {
  const end = acts.findIndex((a) => a.type === 'repeat');
  const at = acts.slice(0, Math.max(0, end)).findLastIndex((a) => a.type === 'wait' || a.type === 'await');
  if (at < 0 || ALL_OF_IT.test(c.marked.request)) return undefined;
  const set = (a: Act): string[] => (a.type === 'set' && a.set.word !== 'flash' ? [JSON.stringify(a.ref)] : []);
  const before = acts.slice(0, at).flatMap(set);
  return acts
    .slice(at, end)
    .flatMap(set)
    .some((ref) => before.includes(ref))
    ? undefined
    : acts[at];
}

/** Whether a device is as this flow set it is noted where a condition asks for it. */
function owned(done: Done, t: Tables): Done {
  const noted = (actions: Action[], value: number): Action[] =>
    actions.flatMap((a): Action[] => {
      const variable = 'role' in a.params && a.type !== 'capture' ? t.oursOf(a.params.role) : undefined;
      return variable ? [a, { type: 'assign', params: { variable, value } }] : [a];
    });
  return { ...done, actions: noted(done.actions, done.effect.rest ? 0 : 1), undo: noted(done.undo, 0) };
}

function lasting(letter: string, t: Tables, c: Context): string {
  const lasts = isoDuration(durationMs(durationOf(letter, c)));
  t.thread(letter, `delays.${t.delay(lasts)}.for`);
  return lasts;
}

/** From the end of a round to the next, which begin a gap apart; what is over in a moment counts as nothing. @param takes milliseconds of a round */
function gapAfter(letter: string, takes: number, t: Tables, c: Context): string {
  if (takes <= FLASHING) return lasting(letter, t, c);
  const rest = durationMs(durationOf(letter, c)) - takes;
  if (rest <= 0) throw new Refused({ kind: 'cannot', message: 'That would begin again before it is over; say how long it shall pause.' });
  return isoDuration(rest);
}

/** Turns that end a wait. */
function turns(triggers: readonly Trigger[] | undefined, t: Tables, c: Context): Fired[] {
  return (triggers ?? []).map((x) => triggerOf(x, t, c));
}

/** "Three more times" are three; "three times in all" and "three messages at most" are two more than the first. */
function repeats(letter: string, c: Context): number {
  const { number, text, start, end } = slotOf(letter, c);
  const said = number?.value ?? 1;
  const inAll = /^\s*(?:messages?|notes?|notifications?|reminders?|warnings?|alerts?|texts?|pings?)\b/i.test(c.marked.request.slice(end));
  const more = /more/i.test(text) || (!inAll && /\b(?:repeat|again|another)\b[^.;]*$/i.test(c.marked.request.slice(0, start)));
  const times = more ? said : said - 1;
  if (times < 1 || times > MOST_REPEATS)
    throw new Refused({ kind: 'cannot', message: `Something can be repeated up to ${MOST_REPEATS} times, or until something happens.` });
  return times;
}

/** Told two things at once, a device could only do the last; which was meant, only the person knows. @throws Refused */
export function contradiction(actions: readonly Action[]): void {
  const set = new Map<string, Value>();
  for (const a of actions) {
    if (a.type !== 'set') continue;
    const { role, capability, value } = a.params;
    const before = set.get(`${role}.${capability}`);
    if (before !== undefined && before !== value) {
      const [one, other] = [before, value].map((v) => valueWords(capability, v));
      throw new Refused({ kind: 'ask', question: `Is it ${one} or ${other}? Both at once cannot be.`, answers: [] });
    }
    set.set(`${role}.${capability}`, value);
  }
}

const isWaiting = (a: Act): boolean => a.type === 'wait' || a.type === 'await' || a.type === 'only';
const isGate = (a: Act): boolean =>
  a.type === 'await' || a.type === 'only' || a.type === 'repeat' || (a.type === 'wait' && (a.unless ?? a.until) !== undefined);

/**
 * A list of acts → lists that each wait for one thing at a time. What lasts until something, or for a while beyond a later wait, runs
 * beside the rest: it becomes a list of its own, with the waits that stood before it.
 */
export function apart(acts: readonly Act[]): Act[][] {
  const main: Act[] = [];
  const beside: Act[][] = [];
  const waits: Act[] = [];
  const lasting = acts.filter((a) => a.type === 'set' && a.until);
  const alike = new Set(lasting.map((a) => JSON.stringify(a.type === 'set' && a.until))).size <= 1;
  for (const [i, act] of acts.entries()) {
    if (isWaiting(act)) waits.push(act);
    const later = acts.slice(i + 1);
    const own =
      act.type === 'set' &&
      ((act.until && (!alike || later.some((a) => isWaiting(a) || isGate(a)))) || (act.for && later.some((a) => isGate(a) && a.type !== 'repeat')));
    if (own) beside.push([...waits, act]);
    else main.push(act);
  }
  return main.some((a) => !isWaiting(a)) ? [main, ...beside] : beside;
}
