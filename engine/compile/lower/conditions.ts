import { capabilityRow } from '../../../flows/capability';
import type { Guard } from '../../../flows/operators';
import type { Chain, Condition, Ref, Said, Trigger } from '../notation/ast';
import { type Context, Refused, resolveRef } from '../resolve';
import type { Tables } from './roles';
import { durationOf, slotOf, valueOf } from './values';

/** A trigger ready for the chart: its event and the guard on that event; `back` is when a reading's trigger is over. */
export interface Fired {
  event: string;
  guard?: Guard;
  back?: Guard;
  /** A reading must stay so for this duration; the letter it came from. */
  lasts?: string;
  /** What must have happened before, once for each time, and within which duration this must then follow. */
  first?: Fired;
  within?: string | undefined;
  letter?: string | undefined;
}

const THRESHOLD = { running: 10, done: 5, settle: 'PT3M' } as const;
export const FINISHED = THRESHOLD;

interface Test {
  role: string;
  event: string;
  params: Extract<Guard, { type: 'is' }>['params'];
}

/** A reading and what is said of it → role and comparison. @throws Refused */
export function testOf(ref: Ref, said: Said, t: Tables, c: Context): Test {
  const of = resolveRef(ref, said.word, 'read', c);
  const role = t.role(of, 'reads');
  t.thread(ref.letter, `uses.${role}`);
  const event = `${role}.${of.capability}`;
  if (said.test === undefined) return { role, event, params: { role, capability: of.capability, is: 'equals', value: of.value ?? 'on' } };
  if (said.slot === undefined) throw new Refused({ kind: 'ask', question: `Above or below which ${capabilityRow(of.capability).noun}?`, answers: [] });
  const is = said.test === 'above' || said.test === 'below' ? said.test : 'equals';
  return { role, event, params: { role, capability: of.capability, is, value: valueOf(said.slot, of, c, 'compare') } };
}

/** A trigger that must come after another one. */
export function chainOf(chain: Chain, t: Tables, c: Context): Fired {
  const fired = triggerOf(chain, t, c);
  if (!chain.first) return fired;
  if (fired.first) return fired;
  return { ...fired, first: triggerOf(chain.first, t, c), within: chain.within && durationOf(chain.within, c) };
}

export function triggerOf(trigger: Trigger, t: Tables, c: Context): Fired {
  switch (trigger.type) {
    case 'reading':
      return readingTrigger(trigger, t, c);
    case 'at': {
      const slot = slotOf(trigger.slot, c);
      const at = slot.time ?? '00:00';
      const name = t.schedule(at.includes('T') ? { kind: 'once', at } : { kind: 'time', at });
      t.thread(trigger.slot, `schedules.${name}`);
      return { event: `schedule.${name}`, letter: trigger.slot };
    }
    case 'sun': {
      const offset = trigger.offset && `${trigger.offset.sign === 'minus' ? '-' : ''}${durationOf(trigger.offset.slot, c)}`;
      const name = t.schedule({ kind: 'sun', event: trigger.event, ...(offset ? { offset } : {}) });
      if (trigger.offset) t.thread(trigger.offset.slot, `schedules.${name}.offset`);
      return { event: `schedule.${name}` };
    }
    case 'every': {
      const name = t.schedule({ kind: 'every', period: durationOf(trigger.slot, c) });
      t.thread(trigger.slot, `schedules.${name}.period`);
      return { event: `schedule.${name}` };
    }
    case 'mode': {
      const params = { role: t.home('reads', 'mode'), capability: 'mode' as const, is: 'equals' as const, value: trigger.mode };
      const [guard, back]: [Guard, Guard] = [
        { type: 'becomes', params },
        { type: 'stops', params },
      ];
      return trigger.leaves ? { event: `${params.role}.mode`, guard: back, back: guard } : { event: `${params.role}.mode`, guard, back };
    }
  }
}

