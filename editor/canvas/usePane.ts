import { type RefObject, useEffect, useState } from 'react';

/** The size of the canvas on screen, once it is known. */
export function usePane(section: RefObject<HTMLElement | null>): { width: number; height: number } | undefined {
  const [pane, setPane] = useState<{ width: number; height: number }>();
  useEffect(() => {
    if (!section.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setPane({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    observer.observe(section.current);
    return () => observer.disconnect();
  }, [section]);
  return pane;
}
