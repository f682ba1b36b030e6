import { type FormEvent, type ReactNode, useState } from 'react';
import type { HomeView } from '../../flows/api';
import { MEMORY_LIMITS, type NewMemory, type Preferred } from '../../flows/memory';
import { isoDuration } from '../../flows/time';
import { Button } from '../parts/Button';
import { COLORS, ThingOptions, thingOf } from './Means';

type Put = (entry: NewMemory) => Promise<boolean>;

/** A name written by hand. */
export function AddName({ view, put }: { view: HomeView; put: Put }) {
  const [words, setWords] = useState('');
  const [thing, setThing] = useState('');
  const means = thingOf(thing);
  const add = async (): Promise<void> => {
    if (means && (await put({ kind: 'alias', words, means }))) {
      setWords('');
      setThing('');
    }
  };
  return (
    <AddForm label="Name" placeholder="the big lamp" words={words} onWords={setWords} notYet={means ? undefined : 'Choose what it means'} onAdd={add}>
      <select aria-label="What the name means" value={thing} onChange={(e) => setThing(e.target.value)}>
        <option value="">Device or room</option>
        <ThingOptions view={view} words={words} />
      </select>
    </AddForm>
  );
}

const KINDS = {
  time: 'Time of day',
  duration: 'Minutes',
  percent: 'Brightness, %',
  kelvin: 'Warmth of light, K',
  celsius: 'Temperature, °C',
  color: 'Colour',
} as const;
type Kind = keyof typeof KINDS;
const FIRST: Record<Kind, string> = { time: '19:00', duration: '20', percent: '20', kelvin: '2700', celsius: '21', color: 'orange' };

/** A word for a value, written by hand. */
export function AddPreference({ put }: { put: Put }) {
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<Kind>('time');
  const [value, setValue] = useState(FIRST.time);
  const means = preferredOf(kind, value);
  const add = async (): Promise<void> => {
    if (means && (await put({ kind: 'preference', words, means }))) setWords('');
  };
  return (
    <AddForm label="Word" placeholder="evening" words={words} onWords={setWords} notYet={means ? undefined : 'Give it a value'} onAdd={add}>
      <select
        aria-label="Kind of value"
        value={kind}
        onChange={(e) => {
          setKind(e.target.value as Kind);
          setValue(FIRST[e.target.value as Kind]);
        }}
      >
        {Object.entries(KINDS).map(([k, label]) => (
          <option key={k} value={k}>
            {label}
          </option>
        ))}
      </select>
      {kind === 'color' ? (
        <select aria-label="What the word means" value={value} onChange={(e) => setValue(e.target.value)}>
          {COLORS.map((c) => (
            <option key={c}>{c}</option>
          ))}
        </select>
      ) : (
        <input
          type={kind === 'time' ? 'time' : 'text'}
          inputMode={kind === 'time' ? undefined : 'decimal'}
          aria-label="What the word means"
          value={value}
          onChange={(e) => setValue(e.target.value)}
        />
      )}
    </AddForm>
  );
}

function preferredOf(kind: Kind, text: string): Preferred | undefined {
  if (kind === 'time') return /^\d\d:\d\d$/.test(text) ? { kind, time: text } : undefined;
  if (kind === 'color') return { kind, color: text };
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  if (kind === 'duration') return value > 0 ? { kind, duration: isoDuration(Math.max(1, Math.round(value * 60)) * 1000) } : undefined;
  return { kind: 'number', value, unit: ({ percent: '%', kelvin: 'K', celsius: '°C' } as const)[kind] };
}

function AddForm(p: {
  label: string;
  placeholder: string;
  words: string;
  onWords(words: string): void;
  notYet: string | undefined;
  onAdd(): Promise<void>;
  children: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || p.notYet !== undefined || p.words.trim() === '') return;
    setBusy(true);
    await p.onAdd();
    setBusy(false);
  };
  return (
    <form className="memory-add" onSubmit={(e) => void add(e)}>
      <input
        className="words"
        aria-label={p.label}
        placeholder={p.placeholder}
        maxLength={MEMORY_LIMITS.words}
        value={p.words}
        onChange={(e) => p.onWords(e.target.value)}
      />
      <span className="memory-is">means</span>
      {p.children}
      <Button type="submit" busy={busy} notYet={p.words.trim() === '' ? undefined : p.notYet}>
        Remember
      </Button>
    </form>
  );
}
