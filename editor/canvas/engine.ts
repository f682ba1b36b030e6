import type { ELK } from 'elkjs/lib/elk-api';

let engine: Promise<ELK> | undefined;

/** ELK in a worker of its own, loaded when the first chart is shown: laying out never holds up typing. @throws where it cannot be loaded; the next call tries anew */
export function layoutEngine(): Promise<ELK> {
  engine ??= Promise.all([import('elkjs/lib/elk-api'), import('elkjs/lib/elk-worker.min.js?url')]).then(
    ([{ default: Elk }, { default: workerUrl }]) => new Elk({ workerUrl }),
    (error: unknown) => {
      engine = undefined;
      throw error;
    },
  );
  return engine;
}
