/**
 * The one file that knows XState: a flow's chart as an XState v5 machine, stepped without effects. XState's own clock
 * never runs; delayed events come back as data and become stored deadlines. Guards and delays look at the world through `scope`,
 * which the caller sets for the length of one call. Timer ids and events are XState's own (`xstate.after.linger.flow.lit`).
 */
import { type AnyMachineSnapshot, type AnyStateMachine, assign, createActor, createMachine, type EventObject, type MachineConfig } from 'xstate';
import type { Flow } from './flow';
import type { Action, Guard } from './operators';
import { GUARDS } from './operators';
import type { TakenTransition } from './record';
import { allStates } from './walk';

/** Numbers, and moments as milliseconds, that a flow remembers: XState's context, so that they change between the steps of a run. */
export type Variables = Record<string, number>;

export interface Scope {
  passes(guard: Guard, variables: Variables): boolean;
  /** Milliseconds from now until the named delay is over. */
  delay(name: string, variables: Variables): number;
  /** What an action that remembers changes; of other actions it is not asked. */
  remember(action: Action, variables: Variables): Variables;
}

/** A chart ready to run. One at a time: `scope` is shared by all its instances, and steps are synchronous. */
export interface Machine {
  readonly machine: AnyStateMachine;
  scope: Scope | undefined;
  /** Whether any state has `always`, which is tried at every step. */
  readonly restless: boolean;
  /** XState's own scope of a step, made once: making an actor for each step, as its `transition` does, costs most of the step. */
  inert?: InertScope;
}

interface InertScope {
  actionExecutor: (action: Executable) => void;
}

export interface Moved {
  snapshot: AnyMachineSnapshot;
  /** With what the flow remembers when each is decided. */
  actions: { action: Action; variables: Variables }[];
  started: { id: string; event: string; delay: number }[];
  cancelled: string[];
  taken: TakenTransition[];
}

/** Actions that change what the flow remembers; all others are for devices. */
const REMEMBERING = ['count', 'assign', 'keep', 'mark'] as const satisfies Action['type'][];
/** XState's own limit on the steps of one run is none, and a round of them would hang the process. */
const MICROSTEPS = 250;
const GUARD_TYPES = [...Object.keys(GUARDS), 'all', 'any', 'not'] as Guard['type'][];

/** @param flow in canonical form: XState runs parallel regions in key order. @throws Error where XState cannot build it */
export function buildMachine(flow: Flow): Machine {
  const restless = allStates(flow.chart).some((s) => s.node.always !== undefined);
  const built: { machine?: AnyStateMachine; scope: Scope | undefined; restless: boolean } = { scope: undefined, restless };
  const scope = (): Scope => {
    if (!built.scope) throw new Error('a machine was stepped outside of step()');
    return built.scope;
  };
  const guards = Object.fromEntries(
    GUARD_TYPES.map((type) => [type, ({ context }: Args, params: unknown) => scope().passes({ type, params } as Guard, context)]),
  );
  const delays = Object.fromEntries(Object.keys(flow.delays ?? {}).map((name) => [name, ({ context }: Args) => scope().delay(name, context)]));
  const actions = Object.fromEntries(
    REMEMBERING.map((type) => [type, assign(({ context }: Args, params: unknown) => scope().remember({ type, params } as Action, context) as never)]),
  );
  const numbers = Object.entries(flow.variables ?? {}).flatMap(([name, v]) => (v.type === 'number' ? [[name, v.initial] as const] : []));
  // XState writes into the config it is given.
  const beside = { context: Object.fromEntries(numbers), options: { maxIterations: MICROSTEPS } };
  const config = { ...structuredClone(flow.chart), ...beside } as unknown as MachineConfig<never, EventObject>;
  built.machine = createMachine(config as never).provide({ guards, delays, actions } as never) as unknown as AnyStateMachine;
  return built as Machine;
}

export function startMachine(m: Machine, scope: Scope): Moved {
  return within(m, scope, () =>
    collect(
      run(m, (inert) => m.machine.getInitialSnapshot(inert as never, undefined as never)),
      [],
    ),
  );
}

