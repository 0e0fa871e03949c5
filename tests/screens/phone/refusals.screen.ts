import { type Desk, startDesk } from '@kaijo/cli/desk';
import { OPERATOR_ROUTES, type ProblemType, type TargetPin } from '@kaijo/contract';
import type { CardState } from '@kaijo/virtual-card';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install, NOON } from '../../api/support/installation.ts';
import { foreignIssuer, type Reissued, reissue } from '../../api/support/reissue.ts';
import type { ScriptedCard } from '../../api/support/scripted-card.ts';
import { LIVENESS_FAILED, UNUSABLE } from '../../api/support/scripted-face-check.ts';
import { granted, KioskVisit, reserve } from '../../api/support/steps.ts';
import { CardInHand } from '../../support/card-in-hand.ts';
import { PINS } from '../../support/story.ts';
import {
  builtSites,
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  type Screen,
} from '../support/index.ts';

/**
 * Every refusal that a phone can get, from the real service, on its screen (R40): provoked by the operator, the issuer,
 * the clock, and by cards that are not as they should be. One service, one browser, one card on the table at a time.
 */

let of: Installation;
let desk: Desk;
let browser: Browser;
let hanako: ScriptedCard;
let taro: ScriptedCard;
let onTable: CardInHand | undefined;

beforeAll(async () => {
  if (!hasBrowser) return;
  const card = (): CardInHand['tear'] => {
    if (onTable === undefined) throw new Error('no card lies on the table');
    return onTable.tear;
  };
  desk = await startDesk({
    port: 0,
    device: {
      powerOn: () => card().powerOn(),
      powerOff: () => card().powerOff(),
      exchange: (command) => card().exchange(command),
    },
  });
  of = await install({ ...builtSites(), KAIJO_DESK_URL: desk.url });
  desk.allow(of.publicUrl);
  hanako = await of.card('hanako');
  taro = await of.card('taro');
  browser = await launchBrowser({ camera: '' });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await desk?.close();
  await of?.close();
});

/** All movements, on a busy machine. */
const A_PERFORMANCE_MS = 90_000;

type Opened = Screen & { readonly phone: PhonePage };

/** The app up to the tries left, with this card held to it. */
async function openWith(state: CardState, target: TargetPin): Promise<Opened> {
  desk.put('hand');
  onTable = await CardInHand.of(state);
  const screen = await openScreen(browser, { locale: 'en-GB' });
  const phone = new PhonePage(screen.page, of.publicUrl);
  await phone.open();
  await phone.choosePin(target);
  return { ...screen, phone };
}

/** Through the card's reading, to whatever the service says then. */
async function present({ phone }: Opened, target: TargetPin): Promise<void> {
  if (target === 'auth') {
    await phone.page.locator('.k-button--primary:not([disabled])').waitFor();
    await phone.pressMain();
    await phone.at('reserving.touching');
    desk.put('phone');
    await phone.typePin(PINS.sign);
    return;
  }
  await upToTheFace(phone);
  await phone.page.locator('main .k-button--primary:not([disabled])').click();
}

async function upToTheFace(phone: PhonePage): Promise<void> {
  await phone.agreeAndStart();
  await phone.at('reserving.photographing');
  await phone.press('Type it in');
  await phone.typePrinted({ calendar: 'heisei', birth: [15, 7, 21], expiry: expiryOf(hanako), code: '4826' });
  await phone.at('reserving.touching');
  desk.put('phone');
  await phone.typePin(PINS.auth);
  await phone.at('reserving.facing');
}

/** PIN-B's expiry year, as it is printed. */
function expiryOf({ state }: ScriptedCard): string {
  const pinB = state.memory.pins.facePinB.value;
  if (pinB === undefined) throw new Error('the card has no PIN-B');
  return pinB.use((bytes) => String.fromCharCode(...bytes)).slice(6, 10);
}

/** The screen says what happened, that nothing is lost, what to do, and the code. */
async function expectRefusal(
  { phone, page }: Opened,
  code: ProblemType | string,
  happened: RegExp,
): Promise<void> {
  await phone.at('failed');
  expect(await phone.heading()).toMatch(happened);
  const text = await phone.text();
  expect(text).toContain(code);
  expect(text).toMatch(/PINs? (has|have) not (been )?changed|not changed|unchanged/i);
  expect(await page.locator('main .k-actions .k-button').count()).toBeGreaterThan(1);
}

