import type { Point } from './layout';

/** Where a person has put rooms, by flow name; kept in this browser and never in the flow file. */
const KEY = 'sayso positions ';

export function loadPositions(name: string): Record<string, Point> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + name) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const isPoint = (p: unknown): p is Point => typeof p === 'object' && p !== null && 'x' in p && 'y' in p && Number.isFinite(p.x) && Number.isFinite(p.y);
    return Object.fromEntries(Object.entries(stored).filter((e): e is [string, Point] => isPoint(e[1])));
  } catch {
    return {};
  }
}

export function savePositions(name: string, positions: Readonly<Record<string, Point>>): void {
  try {
    if (Object.keys(positions).length === 0) localStorage.removeItem(KEY + name);
    else localStorage.setItem(KEY + name, JSON.stringify(positions));
  } catch {
    // A full or forbidden store loses positions, nothing else.
  }
}
