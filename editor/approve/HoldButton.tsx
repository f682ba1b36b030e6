import './hold.css';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

/** How long a person must mean it, in ms. */
const HOLD = 2000;

interface Props {
  /** The accessible name throughout. */
  name: string;
  /** Security is crimson; everything else the one ink. */
  grave: boolean;
  busy?: boolean;
  onConfirm(): void;
}

/**
 * Consent that cannot slip: a bolt slides home while the button is held with the pointer, Enter or Space, and springs back when it
 * is let go. With reduced motion it counts 2, 1 instead. What only clicks, such as a screen reader, is told what to do.
 */
export function HoldButton({ name, grave, busy = false, onConfirm }: Props) {
  const [holding, setHolding] = useState(false);
  const [left, setLeft] = useState(0);
  const [hint, setHint] = useState(false);
  const hintId = useId();
  const confirm = useRef(onConfirm);
  confirm.current = onConfirm;

  useEffect(() => {
    if (!holding) return;
    setLeft(2);
    const half = setTimeout(() => setLeft(1), HOLD / 2);
    const done = setTimeout(() => {
      setHolding(false);
      confirm.current();
    }, HOLD);
    return () => {
      clearTimeout(half);
      clearTimeout(done);
      setLeft(0);
    };
  }, [holding]);

  const start = (): void => {
    if (!busy) setHolding(true);
    setHint(false);
  };
  const stop = (): void => setHolding(false);
  const isKey = (event: KeyboardEvent): boolean => event.key === 'Enter' || event.key === ' ';
  return (
    <span className={grave ? 'hold hold-grave' : 'hold'}>
      <button
        type="button"
        aria-label={name}
        aria-describedby={hintId}
        aria-busy={busy || undefined}
        data-holding={holding || busy || undefined}
        onPointerDown={(event) => {
          if (event.button === 0) start();
        }}
        onPointerUp={stop}
        onPointerCancel={stop}
        onPointerLeave={stop}
        onBlur={stop}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isKey(event)) return;
          event.preventDefault();
          if (!event.repeat) start();
        }}
        onKeyUp={(event) => isKey(event) && stop()}
        onClick={(event) => event.detail === 0 && setHint(true)}
      >
        <span aria-hidden>{name}</span>
        <span className="hold-bolt" aria-hidden>
          {name}
        </span>
        <span className="hold-strike" aria-hidden />
        {left > 0 ? (
          <span className="hold-count" aria-hidden>
            {left}
          </span>
        ) : null}
      </button>
      <span className="unseen" id={hintId}>
        Hold for 2 seconds, with the pointer or with Enter or Space.
      </span>
      <span className="unseen" role="status">
        {hint ? 'Hold it for 2 seconds.' : ''}
      </span>
    </span>
  );
}
