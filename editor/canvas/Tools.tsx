import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { LayoutTemplate, Maximize, Minus, Plus, SquarePlus } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '../parts/Button';

/** What can be done with the canvas as a whole. How much words shorten when it is small follows from the zoom. */
export function Tools({ readOnly, moved, onAdd, onTidy, onShowAll }: { readOnly: boolean; moved: boolean; onAdd(): void; onTidy(): void; onShowAll(): void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  const zoom = useStore((s) => s.transform[2]);
  const level = zoom < 0.4 ? 'names' : zoom < 0.7 ? 'short' : 'full';
  const canvas = useStore((s) => s.domNode);
  useEffect(() => {
    const chart = canvas?.closest<HTMLElement>('.chart');
    if (!chart) return;
    chart.style.setProperty('--zoom', zoom.toFixed(3));
    chart.dataset.zoom = level;
  }, [canvas, zoom, level]);
  return (
    <>
      {!readOnly && (
        <Panel position="bottom-left" className="chart-tools">
          <IconButton icon={SquarePlus} label="Add a room" onClick={onAdd} />
          {moved && <IconButton icon={LayoutTemplate} label="Arrange" onClick={onTidy} />}
        </Panel>
      )}
      <Panel position="bottom-right" className="chart-tools">
        <IconButton icon={Minus} label="Zoom out" onClick={() => zoomOut()} />
        <span className="chart-zoom">{Math.round(zoom * 100)} %</span>
        <IconButton icon={Plus} label="Zoom in" onClick={() => zoomIn()} />
        <IconButton icon={Maximize} label="Show all" onClick={onShowAll} />
      </Panel>
    </>
  );
}
