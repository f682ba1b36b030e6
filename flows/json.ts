import { findNodeAtLocation, getNodePath, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Problem, problem } from './problem';
import { fail, ok, type Result } from './result';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** Unpaired surrogates, and controls that make text read otherwise than it is stored. */
const BAD_TEXT =
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** Whether a text holds such characters: it is then nobody's name. */
export const misleads = (text: string): boolean => BAD_TEXT.test(text);

/** JSON, strictly: duplicate keys, prototype keys, unpaired surrogates, direction overrides and trailing text are refused with their place. */
export function parseJson(text: string, limit: { bytes: number; depth: number }): Result<unknown> {
  const bytes = text.length > limit.bytes ? text.length : new TextEncoder().encode(text).length;
  if (bytes > limit.bytes) return fail([problem('too-large', `The file has ${bytes} bytes; ${limit.bytes} are allowed.`)]);
  // Counted before parsing: a tree of any depth would exhaust the stack.
  if (nesting(text) > limit.depth) return fail([problem('too-large', `The file nests deeper than ${limit.depth} levels.`)]);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const first = errors[0];
  if (!root || first) return fail([problem('not-json', `This is not JSON: ${words(first)} ${place(text, first?.offset ?? 0)}.`)]);
  const problems: Problem[] = [];
  inspect(root, text, problems);
  return problems.length > 0 ? fail(problems) : ok(JSON.parse(text) as unknown);
}

const words = (error: ParseError | undefined): string =>
  error
    ? printParseErrorCode(error.error)
        .replace(/([A-Z])/g, ' $1')
        .trim()
        .toLowerCase()
    : 'it is empty';

/** `(line 3, column 7)`, counted from 1. */
export function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `(line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
}

/** A message with the line and column of what `path` points to; of its nearest parent where the path does not exist. */
export function placed(message: string, text: string, path: string): string {
  const root = parseTree(text);
  const steps = path.split('.');
  let node = root;
  for (let i = 0; i < steps.length; ) {
    // Keys of `on` hold a dot themselves: `motion.occupancy`.
    const taken = [1, 2].find((n) => child(node, steps.slice(i, i + n).join('.')));
    if (!taken) break;
    node = child(node, steps.slice(i, i + taken).join('.'));
    i += taken;
  }
  return node && node !== root ? `${message.replace(/\.$/, '')} ${place(text, node.offset)}.` : message;
}

const child = (node: Node | undefined, key: string): Node | undefined =>
  node?.type === 'object' ? findNodeAtLocation(node, [key]) : node?.type === 'array' ? findNodeAtLocation(node, [Number(key)]) : undefined;

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{' || c === '[') deepest = Math.max(deepest, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return deepest;
}

function inspect(node: Node, text: string, problems: Problem[]): void {
  if (problems.length >= 20) return;
  if (node.type === 'string' && BAD_TEXT.test(node.value as string)) {
    problems.push(problem('unsafe-name', `A text holds characters that could mislead a reader ${place(text, node.offset)}.`, getNodePath(node).join('.')));
  }
  if (node.type === 'object') {
    const seen = new Set<string>();
    for (const property of node.children ?? []) {
      const key = property.children?.[0]?.value as string;
      const path = [...getNodePath(node), key].join('.');
      if (seen.has(key)) problems.push(problem('duplicate-key', `"${key}" stands here twice ${place(text, property.offset)}.`, path));
      if (FORBIDDEN_KEYS.has(key) || BAD_TEXT.test(key))
        problems.push(problem('unsafe-name', `"${key}" cannot be a name ${place(text, property.offset)}.`, path));
      seen.add(key);
    }
  }
  for (const child of node.children ?? []) inspect(child, text, problems);
}
