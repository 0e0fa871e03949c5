import type { Page } from 'playwright-core';

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
  async at(step: string): Promise<void> {
    await this.page.locator(`main[data-step="${step}"]`).waitFor({ timeout: 30_000 });
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
}
