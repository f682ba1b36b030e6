/** Programs that the tests need beside Node: found where they are, else installed from Debian's packages where nobody need be asked (as root). */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Program {
  names: string[];
  /** Places beside PATH; the first wins. */
  places: string[];
  package: string;
  /** An environment variable that names it. */
  variable?: string;
}

export const CHROMIUM: Program = {
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  package: 'chromium',
  variable: 'CHROME_PATH',
};
export const MOSQUITTO: Program = {
  names: ['mosquitto'],
  places: ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'],
  package: 'mosquitto',
};

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function findProgram({ names, places, variable }: Program): string | undefined {
  const named = variable === undefined ? undefined : process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places].find(executable);
}

/** Before all tests, once (vitest's globalSetup). What stays missing, the tests that need it say. */
export default function installMissing(): void {
  const missing = [CHROMIUM, MOSQUITTO].filter((p) => findProgram(p) === undefined).map((p) => p.package);
  if (missing.length === 0 || process.getuid?.() !== 0 || !executable('/usr/bin/apt-get')) return;
  process.stderr.write(`Installing what the tests need: ${missing.join(', ')}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-qq', ...args], { env, stdio: 'ignore' });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...missing);
}
