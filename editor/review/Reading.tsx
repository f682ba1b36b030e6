import './reading.css';
import type { HomeView, Other, Thread } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Remembered } from '../../flows/memory';
import type { Problem } from '../../flows/problem';
import { describe, type Edit, type Phrase, type Row, type Station } from '../../flows/wording';
import { isPointed, lettersAt, pathsOf, rowLetters, usePointing } from '../canvas/pointing';
import { Letters, Words } from '../canvas/Words';
import { inside, related } from '../edit/path';
import { stateAt } from '../edit/states';
import { From, notesOf } from '../memory/From';
import { Value } from '../parts/Value';
import { MoreValue, moreValue } from './MoreValue';
import { Flagged } from './Problems';

interface ReadingProps {
  remembered?: readonly Remembered[] | undefined;
  /** Which memory put which value there, each said once. */
  notes?: ReadonlyMap<Phrase, Remembered>;
  flow: Flow;
  view: HomeView;
  threads: readonly Thread[];
  problems: readonly Problem[];
  selected: string | undefined;
  onSelect(at: string | undefined): void;
  /** `at`: the transition or action list in whose words the value stands. */
  onValue(edit: Edit, value: unknown, at: string): void;
  /** Plays the run that shows a problem. */
  onRehearse(problem: Problem): void;
  /** The flows beside which it was checked. */
  others?: readonly Other[];
}

/** The flow in words, as a line with stations: exact, in the order of the chart, its values changed in place. */
export function Reading(props: ReadingProps) {
  const { stations } = describe(props.flow, props.view.home);
  const notes = notesOf(stations, props.remembered ?? []);
  const least = Math.min(...stations.map((s) => s.path.length));
  return (
    <section className="reading" aria-label="Reading">
      <ol>
        {stations.map((s) => (
          <Stop key={s.at} station={s} depth={s.path.length - least} {...props} notes={notes} />
        ))}
      </ol>
      {stations.length === 0 && <p className="reading-none">It does nothing yet. Add a room on the chart, or say what should happen.</p>}
    </section>
  );
}

function Stop({ station, depth, ...props }: ReadingProps & { station: Station; depth: number }) {
  const { pointed, point } = usePointing();
  const { problems, selected, onSelect } = props;
  const own = problems.filter((p) => p.path === station.at || (inside(p.path, station.at) && !p.path.startsWith(`${station.at}.`)));
  const letters = lettersAt(props.threads, pathsOf(station.rows));
  return (
    <li className={`stop depth-${Math.min(depth, 4)}${isPointed(pointed, station.at) ? ' pointed' : ''}`}>
      <div className="stop-head" onPointerEnter={() => point({ paths: [station.at], letters })} onPointerLeave={() => point(undefined)}>
        <span className="stop-square" aria-hidden />
        <h3>
          <button type="button" aria-pressed={selected === station.at} onClick={() => onSelect(selected === station.at ? undefined : station.at)}>
            {station.name}
          </button>
        </h3>
        {station.initial && <span className="stop-note">starts here</span>}
        {station.final && <span className="stop-note">ends here</span>}
        {station.parallel && <span className="stop-note">all at the same time</span>}
      </div>
      <Flagged problems={own} others={props.others} onRehearse={props.onRehearse} />
      {station.rows.map((row, i) => {
        const last = station.rows[i + 1]?.at !== row.at;
        const here = last ? problems.filter((p) => inside(p.path, row.at) || aboutRole(p, row, station)) : [];
        return (
          <div key={`${row.at} ${row.key}`}>
            <Line row={row} {...props} />
            <Flagged problems={here} others={props.others} onRehearse={props.onRehearse} />
          </div>
        );
      })}
    </li>
  );
}

/** A problem with a device is said once, at the first row that uses it. */
function aboutRole(problem: Problem, row: Row, station: Station): boolean {
  if (!problem.path.startsWith('uses.')) return false;
  const uses = (r: Row): boolean => pathsOf([r]).some((p) => related(p, problem.path));
  return uses(row) && station.rows.find(uses) === row;
}

