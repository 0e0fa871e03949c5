import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetPin } from '@kaijo/contract';
import { LANGUAGES, type Language } from '@kaijo/contract/language';
import type { CardState } from '@kaijo/virtual-card';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedCard } from '../../support/story.ts';
import {
  accessibilityFaults,
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  type Screen,
  type ScreenOptions,
  sidewaysOverflow,
  startTrial,
  type Trial,
} from '../support/index.ts';
import { tourOfAuth, tourOfCameras, tourOfFace, tourOfRefusals, tourOfSign } from './tour.ts';

/** Where the screenshots of the documentation go (`npm run screenshots`); not written otherwise. */
const FOLDER = process.env.KAIJO_SCREENSHOTS;

let trial: Trial;
/** By the locked PIN: of one service, one holder's card in two states. */
let cards: Readonly<Record<TargetPin, CardState>>;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('auth');
  cards = { auth: await lockedCard(trial.service, 'auth'), sign: await lockedCard(trial.service, 'sign') };
  browser = await launchBrowser({ camera: '' });
});

afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

async function phoneOf(locked: TargetPin, options: ScreenOptions): Promise<Screen & { phone: PhonePage }> {
  await trial.layCard(cards[locked]);
  const screen = await openScreen(browser, options);
  return { ...screen, phone: new PhonePage(screen.page, trial.service.publicUrl) };
}

/** What is wrong with the screen as it stands, a line each. */
async function faultsOf(phone: PhonePage, name: string): Promise<string[]> {
  const overflow = await sidewaysOverflow(phone.page);
  const axe = await accessibilityFaults(phone.page);
  return [...axe, ...(overflow > 0 ? [`${overflow} pixels too wide`] : [])].map(
    (fault) => `${name}: ${fault}`,
  );
}

/** Words that do not fit into what holds them. */
function cutOff(phone: PhonePage): Promise<string[]> {
  return phone.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main h1, main h2, main p, main button, main label, main li')]
      .filter((element) => {
        const { overflow } = getComputedStyle(element);
        return overflow !== 'visible' && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => (element.textContent ?? '').slice(0, 40)),
  );
}

async function speak(phone: PhonePage, language: Language): Promise<void> {
  await phone.page.locator('.k-language__select').selectOption(language);
  await phone.page.waitForFunction(
    (wanted) => document.querySelector<HTMLSelectElement>('.k-language__select')?.value === wanted,
    language,
  );
}

describe.skipIf(!hasBrowser || FOLDER !== undefined)('every screen is for everybody', () => {
  it('axe finds nothing, in seven languages and at 320 pixels', { timeout: 600_000 }, async () => {
    const faults: string[] = [];
    const visit = (phone: PhonePage) => async (name: string) => {
      for (const language of LANGUAGES) {
        await speak(phone, language);
        faults.push(...(await faultsOf(phone, `${name} ${language}`)));
      }
      await speak(phone, 'ja');
    };
    const first = await phoneOf('auth', { width: 320, height: 640 });
    await tourOfAuth(first.phone, trial, visit(first.phone));
    await tourOfRefusals(first.phone, ['certificate-revoked', 'app-restricted'], visit(first.phone));
    expect(first.faults.filter((fault) => fault.startsWith('uncaught'))).toEqual([]);
    await first.close();
    const second = await phoneOf('sign', { width: 320, height: 640 });
    await tourOfSign(second.phone, trial, visit(second.phone));
    await tourOfFace(second.phone, visit(second.phone), async (name) => {
      faults.push(...(await faultsOf(second.phone, name)));
    });
    await tourOfCameras(second.phone, visit(second.phone));
    await second.close();
    expect(faults).toEqual([]);
  });

  it.each([
    ['dark', { dark: true }],
    ['high contrast', { forcedColors: true }],
    ['reduced motion', { reducedMotion: true }],
  ] as const)('%s too', { timeout: 300_000 }, async (_, look) => {
    const faults: string[] = [];
    const { phone, close } = await phoneOf('auth', look);
    await tourOfAuth(phone, trial, async (name) => void faults.push(...(await faultsOf(phone, name))));
    await close();
    expect(faults).toEqual([]);
  });

  it('enlarged to 200 % nothing is cut off or too much for a finger (WCAG 1.4.4, 2.5.8)', async () => {
    const faults: string[] = [];
    // A phone of 360 pixels at 200 %: half the width, and letters twice as large.
    const { phone, close } = await phoneOf('auth', { width: 360, height: 740 });
    await phone.page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.fontSize = '200%';
      });
    });
    await tourOfAuth(phone, trial, async (name) => {
      const overflow = await sidewaysOverflow(phone.page);
      if (overflow > 0) faults.push(`${name}: ${overflow} pixels too wide`);
      faults.push(...(await cutOff(phone)).map((text) => `${name}: cut off: ${text}`));
    });
    await close();
    expect(faults).toEqual([]);
  });

  it('enlarged to 400 % nothing is cut off (a window of 1280 is then one of 320, WCAG 1.4.10)', async () => {
    const faults: string[] = [];
    const { phone, close } = await phoneOf('auth', { width: 320, height: 256 });
    await tourOfAuth(phone, trial, async (name) => {
      const overflow = await sidewaysOverflow(phone.page);
      if (overflow > 0) faults.push(`${name}: ${overflow} pixels too wide`);
    });
    await close();
    expect(faults).toEqual([]);
  });

  it('by keyboard alone, from the first screen to the PIN', async () => {
    const { phone, page, close } = await phoneOf('auth', { locale: 'en-GB' });
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
        if (name.test(focused)) return;
      }
      throw new Error(`no Tab leads to ${name}`);
    };
    await phone.open();
    await phone.at('choosing');
    await tabTo(/User-authentication PIN/);
    await page.keyboard.press('Enter');
    await phone.at('before');
    await page.locator('.k-button--primary:not([disabled])').waitFor();
    await tabTo(/^Start$/);
    await page.keyboard.press('Enter');
    await phone.at('reserving.touching');
    trial.desk.put('phone');
    await phone.at('reserving.typing');
    await page.keyboard.press('Tab');
    await page.keyboard.type('KAIJO7');
    await page.keyboard.press('Enter');
    await phone.at('reserved');
    await close();
  });
});

describe.skipIf(!hasBrowser || FOLDER === undefined)('screenshots for the documentation', () => {
  const SIZES = [
    [360, 740],
    [768, 1024],
  ] as const;

  it.each(['ja-JP', 'en-GB'] as const)('%s', { timeout: 600_000 }, async (locale) => {
    const folder = join(FOLDER ?? '', 'phone');
    await mkdir(folder, { recursive: true });
    for (const [width, height] of SIZES) {
      const visit = (phone: PhonePage) => async (name: string) => {
        const file = `${name}-${locale.slice(0, 2)}-${width}x${height}.png`;
        const picture = await phone.page.screenshot({ fullPage: true, animations: 'disabled' });
        await sharp(picture).png({ palette: true, colours: 32, effort: 7 }).toFile(join(folder, file));
      };
      const first = await phoneOf('auth', { locale, width, height });
      await tourOfAuth(first.phone, trial, visit(first.phone));
      await tourOfRefusals(
        first.phone,
        ['maintenance', 'certificate-revoked', 'app-restricted'],
        visit(first.phone),
      );
      await first.close();
      const second = await phoneOf('sign', { locale, width, height });
      await tourOfSign(second.phone, trial, visit(second.phone));
      await tourOfFace(second.phone, visit(second.phone), visit(second.phone));
      await tourOfCameras(second.phone, visit(second.phone));
      await second.close();
    }
  });
});
