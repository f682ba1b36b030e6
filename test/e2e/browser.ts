/** Finds a Chromium for the end-to-end test, and installs Debian's where that is possible without asking. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
/** Nothing but the page under test goes over the network; a sandbox is not to be had as root. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find(): string | undefined {
  const asked = process.env.CHROME_PATH;
  if (asked) return asked;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find(executable);
}

function install(): void {
  const root = process.getuid?.() === 0;
  if (!root || !executable('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, stdio: 'ignore' });
}

/** @throws Error that says what to do where there is no Chromium */
export async function openBrowser(): Promise<Browser> {
  let path = find();
  if (!path) {
    install();
    path = find();
  }
  if (!path) throw new Error('The end-to-end test needs Chromium or Chrome: install one (Debian: apt-get install chromium), or name it in CHROME_PATH.');
  return chromium.launch({ executablePath: path, args: ARGS });
}
