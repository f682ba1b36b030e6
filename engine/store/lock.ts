import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One engine for one data folder. @throws Error naming the other where one runs. @returns release */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'sayso.lock');
  for (let tries = 0; tries < 2; tries++) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(path, 'utf8'));
      if (isRunning(pid)) throw new Error(`Sayso already runs on this data (process ${pid}, ${folder}). Stop it first, or name another folder with --data.`);
      // Left by a process that was killed.
      rmSync(path, { force: true });
    }
  }
  throw new Error(`The lock ${path} could not be taken. Delete it if no Sayso runs.`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
