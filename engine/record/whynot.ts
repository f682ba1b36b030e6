import type { FlowView } from '../../flows/api';
import type { Capability } from '../../flows/capability';
import type { Home } from '../../flows/home';
import type { DeviceId, FlowId } from '../../flows/ids';
import type { AuditRecord } from '../../flows/record';
import { allStates, type PlacedTransition, transitionsOf } from '../../flows/walk';
import { transitionWords } from '../../flows/wording';
import type { Heard } from '../store/store';
import type { Journal } from './journal';
import { causeWords, clock } from './words';

export interface KnownFlows {
  home: Home;
  flows(): readonly FlowView[];
  /** The last event at which each instance did not move, though it listened. */
  heard(flow: FlowId): ReadonlyMap<string, Heard>;
}

/** At most so many flows are explained: a device that more of them touch has another problem. */
const FLOWS = 4;

/**
 * Why flows that could set a capability of a device did not, as far as the record shows: paused, broken, refused, skipped, or a
 * condition that did not hold at the last event. One sentence a flow; none of a flow that did what it should.
 */
export function whyNotOf(journal: Journal, known: KnownFlows, device: DeviceId, capabilities: readonly Capability[]): string[] {
  const able = known.flows().filter((f) => f.approval.footprint.writes.some((w) => w.device === device && capabilities.includes(w.capability)));
  return able.slice(0, FLOWS).flatMap((flow) => oneFlow(journal, known, device, flow));
}

function oneFlow(journal: Journal, known: KnownFlows, device: DeviceId, flow: FlowView): string[] {
  const { home } = known;
  const name = `The flow “${flow.name}”`;
  const records = journal.read({ flow: flow.id, limit: 200 });
  if (flow.problems.length > 0) return [`${name} does not run: ${flow.problems[0]?.message}`];
  if (flow.status === 'paused') {
    const paused = records.find((r) => r.type === 'paused');
    return [`${name} is paused${paused ? ` since ${clock(paused.at, home)}` : ''}, and does nothing until it is resumed.`];
  }
  const moved = records.find((r) => r.type === 'step' && (r.taken.length > 0 || r.event.kind === 'start'));
  const failure = records.find((r) => r.type === 'outcome' && r.command.device === device);
  if (failure?.type === 'outcome') {
    const { outcome, at } = failure;
    if (outcome.status === 'refused') return [`${name} tried at ${clock(at, home)} and was refused: ${outcome.message}`];
    if (outcome.status === 'failed') return [`${name} tried at ${clock(at, home)}, and it was not taken: ${outcome.message}`];
  }
  const skipped = records.find((r) => r.type === 'skipped' && r.seq > (moved?.seq ?? 0));
  if (skipped?.type === 'skipped' && 'due' in skipped.event)
    return [`${name} was due at ${clock(skipped.event.due, home)}, while Sayso was not running, and this is not made up for.`];
  return unmoved(known, flow, name, moved);
}

function unmoved(known: KnownFlows, flow: FlowView, name: string, moved: AuditRecord | undefined): string[] {
  const { home } = known;
  const last = [...known.heard(flow.id).values()].filter((h) => h.at >= (moved?.at ?? 0)).sort((a, b) => b.at - a.at)[0];
  if (!last) return [];
  const { event } = last;
  const waiting = transitionsIn(flow, last.active).filter((t) => event.kind === 'reading' && t.group === 'on' && t.trigger.endsWith(`.${event.capability}`));
  const needed = waiting.map((t) => `“${transitionWords(flow.flow, t, home)}”`).join(' or ');
  const stayed = `${name} stayed as it was at ${clock(last.at, home)}, when ${causeWords(event, home, flow.flow)}`;
  return [needed === '' ? `${stayed}.` : `${stayed}: it waits for ${needed}.`];
}

/** The transitions of the states that were active, the root's included. */
const transitionsIn = (flow: FlowView, active: readonly string[]): PlacedTransition[] =>
  allStates(flow.flow.chart)
    .filter((s) => s.path.length === 0 || active.includes(s.path.join('.')))
    .flatMap(transitionsOf);
