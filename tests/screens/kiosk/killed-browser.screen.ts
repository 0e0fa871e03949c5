import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchWithinProcess } from '../../faults/support/bench.ts';
import { NEW_PIN, reservedCard } from '../../kiosk/support/holder.ts';
import { type KioskInTest, kioskInTest } from '../../kiosk/support/kiosk-in-test.ts';
import { pinValue } from '../../support/card-in-hand.ts';
import { PINS } from '../../support/story.ts';
import { hasBrowser, launchBrowser, launchOptions, openScreen } from '../support/index.ts';
import { FORMATS, SITE } from './support/shown-kiosk.ts';
import { at, tap, type, typeOnly } from './support/touch.ts';

let bench: Bench;
let kiosk: KioskInTest;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  if (!hasBrowser || !existsSync(SITE)) return;
  bench = await benchWithinProcess();
  folder = await mkdtemp(join(tmpdir(), 'kaijo-killed-'));
  kiosk = await kioskInTest(bench, { folder, screen: { port: 0, runtime: join(folder, 'run'), site: SITE } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await kiosk?.close();
  await bench?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** The steps at which the holder has the word, and what has been done by then; `written`: everything was typed. */
const STEPS: readonly { readonly step: string; readonly goThere: (page: Page) => Promise<void> }[] = [
  { step: 'found', goThere: (page) => at(page, 'found') },
  {
    step: 'proving PIN, half typed',
    goThere: (page) => inOrder(page, confirm, halfOf('proving-pin', PINS.auth)),
  },
  {
    step: 'new PIN, half typed',
    goThere: (page) => inOrder(page, confirm, prove, halfOf('new-pin', NEW_PIN.sign)),
  },
  {
    step: 'new PIN once more, half typed',
    goThere: (page) => inOrder(page, confirm, prove, wantFirst, halfOf('new-pin', NEW_PIN.sign)),
  },
  {
    step: 'writing',
    goThere: (page) =>
      inOrder(page, confirm, prove, wantFirst, (there) => type(there, 'new-pin', NEW_PIN.sign)),
  },
  {
    step: 'done',
    goThere: (page) =>
      inOrder(
        page,
        confirm,
        prove,
        wantFirst,
        (there) => type(there, 'new-pin', NEW_PIN.sign),
        (there) => at(there, 'done'),
      ),
  },
];

describe.skipIf(!hasBrowser || !existsSync(SITE))(
  'the screen\u2019s browser is ended by SIGKILL and started again',
  () => {
    it.each(STEPS)('at *$step*: nothing is lost, and the same holder ends with the new PIN', async ({
      goThere,
    }) => {
      const card = await reservedCard(bench, 'sign');
      const killed = await chromium.launchServer(launchOptions());
      const first = await openKiosk(await chromium.connect(killed.wsEndpoint()));
      kiosk.tray.lay(card);
      await goThere(first);
      const gone = new Promise((resolve) => killed.process().once('exit', resolve));
      killed.process().kill('SIGKILL');
      await gone;

      const page = await openKiosk(browser);
      await goOnToTheEnd(page);
      expect(pinValue((await card.memory()).pins.sign)).toBe(NEW_PIN.sign);
      expect((await card.memory()).pins.auth.triesLeft).toBe(3);
      await kiosk.tray.take();
      await tap(page, '最初の画面に戻る');
      await at(page, 'start');
      await page.context().close();
    });
  },
);

async function openKiosk(of: Browser): Promise<Page> {
  const { page } = await openScreen(of, { ...FORMATS.portrait, touch: true, reducedMotion: true });
  await page.goto(`file://${kiosk.agent.screen.startPage}`);
  await page.locator('main[data-step]').waitFor();
  return page;
}

async function inOrder(page: Page, ...acts: readonly ((page: Page) => Promise<unknown>)[]): Promise<void> {
  for (const act of acts) await act(page);
}

const confirm = (page: Page) => tap(page, '再設定に進む');
const prove = (page: Page) => type(page, 'proving-pin', PINS.auth);
async function wantFirst(page: Page): Promise<void> {
  await type(page, 'new-pin', NEW_PIN.sign);
  await page.getByRole('heading', { name: 'もう一度入力してください' }).waitFor();
}
const halfOf = (scene: string, pin: string) => (page: Page) => typeOnly(page, scene, pin.slice(0, 3));

/** What a holder does who reads each screen and does what it asks, wherever the session is. */
async function goOnToTheEnd(page: Page): Promise<void> {
  for (;;) {
    const step = (await page.locator('main').getAttribute('data-step')) ?? '';
    const scene = step.replace(/-\d+$/, '');
    if (scene === 'done') break;
    if (scene === 'found') await confirm(page);
    else if (scene === 'proving-pin') await typeAnew(page, scene, PINS.auth);
    else if (scene === 'new-pin') await typeAnew(page, scene, NEW_PIN.sign);
    else if (scene === 'fault') await readThatNothingIsLost(page);
    // Start, checking, writing: the card lies there, and the machine has the word.
    await page.locator(`main[data-step]:not([data-step="${step}"])`).waitFor();
  }
  await page.getByRole('heading', { name: '新しい暗証番号が使えるようになりました' }).waitFor();
}

async function typeAnew(page: Page, scene: string, pin: string): Promise<void> {
  const clear = page.getByRole('button', { name: 'すべて消す', exact: true });
  if (await clear.isEnabled()) await clear.tap();
  await page.locator('.k-dots__dot--full').first().waitFor({ state: 'detached' });
  await type(page, scene, pin);
}

async function readThatNothingIsLost(page: Page): Promise<void> {
  await page.getByText('エラーコード：interrupted').waitFor();
  await page.getByText('暗証番号は何も変わっていません').waitFor();
  await tap(page, 'もう一度はじめる');
}
