import type { LiveEvent } from '../../flows/api';
import type { Command } from '../../flows/command';
import type { Home } from '../../flows/home';
import type { Problem } from '../../flows/problem';
import type { ApprovedFlow } from '../../flows/stages';
import type { Clock } from '../clock';
import type { Journal } from '../record/journal';
import type { KeptFlow, Store } from '../store/store';

/** What the runtime needs of whoever hosts it. */
export interface RuntimeParts {
  store: Store;
  journal: Journal;
  clock: Clock;
  /** The home as it is now, devices of all bridges. */
  home: () => Home;
  /** Hands a command to its bridge. @throws Error in words where it was not taken, Unconfirmed where that is not known */
  send: (command: Command) => Promise<void>;
  /** What changed, after it is on disk. */
  emit: (event: LiveEvent) => void;
}

/** A flow that is kept, as verified against the home as it is now: it runs where `approved` is there, else `problems` says why not. */
export interface Verified {
  kept: KeptFlow;
  approved: ApprovedFlow | undefined;
  problems: Problem[];
}
