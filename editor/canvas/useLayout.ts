import { useEffect, useRef, useState } from 'react';
import { layoutEngine } from './engine';
import type { Graph } from './graph';
import { type Layout, layout } from './layout';
import type { Size } from './measure';

/** Layouts of this visit, so that the same chart on another screen, and undo, stand at once. */
const kept = new Map<string, Layout>();
const KEPT = 30;
const RETRY_MS = 2000;

/** The layout of a chart, made beside the page; the last one stands until the next is ready. */
export function useLayout(graph: Graph, pane: Size | undefined): Layout | undefined {
  // Only what changes sizes or connections asks for a new layout.
  const shape = JSON.stringify([
    graph.nodes.map((n) => [n.id, n.parent, n.name, n.kind, n.entry, n.exit, n.otherwise]),
    graph.edges.map((e) => [e.id, e.from, e.to, e.rows, e.note]),
    pane && [pane.width < 600, Math.round(pane.width / 100), Math.round(pane.height / 100)],
  ]);
  const [laid, setLaid] = useState(() => (pane ? kept.get(shape) : undefined));
  const latest = useRef(graph);
  latest.current = graph;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the graph and the pane.
  useEffect(() => {
    if (!pane) return;
    const known = kept.get(shape);
    if (known) {
      setLaid(known);
      return;
    }
    let given = true;
    let again: ReturnType<typeof setTimeout> | undefined;
    const attempt = (): Promise<void> =>
      layoutEngine().then(
        async (engine) => {
          const next = await layout(latest.current, engine, pane);
          kept.set(shape, next);
          for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(key);
          if (given) setLaid(next);
        },
        // The engine of Sayso is away for a moment: the chart comes when it is back.
        () => {
          if (given) again = setTimeout(attempt, RETRY_MS);
        },
      );
    void attempt();
    return () => {
      given = false;
      clearTimeout(again);
    };
  }, [shape]);
  return laid;
}
