/**
 * What checking and rehearsing cost on one core: 200 flows of one home checked, and a year of an ordinary home (100 flows, 5,000
 * events a day). `npx tsx test/bench/flows.ts --json`; `--days 30` plays less and says what a year would take.
 */
import { playDays, together } from './ordinary-cost';

const option = process.argv.indexOf('--days');
const days = option < 0 ? 365 : Number(process.argv[option + 1]);
const round = (n: number): number => Number((n / 1000).toFixed(2));

const { flows, findings, oneMs, eachMs } = together();
const played = playDays(days);
const figures = {
  check: { flows, findings, oneAmongAllSeconds: round(oneMs), eachAmongAllSeconds: round(eachMs) },
  rehearse: { flows: played.flows, days, lines: played.lines, seconds: round(played.ms), yearSeconds: round((played.ms * 365) / days) },
};
process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(figures) : JSON.stringify(figures, null, 2)}\n`);
