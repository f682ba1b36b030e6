import type { ReactFlowInstance } from '@xyflow/react';
import { useEffect } from 'react';

/** Where a chart is higher than its pane, the lit room is kept in sight as the light moves on. `size` changes with every new picture. */
export function useFollow(flow: ReactFlowInstance, active: readonly string[] | undefined, height: number | undefined, size: string | undefined): void {
  const lit = active?.reduce<string | undefined>((deepest, id) => (id.length > (deepest?.length ?? 0) ? id : deepest), undefined);
  useEffect(() => {
    if (lit === undefined || height === undefined || size === undefined) return;
    const frame = requestAnimationFrame(() => {
      const room = flow.getInternalNode(lit);
      if (!room) return;
      const view = flow.getViewport();
      const top = room.internals.positionAbsolute.y * view.zoom + view.y;
      const bottom = top + (room.measured.height ?? 0) * view.zoom;
      if (top < 0 || bottom > height) void flow.setViewport({ ...view, y: view.y + height / 2 - (top + bottom) / 2 });
    });
    return () => cancelAnimationFrame(frame);
  }, [flow, lit, height, size]);
}
