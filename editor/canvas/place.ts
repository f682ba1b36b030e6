/** Rooms and arrows as React Flow takes them: laid out, or where a person has moved them. */

import type { ArrowFlowEdge } from './Arrow';
import { between, loop } from './geometry';
import type { Graph } from './graph';
import type { Box, Layout, Point } from './layout';
import { labelSize, type Size } from './measure';
import type { RoomFlowNode } from './Room';

export interface Placed {
  nodes: RoomFlowNode[];
  edges: ArrowFlowEdge[];
}

export function placed(graph: Graph, laid: Layout, moved: Readonly<Record<string, Point>>, readOnly: boolean): Placed {
  const shown = graph.nodes.filter((n) => laid.rooms[n.id]);
  const boxes = new Map<string, Box>();
  const shifted = new Set<string>();
  const nodes = shown.map((room): RoomFlowNode => {
    const box = laid.rooms[room.id] as Box;
    const own = moved[room.id];
    const position = own ?? { x: box.x, y: box.y };
    const holder = room.parent === undefined ? undefined : boxes.get(room.parent);
    boxes.set(room.id, { x: position.x + (holder?.x ?? 0), y: position.y + (holder?.y ?? 0), width: box.width, height: box.height });
    if (own || (room.parent !== undefined && shifted.has(room.parent))) shifted.add(room.id);
    return {
      id: room.id,
      type: 'room',
      position,
      data: { room },
      width: box.width,
      height: box.height,
      ariaLabel: room.name,
      ariaRole: 'group',
      draggable: !readOnly,
      ...(room.parent !== undefined && laid.rooms[room.parent] ? { parentId: room.parent, extent: 'parent' as const } : {}),
    };
  });
  const pairs = new Map<string, number>();
  const edges = graph.edges.flatMap((arrow): ArrowFlowEdge[] => {
    const [a, b] = [boxes.get(arrow.from), boxes.get(arrow.to)];
    if (!a || !b) return [];
    const route = laid.routes[arrow.id];
    const pair = [arrow.from, arrow.to].sort().join(' ');
    const nth = pairs.get(pair) ?? 0;
    pairs.set(pair, nth + 1);
    const free = !route || shifted.has(arrow.from) || shifted.has(arrow.to);
    const points = free ? (arrow.from === arrow.to ? loop(a) : between(a, b, nth === 0 ? 0 : nth % 2 === 1 ? nth : -nth)) : route.points;
    const label = free ? { ...beside(points, labelSize(arrow, false)), across: false } : route.label;
    return [
      { id: arrow.id, type: 'arrow', source: arrow.from, target: arrow.to, data: { arrow, points, label }, zIndex: 500, focusable: false, selectable: false },
    ];
  });
  return { nodes, edges };
}

/** Beside the middle of the longest stretch. */
function beside(points: readonly Point[], size: { width: number; height: number }): Box {
  let best: [Point, Point] = [points[0] as Point, points[1] as Point];
  const length = ([a, b]: [Point, Point]): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  for (let i = 1; i + 1 < points.length; i++) {
    const piece: [Point, Point] = [points[i] as Point, points[i + 1] as Point];
    if (length(piece) > length(best)) best = piece;
  }
  const [a, b] = best;
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const vertical = Math.abs(a.x - b.x) < 1;
  return vertical ? { x: middle.x + 8, y: middle.y - size.height / 2, ...size } : { x: middle.x - size.width / 2, y: middle.y + 6, ...size };
}

/** Everything that is drawn, rooms that a person moved included. */
export function boundsOf({ nodes, edges }: Placed, laid: Size): Box {
  const outer = nodes.filter((n) => n.parentId === undefined).map((n) => ({ ...n.position, width: n.width ?? 0, height: n.height ?? 0 }));
  const boxes: Box[] = [{ x: 0, y: 0, ...laid }, ...outer, ...edges.flatMap((e) => (e.data ? [e.data.label] : []))];
  const [left, top] = [Math.min(...boxes.map((b) => b.x)), Math.min(...boxes.map((b) => b.y))];
  return { x: left, y: top, width: Math.max(...boxes.map((b) => b.x + b.width)) - left, height: Math.max(...boxes.map((b) => b.y + b.height)) - top };
}

/** The left edge of a room on the page, rooms that hold it counted in. */
export function absoluteX(nodes: readonly RoomFlowNode[], node: RoomFlowNode): number {
  const holder = nodes.find((n) => n.id === node.parentId);
  return node.position.x + (holder ? absoluteX(nodes, holder) : 0);
}
