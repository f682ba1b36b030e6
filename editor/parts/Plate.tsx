import './plate.css';
import type { Risk } from '../../flows/capability';
import { iconOf } from './icons';

/** What a device is, and how much it matters: a small sign whose weight grows with the risk class. Decorative unless `label` is given. */
export function Plate({
  kind,
  name,
  risk,
  lit = false,
  silent = false,
  label,
}: {
  kind: string;
  name?: string;
  risk: Risk;
  /** Active now. */
  lit?: boolean;
  /** Does not answer, or is gone. */
  silent?: boolean;
  label?: string;
}) {
  const Icon = iconOf(kind, name);
  const className = `plate ${silent ? 'silent' : lit ? 'lit' : risk}`;
  const icon = <Icon size={14} strokeWidth={1.5} aria-hidden />;
  return label === undefined ? (
    <span className={className} aria-hidden>
      {icon}
    </span>
  ) : (
    <span className={className} role="img" aria-label={label} title={label}>
      {icon}
    </span>
  );
}
