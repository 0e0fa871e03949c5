import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, type StaffRole } from '@kaijo/contract';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  accessibilityFaults,
  keepPicture,
  openScreen,
  type Screen,
  sidewaysOverflow,
  type Trial,
} from '../../support/index.ts';

export type Locale = 'ja-JP' | 'en-GB';

/** @returns the one-time code */
export async function invite(trial: Trial, number: string, role: StaffRole): Promise<string> {
  const operator = await connectOperator(trial.service.folder);
  const body = { number, role, staff: 'test' };
  const { code } = await operator.call(OPERATOR_ROUTES.issueStaffInvite, { body });
  await operator.close();
  return code;
}

/** A desk with a passkey of its own: Chromium's virtual authenticator (WebAuthn Level 3, 11). */
export async function openDesk(
  { browser, trial }: { readonly browser: Browser; readonly trial: Trial },
  locale: Locale,
  width = 1280,
  height = 900,
): Promise<Screen> {
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

export const at = (page: Page, step: string) =>
  page.locator(`main[data-step="${step}"]`).waitFor({ timeout: 30_000 });
export const pressMain = (page: Page) => page.locator('main .k-button--primary').first().click();

export async function registerAndSignIn(page: Page, code: string): Promise<void> {
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
export async function look(page: Page, locale: string, name: string): Promise<void> {
  expect(await accessibilityFaults(page), name).toEqual([]);
  expect(await sidewaysOverflow(page), name).toBeLessThanOrEqual(0);
  await takePicture(page, locale, name);
}

export function takePicture(page: Page, locale: string, name: string): Promise<void> {
  return keepPicture(page, 'counter', `${name}-${locale.slice(0, 2)}`);
}
