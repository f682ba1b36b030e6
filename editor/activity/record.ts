/** What a record says in plain words: who or what it is about, what happened, and through whom. Pure. */
import type { FlowView, HomeView } from '../../flows/api';
import { type Capability, type CapabilityRow, capabilityRow, type Risk, riskOf, type Value } from '../../flows/capability';
import type { Outcome } from '../../flows/command';
import { findDevice } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { AuditRecord, Cause, CauseEvent } from '../../flows/record';
import { allStates, stateName } from '../../flows/walk';
import { durationWords, listWords, valueWords } from '../../flows/words';
import { clockText } from '../parts/clock';
import { shortValue } from '../parts/state';

export interface Told {
  subject: string;
  text: string;
  /** Whose doing it was, in the program's words. */
  by?: string;
  /** A person's own words. */
  words?: string;
  /** Short word in a frame: refused, failed, not confirmed. */
  tag?: string;
  device?: { id: DeviceId; kind: string; name: string; risk: Risk };
  flow?: string;
}

/** Kinds of record that the list can be narrowed to. */
export const VIEWS = {
  all: 'Everything',
  done: 'What was done',
  changed: 'What changed',
  said: 'What was approved',
} as const;
export type ViewName = keyof typeof VIEWS;

export function isShown(record: AuditRecord, which: ViewName): boolean {
  switch (record.type) {
    // The outcome says the same and how it went; a change that a command made is told by its outcome.
    case 'command':
      return false;
    case 'change':
      return (which === 'all' || which === 'changed') && record.source === 'device';
    case 'outcome':
      return which === 'all' || which === 'done';
    case 'step':
      return which === 'all' && record.taken.length > 0;
    default:
      return which === 'all' || which === 'said';
  }
}

export function told(record: AuditRecord, view: HomeView, flows: readonly FlowView[]): Told {
  switch (record.type) {
    case 'started':
    case 'stopped':
      return { subject: 'Sayso', text: record.type, by: `version ${record.version}` };
    case 'approved':
      return { subject: record.name, text: 'approved', by: record.approval.by, flow: record.flow };
    case 'paused':
    case 'resumed':
    case 'removed':
      return { subject: record.name, text: record.type, by: record.by, flow: record.flow };
    case 'superseded':
      return { subject: record.name, text: 'replaced by a newer version', flow: record.flow };
    case 'broken':
      return { subject: record.name, text: `cannot run. ${record.problems[0]?.message ?? ''}`.trim(), tag: 'stopped', flow: record.flow };
    case 'left':
      return { subject: record.name, text: `no longer runs for ${findDevice(view.home, record.member)?.name ?? record.member}`, flow: record.flow };
    case 'skipped':
      return {
        subject: record.name,
        text: 'let a time pass that fell while nothing ran',
        by: eventWords(record.event, record.flow, view, flows),
        flow: record.flow,
      };
    case 'step': {
      const names = stateNames(record.flow, record.active, flows);
      return {
        subject: record.name,
        text: names === '' ? 'took a step' : `went to ${names}`,
        by: eventWords(record.event, record.flow, view, flows),
        flow: record.flow,
      };
    }
    case 'rule-approved':
      return { subject: record.name, text: `approved as a rule: ${record.wording}`, by: record.approval.by };
    case 'rule-removed':
      return { subject: record.name, text: 'is no longer a rule', by: record.by };
    case 'rule-broken':
      return { subject: record.name, text: `is not in force. ${record.problems[0]?.message ?? ''}`.trim(), tag: 'stopped' };
    case 'command':
      return {
        ...about(view, record.command.device, record.command.capability),
        text: `${orderWords(record.command.capability, record.command.value)} was sent`,
        ...causeOf(record.cause),
      };
    case 'outcome': {
      const { device, capability, value } = record.command;
      return { ...about(view, device, capability), ...outcomeWords(record.outcome, capability, value), ...causeOf(record.cause) };
    }
    case 'change':
      return {
        ...about(view, record.device, record.capability),
        text: becameWords(record.capability, record.value),
        by: record.source === 'device' ? 'by itself or by hand' : '',
      };
  }
}

function about(view: HomeView, id: DeviceId, capability: Capability): Pick<Told, 'subject' | 'device'> {
  const device = findDevice(view.home, id);
  const subject = id === 'home' && capability === 'sun' ? 'The sun' : (device?.name ?? id);
  return {
    subject,
    device: { id, kind: id === 'home' && capability === 'sun' ? 'sun' : (device?.kind ?? ''), name: subject, risk: riskOf(capability, device?.kind ?? '') },
  };
}

const causeOf = (cause: Cause): Pick<Told, 'by' | 'words' | 'flow'> =>
  cause.by === 'flow' ? { by: cause.name, flow: cause.flow } : { by: 'you', ...(cause.request ? { words: cause.request } : {}) };

function orderWords(capability: Capability, value: Value): string {
  const row: CapabilityRow = capabilityRow(capability);
  if (capability === 'message') return `told “${value}”`;
  if (row.type === 'enum') return shortValue(capability, value);
  return capability === 'brightness' || capability === 'position' || capability === 'targetTemperature'
    ? valueWords(capability, value)
    : `${row.noun} ${valueWords(capability, value)}`;
}

function outcomeWords(outcome: Outcome, capability: Capability, value: Value): { text: string; tag?: string } {
  const text = orderWords(capability, value);
  switch (outcome.status) {
    case 'done':
      return { text };
    case 'already':
      return { text: `${text} already` };
    case 'uncertain':
      return { text, tag: 'not confirmed' };
    case 'refused':
      return { text: `not set: ${outcome.message}`, tag: 'refused' };
    case 'failed':
      return { text: `not set: ${outcome.message}`, tag: 'failed' };
  }
}

function becameWords(capability: Capability, value: Value): string {
  if (value === 'unavailable') return 'stopped answering';
  if (value === 'unknown') return 'has not been heard';
  const row: CapabilityRow = capabilityRow(capability);
  if (row.type === 'enum') return (Object.hasOwn(row.values, String(value)) ? row.values[String(value)]?.becomes : undefined) ?? String(value);
  return `${row.noun} ${valueWords(capability, value)}`;
}

function eventWords(event: CauseEvent, id: string, view: HomeView, flows: readonly FlowView[]): string {
  switch (event.kind) {
    case 'reading':
      return `${about(view, event.device, event.capability).subject} ${becameWords(event.capability, event.value)}`;
    case 'timer': {
      const delay = flows.find((f) => f.id === id)?.flow.delays?.[event.delay];
      return delay && 'for' in delay ? `the ${durationWords(delay.for)} were over` : 'the time was over';
    }
    case 'schedule':
      return `it was ${clockText(event.due, view.home.timezone)}`;
    case 'flow':
      return `“${event.flow}” had moved on`;
    case 'start':
      return 'it was started';
  }
}

/** Names of the innermost active states, as the person calls them. */
export function stateNames(id: string, active: readonly string[], flows: readonly FlowView[]): string {
  const flow = flows.find((f) => f.id === id)?.flow;
  const states = flow ? allStates(flow.chart) : [];
  const leaves = active.filter((path) => !active.some((other) => other.startsWith(`${path}.`)) && path !== '');
  return listWords(
    leaves.map((path) => {
      const state = states.find((s) => s.path.join('.') === path);
      return state ? stateName(state.node, state.path) : (path.split('.').at(-1) ?? path);
    }),
    'and',
  ).replace(/^nothing$/, '');
}
