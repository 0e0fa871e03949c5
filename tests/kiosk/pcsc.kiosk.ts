import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { provingPinFor, type TargetPin } from '@kaijo/contract';
import type { CardDevice } from '@kaijo/iso7816';
import { attachToPcscd, type PcscdAttachment } from '@kaijo/virtual-card';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { FORMATS, SITE } from '../screens/kiosk/support/shown-kiosk.ts';
import { at, goThrough, tap } from '../screens/kiosk/support/touch.ts';
import { hasBrowser, launchBrowser, openScreen, type Screen } from '../screens/support/index.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { obstacleToPcscd, type Pcscd, startPcscd } from '../support/pcscd.ts';
import { PINS, reservationOf } from '../support/story.ts';
import { goOnUntil, NEW_PIN, reserved } from './support/holder.ts';
import { type KioskAsProcess, kioskAsProcess } from './support/kiosk-process.ts';

/** vpcd's two readers. */
const FIRST = 35_963;
const SECOND = 35_964;

const obstacle = (await obstacleToPcscd('g++')) ?? (await obstacleToBinding());

async function obstacleToBinding(): Promise<string | undefined> {
  const script = new URL('../../scripts/build-smartcard.sh', import.meta.url);
  try {
    await promisify(execFile)(script.pathname);
    return undefined;
  } catch (error) {
    return (error as { stderr?: string }).stderr ?? 'the PC/SC binding cannot be built';
  }
}

describe.skipIf(obstacle !== undefined)(`real PC/SC${obstacle ? ` (${obstacle})` : ''}`, () => {
  let bench: Bench;
  let pcscd: Pcscd;
  // A process of its own: the binding waits for pcscd in the middle of a call, and pcscd for the card, which is here.
  let kiosk: KioskAsProcess;
  const laid: PcscdAttachment[] = [];

  beforeAll(async () => {
    bench = await benchWithinProcess();
    pcscd = await startPcscd();
    kiosk = await kioskAsProcess(bench.service, 'pcsc');
    await kiosk.screen.scene('start', () => true, 60_000);
  });
  afterAll(async () => {
    await kiosk?.close();
    await pcscd?.stop();
    await bench?.close();
  });
  afterEach(async () => {
    await takeAll();
    // Chromium's tests end where they began, on a screen of their own.
    if (kiosk.screen.isSuperseded) return;
    if (kiosk.screen.view.scene.kind !== 'start') {
      await Promise.any((['done', 'fault', 'take-card'] as const).map((kind) => kiosk.screen.scene(kind)));
      kiosk.screen.press('cancel');
    }
    await kiosk.screen.scene('start');
  });

  const takeAll = async (): Promise<void> => {
    await Promise.all(laid.splice(0).map((one) => one.detach()));
  };
  const lay = (device: CardDevice, port = FIRST): void => {
    laid.push(attachToPcscd(device, { port }));
  };
  it.each([
    'auth',
    'sign',
  ] as const)('resets the %s PIN, exclusively, and nobody is logged in afterwards', async (target: TargetPin) => {
    const { screen } = kiosk;
    const card = await CardInHand.of(bench.locked[target]);
    const token = await reserved(bench, card, target);
    lay(card.tear);
    await goOnUntil(screen, target, 'again');
    // A second program gets no word to the card while the session runs.
    expect(await wordFromAnotherProgram()).toBe('Sharing violation');
    await screen.enter(NEW_PIN[target]);
    await screen.scene('done');
    expect(pinValue((await card.memory()).pins[target])).toBe(NEW_PIN[target]);
    expect((await reservationOf(bench.phone, token)).state).toBe('completed');
    // Afterwards it may speak to the card, and finds no PIN verified.
    const answer = await wordFromAnotherProgram();
    expect(answer).toBe('6982');
  });

  it('the proving PIN’s VERIFY ends with a session that is given up', async () => {
    const card = await CardInHand.of(bench.locked.auth);
    await reserved(bench, card, 'auth');
    lay(card.tear);
    await goOnUntil(kiosk.screen, 'auth', 'first');
    kiosk.screen.press('cancel');
    await kiosk.screen.scene('take-card');
    expect(await wordFromAnotherProgram()).toBe('6982');
    expect((await card.askTries()).sign).toEqual({ kind: 'tries', left: 5 });
  });

  it('two readers with a card each: asks for one card; with one taken it goes on', async () => {
    const card = await CardInHand.of(bench.locked.auth);
    await reserved(bench, card, 'auth');
    const other = await CardInHand.of(bench.locked.sign);
    lay(other.tear, SECOND);
    await kiosk.screen.scene('fault', ({ code }) => code === 'no-reservation');
    lay(card.tear);
    await kiosk.screen.scene('fault', ({ code }) => code === 'several-cards');
    await laid.shift()?.detach();
    await kiosk.screen.scene('found');
    await takeAll();
    await kiosk.screen.scene('fault', ({ code }) => code === 'card-removed');
  });

  it('a card that is no My Number Card, and one that answers nothing', async () => {
    lay(foreignCard());
    await kiosk.screen.scene('fault', ({ code }) => code === 'not-a-my-number-card');
    await takeAll();
    await kiosk.screen.scene('fault', ({ cardOnReader }) => !cardOnReader);
    lay(deadCard());
    const dead = await kiosk.screen.scene('fault', ({ code }) => code !== 'not-a-my-number-card');
    expect(['card-removed', 'card-unreadable', 'card-defective']).toContain(dead.code);
    expect(dead.card).toBe('unchanged');
  });

  it('pcscd restarted in the middle of a session: the session ends, and the next card is read', async () => {
    const card = await CardInHand.of(bench.locked.auth);
    const token = await reserved(bench, card, 'auth');
    lay(card.tear);
    await goOnUntil(kiosk.screen, 'auth', 'first');
    await pcscd.restart();
    const lost = await kiosk.screen.scene('fault', () => true, 30_000);
    expect(['reader-lost', 'card-removed', 'card-changed']).toContain(lost.code);
    expect(lost.card).toBe('unchanged');
    // The card lies there still, and is another insertion: it is read again by itself, or asked for.
    await goOnUntil(kiosk.screen, 'auth', 'end');
    await kiosk.screen.scene('done');
    expect((await reservationOf(bench.phone, token)).state).toBe('completed');
  });

  describe.skipIf(!hasBrowser || !existsSync(SITE))('the page in Chromium, by touch', () => {
    let browser: Browser;
    let screen: Screen;
    beforeAll(async () => {
      browser = await launchBrowser();
      screen = await openScreen(browser, { ...FORMATS.portrait, touch: true, reducedMotion: true });
      await screen.page.goto(`file://${kiosk.process.startPage}`);
      await at(screen.page, 'start');
    });
    afterAll(async () => {
      await browser?.close();
      await kiosk?.openScreen();
    });

    it.each(['auth', 'sign'] as const)('%s PIN: from the start page to the slip', async (target) => {
      const { page } = screen;
      const card = await CardInHand.of(bench.locked[target]);
      const token = await reserved(bench, card, target);
      await tap(page, 'はじめる');
      await at(page, 'put-card');
      lay(card.tear);
      await goThrough(page, { proving: PINS[provingPinFor(target)], wanted: NEW_PIN[target] });
      await page.getByRole('heading', { name: '控え' }).waitFor();
      await takeAll();
      await tap(page, '最初の画面に戻る');
      await at(page, 'start');
      expect(pinValue((await card.memory()).pins[target])).toBe(NEW_PIN[target]);
      expect((await reservationOf(bench.phone, token)).state).toBe('completed');
      expect(screen.faults).toEqual([]);
    });

    it('a card taken away by its holder: told what state it is in, and the way on', async () => {
      const { page } = screen;
      const card = await CardInHand.of(bench.locked.auth);
      await reserved(bench, card, 'auth');
      lay(card.tear);
      await tap(page, '再設定に進む');
      await at(page, 'proving-pin');
      await takeAll();
      await page.getByText('カードが読み取り口から離れました').waitFor();
      await page.getByText('暗証番号は何も変わっていません').waitFor();
      await tap(page, '終わる');
      await at(page, 'start');
    });

    it('pcscd gone: the reader is out of order, and back with it', async () => {
      const { page } = screen;
      await pcscd.pause(async () => {
        await at(page, 'out-of-order');
        await page.getByRole('heading', { name: 'カードの読み取り口が使えません' }).waitFor();
      });
      await at(page, 'start');
    });
  });
});

