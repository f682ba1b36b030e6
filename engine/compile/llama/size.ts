/** How much of the machine's memory a GGUF takes, and the words where there is not enough. Bytes throughout. */
import type { GgufInsights } from 'node-llama-cpp';

/** Tokens that are read at once: more take more memory, and prompts are short. */
export const BATCH = 128;
/** The process around the model. */
const PROCESS = 100_000_000;

/** @param fileSize of the GGUF; what it is loaded to is never much less. The context's part is node-llama-cpp's estimate, which rounds up. */
export function sizeOf(fileSize: number, insights: GgufInsights, contextSize: number): number {
  const context = insights.estimateContextResourceRequirements({ contextSize, modelGpuLayers: 0, batchSize: BATCH });
  return Math.max(fileSize, insights.modelSize) + context.cpuRam + PROCESS;
}

/** @returns why it cannot be loaded, or undefined where it can */
export function tooLarge(needed: number, available: number): string | undefined {
  return needed <= available ? undefined : `it takes about ${gigabytes(needed)} of memory and ${gigabytes(available)} are free. Choose a smaller one.`;
}

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
