import { useCallback, useEffect, useRef, useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { ExampleRun } from '../../flows/problem';
import { instantOf } from '../../flows/time';
import { type Poke, press, reset, type Setting, seek, startTape, type Tape } from './tape';

export type Speed = 1 | 60 | 600;
export const SPEEDS: readonly Speed[] = [1, 60, 600];
/** How often the virtual clock moves on, in ms: often enough for seconds at 1×, seldom enough for a phone. */
const TICK = 100;

export interface Deck {
  tape: Tape;
  playing: boolean;
  speed: Speed;
  setSpeed(speed: Speed): void;
  toggle(): void;
  press(event: Omit<Poke, 'at'>): void;
  seek(at: number): void;
  reset(): void;
  /** Another day in place of this one, from its first moment. */
  load(setting: Omit<Setting, 'flow' | 'home'>): void;
}

/** A rehearsal of `flow` that starts as the home is now, or as `run` tells. The virtual clock runs only while `playing`. */
export function useTape(flow: Flow, view: HomeView, run?: ExampleRun, others: readonly Flow[] = []): Deck {
  const { home } = view;
  const [tape, setTape] = useState(() =>
    startTape({ flow, others, home, ...(run ? settingOf(run, home.timezone) : { from: wholeSecond(view.now), state: view.readings }) }),
  );
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(60);
  const last = useRef(0);

  useEffect(() => {
    if (!playing) return;
    last.current = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = (now - last.current) * speed;
      last.current = now;
      setTape((t) => seek(t, t.present.now + passed));
    }, TICK);
    return () => clearInterval(timer);
  }, [playing, speed]);

  const ended = tape.present.now >= tape.until;
  useEffect(() => {
    if (ended) setPlaying(false);
  }, [ended]);

  return {
    tape,
    playing,
    speed,
    setSpeed,
    toggle: useCallback(() => setPlaying((p) => !p), []),
    press: useCallback((event) => setTape((t) => press(t, event)), []),
    seek: useCallback((at) => setTape((t) => seek(t, at)), []),
    reset: useCallback(() => {
      setPlaying(false);
      setTape(reset);
    }, []),
    load: useCallback(
      (setting) => {
        setPlaying(false);
        setTape(startTape({ flow, home, ...setting }));
      },
      [flow, home],
    ),
  };
}

const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/** A run that shows a problem: from rest, its events ready at their times. */
export const settingOf = (run: ExampleRun, zone: string): Omit<Setting, 'flow' | 'home'> => ({
  from: instantOf(run.from, zone),
  until: instantOf(run.until, zone),
  state: [],
  given: run.events.map((e) => ({ ...e, at: instantOf(e.at, zone) })),
});
