import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who may talk to this engine: a browser that once opened the printed address. The secret is made on first start and kept in the
 * data folder, readable by its owner alone; the cookie is derived from it, so that the secret itself never lies in a browser.
 */
export interface Session {
  /** What the printed address carries. */
  readonly key: string;
  /** Takes the key of an address; `wait` after too many wrong ones. */
  signIn(key: string, now: number): 'yes' | 'no' | 'wait';
  /** Whether a `Cookie` header holds this session's. */
  holds(header: string | undefined, port: number): boolean;
  /** The `Set-Cookie` header. Cookies are shared between ports, so the port is in its name. */
  cookie(port: number): string;
}

const SECRET_FILE = 'session.key';
const TRIES = { wrong: 10, per: 60_000 } as const;
const YEAR_SECONDS = 31_536_000;

export function openSession(data: string): Session {
  const key = secretOf(join(data, SECRET_FILE));
  const token = createHmac('sha256', key).update('sayso cookie').digest('base64url');
  let wrong: number[] = [];
  return {
    key,
    signIn: (given, now) => {
      wrong = wrong.filter((at) => at > now - TRIES.per);
      if (wrong.length >= TRIES.wrong) return 'wait';
      if (same(given, key)) return 'yes';
      wrong.push(now);
      return 'no';
    },
    holds: (header, port) => (header ?? '').split(/; */).some((pair) => same(pair, `${nameOf(port)}=${token}`)),
    cookie: (port) => `${nameOf(port)}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${YEAR_SECONDS}`,
  };
}

const nameOf = (port: number): string => `sayso-${port}`;

function secretOf(path: string): string {
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept.length >= 32) return kept;
  }
  const made = randomBytes(32).toString('base64url');
  writeFileSync(path, `${made}\n`, { mode: 0o600 });
  return made;
}

/** In a time that does not tell how much of it is right. */
function same(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHmac('sha256', 'compare').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
