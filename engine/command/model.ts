import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../flows/problem';
import { downloaded, isAddress } from '../compile/llama/download';
import { type FileModel, llamaModel } from '../compile/llama/llama';
import { gigabytes } from '../compile/llama/size';
import { defaultData, fromCaller } from '../config';
import { RefusedInput, say } from './output';

/** The folder in the data folder where downloaded models are kept. */
const MODELS = 'models';

/**
 * What `--model` names: a path, or an address that is fetched first; without it the built-in one. @param data the data folder
 * @throws ModelError, RefusedInput
 */
export async function namedModel(named: string | undefined, data: string = defaultData()): Promise<FileModel> {
  if (named === undefined) return llamaModel();
  const path = isAddress(named) ? await downloaded(named, join(data, MODELS), progress()) : fromCaller(named);
  if (!existsSync(path)) throw new RefusedInput([problem('not-found', `There is no model file ${named}.`, '', { hint: 'Correct the path after --model.' })]);
  return llamaModel({ path, onLoading: (bytes) => say(`Loading the model ${named}: about ${gigabytes(bytes)} of memory.`) });
}

/** One line that is written over on a terminal, else one for every tenth. */
function progress(): (line: string) => void {
  if (process.stderr.isTTY) return (line) => void process.stderr.write(`\r${line}${/ 100 %/.test(line) ? '\n' : ''}`);
  return (line) => {
    if (/\b(0|[1-9]0|100) %/.test(line)) say(line);
  };
}
