import type { LivenessStep } from '@kaijo/contract';
import type { PersonaName } from '@kaijo/personas';
import type { Page } from 'playwright-core';
import type { FakeCamera } from './fake-camera.ts';

/** Hanako's card as it is printed (packages/personas). */
export const PRINTED = { calendar: 'heisei', birth: [15, 7, 21], expiry: '2035', code: '4826' } as const;

/** The phone app's page, by what a holder sees and presses. Steps are the flow's states (`data-step`). */
export class PhonePage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, publicUrl: string) {
    this.page = page;
    this.#url = `${publicUrl}/phone/`;
  }

  open(): Promise<unknown> {
    return this.page.goto(this.#url);
  }

  /** Waits until the screen of this state is shown. */
  async at(step: string, patience = 30_000): Promise<void> {
    await this.page.locator(`main[data-step="${step}"]`).waitFor({ timeout: patience });
  }

  async step(): Promise<string> {
    return (await this.page.locator('main').getAttribute('data-step')) ?? '';
  }

  async heading(): Promise<string> {
    return (await this.page.locator('h1').textContent()) ?? '';
  }

  async text(): Promise<string> {
    return (await this.page.locator('main').textContent()) ?? '';
  }

  /** Presses the button that says so. */
  async press(name: string | RegExp): Promise<void> {
    await this.page.locator('main').getByRole('button', { name }).first().click();
  }

  /** The main button: the one way on. */
  async pressMain(): Promise<void> {
    await this.page.locator('main .k-button--primary').first().click();
  }

  /** Presses the main button once it can be pressed: the service has been asked, the camera is open. */
  async startWhenReady(): Promise<void> {
    await this.page.locator('main .k-button--primary:not([disabled])').first().click();
  }

  async choosePin(pin: 'sign' | 'auth'): Promise<void> {
    await this.at('choosing');
    await this.page
      .locator('.p-choice')
      .nth(pin === 'sign' ? 0 : 1)
      .click();
    await this.at('before');
  }

  async typePin(pin: string): Promise<void> {
    await this.at('reserving.typing');
    await this.page.locator('.k-pin-field__input').fill(pin);
    await this.pressMain();
  }

  async typePrinted(card: {
    readonly calendar: string;
    readonly birth: readonly [number, number, number];
    readonly expiry: string;
    readonly code: string;
  }): Promise<void> {
    await this.at('reserving.confirming');
    await this.page.locator('select[name=calendar]').selectOption(card.calendar);
    const [year, month, day] = card.birth.map(String) as [string, string, string];
    await this.page.locator('input[name=year]').fill(year);
    await this.page.locator('input[name=month]').fill(month);
    await this.page.locator('input[name=day]').fill(day);
    await this.page.locator('input[name=expiry]').fill(card.expiry);
    await this.page.locator('input[name=code]').fill(card.code);
    await this.pressMain();
  }

  /** Sign PIN: agrees to the terms and starts (R44). */
  async agreeAndStart(): Promise<void> {
    await this.page.locator('.p-check input').check();
    await this.pressMain();
  }

  /** From the first screen to the camera: consent, what is printed, the card, the proving PIN. */
  async upToTheFace(of: { readonly holdCard: () => void; readonly provingPin: string }): Promise<void> {
    await this.choosePin('sign');
    await this.agreeAndStart();
    await this.at('reserving.photographing');
    await this.page
      .locator('main .k-actions .k-button')
      .filter({ hasText: /撮影せずに入力|Type it in/ })
      .click();
    await this.typePrinted(PRINTED);
    await this.at('reserving.touching');
    of.holdCard();
    await this.typePin(of.provingPin);
    await this.at('reserving.facing');
  }

  /** Stands before the camera as `name` and does what the screen asks, until the pictures are on their way. */
  async doAsTold(name: PersonaName, camera: FakeCamera): Promise<void> {
    await camera.follow(name, 'look-straight');
    await this.startWhenReady();
    let last = 'none';
    for (;;) {
      const step = await this.page
        .waitForFunction(
          (before) => {
            const now = document.querySelector<HTMLElement>('.p-mirror')?.dataset.instruction;
            return now === before || now === 'none' ? false : (now ?? 'gone');
          },
          last,
          { timeout: 30_000, polling: 50 },
        )
        .then((handle) => handle.jsonValue());
      if (step === 'gone') return;
      last = step as string;
      await camera.follow(name, last as LivenessStep);
    }
  }
}
