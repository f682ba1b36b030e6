import { useMemo, useState } from 'react';
import type { AskResult, HomeView } from '../../flows/api';
import { refusedByRules } from '../../flows/check/rules';
import type { Problem } from '../../flows/problem';
import { parseRuleValue } from '../../flows/rule';
import { capital, listWords } from '../../flows/words';
import { HoldButton } from '../approve/HoldButton';
import { call } from '../client';
import { putRule, useLive } from '../live';
import { Button } from '../parts/Button';
import { Plate } from '../parts/Plate';
import { ProblemList } from '../parts/Problems';
import { guards } from './guards';

/** A lasting rule that was asked for: exactly what it says, which flows it would stop, and a person's word; nothing holds before that. */
export function RuleAnswer({ result, view }: { result: Extract<AskResult, { kind: 'rule' }>; view: HomeView }) {
  const { rules, flows } = useLive();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<readonly Problem[]>([]);
  const draft = useMemo(() => parseRuleValue(result.rule), [result.rule]);
  const touched = guards(result.rule, view);
  const stopped = (flows ?? []).filter((f) => refusedByRules(f.flow, [result.rule], view.home).length > 0).map((f) => f.name);
  const known = draft.ok ? rules?.find((r) => r.hash === draft.value.hash && r.status === 'approved') : undefined;

  const approve = async (): Promise<void> => {
    if (!draft.ok || busy) return;
    setBusy(true);
    setFailed([]);
    const answer = await call('POST /api/rules/approve', { body: { rule: draft.value.rule, hash: draft.value.hash } });
    setBusy(false);
    if (answer.ok) putRule(answer.value);
    else setFailed(answer.problems);
  };

  return (
    <div className="answer-line order">
      <span className="sign">
        <Plate kind={touched.kind} name={touched.name} risk={touched.risk} label={capital(touched.risk)} />
      </span>
      <div>
        <p>{result.wording}</p>
        {known ? (
          <p className="hint">
            In force since you approved it. <a href="#/flows">See the rules</a>
          </p>
        ) : (
          <p className="hint">A lasting rule, for every flow and every order. It holds once you approve it.</p>
        )}
        {stopped.length > 0 && (
          <p className="hint">
            It can refuse what{' '}
            {listWords(
              stopped.map((name) => `“${name}”`),
              'and',
            )}{' '}
            would do.
          </p>
        )}
        <ProblemList problems={[...(draft.ok ? [] : draft.problems), ...result.problems, ...failed]} />
      </div>
      {!known &&
        draft.ok &&
        (touched.risk === 'security' ? (
          <HoldButton name="Approve" grave busy={busy} onConfirm={() => void approve()} />
        ) : (
          <Button weight="primary" busy={busy} onClick={() => void approve()}>
            Approve
          </Button>
        ))}
    </div>
  );
}
