import { Workflow } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { useMemo } from 'react';
import { type Capability, capabilityRow, type Risk, type Value } from '../../flows/capability';
import { findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import type { Footprint } from '../../flows/stages';
import { capital } from '../../flows/words';
import { clockText, leftText } from '../parts/clock';
import { Plate } from '../parts/Plate';
import { Inputs } from './Inputs';
import { frame, type Mark, marks, type Stretch, stateNames, stateStretches, ticks, valueStretches } from './lanes';
import { isOwn, type Poke, type Tape } from './tape';
import { deviceName, valueLabel } from './words';

interface Sight {
  from: number;
  to: number;
}
type Place = (at: number) => number;

/** One lane for each thing that the flow reads, for the flow itself, and for each thing that it tells. */
export function Lanes({
  tape,
  footprint,
  span,
  most,
  onPoke,
}: {
  tape: Tape;
  footprint: Footprint;
  span: number;
  most: number;
  onPoke(event: Omit<Poke, 'at'>): void;
}) {
  const { home, now } = tape.present;
  const sight = frame({ from: tape.from, until: tape.until, now, span });
  const at: Place = (t) => ((t - sight.from) / (sight.to - sight.from)) * 100;
  return (
    <div className="lanes" style={{ '--now': at(now) } as CSSProperties}>
      <div className="lane-axis" aria-hidden>
        <div className="track">
          {ticks(sight, home.timezone, most).map((t) => (
            <span key={t} className="tick" style={{ left: `${at(t)}%` }}>
              {clockText(t, home.timezone)}
            </span>
          ))}
          <b className="lane-now">{clockText(now, home.timezone, true)}</b>
        </div>
      </div>
      {footprint.reads.map(({ device, capability }) => (
        <ReadingLane key={`${device} ${capability}`} tape={tape} device={device} capability={capability} sight={sight} at={at} onPoke={onPoke} />
      ))}
      {tape.whole.flows.map((f) => (
        <FlowLane key={f.id} tape={tape} id={f.id} sight={sight} at={at} />
      ))}
      {footprint.writes.map(({ device, capability, risk }) => (
        <DeviceLane key={`${device} ${capability}`} tape={tape} device={device} capability={capability} risk={risk} sight={sight} at={at} />
      ))}
      {footprint.writes.length === 0 ? <p className="lanes-none">It tells no device anything yet.</p> : null}
    </div>
  );
}

interface LaneProps {
  name: string;
  plate: ReactNode;
  note?: string;
  head?: ReactNode;
  children: ReactNode;
  className?: string;
}

function Lane({ name, plate, note, head, children, className = '' }: LaneProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a lane is more than a set of fields
    <div className={`lane ${className}`} role="group" aria-label={name}>
      <div className="lane-head">
        {plate}
        <span className="lane-name">{name}</span>
        {note === undefined ? null : <span className="lane-note">{note}</span>}
        {head}
      </div>
      <div className="track">{children}</div>
    </div>
  );
}

interface ReadingProps {
  tape: Tape;
  device: DeviceId;
  capability: Capability;
  sight: Sight;
  at: Place;
}

function ReadingLane({ tape, device, capability, sight, at, onPoke }: ReadingProps & { onPoke(event: Omit<Poke, 'at'>): void }) {
  const { home, now } = tape.present;
  const list = useMemo(() => valueStretches(tape.start, tape.whole, device, capability), [tape.start, tape.whole, device, capability]);
  const value = tape.present.read(device, capability);
  const row = capabilityRow(capability);
  const pulses = row.momentary ? tape.whole.lines.filter((l) => l.kind === 'event' && l.device === device && l.capability === capability) : [];
  const name = device === 'home' ? (capability === 'sun' ? 'Sun' : 'Home') : deviceName(home, device);
  const noun = row.type === 'number' ? `${name} ${row.noun}` : name;
  return (
    <Lane
      name={noun}
      plate={<Plate kind={capability === 'sun' ? 'sun' : kindOf(home, device)} name={name} risk="observe" silent={value === 'unavailable'} />}
      head={<Inputs home={home} device={device} capability={capability} value={value} onPoke={(v) => onPoke({ device, capability, value: v })} />}
      className="lane-reading"
    >
      {seen(list, sight).map((s) => (
        <Bar key={s.from} stretch={s} at={at} now={now} className={loud(capability, s.value) ? 'bar bar-observe' : 'bar bar-low'}>
          {spoken(capability, s.value) ? valueLabel(capability, s.value) : null}
        </Bar>
      ))}
      {pulses.map((p, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: presses at one moment are alike
        <span key={i} className={p.at > now ? 'pulse future' : 'pulse'} style={{ left: `${at(p.at)}%` }} />
      ))}
    </Lane>
  );
}

const kindOf = (home: Home, device: DeviceId): string => findDevice(home, device)?.kind ?? 'home';

