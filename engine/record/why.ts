import type { WhyAnswer } from '../../flows/api';
import { type Capability, capabilityRow } from '../../flows/capability';
import type { Reading } from '../../flows/command';
import type { Flow } from '../../flows/flow';
import { abilities, findDevice, type Home } from '../../flows/home';
import type { DeviceId, FlowId } from '../../flows/ids';
import type { AuditRecord } from '../../flows/record';
import type { Journal } from './journal';
import { type KnownFlows, whyNotOf } from './whynot';
import { causeWords, clock, stateWords } from './words';

export interface Known extends Partial<KnownFlows> {
  home: Home;
  reading(device: DeviceId, capability: Capability): Reading | undefined;
  flow(id: FlowId): Flow | undefined;
}

/** Why a device is as it is, and why flows that could have changed it did not. */
export function whyOf(journal: Journal, known: Known, device: DeviceId, asked?: Capability): WhyAnswer {
  const answer = whyItIs(journal, known, device, asked);
  const { home, flows, heard } = known;
  if (!flows || !heard) return answer;
  const set = answer.capability === 'power' ? (['power', 'brightness', 'color', 'colorTemperature'] as const) : [answer.capability];
  return { ...answer, because: [...answer.because, ...whyNotOf(journal, { home, flows, heard }, device, set)] };
}

/** Why a device is as it is, from the record alone: the last command or change of it, and what led there. */
function whyItIs(journal: Journal, known: Known, device: DeviceId, asked?: Capability): WhyAnswer {
  const { home } = known;
  const found = findDevice(home, device);
  const own = found ? abilities(found).map((a) => a.name) : [];
  const capability = asked ?? own.find((c) => capabilityRow(c).writable && !capabilityRow(c).momentary) ?? own[0] ?? 'power';
  const records = journal.read({ device, limit: 200 });
  const about = records.filter(
    (r) =>
      ('command' in r ? r.command.capability : r.type === 'change' ? r.capability : undefined) === capability ||
      (capability === 'power' && r.type === 'outcome' && setsLight(r.command.capability)),
  );
  const reading = known.reading(device, capability);
  const name = found?.name ?? device;
  const base = { device, capability, value: reading?.value, records: about.slice(0, 20), ...(reading ? { since: reading.at } : {}) };
  const is = reading
    ? `${name} ${stateWords(capability, reading.value)}, since ${clock(reading.at, home)}.`
    : `${name} has not reported its ${capabilityRow(capability).noun} yet.`;
  const decided = about.find((r) => r.type === 'outcome' && (r.outcome.status === 'done' || r.outcome.status === 'uncertain'));
  const changed = about.find((r) => r.type === 'change');
  // What a flow was refused is told of the flow, where flows are known.
  const refused = about.find((r) => r.type === 'outcome' && r.outcome.status === 'refused' && (r.cause.by === 'person' || !known.flows));
  if (changed?.type === 'change' && changed.source === 'device' && (!decided || changed.seq > decided.seq)) {
    return {
      ...base,
      because: [is, `Nobody told it to through Sayso: it was changed at the device itself or by another program at ${clock(changed.at, home)}.`],
    };
  }
  if (decided?.type === 'outcome') return { ...base, ...explained(decided, is, known, base.records) };
  const refusal =
    refused?.type === 'outcome' && refused.outcome.status === 'refused'
      ? [`A command was refused at ${clock(refused.at, home)}: ${refused.outcome.message}`]
      : [];
  return { ...base, because: [is, ...refusal, 'Sayso has sent it nothing since the record began.'] };
}

const setsLight = (c: Capability): boolean => c === 'brightness' || c === 'color' || c === 'colorTemperature';

function explained(
  r: Extract<AuditRecord, { type: 'outcome' }>,
  is: string,
  known: Known,
  records: AuditRecord[],
): Pick<WhyAnswer, 'because' | 'request' | 'flow' | 'records'> {
  const { home } = known;
  const { cause } = r;
  const doubt = r.outcome.status === 'uncertain' ? ['Whether the command arrived is not known; it was not sent again.'] : [];
  if (cause.by === 'person') {
    const request = cause.request ? { request: cause.request } : {};
    return { because: [is, `You told it to at ${clock(r.at, home)}.`, ...doubt], ...request, records };
  }
  const flow = known.flow(cause.flow);
  const because = [is, `The flow “${cause.name}” did it at ${clock(r.at, home)}: ${causeWords(cause.event, home, flow)}.`, ...doubt];
  return { because, flow: { id: cause.flow, name: cause.name }, ...(flow?.request ? { request: flow.request } : {}), records };
}
