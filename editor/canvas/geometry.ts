/** Lines and doors of an arrow: pure. Sizes in px (tokens of the look: door 26, corner 10, head 10 × 8). */
import type { Box, Point } from './layout';

const DOOR = 26;
const CORNER = 10;
const HEAD = { length: 10, half: 4 } as const;

interface Heading {
  x: number;
  y: number;
}

/** Unit vector from a to b, along the axes. */
export function heading(a: Point, b: Point): Heading {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  return Math.abs(dx) >= Math.abs(dy) ? { x: Math.sign(dx) || 1, y: 0 } : { x: 0, y: Math.sign(dy) || 1 };
}

export const along = (p: Point, h: Heading, distance: number): Point => ({ x: p.x + h.x * distance, y: p.y + h.y * distance });

/** An SVG path through the points with rounded corners. */
export function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((p, i) => {
    const next = rest[i + 1];
    const before = i === 0 ? first : (rest[i - 1] ?? first);
    if (!next) path += `L${p.x} ${p.y}`;
    else {
      const r = Math.min(CORNER, distance(before, p) / 2, distance(p, next) / 2);
      const a = along(p, heading(p, before), r);
      const b = along(p, heading(p, next), r);
      path += `L${a.x} ${a.y}Q${p.x} ${p.y} ${b.x} ${b.y}`;
    }
  });
  return path;
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export function head(tip: Point, h: Heading): string {
  const back = along(tip, h, -HEAD.length);
  const side = { x: -h.y, y: h.x };
  const [l, r] = [along(back, side, HEAD.half), along(back, side, -HEAD.half)];
  return `M${tip.x} ${tip.y}L${l.x} ${l.y}L${r.x} ${r.y}Z`;
}

/** Gap and jambs of a door in a wall that `h` crosses. */
export function gap(at: Point, h: Heading): { gap: string; jambs: string } {
  const side = { x: -h.y, y: h.x };
  const [a, b] = [along(at, side, DOOR / 2), along(at, side, -DOOR / 2)];
  const jamb = (p: Point): string => {
    const [out, into] = [along(p, h, 4.5), along(p, h, -4.5)];
    return `M${out.x} ${out.y}L${into.x} ${into.y}`;
  };
  return { gap: `M${a.x} ${a.y}L${b.x} ${b.y}`, jambs: jamb(a) + jamb(b) };
}

/** The leaf of a door that stands open outwards, and the quarter circle it swung through. */
export function leaf(at: Point, h: Heading): { leaf: string; swing: string } {
  const side = { x: -h.y, y: h.x };
  const hinge = along(at, side, -DOOR / 2);
  const open = along(hinge, h, DOOR);
  const shut = along(at, side, DOOR / 2);
  const sweep = h.x * side.y - h.y * side.x > 0 ? 1 : 0;
  return { leaf: `M${hinge.x} ${hinge.y}L${open.x} ${open.y}`, swing: `M${open.x} ${open.y}A${DOOR} ${DOOR} 0 0 ${sweep} ${shut.x} ${shut.y}` };
}

/** Light that falls through an open door: 40 deep, flaring by 12 on each side. */
export function spill(at: Point, h: Heading): string {
  const side = { x: -h.y, y: h.x };
  const far = along(at, h, 40);
  const corners = [along(at, side, DOOR / 2), along(far, side, DOOR / 2 + 12), along(far, side, -DOOR / 2 - 12), along(at, side, -DOOR / 2)];
  return `M${corners.map((p) => `${p.x} ${p.y}`).join('L')}Z`;
}

/** A point on the line, this far from its start. */
export function pointAt(points: readonly Point[], from: number): Point {
  let left = from;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i] as Point, points[i + 1] as Point];
    const length = distance(a, b);
    if (left <= length) return along(a, heading(a, b), left);
    left -= length;
  }
  return points.at(-1) ?? { x: 0, y: 0 };
}

export const lengthOf = (points: readonly Point[]): number => points.slice(1).reduce((sum, p, i) => sum + distance(points[i] as Point, p), 0);

/** Whether the upright stretch of a line that is nearest to a box beside it lies on the box's right. */
export function liesLeft(box: Box, points: readonly Point[]): boolean {
  const middle = box.y + box.height / 2;
  const upright = points.slice(1).flatMap((b, i) => {
    const a = points[i] as Point;
    return Math.abs(a.x - b.x) < 1 && Math.min(a.y, b.y) <= middle && middle <= Math.max(a.y, b.y) ? [a.x] : [];
  });
  const gap = (x: number): number => Math.min(Math.abs(x - box.x), Math.abs(x - box.x - box.width));
  const nearest = upright.sort((a, b) => gap(a) - gap(b))[0];
  return nearest !== undefined && nearest >= box.x + box.width / 2;
}

/** An orthogonal way between two rooms that a person has moved: from the facing walls, bent once in the middle. */
export function between(a: Box, b: Box, nth: number): Point[] {
  const shift = nth * 34;
  const [ac, bc] = [centre(a), centre(b)];
  if (a.x + a.width + 24 <= b.x || b.x + b.width + 24 <= a.x) {
    const right = a.x < b.x;
    const start = { x: right ? a.x + a.width : a.x, y: clamp(ac.y + shift, a.y + 16, a.y + a.height - 16) };
    const end = { x: right ? b.x : b.x + b.width, y: clamp(bc.y + shift, b.y + 16, b.y + b.height - 16) };
    const middle = (start.x + end.x) / 2;
    return straight([start, { x: middle, y: start.y }, { x: middle, y: end.y }, end]);
  }
  const down = ac.y < bc.y;
  const start = { x: clamp(ac.x + shift, a.x + 16, a.x + a.width - 16), y: down ? a.y + a.height : a.y };
  const end = { x: clamp(bc.x + shift, b.x + 16, b.x + b.width - 16), y: down ? b.y : b.y + b.height };
  const middle = (start.y + end.y) / 2;
  return straight([start, { x: start.x, y: middle }, { x: end.x, y: middle }, end]);
}

/** Out through the right wall and back through the lower one. */
export function loop(a: Box): Point[] {
  const [x, y] = [a.x + a.width, a.y + a.height];
  return [
    { x, y: y - 28 },
    { x: x + 36, y: y - 28 },
    { x: x + 36, y: y + 36 },
    { x: x - 40, y: y + 36 },
    { x: x - 40, y },
  ];
}

const centre = (b: Box): Point => ({ x: b.x + b.width / 2, y: b.y + b.height / 2 });
const clamp = (v: number, min: number, max: number): number => Math.max(min, Math.min(max, v));
const straight = (points: Point[]): Point[] => points.filter((p, i) => i === 0 || distance(p, points[i - 1] as Point) > 0.5);
