import { connectOperator, type GuideProcess, startGuideProcess } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, PROBLEM_TYPES } from '@kaijo/contract';
import { LANGUAGES } from '@kaijo/contract/language';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceInAProcess, startAsProcess } from '../../support/restartable-service.ts';
import {
  accessibilityFaults,
  hasBrowser,
  keepPicture,
  launchBrowser,
  openScreen,
  sidewaysOverflow,
} from '../support/index.ts';

const PAGES = [
  '/',
  '/stores',
  '/stores?place=鍵が丘&pin=auth',
  '/problems/',
  '/problems/outside-hours',
  '/terms',
];

let guide: GuideProcess;
let service: ServiceInAProcess;
let browser: Browser;
beforeAll(async () => {
  if (!hasBrowser) return;
  const started = await startGuideProcess();
  if (started === undefined) throw new Error('the guide is not built');
  guide = started;
  service = await startAsProcess({ ...guide.settings });
  guide.serve(service.publicUrl);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
  await guide?.stop();
});

const at = (path: string) => `${service.publicUrl}${path}`;

/** A visitor whose browser runs no script. */
async function withoutScript<T>(visit: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP' });
  try {
    return await visit(await context.newPage());
  } finally {
    await context.close();
  }
}

describe.skipIf(!hasBrowser)('the guide', () => {
  describe.each([
    ['small', 360, 740],
    ['large', 1280, 900],
  ] as const)('%s', (size, width, height) => {
    it.each(['ja', 'en'] as const)('%s: pictures of all pages are kept', async (language) => {
      const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
      const screen = await openScreen(browser, { locale, width, height });
      const prefix = language === 'ja' ? '' : '/en';
      const names = ['main', 'stores', 'stores-found', 'problems', 'problem', 'terms'];
      for (const [index, path] of PAGES.entries()) {
        await screen.page.goto(at(prefix + path));
        await keepPicture(screen.page, 'guide', `${names[index]}-${language}-${size}`);
        expect(await sidewaysOverflow(screen.page)).toBe(0);
      }
      expect(screen.faults).toEqual([]);
      await screen.close();
    });
  });

  it.each(LANGUAGES)('%s: axe finds nothing, at 320 pixels nothing sticks out', async (language) => {
    const screen = await openScreen(browser, { width: 320, height: 640 });
    for (const path of PAGES) {
      await screen.page.goto(at((language === 'ja' ? '' : `/${language}`) + path));
      expect(await accessibilityFaults(screen.page)).toEqual([]);
      expect(await sidewaysOverflow(screen.page)).toBe(0);
    }
    expect(screen.faults).toEqual([]);
    await screen.close();
  });

  it.each([{ dark: true }, { forcedColors: true }])('%o: axe finds nothing', async (options) => {
    const screen = await openScreen(browser, options);
    await screen.page.goto(at('/'));
    expect(await accessibilityFaults(screen.page)).toEqual([]);
    const name = 'dark' in options ? 'dark' : 'forced-colours';
    await keepPicture(screen.page, 'guide', `main-ja-${name}`);
    await screen.close();
  });

  it('is printed without menus and forms', async () => {
    const screen = await openScreen(browser, { width: 1024 });
    await screen.page.goto(at('/'));
    await screen.page.emulateMedia({ media: 'print' });
    expect(await screen.page.locator('nav.menu').isVisible()).toBe(false);
    expect(await screen.page.locator('form').isVisible()).toBe(false);
    expect(await screen.page.locator('#steps').isVisible()).toBe(true);
    await screen.close();
  });

  it('is one keystroke from its content, and every link can be reached', async () => {
    const screen = await openScreen(browser);
    await screen.page.goto(at('/'));
    await screen.page.keyboard.press('Tab');
    expect(await screen.page.evaluate(() => document.activeElement?.textContent)).toBe('本文へ移動');
    await screen.page.keyboard.press('Enter');
    expect(await screen.page.evaluate(() => document.activeElement?.id)).toBe('content');
    await screen.close();
  });

  it('finds stores around the visitor where the browser tells the place, to 100 metres', async () => {
    const screen = await openScreen(browser);
    await screen.context.grantPermissions(['geolocation']);
    await screen.context.setGeolocation({ latitude: 35.671_234, longitude: 139.764_567 });
    await screen.page.goto(at('/stores'));
    await screen.page.getByRole('button', { name: '現在地から探す' }).click();
    await screen.page.waitForURL(/near=/);
    expect(new URL(screen.page.url()).searchParams.get('near')).toBe('35.671,139.765');
    await expect.poll(() => screen.page.locator('.found li').count()).toBeGreaterThan(3);
    expect(screen.faults).toEqual([]);
    await screen.close();
  });
});

