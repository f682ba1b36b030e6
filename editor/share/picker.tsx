/** One file picker for the whole page: any `Import` button opens it, and what it reads is handed to the Import screen. */
import { useRef, useSyncExternalStore } from 'react';
import { goTo } from '../route';

interface Incoming {
  name: string;
  text: string;
}

let incoming: Incoming | undefined;
let open: () => void = () => {};
const listeners = new Set<() => void>();

export function setIncoming(next: Incoming | undefined): void {
  incoming = next;
  for (const listener of listeners) listener();
}

export const useIncoming = (): Incoming | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => incoming,
  );

/** Shows the Import screen and, over it, the system's own picker. */
export function startImport(): void {
  setIncoming(undefined);
  goTo('#/import');
  open();
}

export const pickFile = (): void => open();

export async function takeFile(file: File | undefined): Promise<void> {
  if (!file) return;
  setIncoming({ name: file.name, text: await file.text() });
  goTo('#/import');
}

export function FilePicker() {
  const input = useRef<HTMLInputElement>(null);
  open = () => input.current?.click();
  return (
    <input
      ref={input}
      type="file"
      hidden
      aria-label="Flow file"
      accept=".json,.flow.json,application/json"
      onChange={(e) => {
        void takeFile(e.target.files?.[0]);
        e.target.value = '';
      }}
    />
  );
}
