import { print, printJson, readFlow } from './output';

/** `sayso hash f.flow.json`: the identity of its behaviour. */
export function hashCommand(file: string, o: { json?: boolean }): number {
  const { hash } = readFlow(file);
  if (o.json) printJson({ hash });
  else print(hash);
  return 0;
}
