import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TEST_PINS } from '@kaijo/cli/installation';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, hasBrowser, launchBrowser, openScreen } from '../support/index.ts';

/** What `npm start` runs, as a newcomer has it: the phone, the kiosk and one card that is carried between them. */
const KAIJO = fileURLToPath(new URL('../../../packages/cli/bin/kaijo.js', import.meta.url));
const HOUR = 3_600_000;

let folder: string;
let up: ChildProcess;
let url: string;
let browser: Browser;
beforeAll(async () => {
  if (!hasBrowser) return;
  folder = await mkdtemp(join(tmpdir(), 'kaijo-up-'));
  up = spawn(process.execPath, [KAIJO, 'up'], {
    env: {
      ...process.env,
      KAIJO_DATA: folder,
      PORT: '0',
      KAIJO_KIOSK_PORT: '0',
      KAIJO_FACE_WORKERS: '1',
      KAIJO_CLOCK_OFFSET: String(untilNoonTomorrow(new Date())),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  url = await addressOf(up);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (up?.exitCode === null) {
    up.kill('SIGTERM');
    await once(up, 'exit');
  }
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!hasBrowser)('the page that a newcomer opens', () => {
  it('plays the whole story: reserved on the phone, the same card carried to the store, the PIN reset', async () => {
    const screen = await openScreen(browser, { locale: 'en-GB', width: 1440, height: 1000 });
    const { page } = screen;
    await page.goto(url);
    // The trial runs on a clock of its own (as at night, when kiosks are closed), and says so.
    await page.getByText('the clock of this trial was set on').waitFor();
    const phone = page.frameLocator('.t-phone__screen');
    const kiosk = page.frameLocator('iframe.t-kiosk__screen');
    await kiosk.locator('main[data-step^="start-"]').waitFor({ timeout: 60_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
    if (process.env.KAIJO_SCREENSHOTS !== undefined)
      await page.screenshot({ path: join(tmpdir(), 'kaijo-try.png'), fullPage: true });

    await phone.locator('.p-choice').nth(1).click();
    await phone.locator('main[data-step="before"] .k-button--primary').first().click();
    await phone.locator('main[data-step="reserving.touching"]').waitFor();
    await page.locator('[data-place=phone]').click();
    await phone.locator('main[data-step="reserving.typing"]').waitFor({ timeout: 30_000 });
    await phone.locator('.k-pin-field__input').fill(TEST_PINS.sign);
    await phone.locator('main .k-button--primary').first().click();
    await phone.locator('main[data-step="reserved"]').waitFor({ timeout: 30_000 });

    await carryByMouse(page);
    await press(kiosk, '再設定に進む');
    await type(kiosk, 'proving-pin', TEST_PINS.sign);
    await type(kiosk, 'new-pin', '8305');
    await kiosk.getByRole('heading', { name: 'もう一度入力してください' }).waitFor();
    await type(kiosk, 'new-pin', '8305');
    await kiosk.getByRole('heading', { name: '新しい暗証番号が使えるようになりました' }).waitFor();
    if (process.env.KAIJO_SCREENSHOTS !== undefined)
      await page.screenshot({ path: join(tmpdir(), 'kaijo-try-done.png') });
    await page.locator('[data-place=hand]').click();
    await kiosk.getByRole('button', { name: '最初の画面に戻る' }).click();
    await kiosk.locator('main[data-step^="start-"]').waitFor();
    expect(screen.faults).toEqual([]);
    await screen.close();
  });

  it('fits a narrow window without scrolling sideways', async () => {
    const { page, close } = await openScreen(browser, { locale: 'ja-JP', width: 320, height: 700 });
    await page.goto(url);
    await page.getByText('お試し環境の時計を進めてあります').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await close();
  });
});

/** As a hand does: onto the kiosk, and let go there. */
async function carryByMouse(page: Page): Promise<void> {
  const card = page.locator('.t-card');
  await card.scrollIntoViewIfNeeded();
  const from = await card.boundingBox();
  const to = await page.locator('.t-kiosk').boundingBox();
  if (from === null || to === null) throw new Error('card or kiosk is not on the page');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, from.y + 40, { steps: 10 });
  await page.mouse.up();
}

const press = (kiosk: FrameLocator, name: string) => kiosk.getByRole('button', { name, exact: true }).click();

async function type(kiosk: FrameLocator, scene: string, pin: string): Promise<void> {
  await kiosk.locator(`main[data-step^="${scene}-"]`).waitFor();
  for (const [typed, key] of [...pin].entries()) {
    await press(kiosk, key);
    await kiosk.locator(`.k-dots__dot--full >> nth=${typed}`).waitFor();
  }
  await press(kiosk, '決定');
}

/** Noon in Japan (03:00 UTC) of the next day: kiosks are open then whenever this runs. */
function untilNoonTomorrow(now: Date): number {
  const noon = new Date(now);
  noon.setUTCHours(3, 0, 0, 0);
  while (noon.getTime() - now.getTime() < 12 * HOUR) noon.setUTCDate(noon.getUTCDate() + 1);
  return noon.getTime() - now.getTime();
}

async function addressOf(program: ChildProcess): Promise<string> {
  const lines = createInterface({ input: program.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    const [found] = /http:\/\/\S+\/try\//.exec(line) ?? [];
    if (found === undefined) continue;
    // Whatever it says later is read, so that it does not wait for us.
    program.stdout?.resume();
    return found;
  }
  throw new Error('kaijo up ended without an address');
}
