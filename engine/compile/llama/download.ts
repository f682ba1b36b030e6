/** A model by its address: kept in a folder, fetched once. What was interrupted goes on where it stopped. */
import { ModelError } from '../model';

/** What node-llama-cpp resolves and downloads; anything else that `--model` takes is a path. */
export const isAddress = (text: string): boolean => /^(hf|https?):/i.test(text);

/** @param tell hears how far it is, at each whole per cent @returns the file's path @throws ModelError in words */
export async function downloaded(address: string, folder: string, tell: (line: string) => void): Promise<string> {
  // Loaded only where it is needed: the engine itself stays small.
  const { resolveModelFile } = await import('node-llama-cpp');
  const named = fileName(address);
  const options = { directory: folder, cli: false, ...(named === undefined ? {} : { fileName: named }) };
  const kept = await resolveModelFile(address, { ...options, download: false }).catch(() => undefined);
  if (kept !== undefined) return kept;
  await reach(address);
  let last = -1;
  const onProgress = ({ totalSize, downloadedSize }: { totalSize: number; downloadedSize: number }): void => {
    const percent = totalSize > 0 ? Math.floor((downloadedSize / totalSize) * 100) : 0;
    if (percent === last) return;
    last = percent;
    tell(`Downloading the model: ${percent} % (${megabytes(downloadedSize)} of ${megabytes(totalSize)})`);
  };
  try {
    return await resolveModelFile(address, { ...options, onProgress, deleteTempFileOnCancel: false });
  } catch (error) {
    throw unavailable(address, `${error instanceof Error ? error.message : String(error)}. Check the address.`);
  }
}

/** A URL's file is named after host and path, so that two of the same name do not meet; `hf:` addresses name theirs themselves. */
function fileName(address: string): string | undefined {
  if (/^hf:/i.test(address)) return undefined;
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`.replace(/[^\w.-]+/g, '_');
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const unavailable = (address: string, why: string): ModelError => new ModelError(`The model ${address} could not be fetched: ${why}`, false);

const HUB = 'https://huggingface.co';
const REACH_SECONDS = 15;

/** The downloader tries for minutes before it gives up: whether there is a network, and such a file, is asked first. */
async function reach(address: string): Promise<void> {
  const url = /^hf:/i.test(address) ? HUB : address;
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_SECONDS * 1000) }).catch(() => {
    throw unavailable(address, `${new URL(url).host} cannot be reached. Only this needs the network: without --model the built-in model is used.`);
  });
  if ([401, 403, 404, 410].includes(answer.status) && url === address)
    throw unavailable(address, `there is no such file (status ${answer.status}). Check the address.`);
}
