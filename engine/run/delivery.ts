/**
 * Commands, from decided to known outcome. Invariants: (1) a command is in the record and among the pending before it is sent, and
 * leaves the pending with its outcome, each in one transaction; (2) it is sent at most once, except an absolute command of no
 * security risk, which a restart may send again where the device does not report it; (3) commands go out in the order in which they
 * were decided; (4) every command of a flow passes its monitor, and every command the lasting rules in force.
 */

import { Unconfirmed } from '../../devices/driver';
import { capabilityRow, riskOf } from '../../flows/capability';
import type { Command, Outcome } from '../../flows/command';
import { findDevice, HOME } from '../../flows/home';
import type { Cause } from '../../flows/record';
import type { Millis } from '../../flows/time';
import { isAlready } from '../../flows/twin';
import type { Pending } from '../store/store';
import type { Echo } from './echo';
import type { RuntimeParts } from './host';
import { type Monitor, type Refusal, unfitFor } from './monitor';
import type { Sending, Turn } from './turn';

/** How long a bridge may take to say what came of a command. */
const PATIENCE: Millis = 10_000;
/** An order of a person that was not sent is not made up for later than this: they have seen that nothing happened. */
const STALE: Millis = 600_000;

interface Around {
  parts: RuntimeParts;
  echo: Echo;
  read(command: Pick<Command, 'device' | 'capability'>): string | number | undefined;
  /** Sets the home's own mode, in the same turn. */
  setHome(turn: Turn, command: Command): void;
  /** In a transaction at the end of this turn of the event loop, together with what else came in it. */
  soon(work: (turn: Turn) => void): void;
  /** The monitor of the flow that decided, where this very version still runs. */
  monitorFor(cause: Cause): Monitor | undefined;
  /** Why a lasting rule forbids it now. */
  forbidden(turn: Turn, command: Command): Refusal | undefined;
  stopped(): boolean;
}

export class Delivery {
  private readonly outgoing: Sending[] = [];
  private sending = false;

  constructor(private readonly around: Around) {}

  /** Writes that a command was decided; what needs no sending has its outcome at once. @param monitor of the flow; none for a person's order */
  intend(turn: Turn, command: Command, cause: Cause, monitor: Monitor | undefined, settle?: (outcome: Outcome) => void): void {
    const { store, journal, home } = this.around.parts;
    const id = `c${journal.next()}`;
    const { seq } = turn.note({ at: turn.now, type: 'command', id, command, cause });
    const refusal = monitor?.pass(command, turn.now) ?? unfitFor(command, home()) ?? this.around.forbidden(turn, command);
    if (refusal) return this.conclude(turn, { id, command, cause, settle }, refusal);
    if (isAlready(home(), command, (device, capability) => this.settled(turn, device, capability)))
      return this.conclude(turn, { id, command, cause, settle }, { status: 'already' });
    if (command.device === HOME) {
      this.around.setHome(turn, command);
      return this.conclude(turn, { id, command, cause, settle }, { status: 'done' });
    }
    store.putPending({ id, seq, command, cause, at: turn.now });
    this.around.echo.tell(home(), command, cause.by, turn.now);
    turn.sends.push({ id, command, cause, settle });
  }

  /** Sends what a committed turn decided. A turn that this itself brings about is sent after it. */
  send(sends: readonly Sending[]): void {
    this.outgoing.push(...sends);
    if (this.sending) return;
    this.sending = true;
    try {
      for (let next = this.outgoing.shift(); next; next = this.outgoing.shift()) void this.deliver(next);
    } finally {
      this.sending = false;
    }
  }

  /** At a start: what may have been sent is taken for sent, so that a reading from before does not make the opposite look done. */
  recall(now: Millis): void {
    const { store, home } = this.around.parts;
    for (const { command, cause } of store.pending()) this.around.echo.tell(home(), command, cause.by, now);
  }

  /** After a restart: what was decided before `seq` and has no outcome. Devices have had a moment to report by now. */
  reconcile(turn: Turn, seq: number): void {
    for (const pending of this.around.parts.store.pending()) {
      if (pending.seq >= seq) continue;
      const { id, command, cause } = pending;
      const outcome = this.madeOf(turn, pending);
      if (outcome) this.conclude(turn, { id, command, cause }, outcome);
      else {
        this.around.echo.tell(this.around.parts.home(), command, cause.by, turn.now);
        turn.sends.push({ id, command, cause });
      }
    }
  }

  /** What became of a command that nobody saw sent; undefined where it may be sent again. */
  private madeOf(turn: Turn, { seq, command, cause, at }: Pending): Outcome | undefined {
    const { parts } = this.around;
    const uncertain: Outcome = { status: 'uncertain' };
    const unfit = unfitFor(command, parts.home());
    if (unfit) return unfit;
    if (capabilityRow(command.capability).momentary) return uncertain;
    if (isAlready(parts.home(), command, (device, capability) => this.around.read({ device, capability }))) return { status: 'done' };
    if (riskOf(command.capability, findDevice(parts.home(), command.device)?.kind ?? '') === 'security') return uncertain;
    const since = parts.journal.read({ device: command.device, limit: 200 }).filter((r) => r.seq > seq);
    const overtaken = since.some(
      (r) =>
        (r.type === 'command' && r.command.capability === command.capability) ||
        (r.type === 'change' && r.capability === command.capability && r.source === 'device'),
    );
    if (overtaken) return uncertain;
    const forbidden = this.around.forbidden(turn, command);
    if (forbidden) return forbidden;
    if (cause.by === 'person') return turn.now - at > STALE ? uncertain : undefined;
    const monitor = this.around.monitorFor(cause);
    return monitor ? monitor.pass(command, turn.now) : uncertain;
  }

  private async deliver(sending: Sending): Promise<void> {
    const { clock, send } = this.around.parts;
    let giveUp = (): void => {};
    const patience = new Promise<Outcome>((resolve) => {
      giveUp = clock.at(clock.now() + PATIENCE, () => resolve({ status: 'uncertain' }));
    });
    const sent = (async (): Promise<Outcome> => {
      try {
        await send(sending.command);
        return { status: 'done' };
      } catch (error) {
        if (error instanceof Unconfirmed) return { status: 'uncertain' };
        return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
      }
    })();
    const outcome = await Promise.race([sent, patience]);
    giveUp();
    // After a stop nothing is written: the command stays pending and the next start looks into it.
    if (this.around.stopped()) sending.settle?.(outcome);
    else this.around.soon((turn) => this.conclude(turn, sending, outcome));
  }

  private conclude(turn: Turn, { id, command, cause, settle }: Sending, outcome: Outcome): void {
    this.around.parts.store.removePending(id);
    if (outcome.status === 'failed') this.around.echo.untell(this.around.parts.home(), command);
    turn.note({ at: turn.now, type: 'outcome', id, command, outcome, cause });
    settle?.(outcome);
  }

  /** The reported value, unless the device was told something since that it has not reported yet (SPEC 3.11). */
  private settled(turn: Turn, device: Command['device'], capability: Command['capability']): string | number | undefined {
    const open = this.around.echo.open(device, capability, turn.now);
    return open ? open.value : this.around.read({ device, capability });
  }
}
