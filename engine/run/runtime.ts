/**
 * The durable host of flows. One event at a time: the flows that it concerns take a step, one transaction writes the reading, what was
 * decided and the commands intended, and only then are commands sent. Owns: the running flows, their deadlines, the readings.
 * Invariants: (1) nothing is shown or sent before it is on disk; (2) a step that the process did not live to commit never happened,
 * and one that was committed is never taken twice; (3) every command passes the monitor; (4) an event costs nothing for flows that it
 * does not concern.
 *
 * The host's interface (RuntimeParts in host.ts is what the host gives):
 * - `start(flows, rules)` once, after bridges have said which devices there are; `follow(flows)` whenever the home's devices change, with all
 *   kept flows verified again; `stop()`.
 * - `report(…)` for one reading, at once; `receive(…)` for readings of bridges: all that arrive in one turn of the event loop share a
 *   transaction.
 * - `run`, `pause`, `resume`, `remove` for what a person decides about a flow; `approveRule`, `removeRule` about a lasting rule; `order`
 *   for one-off commands.
 * - `views`, `view`, `kept`, `reading`, `allReadings`, `heard` to look.
 */
import type { FlowView, RuleView } from '../../flows/api';
import type { Capability, Value } from '../../flows/capability';
import type { Command, Outcome, Reading } from '../../flows/command';
import { HOME } from '../../flows/home';
import type { DeviceId, FlowHash, FlowId, RuleId } from '../../flows/ids';
import type { Cause } from '../../flows/record';
import type { ApprovedFlow, ApprovedRule } from '../../flows/stages';
import type { Heard, KeptFlow } from '../store/store';
import { Delivery } from './delivery';
import { Echo } from './echo';
import { Flows, UnknownFlow } from './flows';
import type { RuntimeParts, Verified } from './host';
import { Rules, UnknownRule, type VerifiedRule } from './rules';
import { viewOf } from './running';
import { Steps } from './steps';
import { followSun } from './sun';
import { drain, newTurn, shown, type Turn } from './turn';
import { Waits } from './waits';

export type { RuntimeParts, Verified } from './host';
export type { VerifiedRule };
export { UnknownFlow, UnknownRule };

/** Devices have this long after a start to say how they are, before commands of before are looked into. */
const SETTLING = 3000;
/** Timers that are due at once share transactions of this many steps. */
const TOGETHER = 100;
/** How long readings are kept, for rehearsing over the home's own history: 60 days. */
const RETENTION = 60 * 86_400_000;
const PRUNE = { every: 3_600_000, rows: 5000 } as const;

export class Runtime {
  private readonly waiting: ((turn: Turn) => void)[] = [];
  private readonly waits: Waits;
  private readonly steps: Steps;
  private readonly echo = new Echo();
  private readonly flows: Flows;
  private readonly rules: Rules;
  private readonly delivery: Delivery;
  private armed: number | undefined;
  private stopped = false;

  constructor(private readonly parts: RuntimeParts) {
    this.waits = new Waits(parts.clock);
    this.steps = new Steps(parts, this.echo, { flows: () => this.flows, delivery: () => this.delivery });
    this.flows = new Flows(
      parts,
      (turn) => this.steps.world(turn),
      (turn, instance, step) => this.steps.settle(turn, instance, step),
      (turn, running) => this.steps.tell(turn, running),
    );
    this.rules = new Rules(parts);
    this.delivery = new Delivery({
      parts,
      echo: this.echo,
      read: ({ device, capability }) => this.reading(device, capability)?.value,
      setHome: (turn, { capability, value }) => void turn.later.push(() => this.steps.hear(turn, HOME, capability, value)),
      soon: (work) => this.soon(work),
      monitorFor: (cause) => (cause.by === 'flow' ? this.flows.monitorOf(cause.flow, cause.hash) : undefined),
      forbidden: (turn, command) => this.rules.refusal(command, this.steps.world(turn)),
      stopped: () => this.stopped,
    });
  }

  /** Takes up what was kept: readings, rules, then flows; timers that fell due meanwhile run or are skipped as each says. */
  start(flows: readonly Verified[], rules: readonly VerifiedRule[] = []): void {
    this.steps.load();
    this.delivery.recall(this.parts.clock.now());
    if (!this.reading(HOME, 'mode')) this.report(HOME, 'mode', 'home');
    followSun(
      this.parts,
      (value) => this.report(HOME, 'sun', value),
      (at, call) => this.waits.set('sun', at, call),
    );
    const seq = this.parts.journal.next();
    this.turn((turn) => {
      for (const rule of rules) this.rules.take(turn, rule);
      for (const flow of flows) this.flows.take(turn, flow);
    });
    const now = this.parts.clock.now();
    this.waits.set('reconcile', now + SETTLING, () => this.turn((turn) => this.delivery.reconcile(turn, seq)));
    this.waits.set('prune', now + PRUNE.every, () => this.prune());
  }

  /** The devices of the home have changed: flows whose devices are there again go on, those whose are gone stop, groups follow. */
  follow(flows: readonly Verified[]): void {
    if (this.stopped) return;
    this.turn((turn) => {
      for (const flow of flows) this.flows.follow(turn, flow);
    });
  }

  stop(): void {
    this.flush();
    this.stopped = true;
    this.waits.clearAll();
  }

