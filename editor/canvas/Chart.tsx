import '@xyflow/react/dist/base.css';
import './chart.css';
import { getViewportForBounds, type NodeChange, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { HomeView, Thread } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Problem } from '../../flows/problem';
import type { Result } from '../../flows/result';
import type { Timer } from '../../flows/step';
import type { Edited } from '../edit/edit';
import { valueAt } from '../edit/path';
import { addState, deleteState, renameState } from '../edit/states';
import { addTransition, deleteTransition } from '../edit/transitions';
import { Arrow } from './Arrow';
import { type Drawing, DrawingContext } from './context';
import { graphOf, ROOT, type RoomNode } from './graph';
import { NARROW, type Point } from './layout';
import { PartPanel } from './PartPanel';
import { absoluteX, boundsOf, placed } from './place';
import { lettersAt, pathsOf, usePointing } from './pointing';
import { loadPositions, savePositions } from './positions';
import { problemsByPart } from './problems';
import { Room } from './Room';
import { focusPart, nodeUnder } from './screen';
import { Tools } from './Tools';
import { useFollow } from './useFollow';
import { useLayout } from './useLayout';
import { usePane } from './usePane';

const nodeTypes = { room: Room };
const edgeTypes = { arrow: Arrow };
const NONE: readonly never[] = [];

interface ChartProps {
  flow: Flow;
  view: HomeView;
  active?: readonly string[];
  timers?: readonly Timer[];
  now?: number;
  problems?: readonly Problem[];
  threads?: readonly Thread[];
  onChange?(flow: Flow): void;
  /** Path into the flow file. */
  selected?: string | undefined;
  onSelect?(path: string | undefined): void;
  readOnly?: boolean;
}

