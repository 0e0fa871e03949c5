import type { Page } from 'playwright-core';

/** What a finger does at the kiosk's screen in Japanese. */
export const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).tap();
export const at = (page: Page, scene: string) => page.locator(`main[data-step^="${scene}-"]`).waitFor();

/** Types on the pad of this scene, key by key. */
export async function typeOnly(page: Page, scene: string, pin: string): Promise<void> {
  await at(page, scene);
  for (const [typed, key] of [...pin].entries()) {
    await tap(page, key);
    await page.locator(`.k-dots__dot--full >> nth=${typed}`).waitFor();
  }
}

/** Types, and confirms once the agent has taken the last key. */
export async function type(page: Page, scene: string, pin: string): Promise<void> {
  await typeOnly(page, scene, pin);
  await tap(page, '決定');
}

/** From the reservation that was found to the proof. */
export async function goThrough(
  page: Page,
  { proving, wanted }: { readonly proving: string; readonly wanted: string },
): Promise<void> {
  await tap(page, '再設定に進む');
  await type(page, 'proving-pin', proving);
  await type(page, 'new-pin', wanted);
  await page.getByRole('heading', { name: 'もう一度入力してください' }).waitFor();
  await type(page, 'new-pin', wanted);
  await page.getByRole('heading', { name: '新しい暗証番号が使えるようになりました' }).waitFor();
}
