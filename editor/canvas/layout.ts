/**
 * Where rooms stand and how arrows run: ELK's layered layout with orthogonal arrows. Pure but for the engine that is handed in, and
 * deterministic: the same chart gives the same picture. Coordinates in px; rooms relative to the room they stand in, arrows absolute.
 */
import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api';
import type { ArrowEdge, Graph, RoomNode } from './graph';
import { headHeight, labelSize, roomSize, type Size } from './measure';
import { straightened } from './straighten';

export interface Point {
  x: number;
  y: number;
}
export type Box = Point & Size;

export interface Route {
  points: Point[];
  /** Where the words stand. `across`: the line runs through the middle of the box. */
  label: Box & { across: boolean };
}

export interface Layout {
  direction: Direction;
  rooms: Record<string, Box>;
  routes: Record<string, Route>;
  size: Size;
}

export type Direction = 'RIGHT' | 'DOWN';
export type Engine = Pick<ELK, 'layout'>;

/** Lays out both ways and keeps the one that can be shown larger in `pane`; a phone always reads downwards. */
export async function layout(graph: Graph, engine: Engine, pane: Size): Promise<Layout> {
  const narrow = pane.width < NARROW;
  const { laid: down, dropped } = await oneWay(graph, engine, 'DOWN', narrow);
  if (narrow) return down;
  const { laid: right } = await oneWay(graph, engine, 'RIGHT', narrow, dropped);
  return scaleIn(right, pane) >= scaleIn(down, pane) * 0.98 ? right : down;
}

/** Below this width of the pane the chart is drawn for a phone. */
export const NARROW = 600;
const scaleIn = (l: Layout, pane: Size): number => Math.min(1, pane.width / Math.max(1, l.size.width), pane.height / Math.max(1, l.size.height));

interface Attempt {
  laid: Layout;
  /** How many demands had to be dropped; the other direction need not try them again. */
  dropped: number;
}

/** ELK gives up on some charts: first the order of the reading goes, then arrows between a room and what stands inside it. */
async function oneWay(graph: Graph, engine: Engine, direction: Direction, narrow: boolean, from = 0): Promise<Attempt> {
  const plain = { nodes: graph.nodes, edges: graph.edges.filter((e) => !isInner(e)) };
  const demands = [
    [graph, true],
    [graph, false],
    [plain, false],
  ] as const;
  for (const [dropped, [part, ordered]] of demands.entries()) {
    if (dropped < from) continue;
    try {
      return { laid: read(await engine.layout(elkGraph(part, direction, ordered, narrow)), graph, direction), dropped };
    } catch {
      // The next attempt asks for less.
    }
  }
  return { laid: { direction, rooms: {}, routes: {}, size: { width: 0, height: 0 } }, dropped: demands.length };
}

const isInner = (e: ArrowEdge): boolean => e.from === 'flow' || e.to === 'flow' || e.from.startsWith(`${e.to}.`) || e.to.startsWith(`${e.from}.`);

const SPACING = {
  'elk.spacing.nodeNode': '56',
  'elk.spacing.edgeNode': '28',
  'elk.spacing.edgeEdge': '22',
  'elk.spacing.portPort': '30',
  'elk.spacing.edgeLabel': '6',
  // A door leaf and an arrow head fit between a room and the arrow that leads back to it.
  'elk.spacing.nodeSelfLoop': '40',
  'elk.spacing.labelNode': '16',
  'elk.spacing.componentComponent': '48',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '22',
} as const;

function elkGraph(graph: Graph, direction: Direction, ordered: boolean, narrow: boolean): ElkNode {
  const vertical = direction === 'DOWN';
  const options = {
    'elk.algorithm': 'layered',
    'elk.direction': direction,
    'elk.edgeRouting': 'ORTHOGONAL',
    ...(ordered ? { 'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES', 'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER' } : {}),
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
    'elk.layered.nodePlacement.favorStraightEdges': 'true',
    ...SPACING,
    ...(narrow ? { 'elk.spacing.nodeNode': '32', 'elk.spacing.labelNode': '8' } : {}),
  };
  const children = (parent: string | undefined): ElkNode[] =>
    graph.nodes.filter((n) => n.parent === parent).map((n) => ({ id: n.id, ...elkRoom(n, graph, vertical, children(n.id), options) }));
  return {
    id: '__page',
    layoutOptions: {
      ...options,
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.json.edgeCoords': 'ROOT',
      'elk.padding': narrow ? '[top=24,left=16,bottom=24,right=8]' : '[top=44,left=52,bottom=32,right=32]',
    },
    children: children(undefined),
    edges: graph.edges.map((e) => {
      const across = isAcross(e, direction);
      return {
        id: e.id,
        sources: [e.from],
        targets: [e.to],
        labels: [
          {
            id: `label ${e.id}`,
            text: ' ',
            ...labelSize(e, across, narrow),
            layoutOptions: { 'elk.edgeLabels.inline': String(across), 'elk.edgeLabels.placement': 'CENTER' },
          },
        ],
      };
    }),
  };
}

const isAcross = (e: ArrowEdge, direction: Direction): boolean => direction === 'RIGHT' && e.from !== e.to;

function elkRoom(n: RoomNode, graph: Graph, vertical: boolean, children: ElkNode[], options: Record<string, string>): Partial<ElkNode> {
  const leaving = graph.edges.filter((e) => e.from === n.id).length;
  const arriving = graph.edges.filter((e) => e.to === n.id).length;
  const size = roomSize(n, leaving + arriving, vertical);
  if (children.length === 0) return size;
  const top = headHeight(n, 320) + (n.kind === 'parallel' ? 12 : 40);
  return {
    children,
    layoutOptions: {
      ...options,
      'elk.padding': `[top=${top},left=44,bottom=28,right=28]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${size.width},${size.height})`,
    },
  };
}

function read(laid: ElkNode, graph: Graph, direction: Direction): Layout {
  const rooms: Record<string, Box> = {};
  const onPage: Record<string, Box> = {};
  const visit = (n: ElkNode, x: number, y: number): void => {
    for (const c of n.children ?? []) {
      const box = { x: c.x ?? 0, y: c.y ?? 0, width: c.width ?? 0, height: c.height ?? 0 };
      rooms[c.id] = box;
      onPage[c.id] = { ...box, x: x + box.x, y: y + box.y };
      visit(c, x + box.x, y + box.y);
    }
  };
  visit(laid, 0, 0);
  const lines = ((laid.edges ?? []) as ElkExtendedEdge[]).flatMap((e) => {
    const edge = graph.edges.find((g) => g.id === e.id);
    const points = (e.sections ?? []).flatMap(pointsOf);
    const label = e.labels?.[0];
    if (!edge || points.length < 2 || !label) return [];
    const words = { x: label.x ?? 0, y: label.y ?? 0, width: label.width ?? 0, height: label.height ?? 0, across: isAcross(edge, direction) };
    return [{ id: e.id, from: edge.from, to: edge.to, points, label: words }];
  });
  const routes: Record<string, Route> = {};
  for (const { id, points, label } of straightened(lines, onPage)) routes[id] = { points, label };
  return { direction, rooms, routes, size: { width: laid.width ?? 0, height: laid.height ?? 0 } };
}

const pointsOf = (s: ElkEdgeSection): Point[] => [s.startPoint, ...(s.bendPoints ?? []), s.endPoint].map(({ x, y }) => ({ x, y }));