export function moveMachine(m: Machine, snapshot: AnyMachineSnapshot, event: string, scope: Scope): Moved {
  // Nothing is taken and nothing happens by itself: XState would go through its whole step to find the same.
  if (!m.restless && !listens(snapshot, event)) return unmoved(snapshot);
  return within(m, scope, () => {
    const data = m.machine.getTransitionData(snapshot as never, { type: event }) as unknown as TransitionData[];
    if (data.length === 0 && !m.restless) return unmoved(snapshot);
    const next = run(m, (inert) => m.machine.transition(snapshot as never, { type: event }, inert as never));
    const active = activePaths(next[0]);
    return collect(
      next,
      data.map((t) => ({ ...placeOf(t), active })),
    );
  });
}

const unmoved = (snapshot: AnyMachineSnapshot): Moved => ({ snapshot, actions: [], started: [], cancelled: [], taken: [] });

/** A step without effects: XState's actions come back as data, in their order. */
function run(m: Machine, step: (inert: InertScope) => unknown): [AnyMachineSnapshot, Executable[]] {
  const inert = inertOf(m);
  const executables: Executable[] = [];
  inert.actionExecutor = (action) => executables.push(action);
  return [step(inert) as AnyMachineSnapshot, executables];
}

/** As XState's own pure `transition` makes one; nothing in it keeps anything from one step to the next. */
function inertOf(m: Machine): InertScope {
  if (m.inert) return m.inert;
  const outer = m.scope;
  // An actor takes its first state when it is made; what that asks for is thrown away.
  m.scope = { passes: () => false, delay: () => 0, remember: (_, variables) => variables };
  const self = createActor(m.machine);
  m.scope = outer;
  const nothing = (): void => undefined;
  const inert = {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    defer: nothing,
    logger: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: nothing,
  };
  m.inert = inert;
  return inert;
}

/** Whether any active state listens to `event` at all, whatever its guards say. */
export function listens(snapshot: AnyMachineSnapshot, event: string): boolean {
  for (const node of snapshot._nodes as { transitions: Map<string, unknown> }[]) if (node.transitions.has(event)) return true;
  return false;
}

export const persistSnapshot = (m: Machine, snapshot: AnyMachineSnapshot): unknown => m.machine.getPersistedSnapshot(snapshot as never);
/** @throws Error where the stored snapshot does not belong to this chart */
export const restoreSnapshot = (m: Machine, stored: unknown): AnyMachineSnapshot =>
  createActor(m.machine, { snapshot: stored as never }).getSnapshot() as AnyMachineSnapshot;

/** Paths of the active states, outermost first: `lamp`, `lamp.lit`. */
export function activePaths(snapshot: AnyMachineSnapshot): string[] {
  return (snapshot._nodes as { path: string[] }[])
    .map((n) => n.path.join('.'))
    .filter((p) => p !== '')
    .sort();
}

interface Args {
  context: Variables;
}
interface Executable {
  type: string;
  params: unknown;
  info: Args;
}
interface TransitionData {
  eventType: string;
  source: { path: string[]; transitions: Map<string, unknown[]> };
}

function within<T>(m: Machine, scope: Scope, work: () => T): T {
  m.scope = scope;
  try {
    return work();
  } finally {
    m.scope = undefined;
  }
}

/** XState's event of `after` names the delay between its prefix and the id of the state: `xstate.after.linger.flow.lit`. */
function placeOf(t: TransitionData): Omit<TakenTransition, 'active'> {
  const after = /^xstate\.after\.([A-Za-z0-9_-]+)\./.exec(t.eventType);
  const done = t.eventType.startsWith('xstate.done.');
  return {
    state: t.source.path.join('.'),
    trigger: after?.[1] ?? (done ? 'onDone' : t.eventType),
    index: t.source.transitions.get(t.eventType)?.indexOf(t) ?? 0,
  };
}

function collect([snapshot, executables]: [AnyMachineSnapshot, Executable[]], taken: TakenTransition[]): Moved {
  const moved: Moved = { snapshot, actions: [], started: [], cancelled: [], taken };
  for (const action of executables) {
    if (action.type === 'xstate.raise') {
      const { id, event, delay } = action.params as { id: string; event: EventObject; delay?: number };
      moved.started.push({ id, event: event.type, delay: delay ?? 0 });
    } else if (action.type === 'xstate.cancel') {
      moved.cancelled.push((action.params as { sendId: string }).sendId);
    } else {
      moved.actions.push({ action: { type: action.type, params: action.params } as Action, variables: action.info.context });
    }
  }
  return moved;
}
