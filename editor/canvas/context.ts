import { createContext, useContext } from 'react';
import type { HomeView, Thread } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Problem } from '../../flows/problem';
import type { Timer } from '../../flows/step';
import type { Millis } from '../../flows/time';
import type { Direction } from './layout';

/** What rooms and arrows need besides their own data; they come to life inside React Flow, which hands on nothing else. */
export interface Drawing {
  flow: Flow;
  view: HomeView;
  direction: Direction;
  /** Ids of active states; undefined where the flow does not run. */
  active: ReadonlySet<string> | undefined;
  timers: readonly Timer[];
  now: Millis;
  problems: ReadonlyMap<string, Problem[]>;
  threads: readonly Thread[];
  selected: string | undefined;
  readOnly: boolean;
  /** The room whose name is being typed. */
  renaming: string | undefined;
  select(at: string | undefined): void;
  rename(id: string, name: string | undefined): void;
}

export const DrawingContext = createContext<Drawing | undefined>(undefined);

/** @throws Error outside of a chart */
export function useDrawing(): Drawing {
  const drawing = useContext(DrawingContext);
  if (!drawing) throw new Error('a room or arrow was drawn outside of a chart');
  return drawing;
}
