import type { Tried } from './score';

export interface Row {
  group?: string | undefined;
  /** Why it is wrong; undefined where it is exactly as expected. */
  why: string | undefined;
  got: Tried;
  /** Asking or refusing was the only right thing. */
  refuse: boolean;
  kinds: string[];
}

export interface Figures {
  name: string;
  n: number;
  /** Percent of whole requests exactly as expected, with its 95 % interval (Wilson). */
  exact: number;
  low: number;
  high: number;
  kind: number;
  /** Percent of those to be refused that act; null where there are none. */
  falseAccept: number | null;
  /** Percent of those to be done that were asked about or refused. */
  asked: number | null;
  /** Percent that did something else than asked, without asking. */
  confidentWrong: number;
  p50Ms: number;
  p95Ms: number;
  groups?: Figures[];
}

const REFUSALS = new Set(['ask', 'unsupported']);
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10);

export function figuresOf(name: string, rows: readonly Row[]): Figures {
  const right = rows.filter((r) => r.why === undefined).length;
  const [low, high] = wilson(right, rows.length);
  const refuse = rows.filter((r) => r.refuse);
  const act = rows.filter((r) => !r.refuse);
  const ms = rows.map((r) => r.got.ms ?? 0).sort((a, b) => a - b);
  const at = (q: number): number => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))] ?? 0;
  const names = [...new Set(rows.flatMap((r) => r.group ?? []))].sort();
  return {
    name,
    n: rows.length,
    exact: percent(right, rows.length),
    low,
    high,
    kind: percent(rows.filter((r) => r.kinds.includes(r.got.kind)).length, rows.length),
    falseAccept: refuse.length === 0 ? null : percent(refuse.filter((r) => acted(r.got)).length, refuse.length),
    asked: act.length === 0 ? null : percent(act.filter((r) => REFUSALS.has(r.got.kind)).length, act.length),
    confidentWrong: percent(rows.filter((r) => r.why !== undefined && !REFUSALS.has(r.got.kind)).length, rows.length),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    ...(names.length > 1
      ? {
          groups: names.map((g) =>
            figuresOf(
              g,
              rows.filter((r) => r.group === g),
            ),
          ),
        }
      : {}),
  };
}

const acted = (got: Tried): boolean => ['automation', 'command', 'rule'].includes(got.kind);

/** 95 % interval of a share, in percent. */
function wilson(part: number, n: number): [number, number] {
  if (n === 0) return [0, 0];
  const z = 1.96;
  const p = part / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [percent((middle - half) / scale, 1), percent((middle + half) / scale, 1)];
}

const HEAD = ['set', 'n', 'exact %', '95 %', 'kind %', 'false accept %', 'asked %', 'wrong unasked %', 'p50 ms', 'p95 ms'];

export function table(sets: readonly Figures[]): string {
  const lines = sets.flatMap((s) => [s, ...(s.groups ?? []).map((g) => ({ ...g, name: `  ${g.name}` }))]);
  const rows = lines.map((f) =>
    [f.name, f.n, f.exact, `${f.low}–${f.high}`, f.kind, f.falseAccept ?? '–', f.asked ?? '–', f.confidentWrong, f.p50Ms, f.p95Ms].map(String),
  );
  const widths = HEAD.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i]?.length ?? 0)));
  return [HEAD, ...rows].map((r) => r.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')).join('\n');
}
