import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, openScreen, startTrial, type Trial } from '../support/index.ts';

let trial: Trial;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('auth');
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

describe.skipIf(!hasBrowser)('the phone’s first screen', () => {
  it('is served under its policy without a complaint of the browser', async () => {
    const screen = await openScreen(browser);
    await screen.page.goto(`${trial.service.publicUrl}/phone/`);
    await screen.page.getByText('解錠').first().waitFor();
    expect(screen.faults).toEqual([]);
    await screen.close();
  });
});
