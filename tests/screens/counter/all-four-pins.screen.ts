import { mkdir } from 'node:fs/promises';
import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, type PinKind, type StaffRole } from '@kaijo/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinValue } from '../../support/card-in-hand.ts';
import {
  accessibilityFaults,
  hasBrowser,
  launchBrowser,
  openScreen,
  type Screen,
  sidewaysOverflow,
  startTrial,
  type Trial,
} from '../support/index.ts';

const NEW: Readonly<Record<PinKind, string>> = {
  auth: '8264',
  resident: '3905',
  sign: 'COUNTER9',
  support: '6173',
};
/** With KAIJO_SCREENSHOTS=1 the pictures of docs/screens/counter are taken anew. */
const PICTURES = process.env.KAIJO_SCREENSHOTS ? 'docs/screens/counter' : undefined;

let trial: Trial;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('auth');
  browser = await launchBrowser();
  if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

async function invite(number: string, role: StaffRole): Promise<string> {
  const operator = await connectOperator(trial.service.folder);
  const body = { number, role, staff: 'test' };
  const { code } = await operator.call(OPERATOR_ROUTES.issueStaffInvite, { body });
  await operator.close();
  return code;
}

/** A desk with a passkey of its own: Chromium's virtual authenticator (WebAuthn Level 3, 11). */
async function openDesk(locale: 'ja-JP' | 'en-GB', width = 1280, height = 900): Promise<Screen> {
  const screen = await openScreen(browser, { locale, width, height });
  const cdp = await screen.context.newCDPSession(screen.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await screen.page.goto(`${trial.service.publicUrl}/counter/`);
  return screen;
}

const at = (page: Page, step: string) =>
  page.locator(`main[data-step="${step}"]`).waitFor({ timeout: 30_000 });
const pressMain = (page: Page) => page.locator('main .k-button--primary').first().click();

async function registerAndSignIn(page: Page, code: string): Promise<void> {
  await at(page, 'sign-in');
  await page.locator('main .k-button--text').click();
  await at(page, 'register');
  await page.locator('.c-input--code').fill(code.toLowerCase());
  await pressMain(page);
  await at(page, 'sign-in');
  await page.getByRole('alert').waitFor();
  await pressMain(page);
}

/** No fault, nothing sideways; and a picture, where they are taken. */
async function look(page: Page, locale: string, name: string): Promise<void> {
  expect(await accessibilityFaults(page), name).toEqual([]);
  expect(await sidewaysOverflow(page), name).toBeLessThanOrEqual(0);
  if (PICTURES !== undefined)
    await page.screenshot({ path: `${PICTURES}/${name}-${locale.slice(0, 2)}.png`, fullPage: true });
}

describe.skipIf(!hasBrowser)('R34, R35: the counter in a browser', () => {
  it.each([
    'ja-JP',
    'en-GB',
  ] as const)('a clerk registers, signs in and has all four PINs reset, in %s', async (locale) => {
    const card = await trial.layCard();
    trial.desk.put('kiosk');
    const { page, context, faults, close } = await openDesk(locale);
    await at(page, 'sign-in');
    await look(page, locale, 'sign-in');
    await registerAndSignIn(page, await invite(`clerk-${locale}`, 'clerk'));
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
    const clerk = await openDesk('ja-JP');
    await registerAndSignIn(clerk.page, await invite('clerk-reload', 'clerk'));
    await at(clerk.page, 'card');
    await clerk.page.reload();
    await at(clerk.page, 'card');
    const thief = await openDesk('ja-JP');
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
    const { page, faults, close } = await openDesk('ja-JP', width, height);
    await registerAndSignIn(page, await invite(`operator-${width}`, 'operator'));
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
