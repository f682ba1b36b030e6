import { Pause, Play, RotateCcw, SkipForward } from 'lucide-react';
import { useId } from 'react';
import { instantOf, zoned } from '../../flows/time';
import { Button } from '../parts/Button';
import { clockText, shortDay } from '../parts/clock';
import { nextLine, type Tape } from './tape';
import { type Deck, SPEEDS } from './useTape';
import { causeWords, reportWords } from './words';

/** The virtual clock and what moves it: play, start over, speed, the next thing that happens. */
export function Transport({ deck }: { deck: Deck }) {
  const { tape } = deck;
  const zone = tape.start.home.timezone;
  const { now } = tape.present;
  const next = nextLine(tape);
  const ended = now >= tape.until;
  return (
    <div className="transport">
      <button type="button" className="transport-play" onClick={deck.toggle} aria-label={deck.playing ? 'Pause' : 'Play'} aria-disabled={ended || undefined}>
        {deck.playing ? <Pause size={20} strokeWidth={1.5} /> : <Play size={20} strokeWidth={1.5} />}
      </button>
      <button type="button" className="transport-reset" onClick={deck.reset} aria-label="Start over" title="Start over">
        <RotateCcw size={16} strokeWidth={1.5} />
      </button>
      <time className="transport-clock">
        <span className="unseen">Virtual time </span>
        {clockText(now, zone, true)}
      </time>
      <p className="transport-date">
        {shortDay(now, zone)}
        <br />
        virtual time
      </p>
      <fieldset className="joined">
        <legend className="unseen">Speed</legend>
        {SPEEDS.map((speed) => (
          <button key={speed} type="button" aria-pressed={deck.speed === speed} onClick={() => deck.setSpeed(speed)}>
            {speed}×
          </button>
        ))}
      </fieldset>
      {next ? (
        <Button icon={SkipForward} className="transport-next" onClick={() => deck.seek(next.at)}>
          <span>
            Next: {clockText(next.at, zone, true)}, {nextWords(tape, next)}
          </span>
        </Button>
      ) : (
        <p className="transport-quiet">{ended ? 'The day is over.' : 'Nothing more happens by itself.'}</p>
      )}
    </div>
  );
}

function nextWords(tape: Tape, line: NonNullable<ReturnType<typeof nextLine>>): string {
  const { home } = tape.whole;
  const flow = line.kind === 'step' ? tape.whole.flows.find((f) => f.id === line.flow)?.flow : undefined;
  if (line.kind === 'event') return reportWords(home, line.device, line.capability, line.value);
  const words = line.kind === 'step' && flow ? causeWords(flow, home, line.cause, line.taken) : '';
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** A time of day, today where it is still to come, else on the next day. */
export function JumpTo({ tape, onJump }: { tape: Tape; onJump(at: number): void }) {
  const id = useId();
  const zone = tape.start.home.timezone;
  return (
    <form
      className="jump"
      onSubmit={(event) => {
        event.preventDefault();
        const clock = String(new FormData(event.currentTarget).get('to') ?? '');
        if (!/^\d\d:\d\d/.test(clock)) return;
        const today = zoned(tape.from, zone).toPlainDate();
        const at = [today, today.add({ days: 1 })].map((d) => instantOf(`${d}T${clock.slice(0, 5)}:00`, zone)).find((t) => t >= tape.from);
        if (at !== undefined) onJump(at);
      }}
    >
      <label htmlFor={id}>Jump to</label>
      <input
        id={id}
        name="to"
        type="time"
        required
        defaultValue={zoned(tape.from + 3_600_000, zone)
          .toPlainTime()
          .toString()
          .slice(0, 5)}
      />
      <Button type="submit">Go</Button>
    </form>
  );
}

/** The whole day in one line. */
export function DaySlider({ deck }: { deck: Deck }) {
  const { tape } = deck;
  const zone = tape.start.home.timezone;
  const now = tape.present.now;
  return (
    <label className="day">
      <span className="unseen">Time of the day</span>
      <span aria-hidden>{clockText(tape.from, zone)}</span>
      <input
        type="range"
        min={tape.from}
        max={tape.until}
        step={60_000}
        value={now}
        aria-valuetext={clockText(now, zone, true)}
        onChange={(event) => deck.seek(Number(event.currentTarget.value))}
      />
      <span aria-hidden>{clockText(tape.until, zone)}</span>
    </label>
  );
}
