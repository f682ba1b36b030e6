import './notice.css';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something to know, said in place: a bar at its left edge, no colour. */
export function Notice({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <div className="notice" role="status">
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
