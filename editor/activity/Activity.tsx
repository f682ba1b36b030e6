import './activity.css';
import { CircleQuestionMark } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FlowView, HomeView } from '../../flows/api';
import { type DeviceId, deviceId, flowId } from '../../flows/ids';
import type { Problem } from '../../flows/problem';
import type { AuditRecord } from '../../flows/record';
import { call } from '../client';
import { Why } from '../home/Why';
import { engineNow, useLive } from '../live';
import { Button, IconButton } from '../parts/Button';
import { clockText, dayHead, useTitle } from '../parts/clock';
import { Plate } from '../parts/Plate';
import { ProblemList } from '../parts/Problems';
import { Request } from '../parts/Request';
import { activityLink, flowLink, goTo } from '../route';
import { isShown, told, VIEWS, type ViewName } from './record';

const PAGE = 100;

/** The record, newest first, in plain words: what was done, by whom, and why. */
export function Activity({ device, flow }: { device: string | undefined; flow: string | undefined }) {
  useTitle('Activity');
  const { view, flows = [], records: fresh } = useLive();
  const [loaded, setLoaded] = useState<readonly AuditRecord[]>([]);
  const [more, setMore] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [which, setWhich] = useState<ViewName>('all');
  const [asked, setAsked] = useState<DeviceId>();

  const load = useCallback(
    async (before: number | undefined): Promise<void> => {
      setBusy(true);
      const about = { ...(device ? { device: deviceId(device) } : {}), ...(flow ? { flow: flowId(flow) } : {}) };
      const answer = await call('GET /api/activity', { query: { limit: PAGE, ...about, ...(before === undefined ? {} : { before }) } });
      setBusy(false);
      if (!answer.ok) return setProblems(answer.problems);
      setProblems([]);
      setMore(answer.value.length === PAGE);
      setLoaded((all) => (before === undefined ? answer.value : [...all, ...answer.value]));
    },
    [device, flow],
  );
  useEffect(() => {
    void load(undefined);
  }, [load]);

  const shown = useMemo(() => {
    const newest = loaded[0]?.seq ?? -1;
    const live = fresh.filter((r) => r.seq > newest && isAbout(r, device, flow));
    return [...live, ...loaded].filter((r) => isShown(r, which));
  }, [loaded, fresh, which, device, flow]);

  if (!view) return <p className="app-waiting">Opening the record</p>;
  const about = asked ? view.devices.find((d) => d.id === asked) : undefined;
  return (
    <div className={about ? 'screen activity with-why' : 'screen activity'}>
      <div className="activity-list">
        <div className="screen-head">
          <h1>Activity</h1>
          <Filters view={view} flows={flows} device={device} flow={flow} which={which} onWhich={setWhich} />
        </div>
        <ProblemList problems={problems} />
        <Days records={shown} view={view} flows={flows} asked={asked} onWhy={(id) => setAsked(id === asked ? undefined : id)} />
        {shown.length === 0 && !busy && problems.length === 0 && <p className="activity-none">Nothing has happened yet that fits.</p>}
        {more && loaded.length > 0 && (
          <Button className="activity-more" busy={busy} onClick={() => void load(loaded.at(-1)?.seq)}>
            Earlier
          </Button>
        )}
      </div>
      {about && (
        <div className="activity-why">
          <Why key={about.id} device={about} view={view} onClose={() => setAsked(undefined)} />
        </div>
      )}
    </div>
  );
}

function isAbout(record: AuditRecord, device: string | undefined, flow: string | undefined): boolean {
  const own = 'device' in record ? record.device : 'command' in record ? record.command.device : undefined;
  const by = 'flow' in record ? record.flow : 'cause' in record && record.cause.by === 'flow' ? record.cause.flow : undefined;
  return (device === undefined || own === device) && (flow === undefined || by === flow);
}

function Filters(p: {
  view: HomeView;
  flows: readonly FlowView[];
  device: string | undefined;
  flow: string | undefined;
  which: ViewName;
  onWhich(which: ViewName): void;
}) {
  const narrow = (about: { device?: string | undefined; flow?: string | undefined }): void => {
    const next = { ...(about.device ? { device: about.device } : {}), ...(about.flow ? { flow: about.flow } : {}) };
    goTo(Object.keys(next).length === 0 ? '#/activity' : activityLink(next));
  };
  return (
    <div className="activity-filters">
      <select aria-label="Device" value={p.device ?? ''} onChange={(e) => narrow({ device: e.target.value, flow: p.flow })}>
        <option value="">All devices</option>
        {p.view.devices.map((d) => (
          <option key={d.id} value={d.id}>
            {d.name}
          </option>
        ))}
      </select>
      <select aria-label="Flow" value={p.flow ?? ''} onChange={(e) => narrow({ device: p.device, flow: e.target.value })}>
        <option value="">All flows</option>
        {p.flows.map((f) => (
          <option key={f.id} value={f.id}>
            {f.name}
          </option>
        ))}
      </select>
      <select aria-label="Kind" value={p.which} onChange={(e) => p.onWhich(e.target.value as ViewName)}>
        {Object.entries(VIEWS).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ListProps {
  records: readonly AuditRecord[];
  view: HomeView;
  flows: readonly FlowView[];
  asked: DeviceId | undefined;
  onWhy(device: DeviceId): void;
}

function Days({ records, view, flows, asked, onWhy }: ListProps) {
  const zone = view.home.timezone;
  const days: { head: string; records: AuditRecord[] }[] = [];
  for (const record of records) {
    const head = dayHead(record.at, zone, engineNow());
    const last = days.at(-1);
    if (last?.head === head) last.records.push(record);
    else days.push({ head, records: [record] });
  }
  return days.map((day) => (
    <section key={day.head} className="activity-day" aria-label={day.head}>
      <h2>{day.head}</h2>
      <ol>
        {day.records.map((record) => (
          <RecordRow key={record.seq} record={record} view={view} flows={flows} asked={asked} onWhy={onWhy} />
        ))}
      </ol>
    </section>
  ));
}

function RecordRow({ record, view, flows, asked, onWhy }: Omit<ListProps, 'records'> & { record: AuditRecord }) {
  const { subject, text, by, words, tag, device, flow } = told(record, view, flows);
  const known = flows.find((f) => f.id === flow)?.id;
  const explained = device && view.devices.some((d) => d.id === device.id);
  return (
    <li className={asked !== undefined && asked === device?.id ? 'record pointed' : 'record'}>
      <time dateTime={new Date(record.at).toISOString()}>{clockText(record.at, view.home.timezone, true)}</time>
      <span className="record-sign">{device && <Plate kind={device.kind} name={device.name} risk={device.risk} />}</span>
      <span className="record-what">
        <b>{known && !device ? <a href={flowLink(known)}>{subject}</a> : subject}</b> {text}
        {tag && <span className="record-tag">{tag}</span>}
      </span>
      <span className="record-by">
        {known && device ? <a href={flowLink(known)}>{by}</a> : by}
        {words && (
          <q className="words">
            <Request said={words} />
          </q>
        )}
      </span>
      {explained ? <IconButton icon={CircleQuestionMark} label={`Why, ${subject}`} onClick={() => onWhy(device.id)} /> : <span />}
    </li>
  );
}
