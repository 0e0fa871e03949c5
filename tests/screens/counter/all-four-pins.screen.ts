import type { PinKind } from '@kaijo/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinValue } from '../../support/card-in-hand.ts';
import { hasBrowser, launchBrowser, startTrial, type Trial } from '../support/index.ts';
import { at, invite, look, openDesk, pressMain, registerAndSignIn } from './support/desk.ts';

const NEW: Readonly<Record<PinKind, string>> = {
  auth: '8264',
  resident: '3905',
  sign: 'COUNTER9',
  support: '6173',
};
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

describe.skipIf(!hasBrowser)('R34, R35: the counter in a browser', () => {
  it.each([
    'ja-JP',
    'en-GB',
  ] as const)('a clerk registers, signs in and has all four PINs reset, in %s', async (locale) => {
    const card = await trial.layCard();
    trial.desk.put('kiosk');
    const { page, context, faults, close } = await openDesk({ browser, trial }, locale);
    await at(page, 'sign-in');
    await look(page, locale, 'sign-in');
    await registerAndSignIn(page, await invite(trial, `clerk-${locale}`, 'clerk'));
    await at(page, 'card');
    await look(page, locale, 'card');
    await pressMain(page);
    await at(page, 'identify');
    // What is locked is chosen already; the others are chosen now.
    for (const box of await page.locator('fieldset input[type=checkbox]').all()) await box.check();
    await page.locator('input[type=radio]').nth(1).check();
    await page.locator('.c-choice--strong input').check();
    await look(page, locale, 'identify');
    await pressMain(page);

    let holder: Page | undefined;
    for (const [index, pin] of (['auth', 'resident', 'sign', 'support'] as const).entries()) {
      await at(page, 'typing');
      if (holder === undefined) {
        await look(page, locale, 'typing');
        const opening = context.waitForEvent('page');
        await pressMain(page);
        holder = await opening;
      } else await pressMain(page);
      for (const step of ['first', 'second']) {
        await at(holder, step);
        if (index === 0) await look(holder, locale, `holder-${step}`);
        if (pin === 'sign' && step === 'first') await look(holder, locale, 'holder-letters');
        for (const key of NEW[pin])
          await holder.locator('.k-pad__key', { hasText: new RegExp(`^${key}$`) }).click();
        await holder.locator('.k-pad__confirm').click();
      }
    }
    await at(page, 'done');
    await look(page, locale, 'done');
    await at(holder as Page, 'done');
    const memory = await card.memory();
    for (const [pin, value] of Object.entries(NEW))
      expect(pinValue(memory.pins[pin as PinKind]), pin).toBe(value);
    // R30: no PIN was ever in the page of the clerk, or in what the browser stores.
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    for (const value of Object.values(NEW)) {
      expect(await page.content()).not.toContain(`>${value}<`);
      expect(stored).not.toContain(value);
    }
    expect(faults).toEqual([]);
    await close();
  });

  it('a reload goes on with the session; its cookie alone does not, in another browser', async () => {
    const clerk = await openDesk({ browser, trial }, 'ja-JP');
    await registerAndSignIn(clerk.page, await invite(trial, 'clerk-reload', 'clerk'));
    await at(clerk.page, 'card');
    await clerk.page.reload();
    await at(clerk.page, 'card');
    const thief = await openDesk({ browser, trial }, 'ja-JP');
    await thief.context.addCookies(await clerk.context.cookies());
    await thief.page.reload();
    await at(thief.page, 'sign-in');
    expect(await thief.page.evaluate(() => document.cookie)).toBe('');
    await clerk.close();
    await thief.close();
  });

  it.each([
    [1280, 900],
    [320, 640],
  ] as const)('an operator invites a colleague, at %i px', async (width, height) => {
    const { page, faults, close } = await openDesk({ browser, trial }, 'ja-JP', width, height);
    await registerAndSignIn(page, await invite(trial, `operator-${width}`, 'operator'));
    await at(page, 'today');
    await page.locator('nav a[href="#staff"]').click();
    await at(page, 'staff');
    await page.locator('.c-form input').fill(`colleague-${width}`);
    await pressMain(page);
    await page.getByRole('status').waitFor();
    await page.getByRole('rowheader', { name: `colleague-${width}` }).waitFor();
    await look(page, 'ja', `staff-${width}`);
    expect(faults).toEqual([]);
    await close();
  });
});