const files = (card: ScriptedCard, changed: Partial<CardState['body']['files']>): CardState => ({
  ...card.state,
  body: { ...card.state.body, files: { ...card.state.body.files, ...changed } },
});

describe.skipIf(!hasBrowser)('what the operator has decided', () => {
  it('maintenance that begins while the holder reads (R36)', async () => {
    of.clock.set(NOON);
    const opened = await openWith(hanako.state, 'auth');
    await opened.page.locator('.k-button--primary:not([disabled])').waitFor();
    const at = of.clock.now().getTime();
    const window = await of.operator.call(OPERATOR_ROUTES.announceMaintenance, {
      body: {
        startsAt: new Date(at).toISOString(),
        endsAt: new Date(at + 3_600_000).toISOString(),
        scope: 'all',
        sentence: { ja: '機器を交換しています。', en: 'Machines are being exchanged.' },
        staff: 's-1',
      },
    });
    await opened.phone.pressMain();
    await expectRefusal(opened, 'maintenance', /maintenance/i);
    expect(await opened.phone.text()).toContain('Machines are being exchanged.');
    await of.operator.call(OPERATOR_ROUTES.withdrawMaintenance, { id: window.id, body: { staff: 's-1' } });
    await opened.close();
  });

  it('a generation of cards that is stopped (R42)', async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    const stop = await of.operator.call(OPERATOR_ROUTES.setSwitch, {
      body: {
        scope: 'card-generation',
        subject: '2023',
        sentence: { ja: 'このカードは確認中です。', en: 'These cards are being examined.' },
        staff: 's-1',
      },
    });
    const opened = await openWith(card.state, 'auth');
    await present(opened, 'auth');
    await expectRefusal(opened, 'stopped', /stopped/i);
    expect(await opened.phone.text()).toContain('These cards are being examined.');
    await of.operator.call(OPERATOR_ROUTES.removeSwitch, { id: stop.id, body: { staff: 's-1' } });
    await opened.close();
  });
});

describe.skipIf(!hasBrowser)('what the issuer says of the certificates (R5)', () => {
  const HOUR = 3_600_000;
  const CASES: readonly (readonly [ProblemType, RegExp, () => Promise<Reissued>])[] = [
    [
      'certificate-expired',
      /expired/i,
      () => {
        const now = of.clock.now().getTime();
        return reissue(of, hanako, {
          auth: { notBefore: new Date(now - 48 * HOUR), notAfter: new Date(now - HOUR) },
        });
      },
    ],
    [
      'certificate-revoked',
      /revoked/i,
      async () => {
        const reissued = await reissue(of, hanako);
        if (reissued.sign) await of.issuer.revoke('sign', reissued.sign, 'affiliationChanged');
        return reissued;
      },
    ],
    [
      'certificate-untrusted',
      /cannot be (checked|confirmed|verified)|could not/i,
      async () => reissue(of, hanako, { foreign: { issuer: await foreignIssuer(of), kind: 'sign' } }),
    ],
    [
      'revocation-unknown',
      /cannot be (checked|confirmed|verified)|could not/i,
      async () => {
        of.silence('revocation');
        return reissue(of, hanako);
      },
    ],
  ];

  it.each(CASES)('%s', async (code, happened, prepare) => {
    of.clock.set(NOON);
    const { card } = await prepare();
    const opened = await openWith(card.state, 'auth');
    await present(opened, 'auth');
    await expectRefusal(opened, code, happened);
    of.silence('nothing');
    await opened.close();
    // R33, R10: a refusal costs no try.
    expect((await onTable?.askTries())?.sign).toEqual({ kind: 'tries', left: 5 });
  });
});

