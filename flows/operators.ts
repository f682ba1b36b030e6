import { z } from 'zod';
import { CAPABILITY_NAMES, type Capability } from './capability';
import { DAYS } from './time';

/** The closed vocabularies of a chart: comparisons, guards, actions. Each table holds a row's params and what it says. */
const role = z.string();
const capability = z.enum(CAPABILITY_NAMES as [Capability, ...Capability[]]);
const value = z.union([z.string().max(500), z.number().min(-1e9).max(1e9)]);
/** Local time of day, `HH:MM`. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day such as 22:30');
/** An ISO 8601 duration of days, hours, minutes and seconds, at most 400 days. */
export const duration = z.string().regex(/^P(?=.)(\d{1,3}D)?(T(?=.)(\d{1,4}H)?(\d{1,5}M)?(\d{1,6}(\.\d{1,3})?S)?)?$/, 'is no duration such as PT5M');
export const days = z.array(z.enum(DAYS)).min(1).max(7);
/** A date of any year, `MM-DD`; 29 February is one. */
export const yearDay = z
  .string()
  .regex(/^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|[12]\d)$/, 'is no date such as 12-24');
/** From the first date to the last, both included, over New Year where `from` is later than `to`. */
export const dateRange = z.strictObject({ from: yearDay, to: yearDay });
/** Local time of day, or where the sun rises or sets on that day. */
export const clockOrSun = z.union([clockTime, z.enum(['sunrise', 'sunset'])]);

/** How a reading is compared. `words` stands between the noun and the value: "temperature above 25 °C". */
export const COMPARISONS = {
  equals: { words: 'is', rises: 'becomes' },
  above: { words: 'above', rises: 'rises above' },
  below: { words: 'below', rises: 'falls below' },
  atLeast: { words: 'at least', rises: 'reaches' },
  atMost: { words: 'at most', rises: 'falls to' },
} as const;
export type Comparison = keyof typeof COMPARISONS;
const comparison = z.enum(Object.keys(COMPARISONS) as [Comparison, ...Comparison[]]);

const test = { role, capability, is: comparison, value };
/** `whole`: the turn of the group taken together, not of each member: the first person comes home, the last one leaves. */
const turn = { ...test, whole: z.literal(true).optional() };
const variable = z.string();
const number = z.number().min(-1e9).max(1e9);

/** Guards without nesting. `event` rows look at the event that is being handled, the others at the readings and the clock. */
export const GUARDS = {
  /** The reading of the event turned from not fulfilling the comparison to fulfilling it. */
  becomes: { event: true, params: z.strictObject(turn) },
  /** The reading of the event turned from fulfilling the comparison to not fulfilling it. */
  stops: { event: true, params: z.strictObject(turn) },
  /** The reading of the event differs from the one before. */
  changes: { event: true, params: z.strictObject({ role, capability }) },
  is: { event: false, params: z.strictObject(test) },
  /** Local time in [from, to), over midnight where `from` is later than `to`. */
  between: { event: false, params: z.strictObject({ from: clockOrSun, to: clockOrSun }) },
  days: { event: false, params: z.strictObject({ days }) },
  /** The local date lies in the range, whatever the year. */
  dates: { event: false, params: dateRange },
  /** How many devices of the role fulfil the comparison: "at least two people are home". */
  many: { event: false, params: z.strictObject({ ...test, how: z.enum(['atLeast', 'atMost', 'exactly']), count: z.number().int().min(0).max(500) }) },
  /** A remembered number or a counter of this flow. */
  number: { event: false, params: z.strictObject({ variable, is: comparison, value: number }) },
  /** How long ago a moment was marked; of one never marked nothing is true. */
  elapsed: { event: false, params: z.strictObject({ since: variable, is: z.enum(['atLeast', 'below']), for: duration }) },
  /** Another flow of this home, by name, is in a state (its path, `lamp.lit`). */
  flow: { event: false, params: z.strictObject({ flow: z.string().min(1).max(200), state: z.string().min(1).max(300) }) },
} as const;

