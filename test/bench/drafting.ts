/** How much drafting with the model slows the engine: the same events in turn with and without a request being written, so that noise hits both alike. */
import { rmSync } from 'node:fs';
import { llamaModel } from '../../engine/compile/llama/llama';
import { deviceId } from '../../flows/ids';
import { fill, runtimeOn, temporary } from './rig';

const WINDOWS = 8;
const WINDOW_MS = 1500;
const PAUSE_MS = 4;
const FLOWS = 10;
const PROMPT = 'turn on the [A light hall light] when someone walks through the [B room hall] and off after [N 5 minutes] without motion\n';
const GRAMMAR = 'root ::= (" when B motion do A on; when B still for N do A off")';

export interface Lift {
  /** 99 % of the events, from arrival to the command handed over, milliseconds. */
  quietP99Ms: number;
  draftingP99Ms: number;
  liftPercent: number;
  drafts: number;
}

/** @throws ModelError where the built-in model does not run */
export async function draftingLift(): Promise<Lift> {
  const folder = temporary();
  const model = llamaModel();
  const { runtime, store } = runtimeOn(folder);
  const motion = deviceId('motion_0');
  let turn = 0;
  const window = async (times: number[]): Promise<void> => {
    const began = performance.now();
    while (performance.now() - began < WINDOW_MS) {
      const at = performance.now();
      runtime.report(motion, 'occupancy', turn++ % 2 === 0 ? 'detected' : 'clear');
      times.push(performance.now() - at);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  try {
    runtime.start([]);
    fill(runtime, store, FLOWS);
    await model.write(PROMPT, GRAMMAR);
    await window([]);
    const [quiet, busy]: [number[], number[]] = [[], []];
    let drafts = 0;
    for (let i = 0; i < WINDOWS; i++) {
      await window(quiet);
      let on = true;
      const drafting = (async () => {
        for (; on; drafts++) await model.write(PROMPT, GRAMMAR);
      })();
      await window(busy);
      on = false;
      await drafting;
    }
    const p99 = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
    const [quietP99Ms, draftingP99Ms] = [p99(quiet), p99(busy)];
    return { quietP99Ms, draftingP99Ms, liftPercent: Math.round((draftingP99Ms / quietP99Ms - 1) * 100), drafts };
  } finally {
    await model.unload();
    runtime.stop();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
