/** Times on screen: the home's own time zone, 24 or 12 hours as this browser's language has it, and a shared tick for countdowns. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Millis } from '../../flows/time';
import { engineNow } from '../live';

const hour12 = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const key = `${timeZone}${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formats.set(key, known);
  return known;
}

const clockFormat = (seconds: boolean): Intl.DateTimeFormatOptions => ({
  hour: hour12 ? 'numeric' : '2-digit',
  minute: '2-digit',
  ...(seconds ? { second: '2-digit' } : {}),
  hour12,
});

/** `16:07`, with seconds `16:07:40`. */
export const clockText = (at: Millis, zone: string, seconds = false): string => format(clockFormat(seconds), zone).format(at);
/** `Sun 22 Nov`. */
export const shortDay = (at: Millis, zone: string): string => format({ weekday: 'short', day: 'numeric', month: 'short' }, zone).format(at).replace(',', '');
/** `22 Nov`. */
const dayMonth = (at: Millis, zone: string): string => format({ day: 'numeric', month: 'short' }, zone).format(at);
/** `Today, Sunday 22 November`. */
export function dayHead(at: Millis, zone: string, now: Millis): string {
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' }, zone);
  const text = day.format(at).replace(',', '');
  if (day.format(now).replace(',', '') === text) return `Today, ${text}`;
  return day.format(now - 86_400_000).replace(',', '') === text ? `Yesterday, ${text}` : text;
}
/** The time alone today, else the day with it: `16:31`, `21 Nov 16:31`. */
export function whenText(at: Millis, zone: string, now: Millis): string {
  return dayMonth(at, zone) === dayMonth(now, zone) ? clockText(at, zone) : `${dayMonth(at, zone)} ${clockText(at, zone)}`;
}

/** What is left: `2 min 40 s`, `1 h 5 min`, `3 d`. */
export function leftText(ms: Millis): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

let second = Math.floor(Date.now() / 1000);
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    second = Math.floor(Date.now() / 1000);
    for (const l of listeners) l();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The engine's time, renewed each second. */
export function useNow(): Millis {
  useSyncExternalStore(subscribe, () => second);
  return engineNow();
}

/** Sets the page's title while a screen is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Sayso' : `${title} – Sayso`;
  }, [title]);
}
