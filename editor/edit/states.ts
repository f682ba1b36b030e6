import type { Flow, StateNode } from '../../flows/flow';
import type { Result } from '../../flows/result';
import { allTransitions, targetPath } from '../../flows/walk';
import { type Edited, edit } from './edit';
import { freeName } from './names';
import { removeAt, valueAt } from './path';

export const stateAt = (path: readonly string[]): string => ['chart', ...path.flatMap((key) => ['states', key])].join('.');

/** The node of a state in the flow, or undefined. */
export function nodeOf(flow: Flow, path: readonly string[]): StateNode | undefined {
  const node = valueAt(flow, stateAt(path));
  return typeof node === 'object' && node !== null ? (node as StateNode) : undefined;
}

/** A new state inside `parent`; the first one inside becomes where it starts. */
export function addState(flow: Flow, parent: readonly string[], name: string, type?: 'final'): Result<Edited> {
  return edit(flow, (draft) => {
    const node = nodeOf(draft, parent);
    if (!node || node.type === 'final' || node.type === 'history') return false;
    const key = freeName(name, node.states);
    node.states = { ...node.states, [key]: { description: name, ...(type ? { type } : {}) } };
    if (node.type !== 'parallel') node.initial ??= key;
    return stateAt([...parent, key]);
  });
}

/** The person's name for a state; its key stays, so that nothing that leads to it breaks. */
export function renameState(flow: Flow, path: readonly string[], name: string): Result<Edited> {
  return edit(flow, (draft) => {
    const node = nodeOf(draft, path);
    if (!node || name.trim() === '') return false;
    node.description = name.trim();
    return stateAt(path);
  });
}

/** Takes out a state with all inside it and every transition that ends there. */
export function deleteState(flow: Flow, path: readonly string[]): Result<Edited> {
  return edit(flow, (draft) => {
    const parent = nodeOf(draft, path.slice(0, -1));
    const key = path.at(-1);
    if (!parent?.states || key === undefined || !Object.hasOwn(parent.states, key)) return false;
    const isInside = (target: readonly string[] | undefined): boolean => target !== undefined && path.every((k, i) => target[i] === k);
    // From the last to the first, so that the paths of those still to go stay true.
    for (const t of allTransitions(draft).reverse()) {
      if (!isInside(t.state) && t.transition.target !== undefined && isInside(targetPath(draft, t.state, t.transition.target))) removeAt(draft, t.at);
    }
    delete parent.states[key];
    const [first] = Object.keys(parent.states);
    if (first === undefined) {
      delete parent.states;
      delete parent.initial;
      if (parent.type === 'parallel' || parent.type === 'compound') delete parent.type;
    } else if (parent.initial === key) parent.initial = first;
    return undefined;
  });
}

/** Lets the parent start in this state. */
export function setInitial(flow: Flow, path: readonly string[]): Result<Edited> {
  return edit(flow, (draft) => {
    const parent = nodeOf(draft, path.slice(0, -1));
    const key = path.at(-1);
    if (!parent?.states || key === undefined || parent.type === 'parallel') return false;
    parent.initial = key;
    return stateAt(path);
  });
}
