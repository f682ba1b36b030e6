import './rehearse.css';
import './lanes.css';
import { useMemo, useState } from 'react';
import type { HomeView } from '../../flows/api';
import { footprintOf } from '../../flows/check/footprint';
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import type { ExampleRun } from '../../flows/problem';
import type { Footprint } from '../../flows/stages';
import { listWords } from '../../flows/words';
import { Chart } from '../canvas/Chart';
import { Button } from '../parts/Button';
import { leftText } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { Lanes } from './Lanes';
import { Story } from './Story';
import { tell } from './story';
import { DaySlider, JumpTo, Transport } from './Transport';
import { isOwn, nextLine } from './tape';
import { useNarrow } from './useNarrow';
import { useTape } from './useTape';
import { WholeDay } from './WholeDay';

interface Props {
  flow: Flow;
  view: HomeView;
  /** A run that shows a problem, to be played instead of a day that begins now. */
  run?: ExampleRun;
  /** Flows that run along. */
  others?: readonly Flow[];
  onClose(): void;
}

/** A flow played on a virtual clock and virtual devices, in this browser: nothing here reaches the home. */
export function Rehearse(props: Props) {
  const { flow, onClose } = props;
  const parsed = useMemo(() => parseValue(flow), [flow]);
  if (parsed.ok) return <Playing key={parsed.value.hash} {...props} flow={parsed.value.flow} />;
  return (
    <section className="rehearse" aria-label="Timeline">
      <Head flow={flow} onClose={onClose} />
      <div className="rehearse-stopped">
        <p>It cannot be rehearsed yet.</p>
        <ProblemList problems={parsed.problems} />
      </div>
    </section>
  );
}

const SPANS = [
  { label: '15 min', ms: 900_000 },
  { label: '2 h', ms: 7_200_000 },
  { label: 'day', ms: 86_400_000 },
] as const;

function Playing({ flow, view, run, others = NONE, onClose }: Props) {
  const deck = useTape(flow, view, run, others);
  const { tape } = deck;
  const { home, now } = tape.present;
  const narrow = useNarrow();
  const [span, setSpan] = useState<number>(SPANS[0].ms);
  const along = tape.whole.flows.some((f) => !isOwn(f.id)) ? others : NONE;
  const footprint = useMemo(() => joined([flow, ...along].map((f) => footprintOf(f, home))), [flow, along, home]);
  const told = useMemo(() => tell(tape.whole, tape.pokes), [tape.whole, tape.pokes]);
  const own = tape.present.flows.filter((f) => isOwn(f.id));
  const active = own.flatMap((f) => f.state.active).join('\n');
  const paths = useMemo(() => active.split('\n').filter(Boolean), [active]);
  const timers = own.flatMap((f) => f.state.timers);
  const unbound = Object.values(flow.uses).filter((role) => !role.bind);
  const next = nextLine(tape);
  const running = timers.filter((t) => t.kind === 'delay').sort((a, b) => a.due - b.due)[0];
  const waiting = running ? `${leftText(running.due - now)} left to wait` : next ? `Quiet for ${leftText(next.at - now)}` : 'Waiting for something to happen';
  return (
    <section className="rehearse" aria-label="Timeline">
      <Head flow={flow} onClose={onClose} />
      <div className="rehearse-stage">
        <Chart flow={flow} view={view} active={paths} timers={timers} now={now} readOnly />
        <Story home={home} told={told} now={now} waiting={waiting} />
      </div>
      <div className="rehearse-deck">
        <Transport deck={deck} />
        <WholeDay deck={deck} flow={flow} home={home} />
        <div className="rehearse-span">
          <DaySlider deck={deck} />
          <JumpTo tape={tape} onJump={deck.seek} />
          <fieldset className="joined">
            <legend className="unseen">In sight</legend>
            {SPANS.map((s) => (
              <button key={s.label} type="button" aria-pressed={span === s.ms} onClick={() => setSpan(s.ms)}>
                {s.label}
              </button>
            ))}
          </fieldset>
        </div>
        {along.length > 0 ? (
          <p className="rehearse-along">
            {listWords(
              along.map((f) => `“${f.name}”`),
              'and',
            )}{' '}
            {along.length === 1 ? 'runs' : 'run'} along.
          </p>
        ) : null}
        {unbound.length > 0 ? (
          <p className="rehearse-unbound">
            No device is chosen yet for{' '}
            {listWords(
              unbound.map((r) => r.name),
              'and',
            )}
            : nothing is played there.
          </p>
        ) : null}
        <Lanes tape={tape} footprint={footprint} span={span} most={narrow ? 4 : 14} onPoke={deck.press} />
        <p className="rehearse-key">
          <i className="dot" aria-hidden /> told <i className="dot dot-already" aria-hidden /> already so <i className="key-future" aria-hidden /> what would
          follow
        </p>
      </div>
    </section>
  );
}

const NONE: readonly Flow[] = [];

/** What several flows touch together, each device once. */
function joined(footprints: readonly Footprint[]): Footprint {
  const once = <T extends { device: string; capability: string }>(list: T[]): T[] =>
    list.filter((a, i) => list.findIndex((b) => b.device === a.device && b.capability === a.capability) === i);
  return { reads: once(footprints.flatMap((f) => f.reads)), writes: once(footprints.flatMap((f) => f.writes)) };
}

function Head({ flow, onClose }: { flow: Flow; onClose(): void }) {
  return (
    <header className="rehearse-head">
      <h1>{flow.name}</h1>
      <span className="rehearse-tag">Rehearsal, no device is touched</span>
      <Button weight="quiet" onClick={onClose}>
        Back to review
      </Button>
    </header>
  );
}
