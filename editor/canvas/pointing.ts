/** What a person points at, in any of the three views: paths into the flow file and letters of threads. The others light up. */
import { createContext, useContext } from 'react';
import type { Thread } from '../../flows/api';
import type { Phrase, Row } from '../../flows/wording';
import { inside, related } from '../edit/path';

export interface Pointed {
  paths: readonly string[];
  letters: readonly string[];
}

interface Pointing {
  pointed: Pointed | undefined;
  point(at: Pointed | undefined): void;
  /** Paths on which the alternatives of a draft differ: dotted until settled. */
  doubt: readonly string[];
}

export const PointingContext = createContext<Pointing>({ pointed: undefined, point: () => undefined, doubt: [] });
export const usePointing = (): Pointing => useContext(PointingContext);

/** Letters of the phrases of the request that led to any of these paths. */
export const lettersAt = (threads: readonly Thread[], paths: readonly string[]): string[] => [
  ...new Set(threads.filter((t) => t.paths.some((p) => paths.some((q) => related(p, q)))).map((t) => t.letter)),
];

export const pathsOf = (rows: readonly Row[]): string[] => rows.flatMap((r) => r.phrases.flatMap((p) => p.path ?? []));
export const rowLetters = (threads: readonly Thread[], row: Row): string[] => lettersAt(threads, pathsOf([row]));

/** Whether a part at `at` with these phrases is pointed at. */
export function isPointed(pointed: Pointed | undefined, at: string, phrases: readonly Phrase[] = []): boolean {
  return pointed?.paths.some((p) => inside(at, p) || phrases.some((phrase) => phrase.path !== undefined && related(phrase.path, p))) ?? false;
}
