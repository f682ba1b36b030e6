import { useId } from 'react';
import type { Flow } from '../../flows/flow';
import type { Guard } from '../../flows/operators';
import { guardPhrases } from '../../flows/phrases/guards';
import type { PlacedTransition } from '../../flows/walk';
import { guardOptions, triggerOptions } from '../edit/menu';
import { addGuard, deleteGuard, negateGuard } from '../edit/parts';
import { isTrigger, reconnect, setTrigger, type Trigger } from '../edit/transitions';
import type { ArrowEdge } from './graph';
import { ROOT } from './graph';
import { Actions, Part } from './Part';
import type { PartPanelProps } from './PartPanel';
import { Pick } from './Pick';

/** What starts an arrow, its conditions, what is done on the way, and where it ends. */
export function ArrowForm({ flow, view, graph, at, apply, select, arrow, placed }: PartPanelProps & { arrow: ArrowEdge; placed: PlacedTransition }) {
  const id = useId();
  const { guard, actions = [] } = placed.transition;
  const first = arrow.rows[0];
  const start = (trigger: Trigger): void => apply(setTrigger(flow, at, trigger), (e) => select(e.at));
  const conditions: { guard: Guard; at: string }[] = (
    guard === undefined
      ? []
      : guard.type === 'all'
        ? guard.params.of.map((g, i) => ({ guard: g, at: `${at}.guard.params.of.${i}` }))
        : [{ guard, at: `${at}.guard` }]
  ).filter((c) => arrow.group !== 'on' || !isTrigger(c.guard, arrow.trigger));
  return (
    <>
      <fieldset className="part-group">
        <legend>When</legend>
        <StartMenu kind={kindOf(flow, placed)} compound={graph.nodes.some((n) => n.parent === arrow.from)} onStart={start} />
        {first && first.phrases.length > 0 && (
          <ul>
            <Part phrases={[{ text: first.key }, ...first.phrases]} at={at} flow={flow} view={view} apply={apply} />
          </ul>
        )}
        <Pick
          view={view}
          options={triggerOptions}
          verb={arrow.group === 'on' && !arrow.trigger.startsWith('schedule.') ? 'Another device' : 'Start with a device'}
          onPick={(option, device) => start({ kind: 'reading', guard: (draft) => option.make(draft, device) })}
        />
      </fieldset>
      <fieldset className="part-group">
        <legend>If</legend>
        <ul>
          {conditions.map((c) => (
            <Part
              key={`${c.at} ${JSON.stringify(c.guard)}`}
              phrases={guardPhrases(flow, c.guard, c.at, view.home)}
              at={at}
              flow={flow}
              view={view}
              apply={apply}
              onRemove={() => apply(deleteGuard(flow, c.at))}
              onNegate={() => apply(negateGuard(flow, c.at))}
              negated={c.guard.type === 'not'}
            />
          ))}
        </ul>
        <Pick
          view={view}
          options={guardOptions}
          verb="Add"
          onPick={(option, device) => apply(addGuard(flow, at, (draft) => option.make(draft, device)))}
          more={
            <span className="pick-do">
              <button type="button" className="inline-link" onClick={() => apply(addGuard(flow, at, () => BETWEEN))}>
                a time of day
              </button>
              <button type="button" className="inline-link" onClick={() => apply(addGuard(flow, at, () => WEEKDAYS))}>
                weekdays
              </button>
              <button type="button" className="inline-link" onClick={() => apply(addGuard(flow, at, () => WEEKEND))}>
                weekends
              </button>
            </span>
          }
        />
      </fieldset>
      <Actions title="Then" list={{ transition: at }} actions={actions} flow={flow} view={view} apply={apply} />
      <fieldset className="part-group">
        <legend>
          <label htmlFor={`${id} from`}>Leaves</label>
        </legend>
        <select
          id={`${id} from`}
          value={arrow.from}
          onChange={(e) => apply(reconnect(flow, at, { from: graph.nodes.find((n) => n.id === e.target.value)?.path ?? placed.state }), (x) => select(x.at))}
        >
          {graph.nodes
            .filter((n) => n.kind !== 'final' && n.kind !== 'history')
            .map((n) => (
              <option key={n.id} value={n.id}>
                {n.id === ROOT ? 'any state' : n.name}
              </option>
            ))}
        </select>
      </fieldset>
      <fieldset className="part-group">
        <legend>
          <label htmlFor={`${id} to`}>Goes to</label>
        </legend>
        <select
          id={`${id} to`}
          value={arrow.stays ? '' : arrow.to}
          onChange={(e) => apply(reconnect(flow, at, { to: graph.nodes.find((n) => n.id === e.target.value)?.path }), (x) => select(x.at))}
        >
          <option value="">stays where it is</option>
          {graph.nodes
            .filter((n) => n.id !== ROOT)
            .map((n) => (
              <option key={n.id} value={n.id}>
                {n.name}
              </option>
            ))}
        </select>
      </fieldset>
    </>
  );
}

const BETWEEN: Guard = { type: 'between', params: { from: '18:00', to: '23:00' } };
const WEEKDAYS: Guard = { type: 'days', params: { days: ['mon', 'tue', 'wed', 'thu', 'fri'] } };
const WEEKEND: Guard = { type: 'days', params: { days: ['sat', 'sun'] } };

const STARTS: Record<string, { label: string; trigger: Trigger }> = {
  after: { label: 'after a while', trigger: { kind: 'after', for: 'PT5M' } },
  until: { label: 'at the next such time', trigger: { kind: 'until', at: '07:00' } },
  time: { label: 'at a time of day', trigger: { kind: 'schedule', schedule: { kind: 'time', at: '20:00' } } },
  sunrise: { label: 'at sunrise', trigger: { kind: 'schedule', schedule: { kind: 'sun', event: 'sunrise' } } },
  sunset: { label: 'at sunset', trigger: { kind: 'schedule', schedule: { kind: 'sun', event: 'sunset' } } },
  once: { label: 'once, at a date and time', trigger: { kind: 'schedule', schedule: { kind: 'once', at: '2027-01-01T09:00' } } },
  every: { label: 'again and again', trigger: { kind: 'schedule', schedule: { kind: 'every', period: 'PT1H' } } },
  always: { label: 'at once', trigger: { kind: 'always' } },
  onDone: { label: 'when all inside is done', trigger: { kind: 'onDone' } },
};

function kindOf(flow: Flow, placed: PlacedTransition): string {
  if (placed.group === 'after') return 'until' in (flow.delays?.[placed.trigger] ?? {}) ? 'until' : 'after';
  if (placed.group !== 'on') return placed.group;
  const schedule = placed.trigger.startsWith('schedule.') ? flow.schedules?.[placed.trigger.slice(9)] : undefined;
  return schedule?.kind === 'sun' ? schedule.event : (schedule?.kind ?? '');
}

/** Starts that need no device; what is chosen stands at once, with a usual value. */
function StartMenu({ kind, compound, onStart }: { kind: string; compound: boolean; onStart(trigger: Trigger): void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="unseen">
        Starts
      </label>
      <select
        id={id}
        value={kind}
        onChange={(e) => {
          const start = STARTS[e.target.value];
          if (start) onStart(start.trigger);
        }}
      >
        <option value="">when a device reports</option>
        {Object.entries(STARTS)
          .filter(([key]) => key !== 'onDone' || compound)
          .map(([key, { label }]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
      </select>
    </>
  );
}
