import type { StatisticsAnswer } from '@kaijo/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import {
  at,
  invite,
  type Locale,
  look,
  openDesk,
  registerAndSignIn,
  takePicture,
} from '../counter/support/desk.ts';
import {
  hasBrowser,
  KEEPS_PICTURES,
  launchBrowser,
  type Screen,
  sidewaysOverflow,
  startTrial,
  type Trial,
} from '../support/index.ts';

const PAGES = [
  'today',
  'maintenance',
  'switches',
  'stores',
  'kiosks',
  'survey',
  'audit',
  'settings',
] as const;
type PageName = (typeof PAGES)[number];

let trial: Trial;
let browser: Browser;
let nobody = 0;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('auth');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

interface SignedIn extends Screen {
  readonly number: string;
}

async function signedIn(role: 'operator' | 'auditor', locale: Locale = 'ja-JP'): Promise<SignedIn> {
  const number = `${role}-${++nobody}`;
  const screen = await openDesk({ browser, trial }, locale);
  onTestFailed(async () => console.error(screen.faults, await screen.page.locator('body').innerText()));
  await registerAndSignIn(screen.page, await invite(trial, number, role));
  await at(screen.page, 'today');
  return { ...screen, number };
}

async function open(page: Page, name: PageName): Promise<Locator> {
  await page.locator(`nav a[href="#${name}"]`).click();
  await at(page, name);
  return page.locator('main');
}

/** The button, and then the same words once more in the question. */
async function confirm(within: Locator, words: string): Promise<void> {
  await within.getByRole('button', { name: words }).click();
  await within.getByRole('alertdialog').getByRole('button', { name: words }).click();
}

const told = (main: Locator) => main.getByRole('status').first().waitFor();
const maintenanceOf = async (): Promise<readonly unknown[]> =>
  (await (await fetch(`${trial.service.publicUrl}/v1/status`)).json()).maintenance;