  reading(device: DeviceId, capability: Capability): Reading | undefined {
    return this.steps.reading(device, capability);
  }
  allReadings(): Reading[] {
    return this.steps.allReadings();
  }
  views(): FlowView[] {
    return this.flows.all().map(viewOf);
  }
  view(id: FlowId): FlowView | undefined {
    const running = this.flows.get(id);
    return running && viewOf(running);
  }
  kept(id: FlowId): KeptFlow | undefined {
    return this.flows.get(id)?.kept;
  }
  /** The last event at which each instance of a flow did not move, though it listened: by member. */
  heard(id: FlowId): Map<string, Heard> {
    return new Map([...(this.flows.get(id)?.instances ?? [])].flatMap(([member, { heard }]) => (heard ? [[member, heard] as const] : [])));
  }

  /** Begins a newly approved flow, or a new version of one: it starts from its first state, and the old one's timers are gone. */
  run(id: FlowId, approved: ApprovedFlow): FlowView {
    return viewOf(this.turn((turn) => this.flows.begin(turn, id, approved)));
  }

  /** @throws UnknownFlow */
  pause(id: FlowId, by: string): FlowView {
    return viewOf(this.turn((turn) => this.flows.pause(turn, id, by)));
  }

  /** Goes on from the state in which it was paused; timers that fell due meanwhile run or are skipped as each says. @throws UnknownFlow */
  resume(id: FlowId, by: string): FlowView {
    return viewOf(this.turn((turn) => this.flows.resume(turn, id, by)));
  }

  /** @throws UnknownFlow */
  remove(id: FlowId, by: string): void {
    this.turn((turn) => this.flows.remove(turn, id, by));
  }

  /** In force from here on, for flows that already run too. */
  approveRule(id: RuleId, approved: ApprovedRule): RuleView {
    return this.turn((turn) => this.rules.approve(turn, id, approved));
  }
  /** @throws UnknownRule */
  removeRule(id: RuleId, by: string): void {
    this.turn((turn) => this.rules.remove(turn, id, by));
  }
  ruleViews(): RuleView[] {
    return this.rules.views();
  }
  /** Of the rules in force. */
  ruleHashes(): FlowHash[] {
    return this.rules.hashes();
  }

  /** A value that a device reported. The same value again is no event, except of momentary capabilities (SPEC 3.1). */
  report(device: DeviceId, capability: Capability, value: Value): void {
    if (this.stopped) return;
    if (this.steps.isKnown(device, capability, value)) return this.echo.confirm(device, capability, value);
    this.turn((turn) => this.steps.hear(turn, device, capability, value));
  }

  /** The same, soon: what arrives in one turn of the event loop is written in one transaction, each event a step of its own. */
  receive(device: DeviceId, capability: Capability, value: Value): void {
    if (!this.stopped) this.soon((turn) => this.steps.hear(turn, device, capability, value));
  }

  /** Orders of a person, sent at once; refused where no device could carry them out. */
  async order(commands: readonly Command[], request?: string): Promise<{ command: Command; outcome: Outcome }[]> {
    const cause: Cause = { by: 'person', ...(request ? { request } : {}) };
    const outcomes = this.turn((turn) =>
      commands.map((command) => new Promise<Outcome>((resolve) => this.delivery.intend(turn, command, cause, undefined, resolve))),
    );
    return Promise.all(outcomes.map(async (outcome, i) => ({ command: commands[i] as Command, outcome: await outcome })));
  }

  /** Everything that changes anything goes through here: one transaction, then what it decided is shown and sent. */
  private turn<T>(work: (turn: Turn) => T): T {
    const turn = newTurn(this.parts.clock.now(), (record) => this.parts.journal.append(record));
    let result: T;
    try {
      result = this.parts.store.db.transaction(() => {
        const value = work(turn);
        drain(turn);
        return value;
      });
    } catch (error) {
      for (const undo of turn.undo.reverse()) undo();
      this.echo.clear();
      throw error;
    }
    this.arm();
    try {
      for (const event of shown(turn)) this.parts.emit(event);
    } finally {
      this.delivery.send(turn.sends);
    }
    return result;
  }

  /** Sleeps until the next deadline. */
  private arm(): void {
    const due = this.flows.placed.nextDue();
    if (due === this.armed || this.stopped) return;
    this.armed = due;
    if (due === undefined) this.waits.clear('deadline');
    else this.waits.set('deadline', due, () => this.fire());
  }

  /** Runs what is due, the earliest first. Where the sun turns at the same moment, that is heard before (SPEC 3.11). */
  private fire(): void {
    this.armed = undefined;
    this.waits.hurry('sun');
    const now = this.parts.clock.now();
    const isDue = (): boolean => (this.flows.placed.nextDue() ?? Number.POSITIVE_INFINITY) <= now;
    this.turn((turn) => {
      for (let n = 0; n < TOGETHER && isDue(); n++) {
        const due = this.flows.placed.firstDue();
        if (due) this.steps.step(turn, due.instance, { kind: 'timer', timer: due.timer });
        drain(turn);
      }
    });
  }

  /** Work for the end of this turn of the event loop: all of it in one transaction, each event a step of its own. */
  private soon(work: (turn: Turn) => void): void {
    this.waiting.push(work);
    if (this.waiting.length === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    const works = this.waiting.splice(0);
    if (works.length === 0 || this.stopped) return;
    this.turn((turn) => {
      for (const work of works) {
        work(turn);
        drain(turn);
      }
    });
  }

  private prune(): void {
    const { store, clock } = this.parts;
    const more = store.prune(clock.now() - RETENTION, PRUNE.rows);
    this.waits.set('prune', clock.now() + (more ? 1000 : PRUNE.every), () => this.prune());
  }
}