describe.skipIf(!hasBrowser)('cards that are not what they say', () => {
  it('signature-invalid: the key is another card’s', async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    const { keys } = card.state.body;
    const body = { ...card.state.body, keys: { ...keys, sign: taro.state.body.keys.sign } };
    const opened = await openWith({ ...card.state, body } as CardState, 'auth');
    await present(opened, 'auth');
    await expectRefusal(opened, 'signature-invalid', /signature/i);
    await opened.close();
  });

  it('card-face-invalid: the card’s face was changed after it was signed', async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    const faceData = Uint8Array.from(card.state.body.files.faceData ?? []);
    // Inside the portrait, which the issuer's signature covers.
    const middle = faceData.length >> 1;
    faceData[middle] = (faceData[middle] ?? 0) ^ 1;
    const opened = await openWith(files(card, { faceData }), 'sign');
    await present(opened, 'sign');
    await expectRefusal(opened, 'card-face-invalid', /card/i);
    await opened.close();
  });

  it('card-mismatch: the face of one card, the certificate of another', async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    const { faceData, faceIntermediateCertificate } = taro.state.body.files;
    if (!faceData || !faceIntermediateCertificate) throw new Error('Taro’s card has no face');
    const opened = await openWith(files(card, { faceData, faceIntermediateCertificate }), 'sign');
    await present(opened, 'sign');
    await expectRefusal(opened, 'card-mismatch', /card/i);
    await opened.close();
  });
});

describe.skipIf(!hasBrowser)('what time and other hands do', () => {
  it('the session has run out while the holder looked for the card', async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    const opened = await openWith(card.state, 'auth');
    await opened.page.locator('.k-button--primary:not([disabled])').waitFor();
    await opened.phone.pressMain();
    await opened.phone.at('reserving.touching');
    of.clock.advance(11 * 60_000);
    desk.put('phone');
    await opened.phone.typePin(PINS.sign);
    await expectRefusal(opened, 'challenge-expired', /time|long/i);
    // The way on from there leads to the reservation.
    await opened.phone.pressMain();
    await opened.phone.at('before');
    desk.put('hand');
    await present(opened, 'auth');
    await opened.phone.at('reserved');
    await opened.close();
  });

  it('reservation-in-use: a kiosk is writing to the card (R15, R17)', async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    await reserve(of, card, 'auth');
    const kiosk = await KioskVisit.begin(of, await of.machine(), card);
    granted(await kiosk.authorise(card));
    const opened = await openWith(card.state, 'auth');
    await present(opened, 'auth');
    await expectRefusal(opened, 'reservation-in-use', /reservation/i);
    await opened.close();
  });

  it('pictures that cannot be judged, movements that are not seen, a challenge that ran out (R19, R20)', {
    timeout: 300_000,
  }, async () => {
    of.clock.set(NOON);
    const { card } = await reissue(of, hanako);
    const opened = await openWith(card.state, 'sign');
    const { phone, page } = opened;
    await upToTheFace(phone);
    const attempt = async (): Promise<string> => {
      await page.locator('main .k-button--primary:not([disabled])').click();
      await phone.at('reserving.refused', A_PERFORMANCE_MS);
      const text = await phone.text();
      expect(await page.getByRole('button', { name: /counter/ }).isVisible()).toBe(true);
      return text;
    };
    const again = async (): Promise<void> => {
      await phone.pressMain();
      await phone.at('reserving.facing');
    };
    of.faceCheck.finds = UNUSABLE;
    expect(await attempt()).toContain('does not count');
    await again();
    of.faceCheck.finds = LIVENESS_FAILED;
    expect(await attempt()).toMatch(/4 more failures/);
    await again();
    await page.locator('main .k-button--primary:not([disabled])').click();
    await phone.at('reserving.facing');
    await page.locator('[data-instruction="look-straight"]').waitFor();
    of.clock.advance(61_000);
    await phone.at('failed', A_PERFORMANCE_MS);
    expect(await phone.text()).toContain('challenge-expired');
    await opened.close();
  });
});

describe.skipIf(!hasBrowser)('what the card alone tells', () => {
  it('proving-pin-locked: both PINs are lost, and the counter is the way (R2, R11)', async () => {
    of.clock.set(NOON);
    const locked = await of.card('hanako', { locked: 'sign' });
    const opened = await openWith(locked.state, 'auth');
    await opened.page.locator('.k-button--primary:not([disabled])').waitFor();
    await opened.phone.pressMain();
    await opened.phone.at('reserving.touching');
    desk.put('phone');
    await expectRefusal(opened, 'proving-pin-locked', /locked/i);
    await opened.phone.pressMain();
    await opened.phone.at('counter');
    await opened.close();
  });
});
