import { OPERATOR_ROUTES } from '@kaijo/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON } from '../../api/support/installation.ts';
import { reissue } from '../../api/support/reissue.ts';
import { BUSY, MATCH } from '../../api/support/scripted-face-check.ts';
import { PINS } from '../../support/story.ts';
import { hasBrowser } from '../support/index.ts';
import { expectRefusal, type Opened, RefusalStage } from './refusal-stage.ts';

/** What the service does not decide, cannot do, or does not take: each on its screen (R40), and the way on from there. */

let stage: RefusalStage;

beforeAll(async () => {
  if (hasBrowser) stage = await RefusalStage.start();
}, 300_000);

afterAll(() => stage?.close());

/** The app waits up to five seconds before each of its fifteen attempts, and less when the network comes back. */
async function untilPatienceEnds({ page }: Opened): Promise<void> {
  const failed = page.locator('main[data-step="failed"]');
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.dispatchEvent(new Event('online')));
        return failed.count();
      },
      { timeout: 90_000, interval: 100 },
    )
    .toBe(1);
}

/** Up to the pictures, before Chromium's own moving one: what is found in it the test says. */
async function perform(opened: Opened): Promise<void> {
  stage.of.clock.set(NOON);
  await stage.upToTheFace(opened.phone);
  await opened.phone.startWhenReady();
  await opened.phone.at('reserving.comparing', 90_000);
}

describe.skipIf(!hasBrowser)('the service has not decided', () => {
  it('too-many-requests: the face check is busy, and is asked again with the same pictures', {
    timeout: 240_000,
  }, async () => {
    const { card } = await reissue(stage.of, stage.hanako);
    const opened = await stage.openWith(card.state, 'sign');
    stage.of.faceCheck.finds = BUSY;
    await perform(opened);
    await untilPatienceEnds(opened);
    await expectRefusal(opened, 'too-many-requests', /busy/i);
    expect(new Set(stage.of.faceCheck.seen.map(({ frames }) => frames.length)).size).toBe(1);
    stage.of.faceCheck.finds = MATCH;
    await opened.close();
  });

  it('service-fault: something broke; when it is mended the next attempt goes through', {
    timeout: 240_000,
  }, async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const opened = await stage.openWith(card.state, 'auth');
    await opened.phone.startWhenReady();
    await opened.phone.at('reserving.touching');
    await sql`alter table phone_session rename to phone_session_away`.execute(stage.of.db);
    stage.desk.put('phone');
    await opened.phone.typePin(PINS.sign);
    await untilPatienceEnds(opened);
    await sql`alter table phone_session_away rename to phone_session`.execute(stage.of.db);
    await expectRefusal(opened, 'service-fault', /went wrong/i);
    await opened.phone.pressMain();
    await opened.phone.at('before');
    stage.desk.put('hand');
    await stage.present(opened, 'auth');
    await opened.phone.at('reserved');
    await opened.close();
  });
});

describe.skipIf(!hasBrowser)('the service does not take what it is sent', () => {
  it('invalid-request: the terms changed while the holder read them, and the new ones are asked for (R44)', async () => {
    stage.of.clock.set(NOON);
    const { card } = await reissue(stage.of, stage.hanako);
    const opened = await stage.openWith(card.state, 'sign');
    const { phone, page } = opened;
    await page.locator('.p-check input').check();
    const { terms } = await stage.of.operator.call(OPERATOR_ROUTES.showSettings, {});
    const publish = (version: string) =>
      stage.of.operator.call(OPERATOR_ROUTES.changeSettings, {
        body: { settings: { terms: { version } }, staff: 's-1' },
      });
    await publish('2026-03-10');
    await phone.pressMain();
    await expectRefusal(opened, 'invalid-request', /went wrong/i);
    await phone.pressMain();
    await phone.at('before');
    await page.getByText('version 2026-03-10').waitFor();
    // The consent to the old terms is none to the new ones.
    expect(await page.locator('.p-check input').isChecked()).toBe(false);
    await phone.agreeAndStart();
    await phone.at('reserving.photographing');
    await publish(terms.version);
    await opened.close();
  });

  it('pin-not-resettable-here: an app that asks for one of the other two PINs (R1)', async () => {
    stage.of.clock.set(NOON);
    const opened = await stage.openWith(stage.hanako.state, 'auth');
    // This app offers no such button: its message is changed on the way to the service, whose answer is its own.
    await opened.page.route('**/v1/phone/sessions', (route) =>
      route.continue({ postData: { ...route.request().postDataJSON(), targetPin: 'support' } }),
    );
    await opened.phone.startWhenReady();
    await expectRefusal(opened, 'pin-not-resettable-here', /cannot be reset/i);
    await opened.phone.pressMain();
    await opened.phone.at('counter');
    await opened.close();
  });
});
