import './panel.css';
import { Trash2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { HomeView } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Result } from '../../flows/result';
import type { Edited } from '../edit/edit';
import { findTransition } from '../edit/transitions';
import { Button, IconButton } from '../parts/Button';
import { ArrowForm } from './ArrowForm';
import { type Graph, ROOT } from './graph';
import { RoomForm } from './RoomForm';

export interface PartPanelProps {
  flow: Flow;
  view: HomeView;
  graph: Graph;
  /** Path of the selected room or arrow. */
  at: string;
  apply(result: Result<Edited>, then?: (edited: Edited) => void): void;
  select(at: string | undefined): void;
  remove(at: string): void;
  onClose(): void;
}

/** The parts of the room or arrow that is selected, each to be changed. */
export function PartPanel(props: PartPanelProps & { /** On the left, where the part is on the right. */ left: boolean }) {
  const { graph, at, flow, remove } = props;
  const panel = useRef<HTMLElement>(null);
  const room = graph.nodes.find((n) => n.at === at);
  const arrow = graph.edges.find((e) => e.id === at);
  const placed = arrow && findTransition(flow, at);
  useEffect(() => {
    const opener = document.activeElement;
    const fromChart = opener?.closest('.chart');
    if (fromChart && opener?.matches(':focus-visible')) panel.current?.querySelector<HTMLElement>('button, input, select')?.focus();
  }, []);
  if (!room && !arrow) return null;
  const nameOf = (id: string): string => graph.nodes.find((n) => n.id === id)?.name ?? 'any state';
  const title = room ? room.name : arrow ? `${nameOf(arrow.from)} → ${arrow.stays ? 'stays' : nameOf(arrow.to)}` : '';
  return (
    <aside ref={panel} className={props.left ? 'part-panel left' : 'part-panel'} aria-label="Selected part">
      <header>
        <h3>{title}</h3>
        <IconButton icon={X} label="Close" onClick={props.onClose} />
      </header>
      {room && <RoomForm {...props} room={room} />}
      {arrow && placed && <ArrowForm {...props} arrow={arrow} placed={placed} />}
      {room?.id !== ROOT && (
        <Button weight="quiet" icon={Trash2} className="part-delete" onClick={() => remove(at)}>
          {room ? 'Delete room' : 'Delete arrow'}
        </Button>
      )}
    </aside>
  );
}