const SELECT_JPKI = '00a4040c0ad392f000260100000001';
const SELECT_SIGN_CERTIFICATE = '00a4020c020001';
const READ = '00b0000000';

/** What another PC/SC program hears: the error of its connection, or the answer to a read that needs the sign PIN. */
async function wordFromAnotherProgram(): Promise<string> {
  const program = `
    const { Context } = require(${JSON.stringify(createRequire(import.meta.url).resolve('smartcard'))});
    const context = new Context();
    const reader = context.listReaders().find(({ state }) => state & 0x20);
    reader.connect(2, 3).then(async (card) => {
      let answer;
      for (const command of ['${SELECT_JPKI}', '${SELECT_SIGN_CERTIFICATE}', '${READ}'])
        answer = await card.transmit(Buffer.from(command, 'hex'));
      console.log(answer.subarray(-2).toString('hex'));
      card.disconnect(0);
    }).catch((error) => console.log(error.message)).finally(() => context.close());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program]);
  return stdout.trim();
}

const ATR = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);

/** A contactless card of somebody else: no application of ours. */
function foreignCard(): CardDevice {
  return {
    powerOn: async () => ATR,
    powerOff: async () => {},
    exchange: async () => Uint8Array.of(0x6a, 0x82),
  };
}

/** Its chip has died: an answer to reset, and then nothing that a card answers. */
function deadCard(): CardDevice {
  return {
    powerOn: async () => ATR,
    powerOff: async () => {},
    exchange: async () => Uint8Array.of(0x00),
  };
}
