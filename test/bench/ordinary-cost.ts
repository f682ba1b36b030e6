/** What checking and rehearsing cost, measured on the ordinary home. */
import type { Capability, Value } from '../../flows/capability';
import { check } from '../../flows/check/check';
import { type DeviceId, deviceId } from '../../flows/ids';
import { rehearse } from '../../flows/rehearse/rehearse';
import { instantOf } from '../../flows/time';
import { ordinaryFlow, ordinaryHome } from './ordinary';

const ROOMS = 20;
const FLOWS = 200;
const RUNNING = 100;
const EVENTS_A_DAY = 5000;
const DAY = 86_400_000;

const home = ordinaryHome(ROOMS);
const drafts = Array.from({ length: FLOWS }, (_, i) => ordinaryFlow(i, ROOMS));

/** All flows of the home checked together: the first of them beside all others, then each. */
export function together(): { flows: number; findings: number; oneMs: number; eachMs: number } {
  const [first] = drafts;
  const began = performance.now();
  if (first)
    check(
      first,
      home,
      drafts.slice(1).map((d) => d.flow),
    );
  const oneMs = performance.now() - began;
  let findings = 0;
  for (const draft of drafts)
    findings += check(
      draft,
      home,
      drafts.flatMap((d) => (d === draft ? [] : [d.flow])),
    ).problems.length;
  return { flows: FLOWS, findings, oneMs, eachMs: performance.now() - began - oneMs };
}

/** So many days of the home, from New Year on. */
export function playDays(days: number): { flows: number; lines: number; ms: number } {
  const from = instantOf('2026-01-01T00:00:00', home.timezone);
  const flows = drafts.slice(0, RUNNING).map((d) => d.flow);
  const began = performance.now();
  const played = rehearse({ home, flows, from }, eventsOf(from, days), from + days * DAY);
  return { flows: RUNNING, lines: played.lines.length, ms: performance.now() - began };
}

/** Motion and doors come and go, temperature and brightness drift; the same on every machine. */
function* eventsOf(from: number, days: number): Generator<{ at: number; device: DeviceId; capability: Capability; value: Value }> {
  let seed = 1;
  const random = (n: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * n);
  };
  const step = Math.floor(DAY / EVENTS_A_DAY);
  for (let i = 0; i < days * EVENTS_A_DAY; i++) {
    const room = random(ROOMS);
    const [name, capability, value] = (
      [
        ['motion', 'occupancy', random(2) ? 'detected' : 'clear'],
        ['motion', 'illuminance', random(200)],
        ['door', 'contact', random(2) ? 'open' : 'closed'],
        ['heat', 'temperature', 15 + random(120) / 10],
      ] as const
    )[random(4)] ?? ['door', 'contact', 'open'];
    yield { at: from + i * step, device: deviceId(`${name}${room}`), capability, value };
  }
}
