import type { Other } from '../../flows/api';
import type { Capability, Value } from '../../flows/capability';
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { MemoryEntry } from '../../flows/memory';
import type { Millis } from '../../flows/time';

/** The home as it is when something is said in it. */
export interface Situation {
  home: Home;
  now: Millis;
  read(device: DeviceId, capability: Capability): Value | undefined;
  /** What is remembered of people's ways; nothing where it is absent. */
  memory?: readonly MemoryEntry[];
  /** The flows that run, beside which a new one is checked. */
  others?: readonly Other[];
  /** The flow on screen that this request changes. */
  draft?: Flow | undefined;
  /** What was said before where no flow came of it: an order that this one corrects, a request that was asked back about. */
  before?: string | undefined;
  /** The line that a person chose where it was asked which one was meant: the model is not asked again. */
  chosen?: string | undefined;
}
