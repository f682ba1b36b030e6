import { Minus, Plus } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { Capability, NumberRow, Value } from '../../flows/capability';
import { type Ability, ability, findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { deviceName, valueLabel } from './words';

interface Props {
  home: Home;
  device: DeviceId;
  capability: Capability;
  value: Value | undefined;
  onPoke(value: Value): void;
}

/** What a person can let a virtual device report: its values as a joined row, its measure as a number with a slider. */
export function Inputs({ home, device, capability, value, onPoke }: Props) {
  const found = findDevice(home, device);
  const able = found && ability(found, capability);
  if (!able) return null;
  const name = device === 'home' ? (capability === 'sun' ? 'Sun' : 'Home') : deviceName(home, device);
  if (able.row.type === 'number') {
    return <Measure key={String(value)} able={able} row={able.row} label={`${name}, ${able.row.noun}`} value={value} onPoke={onPoke} />;
  }
  if (able.row.type !== 'enum') return null;
  const values = (able.values ?? []).map((v) => ({ value: v, label: valueLabel(capability, v) }));
  const silent = found.kind === 'person' || device === 'home' || able.row.momentary ? [] : [{ value: 'unavailable', label: 'silent' }];
  return (
    <fieldset className="joined">
      <legend className="unseen">
        {name}, {able.row.noun}
      </legend>
      {[...values, ...silent].map((o) => (
        <button key={o.value} type="button" aria-pressed={able.row.momentary ? undefined : value === o.value} onClick={() => onPoke(o.value)}>
          {o.label}
        </button>
      ))}
    </fieldset>
  );
}

/** Limits of the slider where the capability has none of its own: wide enough for a day in a home. */
const WIDE: Partial<Record<Capability, [number, number]>> = {
  temperature: [-10, 40],
  illuminance: [0, 1000],
  co2: [400, 2000],
  pm25: [0, 100],
  activePower: [0, 2500],
  energy: [0, 20],
  windSpeed: [0, 30],
  price: [0, 1],
};

function Measure({ able, row, label, value, onPoke }: { able: Ability; row: NumberRow; label: string; value: Value | undefined; onPoke(value: Value): void }) {
  const id = useId();
  const [wideMin, wideMax] = WIDE[able.name] ?? [0, 100];
  const [min, max] = [able.min ?? wideMin, able.max ?? wideMax];
  const known = typeof value === 'number' ? value : row.rest;
  const [draft, setDraft] = useState(known);
  useEffect(() => setDraft(known), [known]);
  const report = (next: number): void => {
    const inside = Math.min(able.max ?? next, Math.max(able.min ?? next, Math.round(next * 100) / 100));
    setDraft(inside);
    if (Number.isFinite(inside) && inside !== value) onPoke(inside);
  };
  return (
    <div className="measure">
      <input
        type="range"
        aria-label={`${label}, slider`}
        min={Math.min(min, draft)}
        max={Math.max(max, draft)}
        step={row.step < 1 ? row.step : row.step / 2}
        value={draft}
        onChange={(event) => setDraft(Number(event.currentTarget.value))}
        onPointerUp={() => report(draft)}
        onKeyUp={() => report(draft)}
      />
      <div className="stepper">
        <button type="button" aria-label={`${label}: less`} onClick={() => report(draft - row.step)}>
          <Minus size={14} strokeWidth={1.5} />
        </button>
        <label htmlFor={id} className="unseen">
          {label}
        </label>
        <input
          id={id}
          type="number"
          step="any"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.valueAsNumber)}
          onBlur={() => report(draft)}
          onKeyDown={(event) => event.key === 'Enter' && report(draft)}
        />
        <span className="unit">{row.unit}</span>
        <button type="button" aria-label={`${label}: more`} onClick={() => report(draft + row.step)}>
          <Plus size={14} strokeWidth={1.5} />
        </button>
      </div>
    </div>
  );
}
