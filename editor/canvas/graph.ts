/**
 * A flow as rooms and arrows: pure. Every state and every transition of the file stands here exactly once, whatever the file holds,
 * so that nothing can be missing from the canvas.
 */
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { allStates, type PlacedState, type PlacedTransition, stateName, targetPath, transitionsOf } from '../../flows/walk';
import { describe, type Row, transitionRows, transitionWords } from '../../flows/wording';

export interface RoomNode {
  /** The state's path joined with dots; the chart itself is `flow`. */
  id: string;
  /** Path into the flow file. */
  at: string;
  path: string[];
  parent?: string;
  name: string;
  /** `parallel`: its rooms are all entered together. */
  kind: 'room' | 'compound' | 'parallel' | 'final' | 'history';
  /** A part of a parallel state: bounded by a partition instead of a wall. */
  part: boolean;
  initial: boolean;
  /** No arrow arrives from another room. */
  first: boolean;
  deep: boolean;
  /** What is done on entering and leaving. */
  entry: Row[];
  exit: Row[];
  /** An arrow that waits leaves from its wall. */
  clock: boolean;
  /** Its timer leads back to itself: the clock hangs in the wall at the side. */
  again: boolean;
  /** Where a history state leads the first time. */
  otherwise?: string;
}

export interface ArrowEdge {
  /** Path of the transition in the flow file. */
  id: string;
  from: string;
  to: string;
  group: 'on' | 'after' | 'always' | 'onDone';
  /** Its key in `on` or `after`. */
  trigger: string;
  rows: Row[];
  /** It ends where it began: without a target, or at itself. */
  stays: boolean;
  /** Leaves and enters again although it ends where it began. */
  again: boolean;
  /** The reading: "when … → state"; the accessible name. */
  name: string;
  note?: string;
}

export interface Graph {
  nodes: RoomNode[];
  edges: ArrowEdge[];
}

export const ROOT = 'flow';
const idOf = (path: readonly string[]): string => (path.length === 0 ? ROOT : path.join('.'));

export function graphOf(flow: Flow, home?: Home): Graph {
  const states = allStates(flow.chart);
  const framed = needsFrame(flow, states[0]);
  const wording = describe(flow, home).stations;
  const stations = new Map(wording.map((s) => [s.at, s]));
  const rank = (s: PlacedState): number => (s.path.length === 0 ? -1 : wording.findIndex((w) => w.at === s.at));
  // In the order of the reading: the layout follows it, and a keyboard walks through it.
  const shown = (framed ? states : states.slice(1)).toSorted((a, b) => rank(a) - rank(b));
  const nodes = shown.map((s): Omit<RoomNode, 'first'> => {
    const parent = states.find((p) => s.path.length > 0 && p.path.length === s.path.length - 1 && p.path.every((key, i) => s.path[i] === key));
    const rows = stations.get(s.at)?.rows ?? [];
    const otherwise = s.node.type === 'history' && s.node.target !== undefined ? targetPath(flow, s.path, s.node.target) : undefined;
    return {
      id: idOf(s.path),
      at: s.at,
      path: s.path,
      ...(parent && (parent.path.length > 0 || framed) ? { parent: idOf(parent.path) } : {}),
      name: s.path.length === 0 ? rootName(flow) : stateName(s.node, s.path),
      kind: kindOf(s),
      part: parent?.node.type === 'parallel',
      initial: parent !== undefined && parent.node.type !== 'parallel' && parent.node.initial === s.path.at(-1),
      deep: s.node.history === 'deep',
      clock: Object.keys(s.node.after ?? {}).length > 0,
      again: transitionsOf(s).some((t) => t.group === 'after' && leadsTo(flow, t) === s.path.join('.')),
      entry: rows.filter((r) => r.at === `${s.at}.entry`),
      exit: rows.filter((r) => r.at === `${s.at}.exit`),
      ...(otherwise ? { otherwise: nameAt(states, otherwise) } : {}),
    };
  });
  const edges = states
    .flatMap((s) => transitionsOf(s))
    .map((t): ArrowEdge => {
      const target = t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target);
      const to = target ?? t.state;
      return {
        id: t.at,
        from: idOf(t.state),
        to: idOf(to),
        group: t.group,
        trigger: t.trigger,
        rows: transitionRows(flow, t, home),
        stays: idOf(to) === idOf(t.state),
        again: t.transition.reenter === true,
        name: transitionWords(flow, t, home),
        ...(t.transition.description === undefined ? {} : { note: t.transition.description }),
      };
    });
  return { nodes: nodes.map((n) => ({ ...n, first: !edges.some((e) => e.to === n.id && e.from !== n.id) })), edges };
}

/** Where a transition ends, by path; without a target, where it began. */
const leadsTo = (flow: Flow, t: PlacedTransition): string =>
  ((t.transition.target === undefined ? undefined : targetPath(flow, t.state, t.transition.target)) ?? t.state).join('.');

/** The chart itself is drawn as a room around all only where it has something of its own to show. */
function needsFrame(flow: Flow, root: PlacedState | undefined): boolean {
  if (!root) return false;
  const own = transitionsOf(root).length > 0 || (root.node.entry?.length ?? 0) > 0 || (root.node.exit?.length ?? 0) > 0;
  return own || flow.chart.type === 'parallel' || Object.keys(flow.chart.states ?? {}).length === 0;
}

const rootName = (flow: Flow): string => flow.chart.description ?? (flow.chart.type === 'parallel' ? 'At the same time' : 'At any time');

function kindOf({ node }: PlacedState): RoomNode['kind'] {
  if (node.type === 'final' || node.type === 'history' || node.type === 'parallel') return node.type;
  return Object.keys(node.states ?? {}).length > 0 ? 'compound' : 'room';
}

function nameAt(states: readonly PlacedState[], path: readonly string[]): string {
  const state = states.find((s) => idOf(s.path) === idOf(path));
  return state ? stateName(state.node, state.path) : path.join('.');
}
