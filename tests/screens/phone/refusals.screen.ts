import { OPERATOR_ROUTES, type ProblemType } from '@kaijo/contract';
import type { CardState } from '@kaijo/virtual-card';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON } from '../../api/support/installation.ts';
import { foreignIssuer, type Reissued, reissue } from '../../api/support/reissue.ts';
import type { ScriptedCard } from '../../api/support/scripted-card.ts';
import { LIVENESS_FAILED, MATCH, UNUSABLE } from '../../api/support/scripted-face-check.ts';
import { granted, KioskVisit, reserve } from '../../api/support/steps.ts';
import { PINS } from '../../support/story.ts';
import { hasBrowser } from '../support/index.ts';
import { expectRefusal, RefusalStage } from './refusal-stage.ts';

/**
 * Refusals that a phone gets, from the real service, on their screens (R40): provoked by the operator, the issuer, the
 * clock, and by cards that are not as they should be. What the service cannot do at the moment: `undecided.screen.ts`.
 */

let stage: RefusalStage;

beforeAll(async () => {
  if (hasBrowser) stage = await RefusalStage.start();
}, 300_000);

afterAll(() => stage?.close());

/** All movements, on a busy machine. */
const A_PERFORMANCE_MS = 90_000;

const files = (card: ScriptedCard, changed: Partial<CardState['body']['files']>): CardState => ({
  ...card.state,
  body: { ...card.state.body, files: { ...card.state.body.files, ...changed } },
});

describe.skipIf(!hasBrowser)('what the operator has decided', () => {
  it('maintenance that begins while the holder reads (R36)', async () => {
    stage.of.clock.set(NOON);
    const opened = await stage.openWith(stage.hanako.state, 'auth');
    await opened.page.locator('.k-button--primary:not([disabled])').waitFor();
    const at = stage.of.clock.now().getTime();
    const window = await stage.of.operator.call(OPERATOR_ROUTES.announceMaintenance, {
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
    await stage.of.operator.call(OPERATOR_ROUTES.withdrawMaintenance, {
      id: window.id,
      body: { staff: 's-1' },
    });
    await opened.close();
  });

  it('maintenance that is planned is said ahead, and stops nobody before (R36)', async () => {
    stage.of.clock.set(NOON);
    const at = stage.of.clock.now().getTime();
    const window = await stage.of.operator.call(OPERATOR_ROUTES.announceMaintenance, {
      body: {
        startsAt: new Date(at + 2 * 3_600_000).toISOString(),
        endsAt: new Date(at + 3 * 3_600_000).toISOString(),
        scope: 'phone',
        sentence: { ja: '機器を交換します。', en: 'Machines will be exchanged.' },
        staff: 's-1',
      },
    });
    const opened = await stage.openWith(stage.hanako.state, 'auth');
    await opened.page.locator('.k-button--primary:not([disabled])').waitFor();
    expect(await opened.phone.text()).toMatch(/Maintenance is planned from .*14:00.* until .*15:00/);
    await stage.of.operator.call(OPERATOR_ROUTES.withdrawMaintenance, {
      id: window.id,
      body: { staff: 's-1' },
    });
    await opened.close();
  });

  it('a generation of cards that is stopped (R42)', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const stop = await stage.of.operator.call(OPERATOR_ROUTES.setSwitch, {
      body: {
        scope: 'card-generation',
        subject: '2023',
        sentence: { ja: 'このカードは確認中です。', en: 'These cards are being examined.' },
        staff: 's-1',
      },
    });
    const opened = await stage.openWith(card.state, 'auth');
    await stage.present(opened, 'auth');
    await expectRefusal(opened, 'stopped', /stopped/i);
    expect(await opened.phone.text()).toContain('These cards are being examined.');
    await stage.of.operator.call(OPERATOR_ROUTES.removeSwitch, { id: stop.id, body: { staff: 's-1' } });
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
        const now = stage.of.clock.now().getTime();
        return reissue(stage.of, stage.hanako, {
          auth: { notBefore: new Date(now - 48 * HOUR), notAfter: new Date(now - HOUR) },
        });
      },
    ],
    [
      'certificate-revoked',
      /revoked/i,
      async () => {
        const reissued = await reissue(stage.of, stage.hanako);
        if (reissued.sign) await stage.of.issuer.revoke('sign', reissued.sign, 'affiliationChanged');
        return reissued;
      },
    ],
    [
      'certificate-untrusted',
      /cannot be (checked|confirmed|verified)|could not/i,
      async () =>
        reissue(stage.of, stage.hanako, { foreign: { issuer: await foreignIssuer(stage.of), kind: 'sign' } }),
    ],
    [
      'revocation-unknown',
      /cannot be (checked|confirmed|verified)|could not/i,
      async () => {
        stage.of.silence('revocation');
        return reissue(stage.of, stage.hanako);
      },
    ],
  ];

  it.each(CASES)('%s', async (code, happened, prepare) => {
    stage.of.clock.set(NOON);
    const { card } = await prepare();
    const opened = await stage.openWith(card.state, 'auth');
    await stage.present(opened, 'auth');
    await expectRefusal(opened, code, happened);
    stage.of.silence('nothing');
    await opened.close();
    // R33, R10: a refusal costs no try.
    expect((await stage.card?.askTries())?.sign).toEqual({ kind: 'tries', left: 5 });
  });
});

