/** The running program, put together: what `sayso start` serves, and what tests start in a temporary folder. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DriverEvent } from '../devices/driver';
import { type AskResult, type HomeView, type LiveEvent, othersOf, type WhyAnswer } from '../flows/api';
import type { Capability, Value } from '../flows/capability';
import type { Flow } from '../flows/flow';
import type { Home } from '../flows/home';
import type { DeviceId, FlowId } from '../flows/ids';
import type { MemoryEntry, NewMemory } from '../flows/memory';
import type { NewRecord } from '../flows/record';
import type { Result } from '../flows/result';
import { type Bridge, bridgeOf, holdBack } from './bridge';
import { type Clock, systemClock } from './clock';
import type { Model } from './compile/model';
import type { Situation } from './compile/situation';
import { accountName, makeFolder, VERSION } from './config';
import { type Memory, memoryOf } from './memory/memory';
import { ask, reapproved, reapprovedRule, rememberable } from './pipeline';
import { type Journal, journalOf } from './record/journal';
import { whyOf } from './record/why';
import { Runtime } from './run/runtime';
import { lockFolder } from './store/lock';
import { openStore } from './store/store';

export interface Engine {
  readonly data: string;
  readonly person: string;
  readonly runtime: Runtime;
  readonly journal: Journal;
  readonly clock: Clock;
  home(): Home;
  view(): HomeView;
  /** @param replaces the running flow that `draft` would replace */
  ask(request: string, draft?: Flow, replaces?: FlowId, chosen?: string): Promise<AskResult>;
  /** What counts when something is asked. */
  readonly memory: Memory;
  /** Remembers what fits this home, or says why it does not. `id` of the memory that it changes. */
  remember(entry: NewMemory, id?: string): Result<MemoryEntry>;
  /** Somebody is there who may ask soon: the model is loaded. What is wrong with it is told when they ask. */
  wake(): void;
  why(device: DeviceId, capability?: Capability): WhyAnswer;
  /** Plays a person at a simulated device; undefined where the devices are real. @throws Error where it has no such ability */
  simulate: ((device: DeviceId, capability: Capability, value: Value) => void) | undefined;
  /** @returns unsubscribe */
  watch(listener: (event: LiveEvent) => void): () => void;
  stop(): Promise<void>;
}

interface EngineParts {
  data: string;
  model: Model;
  home?: Home;
  mqtt?: string;
  clock?: Clock;
  log?: (line: string) => void;
}

/** @throws Error in words where another engine runs on this data */
export async function startEngine(parts: EngineParts): Promise<Engine> {
  makeFolder(parts.data);
  const release = lockFolder(parts.data);
  try {
    return await wired(parts, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function wired({ data, model, home: told, mqtt, clock = systemClock, log = () => {} }: EngineParts, release: () => void): Promise<Engine> {
  const store = openStore(data);
  const journal = journalOf(store.db);
  const bridge = bridgeOf({ ...(told ? { home: told } : {}), ...(mqtt === undefined ? {} : { mqtt }) }, store.readings(), clock.now);
  const { driver, home } = bridge;
  const person = accountName();
  const listeners = new Set<(event: LiveEvent) => void>();
  const emit = (event: LiveEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const note = (record: NewRecord): void => emit({ type: 'record', record: journal.append(record) });
  const runtime = new Runtime({ store, journal, clock, home, send: (command) => driver.send(command), emit });
  const view = (): HomeView => viewOf(bridge, runtime, clock, person);

  const verified = () => store.flows().map((kept) => reapproved(kept, home()));
  let devices = '';
  /** Whether the list is another than before; it is kept for those who read the data folder. */
  const changed = (): boolean => {
    const now = JSON.stringify(home().devices);
    if (now === devices) return false;
    devices = now;
    keepHome(data, bridge);
    return true;
  };
  const handle = (event: DriverEvent): void => {
    if (event.type === 'reading') runtime.receive(event.device, event.capability, event.value);
    else if (event.type === 'connection') log(event.message ?? (event.up ? 'The bridge answers.' : 'The bridge does not answer.'));
    else if (changed()) {
      runtime.follow(verified());
      emit({ type: 'home', view: view() });
    }
  };
  const early = holdBack(handle);
  await driver.start(early.watch);
  note({ at: clock.now(), type: 'started', version: VERSION });
  changed();
  runtime.start(verified(), store.rules().map(reapprovedRule));
  early.release();

  let stopping: Promise<void> | undefined;
  const read = (device: DeviceId, capability: Capability): Value | undefined => runtime.reading(device, capability)?.value;
  const memory = memoryOf(store.db);
  const situation = (replaces?: FlowId): Situation => {
    return { home: home(), now: clock.now(), read, memory: memory.list(), others: othersOf(runtime.views(), replaces) };
  };
  return {
    data,
    person,
    runtime,
    journal,
    clock,
    home,
    view,
    ask: (request, draft, replaces, chosen) => ask(request, { ...situation(replaces), ...(draft ? { draft } : {}), chosen }, model),
    memory,
    remember: (entry, id) => {
      const fit = rememberable(entry, situation());
      return fit.ok ? memory.put(id === undefined ? fit.value : { ...fit.value, id }, clock.now()) : fit;
    },
    wake: () => void model.load().catch(() => {}),
    why: (device, capability) => {
      const reading = (d: DeviceId, c: Capability) => runtime.reading(d, c);
      const flow = (id: FlowId) => runtime.view(id)?.flow;
      return whyOf(journal, { home: home(), reading, flow, flows: () => runtime.views(), heard: (id) => runtime.heard(id) }, device, capability);
    },
    simulate: bridge.played?.set,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      stopping ??= (async () => {
        await driver.stop();
        runtime.stop();
        note({ at: clock.now(), type: 'stopped', version: VERSION });
        listeners.clear();
        await model.unload();
        store.close();
        release();
      })();
      return stopping;
    },
  };
}

function viewOf({ driver, home, played }: Bridge, runtime: Runtime, clock: Clock, person: string): HomeView {
  const devices = home().devices.map((d) => ({ ...d, bridge: driver.name, simulated: played !== undefined }));
  return { home: home(), devices, readings: runtime.allReadings(), now: clock.now(), version: VERSION, person };
}

/** Where `sayso devices` finds the home when it reads the data folder; each device with its bridge. */
export const HOME_FILE = 'home.json';

function keepHome(data: string, { driver, home }: Bridge): void {
  const { state: _, ...now } = home();
  const path = join(data, HOME_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify({ ...now, devices: now.devices.map((d) => ({ ...d, bridge: driver.name })) }, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
