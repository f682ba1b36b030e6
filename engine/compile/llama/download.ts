/** A model by its address: kept in a folder, fetched once. What was interrupted goes on where it stopped. */
import { ModelError } from '../model';

/** What node-llama-cpp resolves and downloads; anything else that `--model` takes is a path. */
export const isAddress = (text: string): boolean => /^(hf|https?):/i.test(text);

/** @param tell hears how far it is, in whole per cent @returns the file's path @throws ModelError in words */
export async function downloaded(address: string, folder: string, tell: (line: string) => void): Promise<string> {
  let last = -1;
  const onProgress = ({ totalSize, downloadedSize }: { totalSize: number; downloadedSize: number }): void => {
    const percent = totalSize > 0 ? Math.floor((downloadedSize / totalSize) * 100) : 0;
    if (percent === last) return;
    last = percent;
    tell(`Downloading the model: ${percent} % (${megabytes(downloadedSize)} of ${megabytes(totalSize)})`);
  };
  // Loaded only where it is needed: the engine itself stays small.
  const { resolveModelFile } = await import('node-llama-cpp');
  try {
    return await resolveModelFile(address, { directory: folder, cli: false, onProgress, deleteTempFileOnCancel: false });
  } catch (error) {
    throw new ModelError(`The model ${address} could not be fetched: ${reason(error)}`, false);
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const OFFLINE = /fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i;

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  if (OFFLINE.test(message) || OFFLINE.test(cause))
    return 'the address cannot be reached. Sayso needs the network only for this; without --model it uses the built-in model.';
  return `${message}. Check the address.`;
}
