import type { RoomNode } from './graph';

/** The room on which a dragged line was let go. */
export function nodeUnder(event: MouseEvent | TouchEvent): string | undefined {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  const under = at && document.elementFromPoint(at.clientX, at.clientY)?.closest<HTMLElement>('.react-flow__node');
  return under?.dataset.id;
}

/** Puts the focus on the room or arrow at a path, where it is drawn. */
export function focusPart(section: HTMLElement | null, at: string, nodes: readonly RoomNode[]): void {
  const id = nodes.find((n) => n.at === at)?.id;
  const selector = id === undefined ? `[data-arrow="${CSS.escape(at)}"]` : `.react-flow__node[data-id="${CSS.escape(id)}"]`;
  section?.querySelector<HTMLElement>(selector)?.focus();
}