/** Readings that stand out: what a sensor noticed, not its rest. */
function loud(capability: Capability, value: Value | undefined): boolean {
  const row = capabilityRow(capability);
  if (row.type === 'number' || value === undefined || value === 'unavailable' || value === 'unknown') return false;
  if (capability === 'sun') return value === 'up';
  return row.rest !== undefined && value !== row.rest;
}

/** Values that need words: a sensor at rest or a press speaks by its shape alone. */
const spoken = (capability: Capability, value: Value | undefined): boolean =>
  capabilityRow(capability).type === 'number' || capability === 'sun' || value === undefined || value === 'unavailable' || value === 'unknown';

function FlowLane({ tape, id, sight, at }: { tape: Tape; id: string; sight: Sight; at: Place }) {
  const { now } = tape.present;
  const list = useMemo(() => stateStretches(tape.whole, id), [tape.whole, id]);
  const running = tape.present.flows.find((f) => f.id === id);
  if (!running) return null;
  const member = id.includes(':') ? findDevice(tape.present.home, id.slice(id.indexOf(':') + 1) as DeviceId)?.name : undefined;
  const name = isOwn(id) ? 'This flow' : running.flow.name;
  return (
    <Lane
      name={member ? `${name}, ${member}` : name}
      plate={<Workflow className="lane-sign" size={16} strokeWidth={1.5} aria-hidden />}
      note={`in ${stateNames(running.flow, running.state.active)}`}
      className="lane-flow"
    >
      {seen(list, sight).map((s) => (
        <Bar
          key={s.from}
          stretch={s}
          at={at}
          now={now}
          className={s.from <= now && (now < s.to || s.to === tape.until) ? 'bar bar-room bar-lit' : 'bar bar-room'}
          left={s.to < tape.until ? `${leftText(s.to - now)} left` : ''}
        >
          {stateNames(running.flow, s.value)}
        </Bar>
      ))}
    </Lane>
  );
}

function DeviceLane({ tape, device, capability, risk, sight, at }: ReadingProps & { risk: Risk }) {
  const { home, now } = tape.present;
  const list = useMemo(() => valueStretches(tape.start, tape.whole, device, capability), [tape.start, tape.whole, device, capability]);
  const told = useMemo(() => marks(tape.whole.lines, device, capability), [tape.whole, device, capability]);
  const row = capabilityRow(capability);
  const noun = row.type === 'number' ? `${deviceName(home, device)} ${row.noun}` : device === 'home' ? 'Home' : deviceName(home, device);
  return (
    <Lane
      name={noun}
      plate={<Plate kind={kindOf(home, device)} name={noun} risk={risk} />}
      note={row.momentary ? '' : valueLabel(capability, tape.present.read(device, capability))}
      className={`lane-device risk-${risk}`}
    >
      {row.momentary
        ? null
        : seen(list, sight).map((s) => (
            <Bar key={s.from} stretch={s} at={at} now={now} className={resting(capability, s.value) ? 'bar bar-low' : 'bar bar-on'}>
              {valueLabel(capability, s.value)}
            </Bar>
          ))}
      {told.map((m, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: commands of one rehearsal keep their order
        <Dot key={i} mark={m} at={at} now={now} words={`${clockText(m.at, home.timezone, true)} ${valueLabel(capability, m.value)}`} />
      ))}
    </Lane>
  );
}

const resting = (capability: Capability, value: Value | undefined): boolean => {
  const row = capabilityRow(capability);
  return value === undefined || value === row.rest || (row.type === 'number' && value === 0);
};

function Dot({ mark, at, now, words }: { mark: Mark; at: Place; now: number; words: string }) {
  const kind = mark.already ? 'dot dot-already' : 'dot';
  return (
    <span
      className={mark.at > now ? `${kind} future` : kind}
      style={{ left: `${at(mark.at)}%` }}
      title={mark.already ? `${capital(words)}, already so` : capital(words)}
    >
      <span className="unseen">
        {words}
        {mark.already ? ', already so' : ''}
      </span>
    </span>
  );
}

const seen = <T,>(list: readonly Stretch<T>[], sight: Sight): Stretch<T>[] => list.filter((s) => s.to >= sight.from && s.from <= sight.to);

/** A stretch, cut at the present: solid before it, dashed after. */
interface BarProps<T> {
  stretch: Stretch<T>;
  at: Place;
  now: number;
  className: string;
  /** What the part that is still to come says, where the stretch has begun. */
  left?: string;
  children: ReactNode;
}

function Bar<T>({ stretch, at, now, className, left: rest, children }: BarProps<T>) {
  const left = Math.max(0, at(stretch.from));
  const right = Math.min(100, at(stretch.to));
  const cut = Math.min(right, Math.max(left, at(now)));
  return (
    <>
      {cut > left ? (
        <span className={className} style={{ left: `${left}%`, width: `${cut - left}%` }}>
          {children}
        </span>
      ) : null}
      {right > cut ? (
        <span className={`${className} future`} style={{ left: `${cut}%`, width: `${right - cut}%` }}>
          {cut > left ? rest : children}
          {cut <= left && rest && stretch.from <= now ? `, ${rest}` : ''}
        </span>
      ) : null}
    </>
  );
}
