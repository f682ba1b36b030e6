import './value.css';
import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { durationMs, isoDuration } from '../../flows/time';
import { durationWords } from '../../flows/words';
import { IconButton } from './Button';

const MINUTE = 60_000;
const UNITS = [
  { name: 's', ms: 1000 },
  { name: 'min', ms: MINUTE },
  { name: 'h', ms: 60 * MINUTE },
  { name: 'd', ms: 24 * 60 * MINUTE },
] as const;
const LONGEST = 400 * 24 * 60 * MINUTE;

/** The unit in which people would say it: whole hours as hours, 90 s as seconds. */
const unitOf = (ms: number): (typeof UNITS)[number] => [...UNITS].reverse().find((u) => ms >= u.ms && ms % u.ms === 0) ?? UNITS[0];

/** A length of time: a number and its unit, a step up and down, usual lengths to pick. */
export function DurationControl({ value, onChange, onDone }: { value: string; onChange(value: string): void; onDone(): void }) {
  const ms = durationMs(value);
  const [unit, setUnit] = useState(unitOf(ms));
  const [text, setText] = useState(String(ms / unit.ms));
  const put = (next: number, in_ = unit): void => {
    const kept = Math.min(LONGEST, Math.max(1000, Math.round((next * in_.ms) / 1000) * 1000));
    if (!Number.isFinite(kept)) return;
    setText(String(Math.round((kept / in_.ms) * 100) / 100));
    const iso = isoDuration(kept);
    if (iso !== value) onChange(iso);
  };
  const commit = (): void => put(Number(text.replace(',', '.')));
  return (
    <div className="control">
      <div className="control-number">
        <input
          aria-label="How long"
          inputMode="decimal"
          value={text}
          onChange={(e) => setText(e.target.value)}
          onBlur={commit}
          onKeyDown={(e) => {
            if (e.key === 'Enter') {
              e.preventDefault();
              commit();
              onDone();
            } else if (e.key === 'ArrowUp' || e.key === 'ArrowDown') {
              e.preventDefault();
              put(Number(text) + (e.key === 'ArrowUp' ? 1 : -1));
            }
          }}
        />
        <select
          aria-label="Unit"
          value={unit.name}
          onChange={(e) => {
            const next = UNITS.find((u) => u.name === e.target.value) ?? unit;
            setUnit(next);
            put(Number(text), next);
          }}
        >
          {UNITS.map((u) => (
            <option key={u.name} value={u.name}>
              {{ s: 'seconds', min: 'minutes', h: 'hours', d: 'days' }[u.name]}
            </option>
          ))}
        </select>
        <IconButton icon={Minus} label="Shorter" className="outlined" onClick={() => put(Number(text) - 1)} />
        <IconButton icon={Plus} label="Longer" className="outlined" onClick={() => put(Number(text) + 1)} />
      </div>
      <div className="control-usual">
        {[1, 5, 10, 30, 60].map((minutes) => (
          <button
            key={minutes}
            type="button"
            className="inline-link"
            onClick={() => {
              const iso = isoDuration(minutes * MINUTE);
              if (iso !== value) onChange(iso);
              onDone();
            }}
          >
            {durationWords(isoDuration(minutes * MINUTE))}
          </button>
        ))}
      </div>
    </div>
  );
}

/** A time of day, `HH:MM`. */
export function TimeControl({ value, onChange, onDone }: { value: string; onChange(value: string): void; onDone(): void }) {
  return (
    <div className="control">
      <input
        type="time"
        aria-label="Time of day"
        value={value}
        onChange={(e) => {
          if (/^\d\d:\d\d$/.test(e.target.value)) onChange(e.target.value);
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter') onDone();
        }}
      />
    </div>
  );
}
