import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PINS } from '../../support/story.ts';
import {
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  startTrial,
  type Trial,
} from '../support/index.ts';

let trial: Trial;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('sign');
  // No camera: a persona stands before the virtual phone.
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

describe.skipIf(!hasBrowser)('the table for trying Kaijo', () => {
  it('plays the sign PIN’s story in a browser without a camera', async () => {
    const { page, close } = await openScreen(browser, { locale: 'en-GB', width: 1_100, height: 900 });
    await page.goto(`${trial.service.publicUrl}/try/`);
    const inside = await (await page.locator('iframe').elementHandle())?.contentFrame();
    if (!inside) throw new Error('the table has no phone');
    const phone = new PhonePage(inside as unknown as Page, trial.service.publicUrl);
    await phone.upToTheFace({
      holdCard: () => void page.locator('[data-place="phone"]').click(),
      provingPin: PINS.auth,
    });
    await inside.locator('main .k-button--primary:not([disabled])').click();
    const ends = ['reserved', 'reserving.refused', 'failed', 'before'];
    await inside.locator(ends.map((step) => `[data-step="${step}"]`).join()).waitFor({ timeout: 150_000 });
    expect(await phone.step()).toBe('reserved');
    // The holder takes the card away again, and whoever looks sees where it is.
    await page.locator('[data-place="hand"]').click();
    await page.getByText('Now: In the hand').waitFor();
    expect(trial.desk.place).toBe('hand');
    await close();
  });
});
