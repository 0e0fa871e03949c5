import { startGuideProcess } from '@kaijo/cli/installation';
import { persona } from '@kaijo/personas';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PINS } from '../../support/story.ts';
import {
  found,
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  type Recorder,
  recordTraffic,
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
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

async function freshPhone(
  locale: 'ja-JP' | 'en-GB',
): Promise<Screen & { phone: PhonePage; recorder: Recorder }> {
  await trial.layCard();
  const screen = await openScreen(browser, { locale });
  const recorder = recordTraffic(screen.page);
  const phone = new PhonePage(screen.page, trial.service.publicUrl);
  await phone.open();
  return { ...screen, phone, recorder };
}

describe.skipIf(!hasBrowser)('the auth PIN is reserved with the sign PIN (R2, R4)', () => {
  it.each(['ja-JP', 'en-GB'] as const)('from the first screen to the reservation, in %s', async (locale) => {
    const { phone, faults, recorder, close } = await freshPhone(locale);
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
    // R30, R38: the PIN has gone to the card, and nowhere else; of the signature certificate only its number was sent.
    const secrets = { PIN: PINS.sign, name: persona('hanako').name, address: persona('hanako').address };
    expect(found(secrets, recorder.sent, 'what was sent')).toEqual([]);
    expect(found(secrets, recorder.said, 'the console')).toEqual([]);
    expect(found(secrets, [await recorder.stored()], 'the browser')).toEqual([]);
    expect(recorder.requests).toContain('POST /v1/phone/sessions');
    await close();
  });

  it('opens with its reservation again, says so without a network, and lets it be cancelled (R15)', async () => {
    const { phone, page, context, close } = await freshPhone('en-GB');
    await phone.choosePin('auth');
    await phone.pressMain();
    await phone.at('reserving.touching');
    trial.desk.put('phone');
    await phone.typePin(PINS.sign);
    await phone.at('reserved');
    await page.reload();
    await phone.at('reserved');
    expect(await phone.heading()).toBe('Your reservation is made');
    await context.route('**/v1/**', (route) => route.abort());
    await page.reload();
    await phone.at('reserved');
    expect(await phone.text()).toContain('The service cannot be reached now');
    await context.unroute('**/v1/**');
    await phone.press('Cancel the reservation');
    await phone.at('reserved.asking');
    await phone.press('Cancel it');
    await phone.at('reserved');
    expect(await phone.heading()).toBe('The reservation is cancelled');
    await page.reload();
    await phone.at('choosing');
    await close();
  });

  it('says where the holder stands when the PIN is wrong, and never sends a wrong shape (R10)', async () => {
    const { phone, close } = await freshPhone('en-GB');
    await phone.choosePin('auth');
    await phone.pressMain();
    await phone.at('reserving.touching');
    trial.desk.put('phone');
    await phone.typePin('123456');
    expect(await phone.text()).toContain('It has no letter. It has not been sent to the card.');
    await phone.typePin('WRONG999');
    await phone.page.getByText('That is not the right PIN.').waitFor();
    expect(await phone.text()).toContain('4 more wrong tries');
    await close();
    expect((await trial.card.askTries()).sign).toEqual({ kind: 'tries', left: 4 });
  });

  it('the terms are those of the guide, in the language that is chosen (R44)', async () => {
    const guide = await startGuideProcess();
    if (guide === undefined) throw new Error('the guide is not built');
    try {
      guide.serve(trial.service.publicUrl);
      for (const locale of ['ja-JP', 'en-GB'] as const) {
        const { phone, page, close } = await freshPhone(locale);
        await phone.choosePin('sign');
        const link = page.locator('.p-terms a');
        const { pathname } = new URL((await link.getAttribute('href')) ?? '', page.url());
        const terms = await fetch(`${guide.settings.KAIJO_GUIDE_URL}${pathname}`);
        expect(terms.status).toBe(200);
        const shown = /第(\S+?)版|version ([\d.-]+)/i.exec(await phone.text());
        expect(await terms.text()).toContain(shown?.[1] ?? shown?.[2] ?? 'no version');
        await close();
      }
    } finally {
      await guide.stop();
    }
  });

  it('the card tells which PIN is locked, and no try is spent (R10)', async () => {
    const { phone, close } = await freshPhone('en-GB');
    await phone.at('choosing');
    await phone.press('I am not sure which');
    await phone.press('Find out with the card');
    trial.desk.put('phone');
    await phone.at('diagnosed');
    expect(await phone.heading()).toBe('This is the PIN that is locked');
    await phone.pressMain();
    await phone.at('before');
    expect(await phone.text()).toContain('User-authentication PIN');
    await close();
    expect(await trial.card.askTries()).toEqual({
      auth: { kind: 'no-tries-left' },
      sign: { kind: 'tries', left: 5 },
    });
  });
});
