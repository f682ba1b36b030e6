/** The whole path in a real browser, with the real engine and the real model: said, seen, rehearsed, changed, approved, run, asked, shared. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from './browser';
import { type RunningEngine, startEngine } from './engine';
import { deadlines, flowsOf, group, press, region, says, settledCount, shoot, visit } from './steps';

const REQUEST = 'turn on the hall light when someone walks through the hall, and off after 5 minutes without motion';
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'sayso-e2e-'));
  folders.push(made);
  return made;
};

let browser: Browser;
let page: Page;
let engine: RunningEngine;
let shared: string;
const data = folder();
const faults: string[] = [];

async function open(url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true });
  const opened = await context.newPage();
  opened.setDefaultTimeout(20_000);
  opened.on('pageerror', (error) => faults.push(error.message));
  await opened.goto(url);
  return opened;
}

beforeAll(async () => {
  [browser, engine] = await Promise.all([openBrowser(), startEngine(data)]);
  page = await open(engine.url);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await engine?.stop();
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

// Each step goes on where the one before it stopped; after the first that fails the others would say nothing new.
let broken = false;
beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  broken = true;
  await shoot(page, 'failed').catch(() => undefined);
});

describe('from a sentence to a running flow', { timeout: 60_000 }, () => {
  it('opens a furnished home and one box to write in', async () => {
    await page.getByRole('textbox', { name: 'Request' }).waitFor();
    for (const name of ['Ask', 'Flows', 'Home', 'Activity']) expect(await page.getByRole('link', { name, exact: true }).count()).toBe(1);
    await shoot(page, '1-ask');
  });

  it('drafts a sentence as words and as a chart', async () => {
    await page.getByRole('textbox', { name: 'Request' }).fill(REQUEST);
    await press(page, 'Draft it');
    // A busy machine may need a while to load the model.
    await says(region(page, 'Reading'), 'Hall motion', 50_000);
    await says(region(page, 'Reading'), '5 min');
    await group(region(page, 'Chart'), /Waiting/).waitFor();
    await shoot(page, '2-review');
    expect(await flowsOf(page)).toEqual([]);
  });

  it('rehearses it on a virtual clock without touching the home', async () => {
    await press(page, 'Rehearse');
    const timeline = region(page, 'Timeline');
    const motion = group(timeline, 'Hall motion');
    await press(motion, 'motion');
    await says(timeline, 'Turn Hall light on');
    await press(motion, 'no motion');
    await says(timeline, '5 min left to wait');
    await shoot(page, '3-rehearse');
    await press(timeline, /^Next: .*5 min/);
    await says(group(timeline, 'Hall light'), 'off');
    await says(timeline, 'Turn Hall light off');
    await press(page, 'Back to review');
    const light = await page.evaluate(async () => {
      const view = (await (await fetch('/api/home')).json()) as { readings: { device: string; capability: string; value: unknown }[] };
      return view.readings.find((r) => r.device === 'hall_light' && r.capability === 'power')?.value;
    });
    expect(light).toBe('off');
  });

  it('is changed in the words: 5 becomes 10 minutes', async () => {
    const reading = region(page, 'Reading');
    await press(reading, /: 5 min$/);
    await page.getByLabel('How long').fill('10');
    await page.getByLabel('How long').press('Enter');
    await says(reading, '10 min');
    await says(region(page, 'Chart'), '10 min');
  });

  it('is changed on the canvas: a transition goes, and comes back by undo', async () => {
    const arrows = region(page, 'Chart').getByRole('button', { name: /^(when|after) .*→/ });
    const before = await settledCount(arrows);
    await arrows.first().focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => arrows.count()).toBe(before - 1);
    await press(page, 'Undo');
    await expect.poll(() => arrows.count()).toBe(before);
    await says(region(page, 'Reading'), '10 min');
  });

  it('says what it may touch, and runs only after it is approved', async () => {
    await press(page, 'Approve');
    const permissions = region(page, 'Permissions');
    await says(permissions, 'Turn Hall light on or off');
    await says(permissions, 'Read whether Hall motion sees motion');
    await shoot(page, '4-approve');
    expect(await flowsOf(page)).toEqual([]);
    await press(page, 'Approve');
    await expect.poll(async () => (await flowsOf(page)).map((f) => f.status)).toEqual(['approved']);
  });

  it('acts when the simulated sensor sees motion, and shows where it is', async () => {
    await visit(page, 'Home');
    const motion = group(page, 'Hall motion').getByLabel('Motion');
    await motion.check();
    await says(group(page, 'Hall light'), 'on');
    await motion.uncheck();
    await expect.poll(async () => deadlines(await flowsOf(page)).length).toBe(1);
    await shoot(page, '5-home');
    await visit(page, 'Flows');
    await page
      .getByRole('link', { name: /hall light/i })
      .first()
      .click();
    await says(group(region(page, 'Chart'), /Waiting/), 'now');
    await shoot(page, '6-live');
  });

  it('keeps its deadline when the process is killed', async () => {
    const before = deadlines(await flowsOf(page));
    await engine.kill();
    engine = await startEngine(data, engine.port);
    await page.goto(engine.url);
    expect(deadlines(await flowsOf(page))).toEqual(before);
    expect(before[0]).toBeGreaterThan(Date.now() + 8 * 60_000);
    await visit(page, 'Flows');
    await page
      .getByRole('link', { name: /hall light/i })
      .first()
      .click();
    await says(group(region(page, 'Chart'), /Waiting/), 'now');
  });

  it('says why the light is on, in the person’s own words', async () => {
    await visit(page, 'Home');
    await press(group(page, 'Hall light'), 'Why is this on?');
    await says(region(page, 'Why'), REQUEST);
    await says(region(page, 'Why'), 'Hall motion');
    await shoot(page, '7-why');
  });

  it('is shared as a file that names no device of this home', async () => {
    await visit(page, 'Flows');
    await page
      .getByRole('link', { name: /hall light/i })
      .first()
      .click();
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Share')]);
    shared = join(folder(), 'shared.flow.json');
    await download.saveAs(shared);
    const file = JSON.parse(readFileSync(shared, 'utf8')) as { format: string; request: string; uses: Record<string, object> };
    expect(file).toMatchObject({ format: 'sayso/flow/1', request: REQUEST });
    expect(Object.values(file.uses).every((role) => !('bind' in role))).toBe(true);
  });

  it('arrives elsewhere inactive, with its devices to be chosen', async () => {
    const other = await startEngine(folder());
    try {
      const there = await open(other.url);
      await visit(there, 'Flows');
      const [chooser] = await Promise.all([there.waitForEvent('filechooser'), press(there, 'Import')]);
      await chooser.setFiles(shared);
      await there.getByLabel('Hall motion').waitFor();
      await there.getByLabel('Hall light').waitFor();
      await shoot(there, '8-import');
      await press(there, /^Open the draft/);
      await says(region(there, 'Reading'), '10 min');
      expect(await flowsOf(there)).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it('shows a run in which two flows get in each other’s way', async () => {
    const motion = { type: 'becomes', params: { role: 'motion', capability: 'occupancy', is: 'equals', value: 'detected' } };
    const off = { type: 'set', params: { role: 'light', capability: 'power', value: 'off' } };
    const opposite = {
      format: 'sayso/flow/1',
      name: 'Dark hall',
      uses: { light: { name: 'Hall light', kind: 'light', writes: ['power'] }, motion: { name: 'Hall motion', kind: 'motion sensor', reads: ['occupancy'] } },
      chart: { id: 'flow', initial: 'dark', states: { dark: { on: { 'motion.occupancy': [{ guard: motion, actions: [off] }] } } } },
    };
    const path = join(folder(), 'dark.flow.json');
    writeFileSync(path, JSON.stringify(opposite));
    await visit(page, 'Flows');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Import')]);
    await chooser.setFiles(path);
    await press(page, /^Open the draft/);
    await says(region(page, 'Problems'), 'At the same moment');
    await press(region(page, 'Problems'), 'See it happen');
    const timeline = region(page, 'Timeline');
    await says(timeline, 'runs along');
    // The press stands at the very start of the run: what came of it is there to read.
    await says(timeline, 'Turn Hall light on');
    await shoot(page, '9-conflict');
    await press(timeline, 'A day that shows everything it does');
    await says(timeline, 'It shows 1 arrow and 1 state.');
  });

  it('met no fault in the page', () => expect(faults).toEqual([]));
});
