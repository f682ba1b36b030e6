import { FORMAT } from './flow';

type File = Record<string, unknown>;
/** Older formats → the step that brings a file one version further. Empty while there is only one; an entry is never removed. */
export type Steps = Readonly<Record<string, (file: File) => File>>;
const STEPS: Steps = {};

/** A file of an older format version, brought up to date; anything else as it is. Total: the parser judges what comes out (SPEC 1.2). */
export function migrate(value: unknown, steps: Steps = STEPS): unknown {
  let file = value;
  for (let n = 0; n < 20; n++) {
    if (typeof file !== 'object' || file === null || Array.isArray(file)) return file;
    const { format } = file as { format?: unknown };
    const step = typeof format === 'string' && format !== FORMAT && Object.hasOwn(steps, format) ? steps[format] : undefined;
    if (!step) return file;
    file = step(file as File);
  }
  return file;
}
