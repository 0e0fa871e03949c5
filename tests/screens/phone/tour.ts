import { type ProblemType, problemTypeUri } from '@kaijo/contract';
import { PINS } from '../../support/story.ts';
import type { PhonePage, Trial } from '../support/index.ts';
import { PRINTED } from '../support/index.ts';

/** Called on each screen, under the screen's name. */
export type Visit = (name: string) => Promise<void>;

const BUTTONS = '.k-actions .k-button';

/** Every screen up to the reservation of the auth PIN, against the real service and card. */
export async function tourOfAuth(phone: PhonePage, trial: Trial, visit: Visit): Promise<void> {
  const { page } = phone;
  const small = page.locator('.p-choices--small .k-button');
  await phone.open();
  await phone.at('choosing');
  await visit('choosing');
  await small.nth(1).click();
  await phone.at('counter');
  await visit('counter');
  await page.locator(BUTTONS).last().click();
  await small.nth(0).click();
  for (const step of ['notSure.shape', 'notSure.purpose', 'notSure.remembered']) {
    await phone.at(step);
    await visit(step);
    await page
      .locator('.p-choice')
      .nth(step === 'notSure.remembered' ? 1 : 2)
      .click();
  }
  await phone.at('notSure.answer');
  await visit('notSure.answer');
  await page.locator('.k-notice .k-button').click();
  await phone.at('diagnosing');
  await visit('diagnosing');
  trial.desk.put('phone');
  await phone.at('diagnosed');
  await visit('diagnosed');
  trial.desk.put('hand');
  await phone.pressMain();
  await phone.at('before');
  await page.locator('.k-store').first().waitFor();
  await visit('before-auth');
  await phone.pressMain();
  await phone.at('reserving.touching');
  await visit('touching');
  trial.desk.put('phone');
  await phone.at('reserving.typing');
  await visit('typing');
  await phone.typePin('WRONG999');
  await page.locator('.k-notice--error').waitFor();
  await visit('typing-wrong');
  trial.desk.put('hand');
  await phone.typePin(PINS.sign);
  await phone.at('reserving.reading');
  await visit('reading');
  trial.desk.put('phone');
  await phone.at('reserved');
  await page.locator('.k-store').first().waitFor();
  await visit('reserved');
  await whatBecomesOfIt(phone, visit);
  await page.locator(BUTTONS).last().click();
  await phone.at('reserved.asking');
  await visit('cancelling');
  await page.locator(BUTTONS).first().click();
  await phone.at('reserved');
  await page.locator('.k-notice').waitFor();
  await visit('cancelled');
  trial.desk.put('hand');
}

/** The reservation over its life, as the service would tell it; in the end it is open again. */
async function whatBecomesOfIt(phone: PhonePage, visit: Visit): Promise<void> {
  const { page } = phone;
  const kept = await page.evaluate(() => localStorage.getItem('kaijo.reservation') ?? '');
  const { reservation } = JSON.parse(kept);
  const reopen = async (): Promise<void> => {
    await page.evaluate((text) => localStorage.setItem('kaijo.reservation', text), kept);
    await page.reload();
    await phone.at('reserved');
  };
  const at = new Date().toISOString();
  for (const [name, became] of [
    ['initialising', { state: 'initialising', finishBy: UNTIL }],
    ['completed', { state: 'completed', completedAt: at }],
    ['expired', { state: 'ended', endedBy: 'expired' }],
    ['unconfirmed', { state: 'ended', endedBy: 'unconfirmed' }],
  ] as const) {
    await page.route(RESERVATION, (route) => route.fulfill({ json: { ...reservation, ...became } }));
    await reopen();
    await visit(`reserved-${name}`);
    await page.unroute(RESERVATION);
  }
  await page.route(RESERVATION, (route) => route.abort());
  await reopen();
  await visit('reserved-offline');
  await page.unroute(RESERVATION);
  await reopen();
  await page.locator('.k-store').first().waitFor();
}

