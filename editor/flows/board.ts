/** The departure board: what each flow waits for, where it stands, what it did last. Pure. */
import type { FlowView, HomeView } from '../../flows/api';
import type { Risk } from '../../flows/capability';
import { RISKS } from '../../flows/capability';
import { findDevice } from '../../flows/home';
import type { AuditRecord } from '../../flows/record';
import type { Timer } from '../../flows/step';
import type { Millis } from '../../flows/time';
import { allStates } from '../../flows/walk';
import { describe, textOf } from '../../flows/wording';

export interface Departure {
  flow: FlowView;
  /** The next moment at which it does something by itself. */
  next: Timer | undefined;
  /** What it waits for, where no clock runs: "when Hall motion sees motion". */
  waits: string;
  /** It has a schedule, so it belongs to the clock. */
  clocked: boolean;
  /** Not where it rests: its room is lit. */
  lit: boolean;
  /** Heaviest first. */
  touches: { kind: string; name: string; risk: Risk }[];
  last: { at: Millis; text: string } | undefined;
}

const nextOf = (flow: FlowView): Timer | undefined =>
  Object.values(flow.timers)
    .flat()
    .sort((a, b) => a.due - b.due)[0];

export function departures(flows: readonly FlowView[], view: HomeView, records: readonly AuditRecord[], say: (r: AuditRecord) => string): Departure[] {
  return flows.map((flow) => {
    const last = records.find((r) => r.type === 'outcome' && r.cause.by === 'flow' && r.cause.flow === flow.id);
    return {
      flow,
      next: flow.status === 'approved' ? nextOf(flow) : undefined,
      waits: waitsFor(flow, view),
      clocked: Object.keys(flow.flow.schedules ?? {}).length > 0,
      lit: flow.status === 'approved' && !rests(flow),
      touches: touchesOf(flow, view),
      last: last && { at: last.at, text: say(last) },
    };
  });
}

/** In the state in which it begins, in every instance. */
function rests(flow: FlowView): boolean {
  const initial = new Set(
    allStates(flow.flow.chart)
      .filter((s) => s.node.initial)
      .map((s) => [...s.path, s.node.initial].join('.')),
  );
  const leaves = Object.values(flow.active).flatMap((paths) => leavesOf(paths));
  return leaves.length === 0 || leaves.every((path) => initial.has(path));
}

export const leavesOf = (paths: readonly string[]): string[] => paths.filter((p) => p !== '' && !paths.some((other) => other.startsWith(`${p}.`)));

function waitsFor(flow: FlowView, view: HomeView): string {
  const { stations } = describe(flow.flow, view.home);
  const active = new Set(Object.values(flow.active).flat());
  const here =
    stations.find((s) => active.has(s.path.join('.')) && s.rows.some((r) => r.key === 'when')) ?? stations.find((s) => s.rows.some((r) => r.key === 'when'));
  const row = here?.rows.find((r) => r.key === 'when');
  return row ? `when ${textOf(row.phrases)}` : '';
}

function touchesOf(flow: FlowView, view: HomeView): Departure['touches'] {
  const { writes, reads } = flow.approval.footprint;
  const seen = new Set<string>();
  const all = [...writes.map((w) => ({ id: w.device, risk: w.risk })), ...reads.map((r) => ({ id: r.device, risk: 'observe' as Risk }))]
    .sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk))
    .filter(({ id }) => (seen.has(id) ? false : seen.add(id)));
  return all.slice(0, 4).map(({ id, risk }) => {
    const device = findDevice(view.home, id);
    return { kind: device?.kind ?? '', name: device?.name ?? id, risk };
  });
}
