/** Small parts of the end-to-end test: what a person looks for on the screen, by its accessible name. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import type { FlowView } from '../../flows/api';

const SHOTS = fileURLToPath(new URL('../shots/', import.meta.url));
/** The picture in the README; made anew only when asked for. */
const PICTURE = fileURLToPath(new URL('../../editor/screenshot.png', import.meta.url));

export const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
export const group = (within: Page | Locator, name: string | RegExp): Locator => within.getByRole('group', { name, exact: typeof name === 'string' });
export const press = (within: Page | Locator, name: string | RegExp): Promise<void> =>
  within
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();
export const visit = (page: Page, screen: 'Ask' | 'Flows' | 'Home' | 'Activity'): Promise<void> =>
  page.getByRole('link', { name: screen, exact: true }).click();

/** Until what is on the screen says it; the text is in the error where it never does. @throws Error */
export async function says(where: Locator, words: string | RegExp, timeout = 20_000): Promise<void> {
  const spoken = where.filter({ hasText: words }).first();
  await spoken.waitFor({ state: 'attached', timeout }).catch(async () => {
    const found = (await where.allInnerTexts().catch(() => [])).join('\n').slice(0, 1500);
    throw new Error(`${where} never said ${words}. It says:\n${found || '(nothing, it is not there)'}`);
  });
}

/** A picture of the step for a person to look at, on a desktop and on a phone. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, animations: 'disabled' });
  if (name === '2-review' && process.env.SAYSO_SHOTS === '1') await page.screenshot({ path: PICTURE, animations: 'disabled' });
  const desktop = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${SHOTS}${name}-phone.png`, animations: 'disabled' });
  if (desktop) await page.setViewportSize(desktop);
}

/** The flows as the engine has them, asked with the page's own cookie. */
export const flowsOf = (page: Page): Promise<FlowView[]> => page.evaluate(async () => (await fetch('/api/flows')).json() as Promise<FlowView[]>);

/** The deadlines of all running delays, in ms since 1970. */
export const deadlines = (flows: readonly FlowView[]): number[] =>
  flows.flatMap((f) => Object.values(f.timers).flat()).flatMap((t) => (t.kind === 'delay' ? [t.due] : []));

/** How many there are once the chart stands still: after a change it is laid out anew, and for that moment has none. */
export async function settledCount(locator: Locator): Promise<number> {
  for (let same = 0, last = -1, tries = 0; tries < 100; tries++) {
    const count = await locator.count();
    same = count > 0 && count === last ? same + 1 : 0;
    if (same === 4) return count;
    last = count;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error('The chart does not come to rest.');
}