function readingTrigger(trigger: Extract<Trigger, { type: 'reading' }>, t: Tables, c: Context): Fired {
  const { ref, said } = trigger;
  if (said.word === 'finished') {
    const phased = finishedByDraw(ref, t, c);
    if (phased) return phased;
  }
  if (said.test === 'up' || said.test === 'down') {
    const of = resolveRef(ref, said.word, 'read', c);
    const role = t.role(of, 'reads');
    return { event: `${role}.${of.capability}`, guard: { type: 'changes', params: { role, capability: of.capability } } };
  }
  const test = testOf(ref, said, t, c);
  // "The first one home": the turn of all of them together, not of each.
  const whole = ref.quantifier === 'any' && /\bfirst\b/i.test(c.marked.request) ? ({ whole: true } as const) : {};
  const lasts = trigger.for && durationOf(trigger.for, c);
  return {
    event: test.event,
    guard: { type: 'becomes', params: { ...test.params, ...whole } },
    back: { type: 'stops', params: { ...test.params, ...whole } },
    ...(lasts ? { lasts, letter: trigger.for } : {}),
  };
}

/** A machine that only tells its power draw has finished when it drew power and then hardly any for a while. */
function finishedByDraw(ref: Ref, t: Tables, c: Context): Fired | undefined {
  try {
    resolveRef(ref, 'finished', 'read', c);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    const of = resolveRef(ref, 'draw', 'read', c);
    const role = t.role(of, 'reads');
    t.thread(ref.letter, `uses.${role}`);
    const running: Guard = { type: 'becomes', params: { role, capability: 'activePower', is: 'above', value: THRESHOLD.running } };
    return {
      event: `${role}.activePower`,
      first: { event: `${role}.activePower`, guard: running },
      lasts: THRESHOLD.settle,
      guard: { type: 'becomes', params: { role, capability: 'activePower', is: 'below', value: THRESHOLD.done } },
      back: running,
    };
  }
}

export function guardOf(condition: Condition, t: Tables, c: Context): Guard {
  switch (condition.type) {
    case 'and':
      return { type: 'all', params: { of: condition.of.map((g) => guardOf(g, t, c)) } };
    case 'or':
      return { type: 'any', params: { of: condition.of.map((g) => guardOf(g, t, c)) } };
    case 'not':
      return { type: 'not', params: { of: guardOf(condition.of, t, c) } };
    case 'reading': {
      const { event, params } = testOf(condition.ref, condition.said, t, c);
      const holds: Guard = { type: 'is', params };
      if (!condition.for) return holds;
      return { type: 'all', params: { of: [holds, t.since(event, params, durationOf(condition.for, c))] } };
    }
    case 'ours': {
      const of = resolveRef(condition.ref, 'on', 'write', c);
      return { type: 'number', params: { variable: t.ours(of), is: 'equals', value: 1 } };
    }
    case 'after':
    case 'before': {
      const at = clockOf(condition.slot, c);
      return { type: 'between', params: condition.type === 'after' ? { from: at, to: '00:00' } : { from: '00:00', to: at } };
    }
    case 'between':
      return { type: 'between', params: { from: clockOf(condition.from, c), to: clockOf(condition.to, c) } };
    case 'days':
      return { type: 'days', params: { days: slotOf(condition.slot, c).days ?? ['mon'] } };
    case 'dark':
      return { type: 'is', params: { role: t.home('reads', 'sun'), capability: 'sun', is: 'equals', value: 'down' } };
    case 'mode':
      return { type: 'is', params: { role: t.home('reads', 'mode'), capability: 'mode', is: 'equals', value: condition.mode } };
  }
}

const clockOf = (letter: string, c: Context): string => (slotOf(letter, c).time ?? '00:00').slice(-5);

/** Both, flat where possible. */
export function both(...guards: (Guard | undefined)[]): Guard | undefined {
  const all = guards.flatMap((g) => (g === undefined ? [] : g.type === 'all' ? g.params.of : [g]));
  return all.length > 1 ? { type: 'all', params: { of: all } } : all[0];
}