describe.skipIf(!hasBrowser)('without a script', () => {
  it('everything can be read', () =>
    withoutScript(async (page) => {
      await page.goto(at('/'));
      for (const id of [
        'what',
        'cannot',
        'hours',
        'stores',
        'bring',
        'steps',
        'notes',
        'apps',
        'office',
        'survey',
      ])
        expect(await page.locator(`#${id}`).innerText()).not.toBe('');
      expect(await page.getByRole('img').count()).toBeGreaterThan(15);
    }));

  it('another language is one link away, and the browser’s own is offered', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'vi-VN' });
    const page = await context.newPage();
    await page.goto(at('/'));
    await page.getByRole('link', { name: 'Trang này cũng có bằng tiếng Việt.' }).click();
    expect(new URL(page.url()).pathname).toBe('/vi/');
    await page.getByRole('link', { name: '한국어' }).click();
    expect(new URL(page.url()).pathname).toBe('/ko/');
    await context.close();
  });

  it('stores are found with a form', () =>
    withoutScript(async (page) => {
      await page.goto(at('/stores'));
      await page.getByLabel('地名・店舗名・郵便番号').fill('解錠区');
      await page.getByLabel('再設定する暗証番号').selectOption('auth');
      await page.getByRole('button', { name: '探す', exact: true }).click();
      expect(await page.locator('.found').innerText()).toContain('セブン-イレブン 鍵が丘一丁目店');
      expect(await page.locator('.found').innerText()).not.toContain('ローソン');
      expect(await page.getByRole('button', { name: '現在地から探す' }).isVisible()).toBe(false);
    }));

  it('the code of an error screen has its page', () =>
    withoutScript(async (page) => {
      for (const type of PROBLEM_TYPES) {
        await page.goto(at(`/problems/${type}`));
        expect(await page.locator('h1').innerText()).toContain(type);
      }
    }));

  it('the survey is answered: personal data is shown before, masked in what is kept, and once is enough', () =>
    withoutScript(async (page) => {
      await page.goto(at('/'));
      await page.getByLabel('役に立った', { exact: true }).check();
      await page.getByLabel('ご意見（自由記入、1,000文字まで）').fill('<b>太郎</b> 😀 1234-5678-9012 مرحبا');
      await page.getByRole('button', { name: '送信する' }).click();
      expect(await page.locator('h1').innerText()).toBe('個人情報と思われる内容があります');
      expect(await page.locator('textarea').inputValue()).toBe('<b>太郎</b> 😀 ［番号］ مرحبا');
      await keepPicture(page, 'guide', 'survey-masked-ja-small');
      await page.getByRole('button', { name: '伏せたまま送信する' }).click();
      expect(await page.locator('h1').innerText()).toBe('ご回答ありがとうございました。');
      await page.goto(at('/'));
      await page.getByLabel('役に立たなかった').check();
      await page.getByRole('button', { name: '送信する' }).click();
      expect(await page.locator('h1').innerText()).toBe('すでにご回答をいただいています。');
      const operator = await connectOperator(service.folder);
      const { texts } = await operator.call(OPERATOR_ROUTES.listSurveyTexts, {});
      await operator.close();
      expect(texts).toMatchObject([{ usefulness: 'helpful', text: '<b>太郎</b> 😀 ［番号］ مرحبا' }]);
    }));
});
