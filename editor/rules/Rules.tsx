import './rules.css';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { HomeView, RuleView } from '../../flows/api';
import type { Problem } from '../../flows/problem';
import { call } from '../client';
import { dropRule, putRule, useLive } from '../live';
import { Button } from '../parts/Button';
import { whenText } from '../parts/clock';
import { Plate } from '../parts/Plate';
import { ProblemList } from '../parts/Problems';
import { offerUndo } from '../parts/undo';
import { guards } from './guards';

/** The lasting rules in force, below the flows that they bind; nothing where there are none. */
export function Rules({ view }: { view: HomeView }) {
  const { rules } = useLive();
  const [failed, setFailed] = useState<readonly Problem[]>([]);
  if (!rules || rules.length === 0) return <ProblemList problems={failed} />;
  return (
    <section className="board-group rules" aria-label="Rules">
      <h2>Rules</h2>
      <ProblemList problems={failed} />
      <ul>
        {rules.map((rule) => (
          <Row key={rule.id} rule={rule} view={view} onRemove={() => remove(rule, setFailed)} />
        ))}
      </ul>
    </section>
  );
}

function Row({ rule, view, onRemove }: { rule: RuleView; view: HomeView; onRemove(): void }) {
  const touched = rule.rule && guards(rule.rule, view);
  const since = Date.parse(rule.approval.at);
  return (
    <li className={rule.status === 'broken' ? 'rule broken' : 'rule'}>
      {touched ? (
        <Plate kind={touched.kind} name={touched.name} risk={touched.risk} label={`${touched.name}, ${touched.risk}`} />
      ) : (
        <Plate kind="home" risk="observe" silent />
      )}
      <div className="rule-says">
        {rule.rule ? <p className="words">{rule.rule.request ?? rule.name}</p> : <p>{rule.name}</p>}
        {rule.wording !== '' && <p className="rule-exact">{rule.wording}</p>}
        {rule.problems.map((p) => (
          <p key={p.code + p.path} className="departure-problem">
            <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
            {p.message}
          </p>
        ))}
      </div>
      <small className="rule-since">
        {rule.status === 'broken' || Number.isNaN(since) ? 'not in force' : `since ${whenText(since, view.home.timezone, view.now)}, says ${rule.approval.by}`}
      </small>
      <Button weight="quiet" aria-label={`Remove the rule ${rule.name}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  );
}

/** Leaves the list at once; it holds until the offer to undo has passed, so that nothing slips through by a wrong click. */
function remove(rule: RuleView, onFailed: (problems: readonly Problem[]) => void): void {
  onFailed([]);
  dropRule(rule.id);
  const settle = async (): Promise<void> => {
    const answer = await call('POST /api/rules/:id/remove', { id: rule.id, keepalive: true });
    if (answer.ok || answer.problems.some((p) => p.code === 'not-found')) return;
    putRule(rule);
    onFailed(answer.problems);
  };
  offerUndo(
    `${rule.name} is no longer a rule`,
    () => putRule(rule),
    () => void settle(),
  );
}
