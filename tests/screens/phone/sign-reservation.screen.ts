import { persona } from '@kaijo/personas';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinValue } from '../../support/card-in-hand.ts';
import { PINS } from '../../support/story.ts';
import {
  type FakeCamera,
  found,
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  recordTraffic,
  startFakeCamera,
  startTrial,
  type Trial,
} from '../support/index.ts';

let trial: Trial;
let camera: FakeCamera;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('sign');
  camera = await startFakeCamera();
  await camera.prepare('hanako');
  await camera.prepare('taro');
  browser = await launchBrowser({ camera: camera.path });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await camera?.close();
  await trial?.close();
});

async function freshPhone(locale: 'ja-JP' | 'en-GB') {
  await trial.layCard();
  const screen = await openScreen(browser, { locale });
  const recorder = recordTraffic(screen.page);
  const phone = new PhonePage(screen.page, trial.service.publicUrl);
  /** What the service found wrong with a face check. */
  const refusals: unknown[] = [];
  screen.page.on('response', (response) => {
    if (response.url().endsWith('/face') && !response.ok())
      response.json().then(
        ({ type, hints }) => refusals.push(type, hints),
        () => undefined,
      );
  });
  await phone.open();
  return { ...screen, phone, recorder, refusals };
}

/** Different from everything that a page holds by chance. `number`: the individual number on the card (PIN-A). */
const secretsOf = (number: string) => ({
  'the individual number': number,
  'the proving PIN': `"${PINS.auth}"`,
  'PIN-B': '15072120354826',
  'the security code': '"4826"',
  name: persona('hanako').name,
  address: persona('hanako').address,
  'the birth date': '20030721',
});
/** The birth date is inside the card-face data, which protocol.md sends: its signature covers it (R38). */
const CARD_FACE_ONLY = ['the birth date in what was sent'];

/** One attempt before the camera, and the screen that it leads to. */
async function attemptOf(phone: PhonePage, who: 'hanako' | 'taro'): Promise<string> {
  await phone.doAsTold(who, camera);
  const end = phone.page.locator(
    '[data-step="reserved"], [data-step="reserving.refused"], [data-step="restricted"], [data-step="failed"]',
  );
  await end.waitFor({ timeout: 120_000 });
  return phone.step();
}

describe.skipIf(!hasBrowser)('the sign PIN is reserved with the auth PIN and the face (R2, R3)', () => {
  it.each(['ja-JP', 'en-GB'] as const)('from the first screen to the reservation, in %s', async (locale) => {
    const { phone, faults, recorder, refusals, close } = await freshPhone(locale);
    await phone.upToTheFace({ holdCard: () => trial.desk.put('phone'), provingPin: PINS.auth });
    // Whatever movements chance draws: who does as told is let through at once.
    expect([await attemptOf(phone, 'hanako'), ...refusals]).toEqual(['reserved']);
    expect(await phone.heading()).toBe(locale === 'ja-JP' ? '予約できました' : 'Your reservation is made');
    expect(faults).toEqual([]);
    // R30, R38: what is secret has gone to the card, and nowhere else.
    const secrets = secretsOf(pinValue((await trial.card.memory()).pins.facePinA) ?? 'no number');
    expect(secrets['the individual number']).toMatch(/^\d{12}$/);
    expect(found(secrets, recorder.sent, 'what was sent')).toEqual(CARD_FACE_ONLY);
    expect(found(secrets, recorder.said, 'the console')).toEqual([]);
    expect(found(secrets, [await recorder.stored()], 'the browser')).toEqual([]);
    // The card's photo stays on the phone: the only pictures that left are the face check's.
    const withPictures = recorder.sent.filter((text) =>
      /\xff\xd8\xff|\/9j\/|multipart\/|"image\//.test(text),
    );
    expect(withPictures.map((text) => new URL(text.split('\n', 1)[0] ?? '').pathname)).toEqual([
      expect.stringMatching(/\/face$/),
    ]);
    // R44: the consent is in the first message, before the camera.
    expect(recorder.sent.find((text) => text.includes('"consent":{"terms":"'))).toContain(
      '/v1/phone/sessions',
    );
    await close();
  });

  it('somebody else’s face is refused with the tries left, and after five the app is restricted (R19)', async () => {
    const { phone, page, close } = await freshPhone('en-GB');
    await phone.upToTheFace({ holdCard: () => trial.desk.put('phone'), provingPin: PINS.auth });
    const told: number[] = [];
    for (let attempt = 1; attempt <= 12 && (await attemptOf(phone, 'taro')) !== 'restricted'; attempt++) {
      // R44: the counter is offered at each attempt.
      expect(await page.getByRole('button', { name: /counter/ }).isVisible()).toBe(true);
      const left = /(\d) more failure/.exec(await phone.text())?.[1];
      // R20: pictures that cannot be judged are not counted, and the screen says so.
      if (left === undefined) expect(await phone.text()).toContain('does not count');
      else told.push(Number(left));
      await phone.pressMain();
      await phone.at('reserving.facing');
    }
    expect(told).toEqual([4, 3, 2, 1]);
    await phone.at('restricted');
    expect(await phone.text()).toMatch(/You can use it again from/);
    // R21: with the same installation there is no sixth, also after the app was opened anew.
    await phone.open();
    await phone.choosePin('sign');
    await phone.agreeAndStart();
    await phone.at('restricted');
    await close();
  });
});
