import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type DeviceState, type Home, homeSchema } from '../../flows/home';
import type { Millis } from '../../flows/time';
import { fromCaller } from '../config';
import { homeOf, readHome, refuseInput } from './output';
import { eventOf, timeOf } from './playing';

/** A line of the file that `sayso try` reads, a format that other programs write; what else a line holds is not looked at. */
const caseSchema = z.object({
  id: z.union([z.string(), z.number()]),
  request: z.string(),
  after: z.array(z.string()).optional(),
  home: z.union([z.string(), z.looseObject({})]).optional(),
  state: homeSchema.shape.state,
  now: z.string().optional(),
  events: z.array(z.unknown()).optional(),
  until: z.string().optional(),
});

export interface Case {
  id: string | number;
  /** The earlier requests that the last one follows, and it. */
  requests: string[];
  home: Home;
  state: DeviceState[];
  now: Millis;
  events: ReturnType<typeof eventOf>[];
  until: Millis;
}

/** Where nothing says how long: a day. */
const DAY = 86_400_000;

/** A reader of case lines; homes named by several are read once. @param home for cases that bring none */
export function caseReader(file: string, home: Home | undefined): (value: unknown, number: number) => Case {
  const homes = new Map<string, Home>();
  const homeAt = (path: string): Home => {
    const full = resolve(dirname(fromCaller(file)), path);
    const known = homes.get(full) ?? readHome(full);
    homes.set(full, known);
    return known;
  };
  return (value, number) => {
    const where = `${file}, line ${number}`;
    const parsed = caseSchema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refuseInput(`${where} is no case: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`);
    }
    const c = parsed.data;
    const own = typeof c.home === 'string' ? homeAt(c.home) : c.home ? homeOf(c.home, where) : home;
    if (!own) return refuseInput(`${where} brings no home.`, 'Name one with --home.');
    const events = (c.events ?? []).map((e) => eventOf(e, own, where));
    const times = events.map((e) => e.time);
    const first = times.length > 0 ? Math.min(...times) : Date.now();
    const now = c.now === undefined ? first : timeOf(c.now, own, where);
    const last = times.length > 0 ? Math.max(now, ...times) : now + DAY;
    return {
      id: c.id,
      requests: [...(c.after ?? []), c.request],
      home: own,
      state: c.state ?? [],
      now,
      events,
      until: c.until === undefined ? last : timeOf(c.until, own, where),
    };
  };
}
