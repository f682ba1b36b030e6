/**
 * The lasting rules in force: approved, removed, asked of every command. Every change is written in the turn that it is given, and
 * undone in memory with it. A rule whose bytes are not what was approved is listed as broken and is not in force.
 */
import type { RuleView } from '../../flows/api';
import type { Command } from '../../flows/command';
import type { FlowHash, RuleId } from '../../flows/ids';
import { type Problem, problem } from '../../flows/problem';
import { ruleProblems, ruleWords } from '../../flows/rule';
import type { ApprovedRule } from '../../flows/stages';
import type { World } from '../../flows/step';
import type { KeptRule } from '../store/store';
import type { RuntimeParts } from './host';
import { forbiddenBy, type Refusal } from './monitor';
import type { Turn } from './turn';

export class UnknownRule extends Error {
  readonly problem = problem('not-found', 'There is no such rule any more.');
  constructor(id: string) {
    super(`no rule ${id}`);
  }
}

/** A rule that is kept, as verified: in force where `approved` is there, else `problems` says why not. */
export interface VerifiedRule {
  kept: KeptRule;
  approved: ApprovedRule | undefined;
  problems: Problem[];
}

export class Rules {
  private readonly rules = new Map<RuleId, VerifiedRule>();
  /** Of `rules`, those in force. */
  private inForce: readonly (ApprovedRule & { id: RuleId })[] = [];

  constructor(private readonly parts: RuntimeParts) {}

  /** A rule that was kept, at a start. */
  take(turn: Turn, rule: VerifiedRule): void {
    this.set(turn, rule.kept.id, rule);
    if (!rule.approved) turn.note({ at: turn.now, type: 'rule-broken', rule: rule.kept.id, name: UNREADABLE, problems: rule.problems });
  }

  approve(turn: Turn, id: RuleId, approved: ApprovedRule): RuleView {
    const { rule, approval } = approved;
    const kept: KeptRule = { id, status: 'approved', bytes: JSON.stringify(rule), approval };
    this.parts.store.putRule(kept);
    turn.note({ at: turn.now, type: 'rule-approved', rule: id, name: rule.name, wording: ruleWords(rule, this.parts.home()), approval });
    this.set(turn, id, { kept, approved, problems: [] });
    const view = this.viewOf(this.mustHave(id));
    turn.told.push({ type: 'rule', rule: view });
    return view;
  }

  /** @throws UnknownRule */
  remove(turn: Turn, id: RuleId, by: string): void {
    const { approved } = this.mustHave(id);
    this.parts.store.removeRule(id);
    turn.note({ at: turn.now, type: 'rule-removed', rule: id, name: approved?.rule.name ?? UNREADABLE, by });
    this.set(turn, id, undefined);
    turn.told.push({ type: 'rule-removed', id });
  }

  /** Why a command may not be sent now, or undefined. */
  refusal(command: Command, world: World): Refusal | undefined {
    return this.inForce.length === 0 ? undefined : forbiddenBy(this.inForce, command, world);
  }

  views(): RuleView[] {
    return [...this.rules.values()].map((rule) => this.viewOf(rule));
  }

  hashes(): FlowHash[] {
    return this.inForce.map((r) => r.hash);
  }

  private set(turn: Turn, id: RuleId, rule: VerifiedRule | undefined): void {
    const before = [...this.rules];
    if (rule) this.rules.set(id, rule);
    else this.rules.delete(id);
    this.recount();
    turn.undo.push(() => {
      this.rules.clear();
      for (const [key, value] of before) this.rules.set(key, value);
      this.recount();
    });
  }

  private recount(): void {
    this.inForce = [...this.rules.values()].flatMap(({ kept, approved }) => (approved ? [{ ...approved, id: kept.id }] : []));
  }

  private viewOf({ kept, approved, problems }: VerifiedRule): RuleView {
    const { id, approval } = kept;
    if (!approved) return { id, name: UNREADABLE, hash: approval.hash, status: 'broken', wording: '', approval, problems };
    const { rule, hash } = approved;
    const home = this.parts.home();
    return { id, name: rule.name, hash, status: 'approved', rule, wording: ruleWords(rule, home), approval, problems: ruleProblems(rule, home) };
  }

  private mustHave(id: RuleId): VerifiedRule {
    const rule = this.rules.get(id);
    if (!rule) throw new UnknownRule(id);
    return rule;
  }
}

/** What stands in its place may say anything. */
const UNREADABLE = 'A rule that was changed after it was approved';
