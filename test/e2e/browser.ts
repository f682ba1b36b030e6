/** A Chromium for the end-to-end test. */
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM, findProgram } from '../programs';

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

/** @throws Error that says what to do where there is no Chromium */
export async function openBrowser(): Promise<Browser> {
  const path = findProgram(CHROMIUM);
  if (!path) throw new Error('The end-to-end test needs Chromium or Chrome: install one (Debian: apt-get install chromium), or name it in CHROME_PATH.');
  return chromium.launch({ executablePath: path, args: ARGS });
}
