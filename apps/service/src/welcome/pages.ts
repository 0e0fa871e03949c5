import type { Page } from '../http/index.ts';

type Language = 'ja' | 'en';

interface Words {
  readonly title: string;
  readonly other: { readonly path: string; readonly name: string; readonly language: Language };
  readonly lead: string;
  readonly tryTitle: string;
  readonly tryLead: string;
  readonly commands: readonly { readonly what: string; readonly command: string }[];
  readonly lookTitle: string;
  readonly links: readonly { readonly what: string; readonly href: string }[];
  readonly note: string;
}

const DEMO_CARD = '.kaijo/cards/hanako.card.json';

const WORDS: Readonly<Record<Language, Words>> = {
  ja: {
    title: 'Kaijo 解錠',
    other: { path: '/en', name: 'English', language: 'en' },
    lead: 'マイナンバーカードの暗証番号を、スマートフォンでの予約とキオスク端末で再設定するサービスです。この端末で、お試し用のサービスが動いています。',
    tryTitle: '試してみる',
    tryLead: '別のターミナルを開き、このフォルダーで次のコマンドを実行してください。',
    commands: [
      {
        what: '利用者証明用パスワード（数字4桁）の再設定を、予約から完了まで見る',
        command: 'npx kaijo demo --pin auth',
      },
      {
        what: '署名用パスワード（英数字6〜16文字）の再設定を、お顔の確認も含めて見る',
        command: 'npx kaijo demo --pin sign',
      },
      {
        what: '別の人がカメラの前に立つとどうなるかを見る',
        command: 'npx kaijo demo --pin sign --face taro',
      },
      {
        what: 'お試し用のカードの状態を見る（入力できる残り回数は減りません）',
        command: `npx kaijo card show ${DEMO_CARD}`,
      },
      {
        what: 'カードを仮想リーダーに置き、OpenSC などから使う',
        command: `npx kaijo card attach ${DEMO_CARD}`,
      },
      { what: 'このサービスの事前予約の一覧を見る', command: 'npx kaijo reservation list' },
    ],
    lookTitle: 'サービスの中身を見る',
    links: [
      { what: 'いまの受付状況', href: '/v1/status' },
      { what: '取り扱い店舗（架空の店舗です）', href: '/v1/stores' },
      { what: 'API の仕様（OpenAPI 3.1）', href: '/openapi.json' },
    ],
    note: 'お試し用の環境です。カードも店舗も架空のもので、本物のマイナンバーカードには使えません。',
  },
  en: {
    title: 'Kaijo 解錠',
    other: { path: '/', name: '日本語', language: 'ja' },
    lead: 'Kaijo repairs a locked PIN of the My Number Card with a reservation by phone and a kiosk in a store. A service for trying it is running on this machine.',
    tryTitle: 'What to try',
    tryLead: 'Open a second terminal in this folder and run one of these.',
    commands: [
      {
        what: 'Watch the auth PIN (four digits) being reset, from the reservation to the proof',
        command: 'npx kaijo demo --pin auth',
      },
      {
        what: 'The sign PIN (6 to 16 letters and digits), with the face check',
        command: 'npx kaijo demo --pin sign',
      },
      {
        what: 'What happens when somebody else stands before the camera',
        command: 'npx kaijo demo --pin sign --face taro',
      },
      {
        what: 'Look at the demo card (spends none of its tries)',
        command: `npx kaijo card show ${DEMO_CARD}`,
      },
      {
        what: 'Lay it on a virtual reader and use it from OpenSC and others',
        command: `npx kaijo card attach ${DEMO_CARD}`,
      },
      { what: 'List the reservations of this service', command: 'npx kaijo reservation list' },
    ],
    lookTitle: 'Look inside',
    links: [
      { what: 'Opening hours and maintenance, as they stand now', href: '/v1/status' },
      { what: 'Stores (invented)', href: '/v1/stores' },
      { what: 'The API (OpenAPI 3.1)', href: '/openapi.json' },
    ],
    note: 'This is for trying Kaijo: cards and stores are invented, and real My Number Cards cannot be used.',
  },
};

const STYLE = `
:root { color-scheme: light dark; --text: #1a1a1c; --page: #fff; --quiet: #595959; --box: #f2f2f2; --link: #0017c1; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f2f2f2; --page: #1a1a1c; --quiet: #b3b3b3; --box: #333; --link: #9db7f9; }
}
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--text);
  font: 1rem/1.7 "Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", sans-serif; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
.language { text-align: right; }
a { color: var(--link); text-underline-offset: .2em; }
a:focus-visible { outline: 4px solid currentColor; outline-offset: 2px; }
dt { margin-top: 1rem; }
dd { margin: .25rem 0 0; }
code { display: block; overflow-x: auto; padding: .6rem .8rem; background: var(--box); border-radius: 6px; font-size: .95rem; }
.note { margin-top: 2rem; color: var(--quiet); }
`;

function welcome(path: string, language: Language): Page {
  const words = WORDS[language];
  const commands = words.commands.map(
    ({ what, command }) => `<dt>${what}</dt><dd><code tabindex="0">${command}</code></dd>`,
  );
  const links = words.links.map(({ what, href }) => `<li><a href="${href}">${what}</a></li>`);
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<style>${STYLE}</style>
</head>
<body>
<p class="language"><a href="${words.other.path}" lang="${words.other.language}">${words.other.name}</a></p>
<main>
<h1>${words.title}</h1>
<p>${words.lead}</p>
<h2>${words.tryTitle}</h2>
<p>${words.tryLead}</p>
<dl>
${commands.join('\n')}
</dl>
<h2>${words.lookTitle}</h2>
<ul>
${links.join('\n')}
</ul>
<p class="note">${words.note}</p>
</main>
</body>
</html>
`;
  return { path, html, style: STYLE };
}

/**
 * The page that a newcomer's service shows on localhost: what is running, and what to try. Not served in production.
 */
export const WELCOME_PAGES: readonly Page[] = [welcome('/', 'ja'), welcome('/en', 'en')];