/** The screens that only the sign PIN has, up to the face. */
export async function tourOfSign(phone: PhonePage, trial: Trial, visit: Visit): Promise<void> {
  await phone.open();
  await phone.choosePin('sign');
  await phone.page.locator('.p-check input').waitFor();
  await visit('before-sign');
  await phone.agreeAndStart();
  await phone.at('reserving.photographing');
  await cameraShows(phone);
  await visit('photographing');
  await phone.page.locator(BUTTONS).nth(-2).click();
  await phone.at('reserving.confirming');
  await visit('confirming');
  await phone.pressMain();
  await phone.page.locator('.p-fault').first().waitFor();
  await visit('confirming-fault');
  await phone.typePrinted(PRINTED);
  await phone.at('reserving.touching');
  trial.desk.put('phone');
  await phone.typePin(PINS.auth);
  await phone.at('reserving.facing');
  await cameraShows(phone);
  await visit('facing');
  trial.desk.put('hand');
}

/** The picture is there, and what the app says of it. */
async function cameraShows({ page }: PhonePage): Promise<void> {
  await page.waitForFunction(
    () =>
      (document.querySelector('video')?.currentTime ?? 0) > 0 &&
      (document.querySelector('.p-hint')?.textContent ?? '') !== '',
  );
}

/**
 * After `tourOfSign`: the instructions, and what the service finds in Chromium's own moving picture, which is put into its
 * mouth. `glance`: for what goes on by itself.
 */
export async function tourOfFace(phone: PhonePage, visit: Visit, glance: Visit): Promise<void> {
  const { page } = phone;
  for (const [type, more] of [
    ['image-unusable', { hints: ['too-dark', 'too-far'] }],
    ['face-mismatch', { triesLeft: 4 }],
    ['liveness-failed', { triesLeft: 1, hints: ['turn'] }],
  ] as const) {
    await page.route(FACE, (route) => route.fulfill(problemAnswer(type, more)));
    await phone.startWhenReady();
    await page.locator('[data-instruction="look-straight"]').waitFor();
    if (type === 'image-unusable') await glance('facing-instruction');
    await phone.at('reserving.refused', 90_000);
    await visit(`face-${type}`);
    await page.unroute(FACE);
    await phone.pressMain();
    await phone.at('reserving.facing');
  }
}

/** The camera is refused, taken or not there, each with its steps. */
export async function tourOfCameras(phone: PhonePage, visit: Visit): Promise<void> {
  const { page } = phone;
  await phone.open();
  await phone.choosePin('sign');
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await phone.agreeAndStart();
  await phone.at('reserving.photographing');
  await page.getByRole('alert').waitFor();
  await visit('camera-refused');
}

const RESERVATION = '**/v1/phone/reservation';
const FACE = '**/v1/phone/sessions/*/face';
const UNTIL = new Date(Date.now() + 7 * 86_400_000).toISOString();

/** What a refusal's screen looks like: here, and only here, the answer is put into the service's mouth. */
export async function tourOfRefusals(
  phone: PhonePage,
  types: readonly ProblemType[],
  visit: Visit,
): Promise<void> {
  const { page } = phone;
  for (const type of types) {
    await phone.open();
    await phone.choosePin('auth');
    await page.route('**/v1/phone/sessions', (route) =>
      route.fulfill(
        problemAnswer(type, type === 'certificate-revoked' ? { certificate: 'sign' } : { until: UNTIL }),
      ),
    );
    await phone.pressMain();
    await phone.at(type === 'app-restricted' ? 'restricted' : 'failed');
    await visit(`refused-${type}`);
    await page.unroute('**/v1/phone/sessions');
  }
}

function problemAnswer(type: ProblemType, more: object) {
  return {
    status: 403,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: problemTypeUri(type), title: '', status: 403, detail: '', ...more }),
  };
}
