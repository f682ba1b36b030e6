import { useEffect, useId, useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { EnumRow, Value } from '../../flows/capability';
import type { Ability, Device } from '../../flows/home';
import type { Problem } from '../../flows/problem';
import { capital } from '../../flows/words';
import { call } from '../client';
import { readingOf } from '../live';
import { Button } from '../parts/Button';
import { capabilityName } from '../parts/state';

/** The two values of a switch: the first is on. */
const SWITCHES: readonly (readonly [string, string])[] = [
  ['on', 'off'],
  ['detected', 'clear'],
];

/** Plays a person at a simulated device: one ordinary, labelled input for one capability. */
export function Control({ device, able, view }: { device: Device; able: Ability; view: HomeView }) {
  const id = useId();
  const [problem, setProblem] = useState<Problem>();
  const reported = readingOf(view, device.id, able.name);
  /** Shown at once, until the device reports. */
  const [wanted, setWanted] = useState<Value>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a report settles what was wanted
  useEffect(() => setWanted(undefined), [reported]);
  const value = able.row.momentary ? reported : (wanted ?? reported);
  const set = async (next: Value): Promise<void> => {
    setWanted(next);
    const answer = await call('POST /api/simulate', { body: { device: device.id, capability: able.name, value: next } });
    setProblem(answer.ok ? undefined : answer.problems[0]);
    if (!answer.ok) setWanted(undefined);
  };
  const { row } = able;
  const pair =
    row.type === 'enum' && !row.momentary
      ? SWITCHES.find(([on, off]) => able.values?.length === 2 && able.values.includes(on) && able.values.includes(off))
      : undefined;
  return (
    <div className={row.momentary ? 'play presses' : 'play'}>
      {row.momentary && row.type === 'enum' ? (
        <Presses row={row} values={able.values ?? []} onPress={set} />
      ) : (
        <>
          <label htmlFor={id}>{capabilityName(able.name)}</label>
          {pair ? (
            <input
              id={id}
              type="checkbox"
              role="switch"
              checked={value === pair[0]}
              aria-checked={value === pair[0]}
              onChange={(e) => void set(e.target.checked ? pair[0] : pair[1])}
            />
          ) : able.values && row.type !== 'number' ? (
            <Choice id={id} able={able} value={value} onSet={set} />
          ) : (
            <Field id={id} able={able} value={value} onSet={set} />
          )}
        </>
      )}
      {problem && (
        <span className="play-problem" role="alert">
          {problem.message}
        </span>
      )}
    </div>
  );
}

const PRESS: Record<string, string> = { pressed: 'Press', double_pressed: 'Press twice', held: 'Hold' };

function Presses({ row, values, onPress }: { row: EnumRow; values: readonly string[]; onPress(value: Value): Promise<void> }) {
  return values.map((value) => (
    <Button key={value} onClick={() => void onPress(value)}>
      {PRESS[value] ?? capital(row.values[value]?.word ?? value)}
    </Button>
  ));
}

function Choice({ id, able, value, onSet }: { id: string; able: Ability; value: Value | undefined; onSet(value: Value): Promise<void> }) {
  const values = able.values ?? [];
  const strange = value !== undefined && !values.includes(String(value));
  return (
    <select id={id} value={value === undefined ? '' : String(value)} onChange={(e) => void onSet(e.target.value)}>
      {value === undefined && <option value="">not heard yet</option>}
      {strange && <option value={String(value)}>{value === 'unavailable' ? 'no answer' : value === 'unknown' ? 'not heard yet' : value}</option>}
      {values.map((v) => (
        <option key={v} value={v}>
          {v.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  );
}

/** A number or a text, set when it is left or Enter is pressed. */
function Field({ id, able, value, onSet }: { id: string; able: Ability; value: Value | undefined; onSet(value: Value): Promise<void> }) {
  const { row } = able;
  const isNumber = row.type === 'number';
  const shown = value === undefined || value === 'unavailable' || value === 'unknown' ? '' : String(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = (): void => {
    if (text.trim() === '' || text === shown) return setText(shown);
    void onSet(isNumber ? Number(text) : text.trim());
  };
  return (
    <span className="play-field">
      <input
        id={id}
        className="field"
        type={isNumber ? 'number' : 'text'}
        min={able.min}
        max={able.max}
        step="any"
        value={text}
        placeholder={shown === '' ? '–' : undefined}
        onChange={(e) => setText(e.target.value)}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === 'Enter') commit();
        }}
      />
      {isNumber && <span aria-hidden>{row.unit}</span>}
    </span>
  );
}
