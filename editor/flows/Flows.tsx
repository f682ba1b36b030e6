import './flows.css';
import { FileInput, Plus, Search, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { Problem } from '../../flows/problem';
import type { AuditRecord } from '../../flows/record';
import { stateNames, told } from '../activity/record';
import { call } from '../client';
import { useLive } from '../live';
import { Button } from '../parts/Button';
import { clockText, leftText, useNow, useTitle, whenText } from '../parts/clock';
import { Plate } from '../parts/Plate';
import { ProblemList } from '../parts/Problems';
import { Request } from '../parts/Request';
import { flowLink } from '../route';
import { Rules } from '../rules/Rules';
import { startImport } from '../share/picker';
import { type Departure, departures } from './board';

const RECENT = 500;

/** The departure board: every approved flow, what it does next, where it stands now. */
export function Flows() {
  useTitle('Flows');
  const { view, flows, records: fresh } = useLive();
  const [past, setPast] = useState<readonly AuditRecord[]>([]);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [query, setQuery] = useState('');
  useEffect(() => {
    call('GET /api/activity', { query: { limit: RECENT } }).then((answer) => (answer.ok ? setPast(answer.value) : setProblems(answer.problems)));
  }, []);
  const rows = useMemo(() => {
    if (!view || !flows) return [];
    const say = (r: AuditRecord): string => {
      const { subject, text } = told(r, view, flows);
      return `${subject} ${text}`;
    };
    return departures(flows, view, [...fresh, ...past], say);
  }, [view, flows, fresh, past]);

  if (!view || !flows) return <p className="app-waiting">Loading the flows</p>;
  const found = rows.filter((row) => matches(row, view, query));
  const groups = [
    {
      name: 'By the clock',
      rows: found.filter((r) => r.clocked).sort((a, b) => (a.next?.due ?? Number.MAX_SAFE_INTEGER) - (b.next?.due ?? Number.MAX_SAFE_INTEGER)),
    },
    { name: 'When something happens', rows: found.filter((r) => !r.clocked) },
  ].filter((g) => g.rows.length > 0);
  return (
    <div className="screen board">
      <div className="screen-head">
        <h1>Flows</h1>
        {flows.length > 3 && (
          <label className="board-search">
            <Search size={16} strokeWidth={1.5} aria-hidden />
            <input
              type="search"
              aria-label="Search flows"
              placeholder="Search, or name a room or device"
              value={query}
              onChange={(e) => setQuery(e.target.value)}
            />
          </label>
        )}
        {flows.length > 0 && (
          <>
            <Button icon={FileInput} onClick={startImport}>
              Import
            </Button>
            <a className="button primary" href="#/ask">
              <Plus size={16} strokeWidth={1.5} aria-hidden />
              Say a new one
            </a>
          </>
        )}
      </div>
      <ProblemList problems={problems} />
      {flows.length === 0 ? (
        <Empty />
      ) : (
        <>
          <div className="board-heads" aria-hidden>
            <span>Next</span>
            <span>Flow</span>
            <span>Now in</span>
            <span>May touch</span>
            <span>Last did</span>
          </div>
          {groups.map((group) => (
            <section key={group.name} className="board-group" aria-label={group.name}>
              <h2>{group.name}</h2>
              <ul>
                {group.rows.map((row) => (
                  <Row key={row.flow.id} row={row} view={view} />
                ))}
              </ul>
            </section>
          ))}
          {found.length === 0 && <p className="board-none">No flow has that in it.</p>}
        </>
      )}
      <Rules view={view} />
    </div>
  );
}

function matches(row: Departure, view: HomeView, query: string): boolean {
  const said = query.trim().toLowerCase();
  if (said === '') return true;
  const { footprint } = row.flow.approval;
  const devices = new Set([...footprint.writes, ...footprint.reads].map((f) => f.device));
  const places = view.devices.filter((d) => devices.has(d.id)).flatMap((d) => [d.name, d.room ?? '', d.kind]);
  return [row.flow.name, row.flow.flow.request ?? '', ...places].some((t) => t.toLowerCase().includes(said));
}

function Row({ row, view }: { row: Departure; view: HomeView }) {
  const { flow, lit, last } = row;
  const zone = view.home.timezone;
  const paused = flow.status === 'paused';
  const blocked = flow.problems.filter((p) => p.level !== 'notes');
  return (
    <li className={paused ? 'departure paused' : 'departure'}>
      <div className="departure-next">{paused ? <span>paused</span> : <Next row={row} zone={zone} />}</div>
      <div className="departure-flow">
        <a href={flowLink(flow.id)}>{flow.name}</a>
        {flow.flow.request && (
          <p className="words">
            <Request said={flow.flow.request} />
          </p>
        )}
        {blocked.map((p) => (
          <p key={p.code + p.path} className="departure-problem">
            <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
            {p.message}
          </p>
        ))}
      </div>
      <div className="departure-now">
        {Object.entries(flow.active)
          .slice(0, 3)
          .map(([instance, paths]) => {
            const name = stateNames(flow.id, paths, [flow]);
            return name === '' ? null : (
              <span key={instance} className={lit ? 'state-plate lit' : 'state-plate'}>
                {instance !== '' && `${view.devices.find((d) => d.id === instance)?.name ?? instance}: `}
                {name}
                {lit && <span className="unseen">, now</span>}
              </span>
            );
          })}
      </div>
      <div className="departure-touches">
        {row.touches.map((t) => (
          <Plate key={t.name} kind={t.kind} name={t.name} risk={t.risk} silent={paused} label={`${t.name}, ${t.risk}`} />
        ))}
      </div>
      <div className="departure-last">
        <small>{last ? whenText(last.at, zone, view.now) : `approved ${whenText(Date.parse(flow.approval.at), zone, view.now)}`}</small>
        <span>{last?.text ?? 'has not acted yet'}</span>
      </div>
    </li>
  );
}

function Next({ row, zone }: { row: Departure; zone: string }) {
  const now = useNow();
  const { next, waits } = row;
  if (!next) return <span>{waits || 'nothing more'}</span>;
  const left = next.due - now;
  return (
    <>
      <time dateTime={new Date(next.due).toISOString()}>{clockText(next.due, zone)}</time>
      <span>
        {left > 12 * 3_600_000
          ? whenText(next.due, zone, now).replace(/ ?\d?\d:\d\d.*$/, '') || 'later today'
          : next.kind === 'delay'
            ? `${leftText(left)} left`
            : `in ${leftText(left)}`}
      </span>
    </>
  );
}

function Empty() {
  return (
    <div className="board-empty">
      <svg width="204" height="122" viewBox="0 0 204 122" aria-hidden>
        <path className="walls" d="M88 28H2v92h200V28h-86" />
        <path className="door" d="M88 28V2a28 28 0 0 1 28 26" />
      </svg>
      <h2>No flow yet</h2>
      <p>Say what should happen, or bring one in from a file.</p>
      <div>
        <a className="button primary" href="#/ask">
          Say one
        </a>
        <Button icon={FileInput} onClick={startImport}>
          Import
        </Button>
      </div>
    </div>
  );
}
