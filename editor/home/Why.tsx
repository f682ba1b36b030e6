import './why.css';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { HomeView, WhyAnswer } from '../../flows/api';
import type { Device } from '../../flows/home';
import type { Problem } from '../../flows/problem';
import { isShown, told } from '../activity/record';
import { call } from '../client';
import { useLive } from '../live';
import { IconButton } from '../parts/Button';
import { clockText } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { Request } from '../parts/Request';
import { shortValue } from '../parts/state';
import { activityLink, flowLink } from '../route';

/** Why a device is as it is: the cause first, the person's own words, and the way to the flow and the record. */
export function Why({ device, view, onClose }: { device: Device; view: HomeView; onClose(): void }) {
  const { flows, records } = useLive();
  const [answer, setAnswer] = useState<WhyAnswer>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  // Asked again when something new about this device is recorded.
  const latest = records.find((r) => ('device' in r && r.device === device.id) || ('command' in r && r.command.device === device.id))?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `latest` says that the answer may be another one
  useEffect(() => {
    const gone = new AbortController();
    call('GET /api/why', { query: { device: device.id }, signal: gone.signal }).then((result) => {
      if (gone.signal.aborted) return;
      if (result.ok) setAnswer(result.value);
      else setProblems(result.problems);
    });
    return () => gone.abort();
  }, [device.id, latest]);
  const zone = view.home.timezone;
  const shown = answer?.records.filter((r) => isShown(r, 'all')).slice(0, 5) ?? [];
  return (
    <section className="why" aria-label="Why">
      <div className="why-head">
        <h3>
          Why is {device.name} {answer ? shortValue(answer.capability, answer.value) : 'so'}?
        </h3>
        <IconButton icon={X} label="Close" onClick={onClose} />
      </div>
      {problems.length > 0 && <ProblemList problems={problems} />}
      <div aria-live="polite">
        {answer && (
          <>
            {answer.because.map((line) => (
              <p key={line} className="why-line">
                {line}
              </p>
            ))}
            {answer.request && (
              <p className="why-words">
                which you asked for:{' '}
                <q className="words">
                  <Request said={answer.request} />
                </q>
              </p>
            )}
            {shown.length > 0 && (
              <ol className="why-record">
                {shown.map((r) => {
                  const { subject, text } = told(r, view, flows ?? []);
                  return (
                    <li key={r.seq}>
                      <time>{clockText(r.at, zone, true)}</time>
                      <span>
                        <b>{subject}</b> {text}
                      </span>
                    </li>
                  );
                })}
              </ol>
            )}
            <p className="why-ways">
              {answer.flow && <a href={flowLink(answer.flow.id)}>Open “{answer.flow.name}”</a>}
              <a href={activityLink({ device: device.id })}>All that happened to it</a>
            </p>
          </>
        )}
      </div>
    </section>
  );
}