/** The flow as rooms and arrows. Without `onChange` or with `readOnly` it can only be looked at. */
export function Chart(props: ChartProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({
  flow,
  view,
  active,
  timers = NONE,
  now,
  problems = NONE,
  threads = NONE,
  onChange,
  selected,
  onSelect,
  readOnly: fixed = false,
}: ChartProps) {
  const readOnly = fixed || onChange === undefined;
  const section = useRef<HTMLElement>(null);
  const pane = usePane(section);
  const graph = useMemo(() => graphOf(flow, view.home), [flow, view.home]);
  const laid = useLayout(graph, pane);
  const [moved, setMoved] = useState<Record<string, Point>>(() => loadPositions(flow.name));
  const [own, setOwn] = useState<string>();
  const [renaming, setRenaming] = useState<string>();
  const [fault, setFault] = useState('');
  const { point } = usePointing();
  const instance = useReactFlow();
  /** A person has moved or zoomed the picture: it stays until they ask for all. */
  const byHand = useRef(false);
  const chosen = onSelect ? selected : own;
  const select = (at: string | undefined): void => {
    setOwn(at);
    onSelect?.(at);
  };
  const shown = useMemo(() => (laid ? placed(graph, laid, moved, readOnly) : { nodes: [], edges: [] }), [graph, laid, moved, readOnly]);
  const flags = useMemo(() => problemsByPart(graph, problems), [graph, problems]);
  const size = laid && `${laid.direction} ${laid.size.width} ${laid.size.height} ${pane?.width} ${pane?.height}`;

  const showAll = (): void => {
    if (!laid || !pane) return;
    const box = boundsOf(shown, laid.size);
    // The tools lie along the lower edge.
    const height = pane.height > 420 ? pane.height - 52 : pane.height;
    const all = getViewportForBounds(box, pane.width, height, 0.15, 1, 0.02);
    // A phone shows the whole width and the beginning; the rest is drawn up with a finger.
    const zoom = pane.width < NARROW ? Math.max(all.zoom, Math.min(1, Math.max(0.6, (pane.width - 8) / box.width))) : all.zoom;
    void instance.setViewport(zoom === all.zoom ? all : { x: Math.max(4, (pane.width - box.width * zoom) / 2) - box.x * zoom, y: 4 - box.y * zoom, zoom });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: shows all again whenever the picture or the pane has another size.
  useEffect(() => {
    if (!byHand.current) showAll();
  }, [size]);
  useFollow(instance, active, pane?.height, size);

  /** Hands an edit on, or says why it cannot be. */
  const apply = (result: Result<Edited>, then?: (edited: Edited) => void): void => {
    setFault(result.ok ? '' : (result.problems[0]?.message ?? 'That cannot be done.'));
    if (!result.ok) return;
    onChange?.(result.value.flow);
    if (then) then(result.value);
    // The selected arrow may stand at another path now, or be gone.
    else if (chosen !== undefined && valueAt(result.value.flow, chosen) === undefined) select(result.value.at);
  };
  const room = (id: string): RoomNode | undefined => graph.nodes.find((n) => n.id === id);
  const connect = (from: string, to: string): void => {
    const [a, b] = [room(from), room(to)];
    if (a && b) apply(addTransition(flow, a.path, b.path), (e) => select(e.at));
  };
  const remove = (at: string): void => {
    const node = graph.nodes.find((n) => n.at === at);
    if (node && node.id !== ROOT) apply(deleteState(flow, node.path), () => select(undefined));
    else if (!node) apply(deleteTransition(flow, at), () => select(undefined));
  };
  const rename = (id: string, name: string | undefined): void => {
    setRenaming(undefined);
    const node = room(id);
    if (node) setTimeout(() => focusPart(section.current, node.at, graph.nodes));
    if (node && name !== undefined && name.trim() !== '' && name !== node.name) apply(renameState(flow, node.path, name));
  };
  const move = (id: string, to: Point): void => {
    const next = { ...moved, [id]: to };
    setMoved(next);
    savePositions(flow.name, next);
  };
  const addRoom = (): void => {
    const holder = chosen === undefined ? undefined : graph.nodes.find((n) => n.at === chosen && (n.kind === 'compound' || n.kind === 'parallel'));
    const parent = holder?.path ?? (flow.chart.type === 'parallel' ? (graph.nodes.find((n) => n.part)?.path ?? []) : []);
    apply(addState(flow, parent, 'New room'), (e) => {
      select(e.at);
      const id = e.at?.replace(/^chart\.states\./, '').replaceAll('.states.', '.');
      setRenaming(id);
    });
  };

  /** Whether a part lies in the right half: its panel then opens on the left. */
  const isRight = (at: string): boolean => {
    const { x, zoom } = instance.getViewport();
    const label = shown.edges.find((e) => e.id === at)?.data?.label;
    const node = shown.nodes.find((n) => n.data.room.at === at);
    const middle = label ? label.x + label.width / 2 : node ? absoluteX(shown.nodes, node) + (node.width ?? 0) / 2 : 0;
    return middle * zoom + x > (pane?.width ?? 0) / 2;
  };

  const close = (): void => {
    select(undefined);
    if (chosen !== undefined) focusPart(section.current, chosen, graph.nodes);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    // What is typed in a popover bubbles through React to here, although it stands elsewhere on the page.
    if (!section.current?.contains(target)) return;
    if (event.key === 'Escape' && chosen !== undefined) {
      close();
      return;
    }
    if (target.closest('input, select, textarea, .part-panel')) return;
    const id = target.classList.contains('react-flow__node') ? target.dataset.id : undefined;
    const node = id === undefined ? undefined : room(id);
    const arrow = target.dataset.arrow;
    if ((event.key === 'Delete' || event.key === 'Backspace') && !readOnly && (node || arrow)) remove(node?.at ?? arrow ?? '');
    else if (node && event.key === 'F2' && !readOnly && node.id !== ROOT) setRenaming(node.id);
    else if (node && (event.key === 'Enter' || event.key === ' ')) select(chosen === node.at ? undefined : node.at);
    else if (node && event.key.startsWith('Arrow') && !readOnly) {
      const present = shown.nodes.find((n) => n.id === node.id)?.position;
      const [dx, dy] = [
        event.key === 'ArrowLeft' ? -12 : event.key === 'ArrowRight' ? 12 : 0,
        event.key === 'ArrowUp' ? -12 : event.key === 'ArrowDown' ? 12 : 0,
      ];
      if (present) move(node.id, { x: present.x + dx, y: present.y + dy });
    } else return;
    event.preventDefault();
  };

  const drawing: Drawing = {
    flow,
    view,
    direction: laid?.direction ?? 'RIGHT',
    active: active && new Set(active),
    timers,
    now: now ?? view.now,
    problems: flags,
    threads,
    selected: chosen,
    readOnly,
    renaming,
    select,
    rename,
  };
  return (
    <DrawingContext value={drawing}>
      <section ref={section} className="chart" aria-label="Chart" onKeyDown={onKeyDown}>
        <ReactFlow
          nodes={shown.nodes}
          edges={shown.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={(changes: NodeChange[]) => {
            for (const c of changes) if (c.type === 'position' && c.position) setMoved((m) => ({ ...m, [c.id]: c.position as Point }));
          }}
          onNodeDragStop={(_, node) => move(node.id, node.position)}
          onNodeClick={(_, node) => select((room(node.id) as RoomNode).at)}
          onNodeDoubleClick={(_, node) => !readOnly && node.id !== ROOT && setRenaming(node.id)}
          onNodeMouseEnter={(_, node) => {
            const n = room(node.id);
            if (n) point({ paths: [n.at], letters: lettersAt(threads, pathsOf([...n.entry, ...n.exit])) });
          }}
          onNodeMouseLeave={() => point(undefined)}
          onEdgeClick={(_, edge) => select(edge.id)}
          onEdgeMouseEnter={(_, edge) =>
            point({ paths: [edge.id], letters: lettersAt(threads, pathsOf(graph.edges.find((e) => e.id === edge.id)?.rows ?? [])) })
          }
          onEdgeMouseLeave={() => point(undefined)}
          onMoveStart={(event) => {
            if (event) byHand.current = true;
          }}
          onPaneClick={() => select(undefined)}
          onConnectEnd={(event, connection) => {
            const dropped = connection.toNode?.id ?? nodeUnder(event);
            if (connection.fromNode && dropped !== undefined && connection.fromHandle?.type === 'source') connect(connection.fromNode.id, dropped);
          }}
          nodesConnectable={!readOnly}
          nodesFocusable
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          zoomOnDoubleClick={false}
          panOnScroll={false}
          preventScrolling
          minZoom={0.15}
          maxZoom={2}
          elevateNodesOnSelect={false}
          proOptions={{ hideAttribution: true }}
        >
          <Tools
            readOnly={readOnly}
            moved={Object.keys(moved).length > 0}
            onAdd={addRoom}
            onShowAll={() => {
              byHand.current = false;
              showAll();
            }}
            onTidy={() => {
              setMoved({});
              savePositions(flow.name, {});
            }}
          />
        </ReactFlow>
        {chosen !== undefined && !readOnly && (
          <PartPanel
            key={chosen}
            left={isRight(chosen)}
            flow={flow}
            view={view}
            graph={graph}
            at={chosen}
            apply={apply}
            select={select}
            remove={remove}
            onClose={close}
          />
        )}
        {!laid && <p className="chart-wait">Drawing the chart</p>}
        <p className="chart-fault" role="status">
          {fault}
        </p>
      </section>
    </DrawingContext>
  );
}
