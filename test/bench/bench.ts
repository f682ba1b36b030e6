/**
 * What the engine costs, measured on this machine with its real parts: SQLite on disk, every event synced before it counts.
 * `npm run -s bench -- --json` prints one JSON object. Ends by itself within a minute.
 *
 * idle: from an event's arrival to its transaction on disk and its command handed over, while so many other flows wait for other devices.
 * durablePerSecond: events, each a transition that is on disk, when they arrive in bursts and share transactions; durableSinglePerSecond
 * one transaction an event. bytesPerIdleFlow: heap of a flow that waits. restartMs: from opening the file until all run, verified again.
 * checkMs: 200 flows of an ordinary home checked, each beside all others. rehearseDayMs: a day of 100 of them with 5,000 events, the mean
 * of some days; rehearseYearSeconds is 365 of those.
 * drafting: the same events with and without the model writing beside them.
 */
import { rmSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deviceId } from '../../flows/ids';
import { draftingLift } from './drafting';
import { playDays, together } from './ordinary-cost';
import { fill, runtimeOn, temporary, verified } from './rig';

const FEW = 10;
const MANY = 10_000;
const EVENTS = 1000;
const WARM_UP = 200;
const BURST = 64;
const SPAN_MS = 2000;
const DAYS = 10;

const motion = deviceId('motion_0');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = (): number => (collect(), process.memoryUsage().heapUsed);
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const round = (n: number, digits = 3): number => Number(n.toFixed(digits));
const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

async function idleWith(flows: number) {
  const folder = temporary();
  try {
    const { runtime, store } = runtimeOn(folder);
    runtime.start([]);
    const before = heap();
    fill(runtime, store, flows);
    const bytes = (heap() - before) / flows;
    const times: number[] = [];
    for (let i = 0; i < WARM_UP + EVENTS; i++) {
      const began = performance.now();
      runtime.report(motion, 'occupancy', i % 2 === 0 ? 'detected' : 'clear');
      if (i >= WARM_UP) times.push(performance.now() - began);
      // What the device reports back is not the event that is measured.
      await immediate();
    }
    times.sort((a, b) => a - b);
    runtime.stop();
    store.close();
    const restarted = await restart(folder);
    return { flows, p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)), bytes: Math.round(bytes), restartMs: restarted };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function restart(folder: string): Promise<number> {
  const began = performance.now();
  const { runtime, store } = runtimeOn(folder);
  runtime.start(verified(store));
  const ms = performance.now() - began;
  const broken = runtime.views().filter((v) => v.problems.length > 0).length;
  if (broken > 0) throw new Error(`${broken} flows did not come back`);
  runtime.stop();
  store.close();
  return Math.round(ms);
}

/** Transitions on disk in a second. The lamp's own reports are events too, and are not counted. */
async function durable(burst: number): Promise<number> {
  const folder = temporary();
  try {
    const { runtime, store } = runtimeOn(folder);
    runtime.start([]);
    fill(runtime, store, FEW);
    const steps = (): number => store.db.get<{ n: number }>("SELECT count(*) AS n FROM records WHERE type = 'step'")?.n ?? 0;
    const [first, began] = [steps(), performance.now()];
    let value = 0;
    while (performance.now() - began < SPAN_MS) {
      for (let i = 0; i < burst; i++) {
        const reading = value++ % 2 === 0 ? 'detected' : 'clear';
        if (burst === 1) runtime.report(motion, 'occupancy', reading);
        else runtime.receive(motion, 'occupancy', reading);
      }
      await immediate();
    }
    await immediate();
    const perSecond = ((steps() - first) / (performance.now() - began)) * 1000;
    runtime.stop();
    store.close();
    return Math.round(perSecond);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const few = await idleWith(FEW);
say(`${FEW} idle flows: p50 ${few.p50Ms} ms, p99 ${few.p99Ms} ms`);
const many = await idleWith(MANY);
say(`${MANY} idle flows: p50 ${many.p50Ms} ms, p99 ${many.p99Ms} ms, ${many.bytes} bytes each, restart ${many.restartMs} ms`);
const single = await durable(1);
const grouped = await durable(BURST);
say(`transitions on disk in a second: ${single} one by one, ${grouped} in bursts of ${BURST}`);
// Last, in a process that has run for a while, as the engine has when it checks a new flow.
const checked = together();
const dayMs = playDays(DAYS).ms / DAYS;
say(`${checked.flows} flows checked together: ${Math.round(checked.eachMs)} ms; a day rehearsed: ${Math.round(dayMs)} ms`);
const lift = await draftingLift();
say(
  `p99 of an event while nothing is drafted ${round(lift.quietP99Ms)} ms, while the model writes ${round(lift.draftingP99Ms)} ms: ${lift.liftPercent} % more`,
);
const figures = {
  idle: [few, many].map(({ flows, p50Ms, p99Ms }) => ({ flows, p50Ms, p99Ms })),
  idleRatio: round(many.p50Ms / few.p50Ms, 2),
  durablePerSecond: grouped,
  durableSinglePerSecond: single,
  bytesPerIdleFlow: many.bytes,
  restartMs: [few, many].map(({ flows, restartMs: ms }) => ({ flows, ms })),
  checkMs: Math.round(checked.eachMs),
  rehearseDayMs: round(dayMs, 1),
  rehearseYearSeconds: round((dayMs * 365) / 1000, 1),
  drafting: { quietP99Ms: round(lift.quietP99Ms), draftingP99Ms: round(lift.draftingP99Ms), liftPercent: lift.liftPercent },
};
process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(figures) : JSON.stringify(figures, null, 2)}\n`);
