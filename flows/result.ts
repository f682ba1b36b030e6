import type { Problem } from './problem';

/** Expected failure is a value: callers must look before they use. Exceptions are left for faults of our own. */
export type Result<T, E = Problem[]> = { ok: true; value: T } | { ok: false; problems: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const fail = <E>(problems: E): { ok: false; problems: E } => ({ ok: false, problems });
