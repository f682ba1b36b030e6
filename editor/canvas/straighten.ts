/** Takes small steps out of arrows by moving the door they start or end at along its wall. Pure; coordinates absolute, in px. */
import { distance, heading } from './geometry';
import type { Box, Point } from './layout';

interface Line {
  from: string;
  to: string;
  points: Point[];
}

/** Steps up to this are taken out; a larger one is a turn that a reader expects. */
const STEP = 24;
/** What a door keeps from the corner of its room and from the next door. */
const CORNER = 18;
const APART = 31;

/** The same lines without small steps beside their rooms. @param boxes the rooms by id */
export function straightened<T extends Line>(lines: readonly T[], boxes: Readonly<Record<string, Box>>): T[] {
  const done = lines.map((line) => ({ ...line, points: [...line.points] }));
  for (const line of done) {
    line.points = eased(line.points, boxes[line.from], doorsOf(done, line.from, line.points[0]));
    line.points = eased(line.points.toReversed(), boxes[line.to], doorsOf(done, line.to, line.points.at(-1))).toReversed();
  }
  return done;
}

/** The doors of a room, but for this one. */
const doorsOf = (lines: readonly Line[], room: string, but: Point | undefined): Point[] =>
  lines
    .flatMap((l) => [l.from === room ? l.points[0] : undefined, l.to === room ? l.points.at(-1) : undefined])
    .filter((p): p is Point => p !== undefined && p !== but);

/** The line with its first step gone where its door may stand in line with what follows. */
function eased(points: Point[], box: Box | undefined, doors: readonly Point[]): Point[] {
  const [door, turn, back, on] = points;
  if (!door || !turn || !back || !on || !box || distance(turn, back) > STEP) return points;
  const [out, further] = [heading(door, turn), heading(back, on)];
  if (out.x !== further.x || out.y !== further.y) return points;
  const moved = out.x === 0 ? { x: back.x, y: door.y } : { x: door.x, y: back.y };
  const [at, low, high] = out.x === 0 ? [moved.x, box.x, box.x + box.width] : [moved.y, box.y, box.y + box.height];
  const near = doors.some((d) => distance(d, moved) < APART);
  return near || at < low + CORNER || at > high - CORNER ? points : [moved, ...points.slice(3)];
}