export type SimpleGuard = { [K in keyof typeof GUARDS]: { type: K; params: z.infer<(typeof GUARDS)[K]['params']> } }[keyof typeof GUARDS];
export type Guard = SimpleGuard | { type: 'all'; params: { of: Guard[] } } | { type: 'any'; params: { of: Guard[] } } | { type: 'not'; params: { of: Guard } };

const simple = (Object.keys(GUARDS) as (keyof typeof GUARDS)[]).map((type) => z.strictObject({ type: z.literal(type), params: GUARDS[type].params }));
export const guardSchema: z.ZodType<Guard> = z.lazy(() =>
  z.discriminatedUnion('type', [
    ...(simple as unknown as [z.ZodObject<{ type: z.ZodLiteral<'is'> }>]),
    z.strictObject({ type: z.literal('all'), params: z.strictObject({ of: z.array(guardSchema).min(1).max(16) }) }),
    z.strictObject({ type: z.literal('any'), params: z.strictObject({ of: z.array(guardSchema).min(1).max(16) }) }),
    z.strictObject({ type: z.literal('not'), params: z.strictObject({ of: guardSchema }) }),
  ]),
) as unknown as z.ZodType<Guard>;

/** What a message may say besides fixed text: closed slots, filled when it is decided. No templates. */
export const messagePart = z.union([
  z.strictObject({ text: z.string().min(1).max(500) }),
  /** What a device reports, with its unit; of a group the first one's. */
  z.strictObject({ reading: z.strictObject({ role, capability }) }),
  /** The names of the role's devices; with a comparison, of those that fulfil it: "which windows are open". */
  z.strictObject({ names: z.union([z.strictObject({ role }), z.strictObject(test)]) }),
  z.strictObject({ number: variable }),
  /** Local time of day, `HH:MM`. */
  z.strictObject({ time: z.literal('now') }),
]);
export type MessagePart = z.infer<typeof messagePart>;

export const ACTIONS = {
  /** Set a capability of the role's device or devices to a value. */
  set: { params: z.strictObject({ role, capability, value }) },
  /** Change a number by an amount, or by a factor; resolved to an absolute value when decided, inside the device's range. */
  adjust: { params: z.strictObject({ role, capability, by: z.number().min(-10000).max(10000).optional(), times: z.number().min(0).max(10).optional() }) },
  /** Turn on what is off and off what is on (or: the other of two values); resolved when decided. */
  toggle: { params: z.strictObject({ role, capability }) },
  /** Remember what the devices of the role report, under a name of `variables`. */
  capture: { params: z.strictObject({ role, capability, as: z.string() }) },
  /** Set the devices of the role to what was remembered; nothing where nothing was. */
  restore: { params: z.strictObject({ role, capability, from: z.string() }) },
  /** Send a text to a notifier or speaker. */
  message: { params: z.strictObject({ role, text: z.string().min(1).max(500), more: z.array(messagePart).min(1).max(20).optional() }) },
  /** Add to a number of `variables`; it stays inside its bounds. */
  count: { params: z.strictObject({ variable, by: number }) },
  /** Set a number of `variables`. */
  assign: { params: z.strictObject({ variable, value: number }) },
  /** Keep what a device reports now as a number of `variables`; nothing where it reports none. */
  keep: { params: z.strictObject({ role, capability, variable }) },
  /** Set a capability to a number of `variables`, inside the device's range. */
  recall: { params: z.strictObject({ role, capability, variable }) },
  /** Note the present moment in `variables`, for `elapsed`. */
  mark: { params: z.strictObject({ variable }) },
} as const;

export type Action = { [K in keyof typeof ACTIONS]: { type: K; params: z.infer<(typeof ACTIONS)[K]['params']> } }[keyof typeof ACTIONS];
export const actionSchema = z.discriminatedUnion(
  'type',
  (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).map((type) => z.strictObject({ type: z.literal(type), params: ACTIONS[type].params })) as unknown as [
    z.ZodObject<{ type: z.ZodLiteral<'set'> }>,
  ],
) as unknown as z.ZodType<Action>;
