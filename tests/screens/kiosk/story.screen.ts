import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provingPinFor } from '@kaijo/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchWithinProcess } from '../../faults/support/bench.ts';
import { NEW_PIN, reservedCard } from '../../kiosk/support/holder.ts';
import { type KioskInTest, kioskInTest } from '../../kiosk/support/kiosk-in-test.ts';
import { CardInHand, pinValue } from '../../support/card-in-hand.ts';
import { PINS } from '../../support/story.ts';
import { hasBrowser, launchBrowser, openScreen, type Screen } from '../support/index.ts';
import { left, stringsInHeap } from './support/page-heap.ts';
import { FORMATS, SITE } from './support/shown-kiosk.ts';
import { at, goThrough, tap, type } from './support/touch.ts';
import { listen, pressBySwitch, readAloud, typeBySwitch } from './support/without-touch.ts';

let bench: Bench;
let kiosk: KioskInTest;
let browser: Browser;
let screen: Screen;
let folder: string;
beforeAll(async () => {
  if (!hasBrowser || !existsSync(SITE)) return;
  bench = await benchWithinProcess();
  folder = await mkdtemp(join(tmpdir(), 'kaijo-kiosk-'));
  kiosk = await kioskInTest(bench, { folder, screen: { port: 0, runtime: join(folder, 'run'), site: SITE } });
  browser = await launchBrowser();
  screen = await openScreen(browser, { ...FORMATS.portrait, touch: true, reducedMotion: true });
  await screen.page.goto(`file://${kiosk.agent.screen.startPage}`);
});
afterAll(async () => {
  await browser?.close();
  await kiosk?.close();
  await bench?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!hasBrowser || !existsSync(SITE))('the two minutes at the machine, by touch', () => {
  it.each(['auth', 'sign'] as const)('%s PIN: from the start page to the slip', async (target) => {
    const { page } = screen;
    const card = await reservedCard(bench, target);
    // Hundreds of numbers of four digits are in every page: what is new is looked at.
    await at(page, 'start');
    const before = new Set(await stringsInHeap(page));
    await tap(page, 'はじめる');
    await at(page, 'put-card');
    kiosk.tray.lay(card);
    await goThrough(page, { proving: PINS[provingPinFor(target)], wanted: NEW_PIN[target] });
    await page.getByText('カードをお取りください。').waitFor();
    await kiosk.tray.take();
    await tap(page, '最初の画面に戻る');
    await at(page, 'start');

    expect(pinValue((await card.memory()).pins[target])).toBe(NEW_PIN[target]);
    expect(screen.faults).toEqual([]);
    // R30: no PIN in the address, in the history's reach, in storage or in anything that the page still holds.
    expect(page.url()).toBe(kiosk.agent.screen.url);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    const heap = await stringsInHeap(page);
    // The snapshot is of this page: a word that its code holds is found (other letters than ASCII are escaped in it).
    expect(heap.some((text) => text.includes('kiosk-main-button'))).toBe(true);
    for (const pin of [PINS[provingPinFor(target)], NEW_PIN[target]]) {
      expect(kept).not.toContain(pin);
      const found = left(
        pin,
        heap.filter((text) => !before.has(text)),
      );
      expect(found, `what the page still holds of the ${target} session`).toEqual([]);
    }
  });

  it('a wrong entry costs a try and is told; mismatched new PINs begin the second entry again; stopping changes nothing', async () => {
    const { page } = screen;
    const card = await reservedCard(bench, 'sign');
    kiosk.tray.lay(card);
    await tap(page, '再設定に進む');
    await page.getByText('あと3回まちがえるとロックされます。').waitFor();
    await type(page, 'proving-pin', '9731');
    await page.getByRole('alert').getByText('暗証番号がちがいます').waitFor();
    await page.getByText('あと2回まちがえるとロックされます。').waitFor();
    await type(page, 'proving-pin', PINS.auth);
    await type(page, 'new-pin', 'FIRST123');
    await page.getByRole('heading', { name: 'もう一度入力してください' }).waitFor();
    await type(page, 'new-pin', 'OTHER123');
    await page.getByRole('alert').getByText('1回目と2回目がちがいます').waitFor();
    await page.getByRole('heading', { name: 'もう一度入力してください' }).waitFor();
    await tap(page, 'English');
    await page.getByRole('heading', { name: 'Enter the new PIN once more' }).waitFor();
    await tap(page, 'Stop');
    await page.getByRole('heading', { name: 'Please take your card' }).waitFor();
    await kiosk.tray.take();
    await at(page, 'start');
    await page.locator('html[lang="ja"]').waitFor();
    expect(screen.faults).toEqual([]);
  });

  it('R14: a card without a reservation is told how to make one, and its code', async () => {
    const { page } = screen;
    kiosk.tray.lay(await CardInHand.of(bench.locked.auth));
    await page.getByRole('heading', { name: 'このカードの事前予約が見つかりません' }).waitFor();
    await page.getByText('スマートフォンのアプリで事前予約').waitFor();
    await page.getByText('エラーコード：no-reservation').waitFor();
    await kiosk.tray.take();
    await tap(page, '終わる');
    await at(page, 'start');
  });

  it('a whole session with a switch, each step read aloud and no PIN among what is read', async () => {
    const { page } = screen;
    const card = await reservedCard(bench, 'auth');
    await listen(page);
    const heard: string[] = [];
    const hear = async (scene: string): Promise<void> => {
      await at(page, scene);
      const { said, heading } = await readAloud(page);
      expect(said, scene).toContain(heading.trim());
      heard.push(said);
    };
    await hear('start');
    await pressBySwitch(page, 'はじめる');
    await hear('put-card');
    kiosk.tray.lay(card);
    await hear('found');
    await pressBySwitch(page, '再設定に進む');
    await hear('proving-pin');
    await typeBySwitch(page, PINS.sign);
    await hear('new-pin');
    await typeBySwitch(page, NEW_PIN.auth);
    await page.getByRole('heading', { name: 'もう一度入力してください' }).waitFor();
    await hear('new-pin');
    await typeBySwitch(page, NEW_PIN.auth);
    await page.getByRole('heading', { name: '新しい暗証番号が使えるようになりました' }).waitFor();
    await hear('done');
    for (const pin of [PINS.sign, NEW_PIN.auth]) expect(heard.join('\n')).not.toContain(pin);
    await kiosk.tray.take();
    await pressBySwitch(page, '最初の画面に戻る');
    await at(page, 'start');
    expect(pinValue((await card.memory()).pins.auth)).toBe(NEW_PIN.auth);
    expect(screen.faults).toEqual([]);
  });
});
