import type { FlowView } from '../../flows/api';
import type { Capability } from '../../flows/capability';
import { type Flow, FORMAT, type StateNode } from '../../flows/flow';
import type { Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { roleMembers } from '../../flows/members';
import type { Problem } from '../../flows/problem';
import type { ApprovedFlow } from '../../flows/stages';
import { type FlowState, type Prepared, prepare } from '../../flows/step';
import { readingKey } from '../../flows/twin';
import { flowsRead } from '../../flows/walk';
import type { Heard, KeptFlow } from '../store/store';
import type { Monitor } from './monitor';

/** A flow that is kept. It runs where it is approved, was verified and is not paused; else it is listed with its problems. */
export interface Running {
  kept: KeptFlow;
  approved: ApprovedFlow | undefined;
  problems: Problem[];
  monitor: Monitor | undefined;
  /** Its place among the flows, kept by its later versions. */
  readonly order: number;
  /** By member: the key is a device id for a flow that runs once for each of a group, else ''. */
  instances: Map<string, Instance>;
}

/** One run of a flow: bound to its devices, in a state. */
export interface Instance {
  readonly running: Running;
  readonly member: string;
  /** Which of two that are due at once goes first, and which hears an event first. */
  readonly order: number;
  bound: Flow;
  state: FlowState;
  /** Made when it first takes a step: an idle flow needs no machine. */
  prepared: Prepared | undefined;
  heard: Heard | undefined;
}

export const runs = (running: Running): boolean => running.kept.status === 'approved' && running.approved !== undefined;
export const nameOf = (running: Running): string => running.approved?.flow.name ?? readFlow(running.kept.bytes).name;
export const preparedOf = (instance: Instance): Prepared => {
  instance.prepared ??= prepare(instance.bound);
  return instance.prepared;
};

/** The key under which those are found that look at the states of a flow of this name. */
export const statesKey = (flow: string): string => `\n${flow}`;

/** The readings that a flow looks at, and the other flows, as keys: what it is found by when one of them is reported or moves. */
export function concerns(flow: Flow, home: Home): Set<string> {
  const keys = new Set<string>([...flowsRead(flow)].map(statesKey));
  for (const role of Object.values(flow.uses)) {
    for (const device of role.reads?.length ? roleMembers(home, role) : []) for (const capability of role.reads ?? []) keys.add(readingKey(device, capability));
  }
  return keys;
}

/** Whether a state in which the instance is now has a transition for this reading, whatever its conditions say. */
export function listensTo(instance: Instance, home: Home, device: DeviceId, capability: Capability): boolean {
  const { uses, chart } = instance.bound;
  const names = Object.keys(uses).filter((name) => {
    const role = uses[name];
    return role?.reads?.includes(capability) === true && roleMembers(home, role).includes(device);
  });
  return ['', ...instance.state.active].some((path) => {
    let node: StateNode | undefined = chart;
    for (const key of path === '' ? [] : path.split('.')) node = node?.states && Object.hasOwn(node.states, key) ? node.states[key] : undefined;
    return names.some((name) => node?.on && Object.hasOwn(node.on, `${name}.${capability}`));
  });
}

/** A flow as the editor shows it. Never throws: what cannot be read is listed too. */
export function viewOf(running: Running): FlowView {
  const { kept, approved, problems } = running;
  const flow = approved?.flow ?? readFlow(kept.bytes);
  return {
    id: kept.id,
    name: flow.name,
    hash: kept.approval.hash,
    status: kept.status,
    flow,
    approval: kept.approval,
    problems,
    active: Object.fromEntries([...running.instances].map(([member, i]) => [member, i.state.active])),
    timers: Object.fromEntries([...running.instances].map(([member, i]) => [member, i.state.timers])),
  };
}

/** The file of a flow that was not verified, to be shown; an empty chart in its place where the bytes are none. */
function readFlow(bytes: string): Flow {
  try {
    const flow = JSON.parse(bytes) as Partial<Flow> | null;
    if (typeof flow?.name === 'string' && typeof flow.uses === 'object' && typeof flow.chart === 'object') return flow as Flow;
  } catch {
    // Listed below with an empty chart; its problem says what is wrong.
  }
  return { format: FORMAT, name: 'A flow that cannot be read', uses: {}, chart: { id: 'flow' } };
}
