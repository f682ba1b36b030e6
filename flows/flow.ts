import { z } from 'zod';
import { CAPABILITY_NAMES, type Capability } from './capability';
import { deviceId } from './ids';
import { type Action, actionSchema, clockOrSun, clockTime, dateRange, days, duration, type Guard, guardSchema } from './operators';

/** The flow file, `*.flow.json` (SPEC 1). The chart inside is an XState v5 machine config. */
export const FORMAT = 'sayso/flow/1';
export const LIMITS = { bytes: 256_000, depth: 8, states: 200, transitions: 1000, regions: 16, roles: 60 } as const;

/** Names of states, roles and tables: they become keys, events and ids in XState, so nothing else is allowed (SPEC 1.4). */
const SAFE = /^[A-Za-z0-9_-]{1,64}$/;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf']);
export const safeName = z.string().refine((s) => SAFE.test(s) && !FORBIDDEN.has(s), 'is no safe name: 1 to 64 letters, digits, - or _');
const table = <T extends z.ZodType>(of: T) => z.record(safeName, of);
const text = z.string().max(2000);
const capability = z.enum(CAPABILITY_NAMES as [Capability, ...Capability[]]);

const signedDuration = z.string().regex(/^-P(?=.)(\d{1,3}D)?(T(?=.)(\d{1,4}H)?(\d{1,5}M)?(\d{1,6}(\.\d{1,3})?S)?)?$/, 'is no time such as PT30M or -PT30M');
/** A local date and time that exists in the calendar. */
function isLocalTime(text: string): boolean {
  const parts = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.exec(text);
  const date = parts && new Date(`${parts[1]}T00:00:00Z`);
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(parts?.[1] ?? '?');
}

/** A group stays a description, so that it follows the home; `devices` lists members one by one. */
const groupSchema = z.strictObject({
  kind: z.string().optional(),
  room: z.string().optional(),
  floor: z.string().optional(),
  devices: z.array(z.string().transform(deviceId)).max(500).optional(),
  except: z.array(z.string().transform(deviceId)).max(500).optional(),
});
/** One device, or a group of which any, all or each member counts (SPEC 2.2). */
const bindingSchema = z.union([
  z.strictObject({ one: z.string().transform(deviceId) }),
  z.strictObject({ any: groupSchema }),
  z.strictObject({ all: groupSchema }),
  z.strictObject({ each: groupSchema }),
]);
const roleSchema = z.strictObject({
  /** What the role is called in the reading while no device is bound. */
  name: z.string().min(1).max(200),
  kind: z.string().min(1).max(100),
  reads: z.array(capability).optional(),
  writes: z.array(capability).optional(),
  bind: bindingSchema.optional(),
});

export const roleTable = table(roleSchema);

/** Which local dates a schedule keeps to: all of these must hold. `monthDays`: 1 to 31, -1 is the last of the month. */
const calendar = {
  days: days.optional(),
  dates: dateRange.optional(),
  monthDays: z
    .array(z.union([z.number().int().min(1).max(31), z.literal(-1)]))
    .min(1)
    .max(31)
    .optional(),
};
const missed = z.enum(['skip', 'run']).optional();
const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time'), at: clockTime, ...calendar, missed }),
  /** `offset` is a duration after, with a leading minus before. */
  z.strictObject({
    kind: z.literal('sun'),
    event: z.enum(['sunrise', 'sunset']),
    offset: z.union([duration, signedDuration]).optional(),
    ...calendar,
    notBefore: clockTime.optional(),
    notAfter: clockTime.optional(),
    missed,
  }),
  z.strictObject({ kind: z.literal('every'), period: duration, missed }),
  z.strictObject({ kind: z.literal('once'), at: z.string().refine(isLocalTime, 'is no local time such as 2026-12-24T18:00'), missed }),
]);
/** A delay runs for a duration or until the next such local time. `late`: what a restart after the deadline does (SPEC 5.3). */
const delaySchema = z.union([
  z.strictObject({ for: duration, late: z.enum(['run', 'skip']).optional() }),
  z.strictObject({ until: clockOrSun, late: z.enum(['run', 'skip']).optional() }),
  /** As long as a number of `variables` says, in this unit, when the state is entered. */
  z.strictObject({ number: safeName, unit: z.enum(['seconds', 'minutes', 'hours']), late: z.enum(['run', 'skip']).optional() }),
]);
const bounded = z.number().min(-1e9).max(1e9);
/** Everything that a flow remembers, typed and bounded: settings of devices, numbers, moments (SPEC 4.5). */
const variableSchema = z.union([
  z.strictObject({ type: z.literal('captured') }),
  z
    .strictObject({ type: z.literal('number'), min: bounded, max: bounded, initial: bounded })
    .refine((v) => v.min <= v.initial && v.initial <= v.max, 'starts outside of its bounds'),
  z.strictObject({ type: z.literal('moment') }),
]);

