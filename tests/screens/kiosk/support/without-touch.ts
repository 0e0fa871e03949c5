import type { Page } from 'playwright-core';

/** More than any screen of the kiosk has to be stepped through. */
const MOST_STEPS = 90;

/** As a switch does it: from one thing to the next until it is the one that says `name`, then pressed. */
export async function pressBySwitch(page: Page, name: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step++) {
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    if (focused === name) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`a switch does not reach ${name}`);
}

/** Keys of the pad, one by one, each once the agent has taken the one before. */
export async function typeBySwitch(page: Page, pin: string): Promise<void> {
  for (const [typed, key] of [...pin].entries()) {
    await pressBySwitch(page, key);
    await page.locator(`.k-dots__dot--full >> nth=${typed}`).waitFor();
  }
  await pressBySwitch(page, '決定');
}

/** What the system's voice is given to read, from now on. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    SpeechSynthesis.prototype.speak = (utterance) => void said.push(utterance.text);
  });
}

/** Presses *read aloud* on this screen: what is read, and the screen's heading. */
export async function readAloud(page: Page): Promise<{ readonly said: string; readonly heading: string }> {
  await page.getByRole('button', { name: '読み上げる', exact: true }).tap();
  const heading = (await page.locator('h1').textContent()) ?? '';
  const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said.at(-1) ?? '');
  return { said, heading };
}
