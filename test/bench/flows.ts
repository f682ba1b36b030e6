/**
 * What checking and rehearsing cost on one core: 200 flows of one home checked, and a year of an ordinary home (100 flows, 5,000
 * events a day). `npx tsx test/bench/flows.ts --json`; `--days 30` plays less and says what a year would take.
 */
import type { Capability, Value } from '../../flows/capability';
import { check } from '../../flows/check/check';
import { deviceId } from '../../flows/ids';
import { rehearse } from '../../flows/rehearse/rehearse';
import type { DraftFlow } from '../../flows/stages';
import { instantOf } from '../../flows/time';
import { ordinaryFlow, ordinaryHome } from './ordinary';

const ROOMS = 20;
const EVENTS_A_DAY = 5000;
const DAY = 86_400_000;
const option = process.argv.indexOf('--days');
const days = option < 0 ? 365 : Number(process.argv[option + 1]);
const round = (n: number): number => Number(n.toFixed(2));
const seconds = (began: number): number => (performance.now() - began) / 1000;

/** Motion and doors come and go, temperature and brightness drift; the same on every machine. */
function* eventsOf(from: number): Generator<{ at: number; device: ReturnType<typeof deviceId>; capability: Capability; value: Value }> {
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

const home = ordinaryHome(ROOMS);
const drafts = Array.from({ length: 200 }, (_, i) => ordinaryFlow(i, ROOMS));
const others = drafts.slice(1).map((d) => d.flow);
const began = performance.now();
check(drafts[0] as DraftFlow, home, others);
const firstSeconds = seconds(began);
const again = performance.now();
let problems = 0;
for (const d of drafts)
  problems += check(
    d,
    home,
    drafts.filter((o) => o !== d).map((o) => o.flow),
  ).problems.length;
const checkSeconds = seconds(again);

const from = instantOf('2026-01-01T00:00:00', home.timezone);
const flows = drafts.slice(0, 100).map((d) => d.flow);
const started = performance.now();
const played = rehearse({ home, flows, from }, eventsOf(from), from + days * DAY);
const rehearseSeconds = seconds(started);
const figures = {
  check: { flows: drafts.length, findings: problems, oneAmongAllSeconds: round(firstSeconds), eachAmongAllSeconds: round(checkSeconds) },
  rehearse: { flows: flows.length, days, lines: played.lines.length, seconds: round(rehearseSeconds), yearSeconds: round((rehearseSeconds * 365) / days) },
};
process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(figures) : JSON.stringify(figures, null, 2)}\n`);