/** A transition ends at a sibling (`lit`), a child (`.lit`) or by full path (`#flow.lamp.lit`); without a target it stays. */
const target = z.string().regex(/^(#flow)?\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'is no target such as lit, .lit or #flow.lamp.lit');
const transitionSchema = z.strictObject({
  target: target.optional(),
  guard: guardSchema.optional(),
  actions: z.array(actionSchema).max(50).optional(),
  reenter: z.boolean().optional(),
  description: text.optional(),
});
const transitions = z.array(transitionSchema).min(1).max(50);
/** `role.capability` for a reading, `schedule.name` for a schedule. */
export const eventName = z.string().regex(/^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/, 'is no event such as motion.occupancy or schedule.evening');

export interface StateNode {
  description?: string | undefined;
  type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history' | undefined;
  initial?: string | undefined;
  history?: 'shallow' | 'deep' | undefined;
  target?: string | undefined;
  states?: Record<string, StateNode> | undefined;
  on?: Record<string, Transition[]> | undefined;
  after?: Record<string, Transition[]> | undefined;
  always?: Transition[] | undefined;
  onDone?: Transition[] | undefined;
  entry?: Action[] | undefined;
  exit?: Action[] | undefined;
}

const stateFields = {
  description: text.optional(),
  type: z.enum(['atomic', 'compound', 'parallel', 'final', 'history']).optional(),
  initial: safeName.optional(),
  history: z.enum(['shallow', 'deep']).optional(),
  target: target.optional(),
  on: z.record(eventName, transitions).optional(),
  after: table(transitions).optional(),
  always: transitions.optional(),
  onDone: transitions.optional(),
  entry: z.array(actionSchema).max(50).optional(),
  exit: z.array(actionSchema).max(50).optional(),
};
const stateSchema: z.ZodType<StateNode> = z.lazy(() =>
  z.strictObject({ ...stateFields, states: table(stateSchema).optional() }),
) as unknown as z.ZodType<StateNode>;
const chartSchema = z.strictObject({ ...stateFields, id: z.literal('flow'), states: table(stateSchema).optional() });

/** An event of a rehearsal or a case: `at` is local time at the home. */
export const eventSchema = z.strictObject({ at: z.string(), device: z.string().transform(deviceId), capability, value: z.union([z.string(), z.number()]) });
const rehearsalSchema = z.strictObject({
  name: z.string(),
  from: z.string(),
  until: z.string(),
  /** Devices here are roles, so that a rehearsal travels with the file. */
  events: z.array(z.strictObject({ at: z.string(), role: z.string(), capability, value: z.union([z.string(), z.number()]) })),
  expect: z.array(z.strictObject({ at: z.string(), role: z.string(), capability, value: z.union([z.string(), z.number()]) })),
});

export const flowSchema = z.strictObject({
  format: z.literal(FORMAT),
  name: z.string().min(1).max(200),
  request: z.string().max(4000).optional(),
  uses: roleTable,
  schedules: table(scheduleSchema).optional(),
  delays: table(delaySchema).optional(),
  variables: table(variableSchema).optional(),
  chart: chartSchema,
  rehearsals: z.array(rehearsalSchema).max(50).optional(),
  notes: z.string().max(20_000).optional(),
});

export type Flow = z.infer<typeof flowSchema>;
export type Chart = Flow['chart'];
export type Role = z.infer<typeof roleSchema>;
export type Binding = z.infer<typeof bindingSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Schedule = z.infer<typeof scheduleSchema>;
export type Variable = z.infer<typeof variableSchema>;
export type Delay = z.infer<typeof delaySchema>;
export type Transition = {
  target?: string | undefined;
  guard?: Guard | undefined;
  actions?: Action[] | undefined;
  reenter?: boolean | undefined;
  description?: string | undefined;
};
export type HomeEvent = z.infer<typeof eventSchema>;
