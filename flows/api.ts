/**
 * The contract between editor and engine, in one file. JSON over HTTP under `/api`, and one WebSocket, `/api/live`, that sends
 * `LiveEvent`s. Every request but the page itself needs the session cookie. Failures answer `{ problems }` with status 4xx.
 *
 * The editor reads, checks, words and rehearses flows itself with `flows/`; the engine repeats every check before it acts.
 */
import type { Capability, Value } from './capability';
import type { Command, Outcome, Reading } from './command';
import type { Flow } from './flow';
import type { Device, Home } from './home';
import type { DeviceId, FlowHash, FlowId, RuleId } from './ids';
import type { MemoryEntry, NewMemory, Remembered } from './memory';
import type { Problem } from './problem';
import type { AuditRecord } from './record';
import type { Rule } from './rule';
import type { Approval, RuleApproval } from './stages';
import type { Timer } from './step';
import type { Millis } from './time';

/** What of the home is known now. `simulated` devices take values from the editor (`POST /api/simulate`). */
export interface HomeView {
  home: Home;
  devices: (Device & { bridge: string; simulated: boolean })[];
  readings: Reading[];
  now: Millis;
  version: string;
  person: string;
}

export type FlowStatus = 'approved' | 'paused';

/** A flow as it stands in the engine. */
export interface FlowView {
  id: FlowId;
  name: string;
  hash: FlowHash;
  status: FlowStatus;
  flow: Flow;
  approval: Approval;
  /** Paths of the active states, by instance: the key is a device id for a flow that runs once for each of a group, else ''. */
  active: Record<string, string[]>;
  timers: Record<string, Timer[]>;
  /** Why it does not run although it is approved: a device that is gone, a state that could not be restored. */
  problems: Problem[];
}

/** A flow beside which another one runs, or would run. */
export type Other = Pick<FlowView, 'id' | 'flow'>;

/** The flows that run now, beside which a draft is checked. @param except the one that it replaces */
export const othersOf = (flows: readonly FlowView[], except?: FlowId): FlowView[] =>
  flows.filter((f) => f.status === 'approved' && f.problems.length === 0 && f.id !== except);

/** A lasting rule as it stands in the engine. */
export interface RuleView {
  id: RuleId;
  name: string;
  hash: FlowHash;
  /** `broken`: what is kept is not what was approved; it is not in force, and has no `rule`. */
  status: 'approved' | 'broken';
  rule?: Rule;
  wording: string;
  approval: RuleApproval;
  /** What is amiss although it is in force: a device that is gone. */
  problems: Problem[];
}

/** A phrase of the request and the parts of the flow that came of it; offsets in UTF-16 units into `request`. */
export interface Thread {
  letter: string;
  start: number;
  end: number;
  /** Paths into the flow file. */
  paths: string[];
}

/** Another flow that the request could have meant: `instead` names the choice in words, `notation` is what a correction remembers. */
export interface Alternative {
  instead: string;
  flow: Flow;
  notation?: string;
}

/** `remembered`: which memories took part, to be named where their values stand. */
export type AskResult = { request: string; ms: number; notation?: string; remembered?: Remembered[] } & (
  | { kind: 'automation'; flow: Flow; threads: Thread[]; alternatives: Alternative[]; problems: Problem[] }
  | { kind: 'command'; commands: Command[]; wording: string; confirm: boolean; flow?: Flow; problems: Problem[] }
  | { kind: 'question'; answer: string; readings: Reading[] }
  | { kind: 'rule'; rule: Rule; wording: string; problems: Problem[] }
  | { kind: 'ask'; question: string; answers: { label: string; request: string; remember?: NewMemory; chosen?: string }[] }
  | { kind: 'unsupported'; reason: 'no-device' | 'cannot' | 'not-for-us' | 'unclear'; message: string }
);

export interface Api {
  'GET /api/home': { answer: HomeView };
  'GET /api/flows': { answer: FlowView[] };
  /** Compiles a sentence. `draft` is the flow on screen that a follow-up changes, `id` the running one that it would replace; `chosen` the reading picked where one was asked for. Nothing is stored or sent. */
  'POST /api/ask': { body: { request: string; draft?: Flow; id?: FlowId; chosen?: string }; answer: AskResult };
  /** Consent to exactly this flow: `hash` must be that of its bytes. `id` where it replaces a version of a flow. */
  'POST /api/approve': { body: { flow: Flow; hash: string; id?: FlowId }; answer: FlowView };
  'POST /api/flows/:id/pause': { answer: FlowView };
  'POST /api/flows/:id/resume': { answer: FlowView };
  'POST /api/flows/:id/remove': { answer: { removed: FlowId } };
  'GET /api/rules': { answer: RuleView[] };
  /** Consent to exactly this rule, which is in force from then on: `hash` must be that of its content. */
  'POST /api/rules/approve': { body: { rule: Rule; hash: string }; answer: RuleView };
  'POST /api/rules/:id/remove': { answer: { removed: RuleId } };
  /** One-off commands, sent now; what is above comfort must come with `confirmed`. */
  'POST /api/command': { body: { commands: Command[]; request?: string; confirmed?: boolean }; answer: { outcomes: { command: Command; outcome: Outcome }[] } };
  /** Plays a person at a simulated device: a sensor sees something, somebody presses a switch. */
  'POST /api/simulate': { body: { device: DeviceId; capability: Capability; value: Value }; answer: { ok: true } };
  /** Newest first; `before` pages on by `seq`. */
  'GET /api/activity': { query: { before?: number; limit?: number; device?: DeviceId; flow?: FlowId }; answer: AuditRecord[] };
  /** What Sayso remembers of people's ways, oldest first. */
  'GET /api/memory': { answer: MemoryEntry[] };
  /** Remembers one thing, at a person's wish. `id` of the one that it changes; the same words replace what they meant before. */
  'POST /api/memory': { body: { entry: NewMemory; id?: string }; answer: MemoryEntry };
  'DELETE /api/memory/:id': { answer: { removed: string } };
  'GET /api/why': { query: { device: DeviceId; capability?: Capability }; answer: WhyAnswer };
}

/** Why a device is as it is: the words, and the records that show it, newest first. */
export interface WhyAnswer {
  device: DeviceId;
  capability: Capability;
  value: Value | undefined;
  since?: Millis;
  /** Short sentences, the cause first. */
  because: string[];
  /** The person's own words that led to the flow. */
  request?: string;
  flow?: { id: FlowId; name: string };
  records: AuditRecord[];
}

export type LiveEvent =
  | { type: 'reading'; reading: Reading }
  | { type: 'home'; view: HomeView }
  | { type: 'flow'; flow: FlowView }
  | { type: 'removed'; id: FlowId }
  | { type: 'rule'; rule: RuleView }
  | { type: 'rule-removed'; id: RuleId }
  | { type: 'record'; record: AuditRecord };
