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
  await page.locator(BUTTONS).last().click();
  await phone.at('reserved.asking');
  await visit('cancelling');
  await page.locator(BUTTONS).first().click();
  await phone.at('reserved');
  await page.locator('.k-notice').waitFor();
  await visit('cancelled');
  trial.desk.put('hand');
}

/** The screens that only the sign PIN has, up to the face. */
export async function tourOfSign(phone: PhonePage, trial: Trial, visit: Visit): Promise<void> {
  await phone.open();
  await phone.choosePin('sign');
  await phone.page.locator('.p-check input').waitFor();
  await visit('before-sign');
  await phone.agreeAndStart();
  await phone.at('reserving.photographing');
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
  await visit('facing');
  trial.desk.put('hand');
}

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
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: problemTypeUri(type),
          title: '',
          status: 403,
          detail: '',
          certificate: 'sign',
          until: UNTIL,
        }),
      }),
    );
    await phone.pressMain();
    await phone.at(type === 'app-restricted' ? 'restricted' : 'failed');
    await visit(`refused-${type}`);
    await page.unroute('**/v1/phone/sessions');
  }
}
