import '../parts/value.css';
import { Popover } from '@base-ui/react/popover';
import type { Flow } from '../../flows/flow';
import { DAYS, type Day } from '../../flows/time';
import type { Phrase } from '../../flows/wording';
import { capital } from '../../flows/words';
import { valueAt } from '../edit/path';
import { NumberControl } from '../parts/controls';

/** Values that the reading itself offers no control for: weekdays, a date with its time, an amount. Undefined for everything else. */
export function moreValue(flow: Flow, phrase: Phrase): 'days' | 'moment' | 'amount' | undefined {
  const value = phrase.path === undefined ? undefined : valueAt(flow, phrase.path);
  if (phrase.path?.endsWith('.days') && Array.isArray(value)) return 'days';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return 'moment';
  return typeof value === 'number' ? 'amount' : undefined;
}

export function MoreValue({
  flow,
  phrase,
  kind,
  onChange,
}: {
  flow: Flow;
  phrase: Phrase;
  kind: 'days' | 'moment' | 'amount';
  onChange(value: unknown): void;
}) {
  const value = valueAt(flow, phrase.path ?? '');
  return (
    <Popover.Root>
      <Popover.Trigger className={`value ${phrase.touches ?? ''}`}>{phrase.text}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="popover-place">
          <Popover.Popup className="popover" aria-label={LABELS[kind]}>
            {kind === 'days' && <Days value={value as Day[]} onChange={onChange} />}
            {kind === 'moment' && (
              <div className="control">
                <input type="datetime-local" aria-label="Date and time" value={String(value)} onChange={(e) => e.target.value && onChange(e.target.value)} />
              </div>
            )}
            {kind === 'amount' && <NumberControl value={Number(value)} unit="" step={1} onChange={onChange} onDone={() => undefined} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const LABELS = { days: 'Weekdays', moment: 'Date and time', amount: 'Amount' } as const;

/** At least one day stays. */
function Days({ value, onChange }: { value: readonly Day[]; onChange(days: Day[]): void }) {
  const toggled = (day: Day): Day[] => DAYS.filter((d) => (d === day ? !value.includes(d) : value.includes(d)));
  return (
    <fieldset className="control days">
      <legend className="unseen">Weekdays</legend>
      {DAYS.map((day) => (
        <label key={day}>
          <input type="checkbox" checked={value.includes(day)} onChange={() => toggled(day).length > 0 && onChange(toggled(day))} />
          <span>{capital(day)}</span>
        </label>
      ))}
    </fieldset>
  );
}