function Line({ row, flow, view, threads, selected, onSelect, onValue, notes }: ReadingProps & { row: Row }) {
  const { pointed, point } = usePointing();
  const classes = ['line', isPointed(pointed, row.at, row.phrases) && 'pointed', selected === row.at && 'selected'];
  const target = row.target && stateAt(row.target.path);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing is told to the other two views; what acts inside are buttons.
    <div
      className={classes.filter(Boolean).join(' ')}
      onPointerEnter={() => point({ paths: [row.at], letters: rowLetters(threads, row) })}
      onPointerLeave={() => point(undefined)}
      onFocus={() => point({ paths: [row.at], letters: rowLetters(threads, row) })}
      onBlur={() => point(undefined)}
    >
      <span className="line-letter">
        <Letters threads={threads} row={row} />
      </span>
      <span className="line-key">{row.key}</span>
      <span className="line-words">
        <Phrases row={row} flow={flow} view={view} onValue={onValue} />
        {row.phrases.map((phrase) => {
          const memory = notes?.get(phrase);
          return memory && <From key={memory.id} memory={memory} />;
        })}
      </span>
      {row.target && (
        <button type="button" className="line-target" aria-label={`goes to ${row.target.name}`} onClick={() => onSelect(target)}>
          <span className="stop-square small" aria-hidden />
          {row.target.name}
        </button>
      )}
    </div>
  );
}

/** The words of a row; what has a control of its own is a value. */
export function Phrases({ row, flow, view, onValue }: { row: Row } & Pick<ReadingProps, 'flow' | 'view' | 'onValue'>) {
  return row.phrases.map((phrase, i) => {
    const before = row.phrases[i - 1];
    const glue = i > 0 && !/^[,.)]/.test(phrase.text) && before?.text !== '(' ? ' ' : '';
    const key = `${i} ${phrase.path ?? phrase.text}`;
    const more = phrase.edit ? undefined : moreValue(flow, phrase);
    return (
      <span key={key}>
        {glue}
        {phrase.edit ? (
          <Editable phrase={phrase} edit={phrase.edit} flow={flow} view={view} change={(value) => onValue(phrase.edit as Edit, value, row.at)} />
        ) : more ? (
          // The edit says only where the value stands; its kind matters to the control alone.
          <MoreValue
            flow={flow}
            phrase={phrase}
            kind={more}
            onChange={(value) => onValue({ kind: 'text', path: phrase.path ?? '', value: '' }, value, row.at)}
          />
        ) : (
          <Words phrases={[phrase]} />
        )}
      </span>
    );
  });
}

function Editable({ phrase, edit, flow, view, change }: { phrase: Phrase; edit: Edit; flow: Flow; view: HomeView; change(value: unknown): void }) {
  const { doubt } = usePointing();
  const role = edit.kind === 'device' && Object.hasOwn(flow.uses, edit.role) ? flow.uses[edit.role] : undefined;
  const unbound = role !== undefined && role.bind === undefined;
  const doubted = phrase.path !== undefined && doubt.some((d) => related(d, phrase.path ?? ''));
  const className = [doubted && 'doubt', unbound && 'unbound'].filter(Boolean).join(' ');
  return (
    <Value
      text={unbound ? `(${phrase.text})` : phrase.text}
      edit={edit}
      view={view}
      label={LABELS[edit.kind] ?? 'Value'}
      className={className}
      onChange={(_, value) => change(value)}
      {...(phrase.touches ? { touches: phrase.touches } : {})}
      {...(role ? { role } : {})}
    />
  );
}

const LABELS: Partial<Record<Edit['kind'], string>> = { duration: 'Duration', time: 'Time', number: 'Value', choice: 'Choice', device: 'Device', text: 'Text' };
