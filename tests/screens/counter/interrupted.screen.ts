import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { pinValue } from '../../support/card-in-hand.ts';
import { hasBrowser, launchBrowser, startTrial, type Trial } from '../support/index.ts';
import { at, invite, look, openDesk, pressMain, registerAndSignIn } from './support/desk.ts';

const NEW_PIN = '8264';

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

async function type(holder: Page, pin: string): Promise<void> {
  for (const key of pin) await holder.locator('.k-pad__key', { hasText: new RegExp(`^${key}$`) }).click();
  await holder.locator('.k-pad__confirm').click();
}

describe.skipIf(!hasBrowser)('what goes wrong at the counter between card and slip', () => {
  it('the session ends, the holder’s window is closed and reloaded: the clerk goes on where things stood', async () => {
    const card = await trial.layCard();
    trial.desk.put('kiosk');
    const { page, context, faults, close } = await openDesk({ browser, trial }, 'ja-JP');
    onTestFailed(async () => console.error(faults, await page.locator('body').innerText()));
    await registerAndSignIn(page, await invite(trial, 'clerk-interrupted', 'clerk'));
    await at(page, 'card');
    expect(await page.title()).toBe(`${await page.locator('h1').innerText()} | Kaijo 窓口`);
    await pressMain(page);
    await at(page, 'identify');
    await page.locator('input[type=radio]').nth(2).check();
    await page.locator('.c-choice--strong input').check();

    // R35: sessions end. What was chosen for the card that lies there is still chosen after signing in again.
    await context.clearCookies();
    await page.getByRole('main').locator('.k-button--primary').first().click();
    await at(page, 'sign-in');
    await page.getByRole('alert').waitFor();
    await look(page, 'ja', 'sign-in-again');
    await page.locator('main[data-step="sign-in"] .k-button--primary').click();
    await page.locator('main[data-step="identify"]').waitFor();
    await page.locator('main[data-step="sign-in"]').waitFor({ state: 'detached' });
    expect(await page.locator('input[type=radio]').nth(2).isChecked()).toBe(true);
    await pressMain(page);

    await at(page, 'typing');
    const openWindow = async (): Promise<Page> => {
      const opening = context.waitForEvent('page');
      await pressMain(page);
      return opening;
    };
    const closed = await openWindow();
    await at(closed, 'first');
    await page.getByRole('status').waitFor();
    await type(closed, NEW_PIN);
    await at(closed, 'second');
    await closed.close();
    const holder = await openWindow();
    await at(holder, 'first');
    await holder.reload();
    // A PIN that was half typed is gone with the page that it was typed into (R30); the question is not.
    await at(holder, 'first');
    await type(holder, NEW_PIN);
    await at(holder, 'second');
    await type(holder, NEW_PIN);
    await at(page, 'done');
    await at(holder, 'done');
    expect(pinValue((await card.memory()).pins.auth)).toBe(NEW_PIN);
    // The refusals that the browser writes to its console are those of the session that had ended.
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    await close();
  });

  it('a browser that opens no window says so instead of waiting', async () => {
    await trial.layCard();
    trial.desk.put('kiosk');
    const { page, close } = await openDesk({ browser, trial }, 'ja-JP');
    await page.addInitScript(() => {
      window.open = () => null;
    });
    await page.reload();
    await registerAndSignIn(page, await invite(trial, 'clerk-blocked', 'clerk'));
    await at(page, 'card');
    await pressMain(page);
    await at(page, 'identify');
    await page.locator('input[type=radio]').first().check();
    await page.locator('.c-choice--strong input').check();
    await pressMain(page);
    await at(page, 'typing');
    await pressMain(page);
    await page.getByRole('alert').getByText('ポップアップ').waitFor();
    await close();
  });
});
