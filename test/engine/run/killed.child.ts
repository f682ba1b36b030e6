/**
 * A runtime of its own process, to be killed. `killed.child.ts <folder> begin` approves a flow with a delay of 1.5 s, sets its timer
 * and kills itself; `… resume` goes on; `… storm` takes events until it is killed. Each command that reaches the device is appended to `commands.log` in the folder and synced, before it counts as
 * sent; each line on standard output says how far it is.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../engine/clock';
import { journalOf } from '../../../engine/record/journal';
import { Runtime } from '../../../engine/run/runtime';
import { openStore } from '../../../engine/store/store';
import { deviceId } from '../../../flows/ids';
import { approvedFlow, home, ID, motionFlow, verifiedFlows } from './rig';

const [folder = '', what] = process.argv.slice(2);
const inHome = home();
const store = openStore(folder);
const log = openSync(join(folder, 'commands.log'), 'a');
const motion = deviceId('motion');

const runtime: Runtime = new Runtime({
  store,
  journal: journalOf(store.db),
  clock: systemClock,
  home: () => inHome,
  send: async ({ device, capability, value }) => {
    writeSync(log, `${value} ${Date.now()}\n`);
    fsyncSync(log);
    runtime.receive(device, capability, value);
  },
  emit: (event) => {
    if (event.type === 'record') process.stdout.write(`${event.record.type}\n`);
  },
});
runtime.start(verifiedFlows(store, inHome));
if (what === 'begin') {
  runtime.report(deviceId('lamp'), 'power', 'off');
  runtime.report(motion, 'occupancy', 'clear');
  runtime.run(ID, approvedFlow(motionFlow({}, { for: 'PT1.5S' }), inHome));
  runtime.report(motion, 'occupancy', 'detected');
  runtime.report(motion, 'occupancy', 'clear');
  // Here and now, so that a slow machine cannot let the timer fire first.
  process.kill(process.pid, 'SIGKILL');
}
if (what === 'storm') {
  runtime.run(ID, approvedFlow(motionFlow({}, { for: 'PT1M' }), inHome));
  const step = (i: number): void => {
    runtime.receive(motion, 'occupancy', i % 2 === 0 ? 'detected' : 'clear');
    setImmediate(() => step(i + 1));
  };
  step(0);
}
process.stdout.write('ready\n');
setTimeout(() => {
  runtime.stop();
  closeSync(log);
  process.exit(0);
}, 60_000);
