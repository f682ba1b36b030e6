import type { Problem } from '../../flows/problem';
import { inside } from '../edit/path';
import type { ArrowEdge, Graph, RoomNode } from './graph';
import { pathsOf } from './pointing';

/** Which problems (not mere notes) sit at which part of the chart, by its path: at the very arrow or room, or at each that uses what it is about. */
export function problemsByPart(graph: Graph, problems: readonly Problem[]): Map<string, Problem[]> {
  const parts = new Map<string, Problem[]>();
  const add = (at: string, p: Problem): unknown => parts.set(at, [...(parts.get(at) ?? []), p]);
  for (const p of problems) {
    if (p.level === 'notes') continue;
    const edge = graph.edges.find((e) => inside(p.path, e.id));
    const room = deepest(graph.nodes, p.path);
    if (edge) add(edge.id, p);
    else if (room) add(room.at, p);
    else for (const part of users(graph, p.path)) add(part, p);
  }
  return parts;
}

const deepest = (nodes: readonly RoomNode[], path: string): RoomNode | undefined =>
  nodes.filter((n) => inside(path, n.at)).sort((a, b) => b.at.length - a.at.length)[0];

function users(graph: Graph, path: string): string[] {
  if (path === '') return [];
  const touches = (part: ArrowEdge | RoomNode): boolean =>
    pathsOf('rows' in part ? part.rows : [...part.entry, ...part.exit]).some((p) => inside(p, path) || inside(path, p));
  return [...graph.edges.filter(touches).map((e) => e.id), ...graph.nodes.filter(touches).map((n) => n.at)];
}