describe.skipIf(!hasBrowser)('cards that are not what they say', () => {
  it('signature-invalid: the key is another card’s', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const { keys } = card.state.body;
    const body = { ...card.state.body, keys: { ...keys, sign: stage.taro.state.body.keys.sign } };
    const opened = await stage.openWith({ ...card.state, body } as CardState, 'auth');
    await stage.present(opened, 'auth');
    await expectRefusal(opened, 'signature-invalid', /signature/i);
    await opened.close();
  });

  it('card-face-invalid: the card’s face was changed after it was signed', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const faceData = Uint8Array.from(card.state.body.files.faceData ?? []);
    // Inside the portrait, which the issuer's signature covers.
    const middle = faceData.length >> 1;
    faceData[middle] = (faceData[middle] ?? 0) ^ 1;
    const opened = await stage.openWith(files(card, { faceData }), 'sign');
    await stage.present(opened, 'sign');
    await expectRefusal(opened, 'card-face-invalid', /card/i);
    await opened.close();
  });

  it('card-mismatch: the face of one card, the certificate of another', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const { faceData, faceIntermediateCertificate } = stage.taro.state.body.files;
    if (!faceData || !faceIntermediateCertificate) throw new Error('Taro’s card has no face');
    const opened = await stage.openWith(files(card, { faceData, faceIntermediateCertificate }), 'sign');
    await stage.present(opened, 'sign');
    await expectRefusal(opened, 'card-mismatch', /card/i);
    await opened.close();
  });
});

describe.skipIf(!hasBrowser)('what time and other hands do', () => {
  it('the session has run out while the holder looked for the card', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const opened = await stage.openWith(card.state, 'auth');
    await opened.phone.startWhenReady();
    await opened.phone.at('reserving.touching');
    stage.of.clock.advance(11 * 60_000);
    stage.desk.put('phone');
    await opened.phone.typePin(PINS.sign);
    await expectRefusal(opened, 'challenge-expired', /time|long/i);
    // The way on from there leads to the reservation.
    await opened.phone.pressMain();
    await opened.phone.at('before');
    stage.desk.put('hand');
    await stage.present(opened, 'auth');
    await opened.phone.at('reserved');
    await opened.close();
  });

  it('reservation-in-use: a kiosk is writing to the card (R15, R17)', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    await reserve(stage.of, card, 'auth');
    const kiosk = await KioskVisit.begin(stage.of, await stage.of.machine(), card);
    granted(await kiosk.authorise(card));
    const opened = await stage.openWith(card.state, 'auth');
    await stage.present(opened, 'auth');
    await expectRefusal(opened, 'reservation-in-use', /reservation/i);
    await opened.close();
  });

  it('pictures that cannot be judged, movements that are not seen, a challenge that ran out (R19, R20)', {
    timeout: 300_000,
  }, async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const opened = await stage.openWith(card.state, 'sign');
    const { phone, page } = opened;
    await stage.upToTheFace(phone);
    const attempt = async (): Promise<string> => {
      await phone.startWhenReady();
      await phone.at('reserving.refused', A_PERFORMANCE_MS);
      const text = await phone.text();
      expect(await page.getByRole('button', { name: /counter/ }).isVisible()).toBe(true);
      return text;
    };
    const again = async (): Promise<void> => {
      await phone.pressMain();
      await phone.at('reserving.facing');
    };
    stage.of.faceCheck.finds = UNUSABLE;
    expect(await attempt()).toContain('does not count');
    await again();
    stage.of.faceCheck.finds = LIVENESS_FAILED;
    expect(await attempt()).toMatch(/4 more failures/);
    await again();
    await phone.startWhenReady();
    await phone.at('reserving.facing');
    await page.locator('[data-instruction="look-straight"]').waitFor();
    stage.of.clock.advance(61_000);
    // What the card has shown is good for longer: only the pictures are taken again.
    await phone.at('reserving.refused', A_PERFORMANCE_MS);
    expect(await phone.heading()).toMatch(/time/i);
    expect(await phone.text()).toContain('does not count');
    stage.of.faceCheck.finds = MATCH;
    await again();
    await phone.startWhenReady();
    await phone.at('reserved', A_PERFORMANCE_MS);
    await opened.close();
  });
});

describe.skipIf(!hasBrowser)('what the card alone tells', () => {
  it('proving-pin-locked: both PINs are lost, and the counter is the way (R2, R11)', async () => {
    stage.of.clock.set(NOON);
    const locked = await stage.of.card('hanako', { locked: 'sign' });
    const opened = await stage.openWith(locked.state, 'auth');
    await opened.phone.startWhenReady();
    await opened.phone.at('reserving.touching');
    stage.desk.put('phone');
    await expectRefusal(opened, 'proving-pin-locked', /locked/i);
    await opened.phone.pressMain();
    await opened.phone.at('counter');
    await opened.close();
  });
});
