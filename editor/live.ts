/**
 * What the engine says as it happens, in one external store: the home with its readings, the flows, the newest records. The
 * WebSocket `/api/live` reconnects by itself; after each connection both lists are loaded anew, so nothing is missed.
 */
import { useSyncExternalStore } from 'react';
import type { FlowView, HomeView, LiveEvent, RuleView } from '../flows/api';
import type { Capability, Value } from '../flows/capability';
import type { DeviceId } from '../flows/ids';
import type { Problem } from '../flows/problem';
import type { AuditRecord } from '../flows/record';
import type { Millis } from '../flows/time';
import { call } from './client';

export interface Live {
  /** `connecting` until the first answer; `offline` when a connection was lost or could not be made. */
  connection: 'connecting' | 'online' | 'offline';
  view: HomeView | undefined;
  flows: readonly FlowView[] | undefined;
  rules: readonly RuleView[] | undefined;
  /** Records since this page was opened, newest first. */
  records: readonly AuditRecord[];
  /** Why the first load failed, such as a browser that is not signed in. */
  problems: readonly Problem[];
  /** Engine's clock minus this browser's, in ms. */
  offset: Millis;
}

const RECORDS = 500;
const WAITS = [500, 1000, 2000, 4000, 8000];

let state: Live = { connection: 'connecting', view: undefined, flows: undefined, rules: undefined, records: [], problems: [], offset: 0 };
const listeners = new Set<() => void>();
let socket: WebSocket | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
/** Events that came while the lists were loading are applied after them. */
let pending: LiveEvent[] | undefined;

function set(next: Partial<Live>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** @returns the next state after one event; exported for tests */
function applyEvent(live: Live, event: LiveEvent): Live {
  switch (event.type) {
    case 'home':
      return { ...live, view: event.view, offset: event.view.now - Date.now() };
    case 'reading': {
      if (!live.view) return live;
      const { reading } = event;
      const others = live.view.readings.filter((r) => r.device !== reading.device || r.capability !== reading.capability);
      return { ...live, view: { ...live.view, readings: [...others, reading] } };
    }
    case 'flow': {
      const flows = live.flows ?? [];
      const known = flows.some((f) => f.id === event.flow.id);
      return { ...live, flows: known ? flows.map((f) => (f.id === event.flow.id ? event.flow : f)) : [...flows, event.flow] };
    }
    case 'removed':
      return { ...live, flows: (live.flows ?? []).filter((f) => f.id !== event.id) };
    case 'rule': {
      const others = (live.rules ?? []).filter((r) => r.id !== event.rule.id);
      return { ...live, rules: [...others, event.rule] };
    }
    case 'rule-removed':
      return { ...live, rules: (live.rules ?? []).filter((r) => r.id !== event.id) };
    case 'record':
      return live.records.some((r) => r.seq === event.record.seq) ? live : { ...live, records: [event.record, ...live.records].slice(0, RECORDS) };
  }
}

function receive(event: LiveEvent): void {
  if (pending) pending.push(event);
  else set(applyEvent(state, event));
}

async function load(): Promise<void> {
  pending ??= [];
  const [home, flows, rules] = await Promise.all([call('GET /api/home', {}), call('GET /api/flows', {}), call('GET /api/rules', {})]);
  const waiting = pending ?? [];
  pending = undefined;
  if (!home.ok) return set({ problems: home.problems, connection: 'offline' });
  let next: Live = {
    ...state,
    connection: 'online',
    view: home.value,
    offset: home.value.now - Date.now(),
    problems: [],
    ...(flows.ok ? { flows: flows.value } : {}),
    ...(rules.ok ? { rules: rules.value } : {}),
  };
  for (const event of waiting) next = applyEvent(next, event);
  set(next);
}

function connect(): void {
  clearTimeout(retry);
  const address = new URL('/api/live', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const opened = new WebSocket(address);
  socket = opened;
  opened.addEventListener('open', () => {
    failures = 0;
    void load();
  });
  opened.addEventListener('message', ({ data }) => receive(JSON.parse(String(data)) as LiveEvent));
  opened.addEventListener('close', () => {
    if (socket !== opened) return;
    if (state.connection === 'connecting') void load();
    else set({ connection: 'offline' });
    retry = setTimeout(connect, WAITS[Math.min(failures++, WAITS.length - 1)]);
  });
}

/** Connects and stays connected until the returned function is called. */
export function startLive(): () => void {
  connect();
  const now = (): void => {
    if (state.connection !== 'online') connect();
  };
  window.addEventListener('online', now);
  return () => {
    window.removeEventListener('online', now);
    clearTimeout(retry);
    const closing = socket;
    socket = undefined;
    closing?.close();
  };
}

/** An answer to a request of ours that carries a newer state of a flow. */
export const putFlow = (flow: FlowView): void => set(applyEvent(state, { type: 'flow', flow }));
export const dropFlow = (id: FlowView['id']): void => set(applyEvent(state, { type: 'removed', id }));
export const putRule = (rule: RuleView): void => set(applyEvent(state, { type: 'rule', rule }));
export const dropRule = (id: RuleView['id']): void => set(applyEvent(state, { type: 'rule-removed', id }));
/** Loads home and flows again, such as after signing in. */
export const reload = (): Promise<void> => load();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useLive = (): Live => useSyncExternalStore(subscribe, () => state);

/** The engine's time now. */
export const engineNow = (): Millis => Date.now() + state.offset;

export function readingOf(view: HomeView, device: DeviceId, capability: Capability): Value | undefined {
  return view.readings.find((r) => r.device === device && r.capability === capability)?.value;
}
