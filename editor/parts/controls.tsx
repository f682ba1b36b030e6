import './value.css';
import { Minus, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import type { Value } from '../../flows/capability';
import { IconButton } from './Button';

/** Each control changes the flow at once; Enter closes it. */
interface Common<T> {
  onChange(value: T): void;
  onDone(): void;
}

const enter = (done: () => void) => (event: React.KeyboardEvent) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  done();
};

/** A number with its unit, its limits shown: a field, plus and minus, a slider where both ends are known. */
export function NumberControl({
  value,
  unit,
  min,
  max,
  step,
  onChange,
  onDone,
}: Common<number> & { value: number; unit: string; min?: number; max?: number; step: number }) {
  const id = useId();
  const [text, setText] = useState(String(value));
  const put = (next: number): void => {
    if (!Number.isFinite(next)) return;
    const inside = Math.min(max ?? next, Math.max(min ?? next, next));
    const rounded = Math.round(inside * 100) / 100;
    setText(String(rounded));
    if (rounded !== value) onChange(rounded);
  };
  return (
    <div className="control">
      <div className="control-number">
        <label htmlFor={id} className="unseen">
          Value{unit && ` in ${unit}`}
        </label>
        <input
          id={id}
          inputMode="decimal"
          value={text}
          onChange={(e) => setText(e.target.value)}
          onBlur={() => put(Number(text.replace(',', '.')))}
          onKeyDown={(e) => {
            if (e.key === 'ArrowUp' || e.key === 'ArrowDown') {
              e.preventDefault();
              put(Number(text) + (e.key === 'ArrowUp' ? step : -step));
            } else if (e.key === 'Enter') {
              e.preventDefault();
              put(Number(text.replace(',', '.')));
              onDone();
            }
          }}
        />
        <span className="unit">{unit}</span>
        <IconButton icon={Minus} label="Less" className="outlined" onClick={() => put(Number(text) - step)} />
        <IconButton icon={Plus} label="More" className="outlined" onClick={() => put(Number(text) + step)} />
      </div>
      {min !== undefined && max !== undefined && (
        <div className="control-range">
          <input
            type="range"
            aria-label={`Value between ${min} and ${max} ${unit}`}
            min={min}
            max={max}
            step={step}
            value={value}
            onChange={(e) => put(Number(e.target.value))}
          />
          <span>{min}</span>
          <span>{max}</span>
        </div>
      )}
    </div>
  );
}

/** One of a few: a joined row up to four, else a list. */
export function ChoiceControl({
  value,
  options,
  onChange,
}: {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
}) {
  const name = useId();
  return (
    <fieldset className={options.length <= 4 ? 'control choices row' : 'control choices list'}>
      <legend className="unseen">Choose one</legend>
      {options.map((option) => (
        <label key={String(option.value)}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            onClick={() => option.value === value && onChange(value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A text, such as a message: kept when it is left or Enter is pressed, never empty. */
export function TextControl({ value, onChange, onDone }: Common<string> & { value: string }) {
  const [text, setText] = useState(value);
  const keep = (): void => {
    const next = text.trim();
    if (next !== '' && next !== value) onChange(next);
  };
  return (
    <div className="control">
      <textarea
        className="words"
        aria-label="Text"
        rows={2}
        maxLength={500}
        value={text}
        onChange={(e) => setText(e.target.value)}
        onBlur={keep}
        onKeyDown={enter(() => {
          keep();
          onDone();
        })}
      />
    </div>
  );
}
