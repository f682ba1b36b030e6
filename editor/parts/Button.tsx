import './button.css';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import { type ButtonHTMLAttributes, useId } from 'react';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Primary: one a screen. Quiet: words only. */
  weight?: 'primary' | 'secondary' | 'quiet';
  icon?: LucideIcon;
  /** Keeps its width and turns a ring. */
  busy?: boolean;
  /** Why it cannot be pressed yet: shown beside it; the button stays focusable. */
  notYet?: string | undefined;
}

/** A button in words. While `notYet` says why, pressing does nothing. */
export function Button({ weight = 'secondary', icon: Icon, busy = false, notYet, className = '', children, onClick, ...rest }: Props) {
  const reason = useId();
  const blocked = busy || notYet !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className={`button ${weight} ${className}`}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={notYet === undefined ? undefined : reason}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <LoaderCircle className="ring" size={16} strokeWidth={2.5} aria-hidden /> : Icon && <Icon size={16} strokeWidth={1.5} aria-hidden />}
      {children}
    </button>
  );
  if (notYet === undefined) return button;
  return (
    <span className="button-not-yet">
      {button}
      <span id={reason}>{notYet}</span>
    </span>
  );
}

/** A button that is only a sign, such as close or undo: named for a screen reader. */
export function IconButton({ icon: Icon, label, className = '', ...rest }: Omit<Props, 'weight' | 'busy' | 'notYet'> & { icon: LucideIcon; label: string }) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={`icon-button ${className}`}>
      <Icon size={20} strokeWidth={1.5} aria-hidden />
    </button>
  );
}
