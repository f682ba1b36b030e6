/**
 * Paths into the flow file, as `wording` and `check` give them: `chart.states.dark.on.motion.occupancy.0.guard`. Keys of `on` hold a
 * dot of their own, so a path is read against the file it points into.
 */

/** The keys of a path, or undefined where it leads nowhere; the last key may be missing yet. */
export function keysOf(root: unknown, path: string): string[] | undefined {
  const parts = path.split('.');
  const keys: string[] = [];
  let node: unknown = root;
  for (let i = 0; i < parts.length; i++) {
    if (typeof node !== 'object' || node === null) return undefined;
    const one = parts[i] ?? '';
    const two = `${one}.${parts[i + 1] ?? ''}`;
    const dotted = !Object.hasOwn(node, one) && Object.hasOwn(node, two);
    if (dotted) i++;
    else if (!Object.hasOwn(node, one) && i < parts.length - 1) return undefined;
    const key = dotted ? two : one;
    keys.push(key);
    node = (node as Record<string, unknown>)[key];
  }
  return keys;
}

/** What stands at a path, or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  const keys = keysOf(root, path);
  return keys?.reduce<unknown>((node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined), root);
}

/** Sets in place; false where the path leads nowhere. */
export function setAt(root: unknown, path: string, value: unknown): boolean {
  const keys = keysOf(root, path);
  const last = keys?.at(-1);
  if (!keys || last === undefined) return false;
  const holder = keys.slice(0, -1).reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], root);
  if (typeof holder !== 'object' || holder === null) return false;
  (holder as Record<string, unknown>)[last] = value;
  return true;
}

/** Removes an item or key in place, and the list or table of triggers that would be left empty. False where nothing stood there. */
export function removeAt(root: unknown, path: string): boolean {
  const keys = keysOf(root, path);
  if (!keys || valueAt(root, path) === undefined) return false;
  for (let depth = keys.length - 1; depth >= 0; depth--) {
    const holder = keys.slice(0, depth).reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], root);
    const key = keys[depth] ?? '';
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete (holder as Record<string, unknown>)[key];
    const isTable = (keys[depth - 1] === 'on' || keys[depth - 1] === 'after') && keys[depth - 2] !== 'states';
    if (Object.keys(holder as object).length > 0 || !(Array.isArray(holder) || isTable)) break;
  }
  return true;
}

/** Whether one of two paths lies at or inside the other. */
export const related = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
/** Whether `path` lies at or inside `outer`. */
export const inside = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`);
