import { OPERATOR_ROUTES, PROBLEM_TYPES, problemTitle } from '@kaijo/contract';
import { LANGUAGES } from '@kaijo/contract/language';
import { connectService, createGuide, DEMO_PUBLISHER } from '@kaijo/guide';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, NOON, STORE } from './support/installation.ts';
import { granted, KioskVisit, PhoneVisit, reserve, verdict } from './support/steps.ts';

const STAFF = 'inspector-7';
const ORIGIN = 'https://kaijo.example';

let of: Installation;
let kiosk: Machine;
beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
});
afterAll(() => of?.close());
beforeEach(() => of.clock.set(NOON));

/** A guide that has just been started: it remembers nothing of what the service said before. */
async function freshGuide<T>(
  visit: (get: (path: string, headers?: Record<string, string>) => Promise<Response>) => Promise<T>,
  service: string | undefined = of.publicUrl,
): Promise<T> {
  const guide = await createGuide({
    settings: { publisher: DEMO_PUBLISHER, demo: false },
    service: connectService({ url: () => service }),
    origin: () => ORIGIN,
  });
  const url = await guide.listen({ host: '127.0.0.1', port: 0 });
  try {
    return await visit((path, headers = {}) => fetch(`${url}${path}`, { headers, redirect: 'manual' }));
  } finally {
    await guide.close();
  }
}
const textOf = (html: string) =>
  html
    .replaceAll(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"');
const main = (service?: string) => freshGuide(async (get) => textOf(await (await get('/')).text()), service);

/** Must hold 1: the list of the municipal page, in its order. */
const FACTS: readonly (readonly [string, readonly string[]])[] = [
  ['what this is', ['マイナンバーカードの暗証番号の初期化・再設定', '忘れたとき', 'ロックされたとき']],
  ['that it is free (R7)', ['手数料はかかりません（無料）']],
  ['what can be reset', ['署名用パスワード（英数字6〜16文字）', '利用者証明用パスワード（数字4桁）']],
  ['where', ['全国のマルチコピー機']],
  [
    'what cannot, and the counter for it (R1)',
    ['住民基本台帳用パスワード', '券面事項入力補助用パスワード', '市区町村の窓口'],
  ],
  ['cards without a photo (R41)', ['顔写真のないマイナンバーカード']],
  ['cards without PINs (R41)', ['顔認証マイナンバーカード']],
  ['children and wards (R41)', ['15歳未満', '成年被後見人']],
  ['certificates that are no longer good (R5)', ['有効期限が切れている', '失効している']],
  ['hours of the reservation (R18)', ['原則24時間（メンテナンス時を除く）']],
  ['hours of the kiosks (R24)', ['6時30分から23時まで（メンテナンス時を除く）']],
  ['how things stand now', ['現在の状況', '予約できます', '利用できます（今日 23:00まで）']],
  ['stores for the sign PIN (R26)', ['ローソン', 'ファミリーマート', 'ミニストップ', 'ダイエー', '一部店舗']],
  [
    'stores for both PINs (R26)',
    [
      'セブン-イレブン',
      'イオンリテール',
      '本州・四国の「イオン」「イオンスタイル」',
      'イオン北海道',
      'イオン東北',
      'フジ',
      '中国・四国地方の一部店舗',
    ],
  ],
  ['since when', ['2026年1月1日から']],
  ['that the number of stores grows', ['順次拡大']],
  ['what to bring for the sign PIN', ['署名用パスワードを再設定するとき', 'カードの顔写真と照合']],
  ['what to bring for the auth PIN', ['利用者証明用パスワードを再設定するとき', '顔の照合はありません']],
  ['card and phone', ['電子証明書が有効なもの', '読み取れるスマートフォン']],
  ['neither known: the counter (R2)', ['両方の暗証番号が分からない方へ', 'この方法では手続きできません']],
  ['STEP 1 and STEP 2', ['STEP 1 スマートフォンで事前予約', 'STEP 2 キオスク端末で初期化・再設定']],
  [
    'the steps of the sign PIN (R3)',
    ['表面を撮影', '顔を撮影', '新しい署名用パスワード（英数字6〜16文字）を2回入力'],
  ],
  ['the steps of the auth PIN (R4)', ['新しい利用者証明用パスワード（数字4桁）を2回入力']],
  ['24 hours (R13)', ['予約の有効期限は24時間です', '24時間以内に']],
  ['five failures (R19)', ['5回続けて失敗すると', 'アプリの利用が制限されます']],
  ['the counter as the way that always works (R34)', ['窓口ではいつでもお手続きできます']],
  ['the app for iPhone and Android', ['iPhone用アプリ', 'Android用アプリ', 'ブラウザーで使う']],
  ['the main menu', ['店舗を探す', '予約をする', 'お問い合わせ']],
  ['the office', ['0570-000-000', '受付時間']],
  ['pages of issuer and portal', ['J-LIS', 'マイナポータル']],
  [
    'the survey (R37)',
    ['このページは役に立ちましたか', '役に立った', 'どちらともいえない', '役に立たなかった', '1,000文字まで'],
  ],
  ['its two warnings (R37)', ['個人情報は書かないでください', 'ご質問は、お問い合わせ先へ']],
];

describe('the guide carries all that the municipal page carries (R37)', () => {
  it.each(FACTS)('%s', async (_, facts) => {
    const text = await main();
    for (const fact of facts) expect(text).toContain(fact);
  });

  it('in its order', async () => {
    const html = await freshGuide(async (get) => (await get('/')).text());
    const sections = [...html.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
    expect(sections).toEqual([
      'what',
      'cannot',
      'hours',
      'stores',
      'bring',
      'steps',
      'notes',
      'apps',
      'faq',
      'office',
      'survey',
    ]);
  });

  it.each(LANGUAGES)('%s: complete, in its own words, and no sentence left open', async (language) => {
    const path = language === 'ja' ? '/' : `/${language}/`;
    const html = await freshGuide(async (get) => (await get(path)).text());
    expect(html).toContain(`<html lang="${language === 'ja-easy' ? 'ja' : language}"`);
    const sections = [...html.matchAll(/<section id="([a-z]+)"/g)];
    expect(sections).toHaveLength(11);
    expect(textOf(html)).not.toMatch(/\{\w+\}|undefined|\[object/);
  });

  it('the whole first page comes in one answer of at most 60 kB, uncompressed', async () => {
    await freshGuide(async (get) => {
      const response = await get('/', { 'accept-encoding': 'identity' });
      const html = await response.text();
      expect(Buffer.byteLength(html)).toBeLessThan(60_000);
      expect(html).not.toMatch(/<script(?![^>]*ld\+json)|<link[^>]*stylesheet|<img/);
    });
  });
});

describe('the guide for machines', () => {
  it('has canonical addresses, languages, a description and questions', async () => {
    const html = await freshGuide(async (get) => (await get('/en/')).text());
    expect(html).toContain(`<link rel="canonical" href="${ORIGIN}/en/"`);
    expect(html).toContain(`hrefLang="zh-Hans" href="${ORIGIN}/zh-Hans/"`);
    expect(html).toMatch(/<meta name="description" content="[^"]{80,}"/);
    const [, json = ''] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html) ?? [];
    const graph = JSON.parse(json)['@graph'];
    expect(graph).toMatchObject([
      {
        '@type': 'GovernmentService',
        isAccessibleForFree: true,
        hoursAvailable: { opens: '06:30:00+09:00', closes: '23:00:00+09:00' },
      },
      { '@type': 'FAQPage' },
    ]);
    expect(graph[1].mainEntity).toHaveLength(5);
  });

  it('runs nothing and loads nothing that is not its own', () =>
    freshGuide(async (get) => {
      for (const path of ['/', '/stores', '/problems/', '/vi/problems/maintenance', '/nothing-here']) {
        const response = await get(path);
        const policy = response.headers.get('content-security-policy') ?? '';
        expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
        expect(policy).not.toMatch(/unsafe|\*|https?:/);
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        await response.text();
      }
    }));

  it('answers unchanged pages with 304, and compresses', () =>
    freshGuide(async (get) => {
      const first = await get('/problems/', { 'accept-encoding': 'br, gzip' });
      const etag = first.headers.get('etag') ?? '';
      expect(first.headers.get('content-encoding')).toBe('br');
      expect((await get('/problems/', { 'if-none-match': etag })).status).toBe(304);
      expect((await get('/stores?place=x', {})).headers.get('cache-control')).toBe('no-store');
    }));

  it('names every page in the sitemap, and each is there', () =>
    freshGuide(async (get) => {
      const map = await (await get('/sitemap.xml')).text();
      const paths = [...map.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) =>
        (url as string).slice(ORIGIN.length),
      );
      // The main page, the stores, the problems and the terms; then a page for each problem.
      expect(paths).toHaveLength(7 * (4 + PROBLEM_TYPES.length));
      for (const path of paths) {
        const response = await get(path);
        expect([path, response.status]).toEqual([path, 200]);
        await response.text();
      }
      expect(await (await get('/robots.txt')).text()).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
    }));

  it('has a page for each problem in every language, with what happened (R40)', () =>
    freshGuide(async (get) => {
      for (const language of LANGUAGES)
        for (const type of PROBLEM_TYPES) {
          const html = await (
            await get(`${language === 'ja' ? '' : `/${language}`}/problems/${type}`)
          ).text();
          expect(textOf(html)).toContain(problemTitle(type, language).slice(0, 12));
        }
      expect((await get('/problems/no-such-problem')).status).toBe(404);
    }));
});

describe('how things stand (R24, R36)', () => {
  it.each([
    ['06:29:59.999', '現在は利用できません（今日 6:30から利用できます）'],
    ['06:30:00.000', '利用できます（今日 23:00まで）'],
    ['22:59:59.999', '利用できます（今日 23:00まで）'],
    ['23:00:00.000', '現在は利用できません（明日 6:30から利用できます）'],
  ])('at %s', async (time, words) => {
    of.clock.set(`2026-03-10T${time}`);
    expect(await main()).toContain(words);
  });

  it('a service that does not answer: the hours stand there, and that nothing more is known', async () => {
    const text = await main('http://127.0.0.1:9');
    expect(text).toContain('現在の状況を確認できません');
    expect(text).toContain('6時30分から23時まで');
    expect(text).toContain('取り扱い店舗の一覧を表示できません');
    expect(text).not.toMatch(/予約できます|利用できます（/);
    await freshGuide(async (get) => {
      expect((await get('/stores?place=東京都')).status).toBe(503);
      expect((await get('/maintenance.atom')).status).toBe(503);
    }, 'http://127.0.0.1:9');
  });

  it('maintenance announced for in ten minutes is on guide, phone and kiosk ahead, stops, lets an initialised card finish, and is gone after it', async () => {
    const hanako = await of.card('hanako', { locked: 'auth' });
    await reserve(of, hanako, 'auth');
    const [starts, ends] = ['2026-03-10T12:10:00', '2026-03-10T13:00:00'];
    const window = await of.operator.call(OPERATOR_ROUTES.announceMaintenance, {
      body: {
        startsAt: `${starts}+09:00`,
        endsAt: `${ends}+09:00`,
        scope: 'all',
        sentence: { ja: '機器を入れ替えます。', en: 'New machines.' },
        staff: STAFF,
      },
    });
    // Ahead.
    expect(await main()).toContain('3月10日(火) 12:10から3月10日(火) 13:00まで');
    expect(await main()).toContain('機器を入れ替えます。');
    const status = await of.phone.showStatus();
    expect(status).toMatchObject({ kind: 'ok', body: { phone: { open: true }, kiosk: { open: true } } });
    expect(status.kind === 'ok' && status.body.maintenance.map(({ id }) => id)).toEqual([window.id]);
    const feed = await freshGuide(async (get) => (await get('/en/maintenance.atom')).text());
    expect(feed).toContain('New machines.');
    expect(feed).toContain(`urn:uuid:${window.id}`);
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { commands } = granted(await visit.authorise(hanako));
    // During.
    of.clock.set(starts);
    expect(await main()).toContain('メンテナンス中のため予約できません');
    expect(await main()).toContain('現在は利用できません（今日 13:00から利用できます）');
    expect(verdict(await PhoneVisit.tryToBegin(of, 'auth', crypto.randomUUID()))).toBe('maintenance');
    expect(verdict(await visit.complete(await visit.write(hanako, commands, '2580')))).toBe('ok');
    // After.
    of.clock.set(ends);
    expect(await main()).not.toContain('機器を入れ替えます。');
    expect(await main()).toContain('予約できます');
    expect(await freshGuide(async (get) => (await get('/maintenance.atom')).text())).not.toContain('<entry>');
  });
});

describe('an offer that starts tomorrow (R26, R27; no restart)', () => {
  it('tonight’s kiosk says where it is offered, at 00:00 it offers it; the guide names the day ahead', async () => {
    const lawson = await of.machine(STORE.signPinOnly);
    await of.operator.call(OPERATOR_ROUTES.importTable, {
      body: {
        table: 'offers',
        csv: 'chain,store,pin,first_day,last_day\nlawson,,auth,2026-03-11,\n',
        mode: 'merge',
        dryRun: false,
        staff: STAFF,
      },
    });
    const taro = await of.card('taro', { locked: 'auth' });
    of.clock.set('2026-03-10T22:30:00');
    await reserve(of, taro, 'auth');
    const refused = await KioskVisit.tryToBegin(of, lawson, taro);
    expect(verdict(refused)).toBe('not-offered-here');
    const stores = refused.kind === 'problem' ? (refused.problem.stores ?? []) : [];
    expect(stores[0]).toMatchObject({ id: STORE.bothPins });
    expect(await main()).toContain('2026年3月11日から');
    const offering = async () => {
      const outcome = await of.phone.listStores({ pin: 'auth' });
      return outcome.kind === 'ok' && outcome.body.stores.some(({ chain }) => chain === 'ローソン');
    };
    of.clock.set('2026-03-10T23:59:59.999');
    expect(await offering()).toBe(false);
    of.clock.set('2026-03-11T00:00:00.000');
    expect(await offering()).toBe(true);
    of.clock.set('2026-03-11T06:30:00.000');
    expect(verdict(await KioskVisit.tryToBegin(of, lawson, taro))).toBe('ok');
  });
});
