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

/** Guards without nesting. `event` rows look at the event that is being handled, the others at the readings and the clock. */
export const GUARDS = {
  /** The reading of the event turned from not fulfilling the comparison to fulfilling it. */
  becomes: { event: true, params: z.strictObject(test) },
  /** The reading of the event turned from fulfilling the comparison to not fulfilling it. */
  stops: { event: true, params: z.strictObject(test) },
  /** The reading of the event differs from the one before. */
  changes: { event: true, params: z.strictObject({ role, capability }) },
  is: { event: false, params: z.strictObject(test) },
  /** Local time in [from, to), over midnight where `from` is later than `to`. */
  between: { event: false, params: z.strictObject({ from: clockTime, to: clockTime }) },
  days: { event: false, params: z.strictObject({ days }) },
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
  message: { params: z.strictObject({ role, text: z.string().min(1).max(500) }) },
} as const;

export type Action = { [K in keyof typeof ACTIONS]: { type: K; params: z.infer<(typeof ACTIONS)[K]['params']> } }[keyof typeof ACTIONS];
export const actionSchema = z.discriminatedUnion(
  'type',
  (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).map((type) => z.strictObject({ type: z.literal(type), params: ACTIONS[type].params })) as unknown as [
    z.ZodObject<{ type: z.ZodLiteral<'set'> }>,
  ],
) as unknown as z.ZodType<Action>;