describe.skipIf(!hasBrowser)('an operator runs the service from the browser', () => {
  it('R36, R42: announces maintenance and withdraws it; stops a chain and lets it go on', async () => {
    const { page, faults, close } = await signedIn('operator');
    let main = await open(page, 'maintenance');
    await main.getByLabel('利用者に表示する文（日本語）').fill('機器を入れ替えます。');
    // Ends before it starts: said here, and nothing is sent.
    const end = main.getByLabel('終了日時（日本時間）');
    const good = await end.inputValue();
    await end.fill('2026-01-01T00:00');
    await main.getByRole('button', { name: '予告する' }).click();
    await main.getByRole('alert').waitFor();
    await end.fill(good);
    await main.getByRole('button', { name: '予告する' }).click();
    await told(main);
    await main.getByRole('cell', { name: '予告中' }).waitFor();
    expect(await maintenanceOf()).toMatchObject([{ sentence: { ja: '機器を入れ替えます。' }, scope: 'all' }]);
    await look(page, 'ja', 'operation-maintenance');
    await confirm(main.getByRole('table'), '取りやめる');
    await main.getByText('ありません。').waitFor();
    expect(await maintenanceOf()).toEqual([]);

    main = await open(page, 'switches');
    await main.locator('select').nth(1).selectOption('lawson');
    await main.getByRole('button', { name: 'すぐに止める' }).click();
    // A sentence for the holder is needed before the question is asked.
    expect(await main.getByRole('alertdialog').count()).toBe(0);
    await main.getByLabel('利用者に表示する文（日本語）').fill('ローソンでは一時停止しています。');
    await confirm(main, 'すぐに止める');
    await main.getByRole('rowheader', { name: 'ローソン' }).waitFor();
    await look(page, 'ja', 'operation-switches');
    await confirm(main.getByRole('table'), '停止を解除する');
    await main.getByText('ありません。').waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('R26: has a chain offer another PIN from tomorrow on; a file is checked line by line before anything changes', async () => {
    const { page, faults, close } = await signedIn('operator');
    const main = await open(page, 'stores');
    await main.getByLabel('事業者', { exact: true }).selectOption('lawson');
    await main.getByRole('button', { name: '登録する', exact: true }).click();
    await told(main);
    await main.getByRole('row', { name: /ローソン.*利用者証明用.*開始前/ }).waitFor();
    const file = (csv: string) =>
      main
        .locator('input[type=file]')
        .setInputFiles({ name: 'o.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    const check = main.getByRole('button', { name: '内容を確認する（まだ登録しません）' });
    await file('chain,store,pin,first_day,last_day\nministop,,auth,2026-02-30,\n');
    await check.click();
    await main.getByText('誤りが1件あります。何も登録していません。').waitFor();
    await main.getByRole('row', { name: /^2 first_day/ }).waitFor();
    await file('chain,store,pin,first_day,last_day\nministop,,auth,2099-04-01,\n');
    await check.click();
    await main.getByText('追加1行、変更0行、削除0行').waitFor();
    await look(page, 'ja', 'operation-stores');
    expect(await main.getByRole('row', { name: /ミニストップ.*2099/ }).count()).toBe(0);
    await main.getByRole('button', { name: 'この内容で登録する' }).click();
    await main.getByRole('row', { name: /ミニストップ.*2099-04-01.*開始前/ }).waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      main.getByRole('button', { name: 'CSVをダウンロード' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('kaijo-offers.csv');
    expect(faults).toEqual([]);
    await close();
  });

  it('gives a code to a new kiosk, and finds the act in the audit log (R39)', async () => {
    const { page, faults, close, number } = await signedIn('operator');
    let main = await open(page, 'kiosks');
    await main.getByLabel(/^店舗を探す/).fill('鍵が丘一丁目');
    await main.getByRole('button', { name: '探す', exact: true }).click();
    await main.getByRole('button', { name: /コードを発行する.*セブン/ }).click();
    await main.getByText(/コード：[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/).waitFor();
    await look(page, 'ja', 'operation-kiosks');
    main = await open(page, 'audit');
    await main.getByLabel(/^種類/).fill('kiosk.');
    await main.getByLabel(/^対象/).fill(number);
    await main.getByRole('button', { name: '検索する' }).click();
    await main.getByRole('row', { name: new RegExp(`kiosk.code-issued.*${number}`) }).waitFor();
    await look(page, 'ja', 'operation-audit');
    expect(faults).toEqual([]);
    await close();
  });

  it('R37: reads what visitors wrote as text and nothing else, and takes a text back', async () => {
    const text = '<b onclick=alert(1)>太字</b> ‮右から🙂';
    const sent = await fetch(`${trial.service.publicUrl}/v1/survey/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ usefulness: 'not-helpful', text, language: 'ja', masked: false }),
    });
    expect(await sent.json()).toMatchObject({ outcome: 'kept' });
    const { page, faults, close } = await signedIn('operator');
    const main = await open(page, 'survey');
    const words = main.locator('p.o-words');
    await words.waitFor();
    expect(await words.textContent()).toBe(text);
    expect(await words.locator('*').count()).toBe(0);
    await look(page, 'ja', 'operation-survey');
    await confirm(main.getByRole('table').last(), '内容を削除する');
    await told(main);
    await words.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await close();
  });

  it('R12, R35: changes the list of weak PINs, has a second person confirm, and sees who changed what', async () => {
    const { page, faults, close, number } = await signedIn('operator');
    const main = await open(page, 'settings');
    const form = main.getByRole('form', { name: '使えない暗証番号' });
    await form.getByRole('textbox').fill('0000 12345');
    await form.getByRole('button').click();
    await form.getByRole('alert').waitFor();
    await form.getByRole('textbox').fill('0000 1234\n2580');
    await form.getByRole('button').click();
    await told(main);
    await form.getByText('3件').waitFor();
    const counter = main.getByRole('form', { name: '窓口' });
    await counter.getByRole('checkbox').check();
    await counter.getByRole('button').click();
    await main.getByRole('row', { name: new RegExp(`窓口 ${number}.*"secondPerson":true`) }).waitFor();
    await main.getByRole('row', { name: new RegExp(`使えない暗証番号 ${number}.*2580`) }).waitFor();
    await look(page, 'ja', 'operation-settings');
    expect(faults).toEqual([]);
    await close();
  });

  it('is sent back to signing in when the session has ended', async () => {
    const { page, context, close } = await signedIn('operator');
    await context.clearCookies();
    await page.locator('nav a[href="#kiosks"]').click();
    await at(page, 'sign-in');
    await close();
  });
});

describe.skipIf(!hasBrowser)('the numbers', () => {
  /** Numbers that a country would give: what is under test here is how they are drawn. */
  const ANSWER: StatisticsAnswer = {
    faceFailurePercent: 7,
    counts: (['sign', 'auth'] as const).flatMap((pin, index) =>
      [
        ['phone-session.card-proven', 4120],
        ['face-check.passed', index === 0 ? 3655 : 0],
        ['reservation.made', 3540],
        ['kiosk-session.opened', 3105],
        ['kiosk-session.authorised', 2990],
        ['kiosk-session.completed', 2965],
      ].map(([event, count]) => ({
        event: event as string,
        pin,
        count: Math.round((count as number) / (1 + index)),
      })),
    ),
  };
  const REFUSED = { event: 'kiosk-session.opening-refused', problem: 'no-reservation', count: 120 };

  async function showNumbers(page: Page): Promise<void> {
    const { now } = await (await fetch(`${trial.service.publicUrl}/v1/status`)).json();
    await page.route('**/v1/office/statistics?*', async (route) => {
      const by = new URL(route.request().url()).searchParams.get('by');
      const of: Record<string, readonly string[]> = {
        chain: ['seven-eleven', 'aeon-retail', 'fuji'],
        prefecture: ['東京都', '大阪府', '北海道', '愛媛県'],
        hour: [new Date(Math.floor(Date.parse(now) / 3_600_000) * 3_600_000).toISOString()],
      };
      const counts =
        by === null
          ? [...ANSWER.counts, REFUSED]
          : (of[by] ?? []).flatMap((name, i) =>
              ANSWER.counts.map((one) => ({ ...one, of: name, count: Math.round(one.count / (i + 1)) })),
            );
      await route.fulfill({ json: { ...ANSWER, counts } });
    });
  }

  it.each([
    'ja-JP',
    'en-GB',
  ] as const)('are drawn, and stand in tables beside the pictures, in %s', async (locale) => {
    const { page, faults, close } = await signedIn('operator', locale);
    await showNumbers(page);
    await page.reload();
    await at(page, 'today');
    const main = page.locator('main');
    await main.getByRole('rowheader', { name: '東京都' }).waitFor();
    const charts = main.getByRole('img');
    expect(await charts.count()).toBe(4);
    for (const chart of await charts.all()) expect(await chart.getAttribute('aria-label')).toMatch(/\S/);
    // Each step of the funnel as a row: 4,120 cards for the sign PIN, 2,060 for the auth PIN.
    await main.getByRole('row', { name: /4120 2060$/ }).waitFor();
    await main.getByRole('row', { name: /no-reservation.*120$/ }).waitFor();
    await main.getByRole('rowheader', { name: 'フジ' }).waitFor();
    await look(page, locale, 'operation-today');
    expect(faults).toEqual([]);
    await close();
  });
});

describe.skipIf(!hasBrowser)('R35: an auditor', () => {
  it('sees every page, at 320 px as well, and has nothing to change anything with', async () => {
    const { page, faults, close } = await signedIn('auditor');
    await page.setViewportSize({ width: 320, height: 640 });
    for (const name of PAGES) {
      const main = await open(page, name);
      // What the service answered stands there: a table, or that there is nothing.
      await main.locator('table, .o-caption').filter({ visible: true }).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await sidewaysOverflow(page), name).toBeLessThanOrEqual(0);
      await takePicture(page, 'ja', `operation-${name}-320`);
      if (name === 'audit') continue;
      expect(
        await main.getByRole('button', { name: /予告|止める|解除|登録|発行|廃止|削除/ }).count(),
        name,
      ).toBe(0);
      for (const save of await main.getByRole('button', { name: '保存する' }).all())
        expect(await save.isDisabled()).toBe(true);
    }
    expect(faults).toEqual([]);
    await close();
  });

  it.skipIf(!KEEPS_PICTURES)('has every page in English as well', async () => {
    const { page, close } = await signedIn('operator', 'en-GB');
    for (const name of PAGES.slice(1)) {
      await open(page, name);
      await page.waitForLoadState('networkidle');
      await look(page, 'en', `operation-${name}`);
    }
    await close();
  });
});
