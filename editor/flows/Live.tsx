import './live.css';
import { ChevronLeft, Pause, PencilLine, Play, Share2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { FlowView, HomeView } from '../../flows/api';
import { findDevice } from '../../flows/home';
import type { FlowId } from '../../flows/ids';
import type { Problem } from '../../flows/problem';
import { describe } from '../../flows/wording';
import { Chart } from '../canvas/Chart';
import { useLive } from '../live';
import { Button, IconButton } from '../parts/Button';
import { useNow, useTitle, whenText } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { activityLink, goTo } from '../route';
import { download } from '../share/file';
import { edit, pause, remove, resume } from './manage';
import { Timers } from './Timers';
import { Told } from './Told';
import { Words } from './Words';

/** A flow as it runs: its words, its reading, its chart with the light on where it is, its clocks, and what can be done to it. */
export function Live({ id }: { id: FlowId }) {
  const { view, flows } = useLive();
  const flow = flows?.find((f) => f.id === id);
  useTitle(flow?.name ?? 'Flow');
  if (!view || !flows) return <p className="app-waiting">Opening the flow</p>;
  if (!flow) {
    return (
      <div className="screen">
        <div className="screen-head">
          <h1>This flow is not here</h1>
        </div>
        <p>
          It was removed, or never approved in this home. <a href="#/flows">See the flows</a>
        </p>
      </div>
    );
  }
  return <Running flow={flow} view={view} />;
}

function Running({ flow, view }: { flow: FlowView; view: HomeView }) {
  const now = useNow();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [selected, setSelected] = useState<string>();
  const instances = Object.keys(flow.active);
  const [chosen, choose] = useState(instances[0] ?? '');
  const instance = instances.includes(chosen) ? chosen : (instances[0] ?? '');
  const active = flow.status === 'approved' ? (flow.active[instance] ?? []) : [];
  const timers = flow.timers[instance] ?? [];
  const running = flow.status === 'approved';
  const act = (doing: Promise<readonly Problem[]>): void => void doing.then(setProblems);
  return (
    <div className="live">
      <div className="live-head">
        <IconButton icon={ChevronLeft} label="All flows" onClick={() => goTo('#/flows')} />
        <h1>{flow.name}</h1>
        <span className={running ? 'live-status' : 'live-status paused'}>{running ? 'Running' : 'Paused'}</span>
        <span className="live-since">
          {flow.approval.by} approved this content {whenText(Date.parse(flow.approval.at), view.home.timezone, now)}
        </span>
      </div>
      {flow.flow.request && <Words flow={flow} view={view} />}
      <div className="live-panes">
        <div className="live-reading">
          <ProblemList problems={[...problems, ...flow.problems]} />
          {instances.length > 1 && (
            <select aria-label="For which" value={instance} onChange={(e) => choose(e.target.value)}>
              {instances.map((i) => (
                <option key={i} value={i}>
                  {view.devices.find((d) => d.id === i)?.name ?? findDevice(view.home, i as never)?.name ?? i}
                </option>
              ))}
            </select>
          )}
          <Timers flow={flow} timers={running ? timers : []} view={view} now={now} />
          <Told wording={describe(flow.flow, view.home)} active={active} />
          <p className="live-ways">
            <a href={activityLink({ flow: flow.id })}>What it has done</a>
          </p>
        </div>
        <div className="live-chart">
          <Chart
            flow={flow.flow}
            view={view}
            active={active}
            timers={timers}
            now={now}
            problems={flow.problems}
            selected={selected}
            onSelect={setSelected}
            readOnly
          />
        </div>
      </div>
      <div className="live-foot">
        <Button weight="quiet" icon={Trash2} onClick={() => act(remove(flow, setProblems))}>
          Remove
        </Button>
        <Button weight="quiet" icon={Share2} onClick={() => download(flow.flow)}>
          Share
        </Button>
        <Button icon={PencilLine} onClick={() => void edit(flow)}>
          Edit
        </Button>
        {running ? (
          <Button icon={Pause} onClick={() => act(pause(flow))}>
            Pause
          </Button>
        ) : (
          <Button weight="primary" icon={Play} onClick={() => act(resume(flow))}>
            Resume
          </Button>
        )}
      </div>
    </div>
  );
}
