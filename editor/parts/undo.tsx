/** The only toast: what was just done, and the way back. One at a time; a new one settles the one before. */
import './undo.css';
import { Check } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';

interface Offer {
  text: string;
  undo(): void;
  /** Called once when the offer ends without undo. */
  settle?(): void;
}

const SHOWN = 8000;

let offer: Offer | undefined;
const listeners = new Set<() => void>();
function show(next: Offer | undefined): void {
  offer = next;
  for (const listener of listeners) listener();
}

/** Says what was done and offers to take it back for eight seconds. */
export function offerUndo(text: string, undo: () => void, settle?: () => void): void {
  settleUndo();
  show({ text, undo, ...(settle ? { settle } : {}) });
}

/** Ends the present offer as if its time were over. */
export function settleUndo(): void {
  const present = offer;
  if (!present) return;
  show(undefined);
  present.settle?.();
}

export function UndoToast() {
  const present = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => offer,
  );
  useEffect(() => {
    if (!present) return;
    const timer = setTimeout(settleUndo, SHOWN);
    window.addEventListener('pagehide', settleUndo);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', settleUndo);
    };
  }, [present]);
  return (
    <div className="toast-place" role="status">
      {present && (
        <div className="toast">
          <Check size={16} strokeWidth={1.5} aria-hidden />
          <span>{present.text}</span>
          <button
            type="button"
            onClick={() => {
              show(undefined);
              present.undo();
            }}
          >
            Undo
          </button>
        </div>
      )}
    </div>
  );
}
