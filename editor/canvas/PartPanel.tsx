import type { HomeView } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Result } from '../../flows/result';
import type { Edited } from '../edit/edit';
import type { Graph } from './graph';

export interface PartPanelProps {
  flow: Flow;
  view: HomeView;
  graph: Graph;
  at: string;
  apply(result: Result<Edited>, then?: (edited: Edited) => void): void;
  select(at: string | undefined): void;
  remove(at: string): void;
}

/** The parts of the room or arrow that is selected, each to be changed. */
export function PartPanel(_: PartPanelProps) {
  return null;
}
