import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PINS } from '../../support/story.ts';
import {
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  type Screen,
  startTrial,
  type Trial,
} from '../support/index.ts';

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

async function freshPhone(locale: 'ja-JP' | 'en-GB'): Promise<Screen & { phone: PhonePage }> {
  await trial.layCard();
  const screen = await openScreen(browser, { locale });
  const phone = new PhonePage(screen.page, trial.service.publicUrl);
  await phone.open();
  return { ...screen, phone };
}

describe.skipIf(!hasBrowser)('the auth PIN is reserved with the sign PIN (R2, R4)', () => {
  it.each(['ja-JP', 'en-GB'] as const)('from the first screen to the reservation, in %s', async (locale) => {
    const { phone, faults, close } = await freshPhone(locale);
    await phone.choosePin('auth');
    await phone.pressMain();
    await phone.at('reserving.touching');
    trial.desk.put('phone');
    await phone.at('reserving.typing');
    // R10: the tries left before anything is typed.
    expect(await phone.text()).toMatch(locale === 'ja-JP' ? /あと5回/ : /5 more wrong tries/);
    await phone.typePin(PINS.sign.toLowerCase());
    await phone.at('reserved');
    expect(await phone.heading()).toBe(locale === 'ja-JP' ? '予約できました' : 'Your reservation is made');
    expect(await phone.text()).toMatch(locale === 'ja-JP' ? /明日 12:\d\dまで/ : /until tomorrow 12:\d\d/);
    expect(faults).toEqual([]);
    await close();
  });
});
