import type { CardPlace } from './desk.ts';

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly phone: string;
  readonly card: string;
  readonly cardHelp: string;
  readonly places: Readonly<Record<CardPlace, string>>;
  readonly now: (place: string) => string;
  readonly noDesk: string;
  readonly knowTitle: string;
  readonly know: readonly string[];
  readonly kiosk: string;
  readonly tryTitle: string;
  readonly tryLead: string;
  readonly commands: readonly (readonly [what: string, command: string])[];
  readonly lookTitle: string;
  readonly links: readonly (readonly [what: string, href: string])[];
  readonly note: string;
  readonly other: string;
}

const DEMO_CARD = '.kaijo/cards/hanako.card.json';

/** For developers and visitors of a trial, hence two languages; what holders see speaks seven. */
export const WORDS: Readonly<Record<'ja' | 'en', Words>> = {
  ja: {
    title: 'お試し用の机',
    lead: '左がスマートフォン、右が仮想のマイナンバーカードです。カードを動かして、予約を試してください。',
    phone: '仮想のスマートフォン',
    card: '仮想のマイナンバーカード',
    cardHelp:
      'カードをスマートフォンの上まで動かすか、下のボタンを押すか、矢印キー（← →）で動かします。途中で離すこともできます。',
    places: { hand: '手に持つ', phone: 'スマートフォンにかざす', kiosk: 'キオスク端末に置く' },
    now: (place) => `いま：${place}`,
    noDesk: 'カードの机が動いていません。「npm start」で起動してください。',
    knowTitle: 'このカードについて',
    know: [
      '持ち主：鍵野 花子（架空の人物）',
      '利用者証明用パスワードはロックされています',
      '署名用パスワード：ABC12345',
    ],
    kiosk: '予約のあと、キオスク端末の画面でカードを置いて再設定します。',
    tryTitle: 'ターミナルで試す',
    tryLead: '別のターミナルを開き、このフォルダーで次のコマンドを実行してください。',
    commands: [
      ['利用者証明用パスワード（数字4桁）の再設定を、予約から完了まで見る', 'npx kaijo demo --pin auth'],
      ['署名用パスワードの再設定を、お顔の確認も含めて見る', 'npx kaijo demo --pin sign'],
      ['別の人がカメラの前に立つとどうなるかを見る', 'npx kaijo demo --pin sign --face taro'],
      ['お試し用のカードの状態を見る（入力できる残り回数は減りません）', `npx kaijo card show ${DEMO_CARD}`],
      ['カードを仮想リーダーに置き、OpenSC などから使う', `npx kaijo card attach ${DEMO_CARD}`],
      ['このサービスの事前予約の一覧を見る', 'npx kaijo reservation list'],
    ],
    lookTitle: 'サービスの中身を見る',
    links: [
      ['スマートフォンの画面だけを開く', '/phone/'],
      ['いまの受付状況', '/v1/status'],
      ['取り扱い店舗（架空の店舗です）', '/v1/stores'],
      ['API の仕様（OpenAPI 3.1）', '/openapi.json'],
    ],
    note: 'お試し用の環境です。カードも店舗も架空のもので、本物のマイナンバーカードには使えません。',
    other: 'English',
  },
  en: {
    title: 'The table for trying',
    lead: 'A phone on the left, a virtual My Number Card on the right. Move the card and try a reservation.',
    phone: 'Virtual phone',
    card: 'Virtual My Number Card',
    cardHelp:
      'Drag the card onto the phone, press a button below, or use the arrow keys (← →). You can take it away at any moment.',
    places: { hand: 'In the hand', phone: 'Held to the phone', kiosk: 'On the kiosk’s reader' },
    now: (place) => `Now: ${place}`,
    noDesk: 'The table with the card is not running: start it with "npm start".',
    knowTitle: 'About this card',
    know: [
      'Holder: Hanako Kagino (invented)',
      'Its user-authentication PIN is locked',
      'Its signature password: ABC12345',
    ],
    kiosk: 'After the reservation, put the card on the kiosk’s reader and reset the PIN there.',
    tryTitle: 'In a terminal',
    tryLead: 'Open a second terminal in this folder and run one of these.',
    commands: [
      [
        'Watch the auth PIN (four digits) being reset, from the reservation to the proof',
        'npx kaijo demo --pin auth',
      ],
      ['The sign PIN (6 to 16 letters and digits), with the face check', 'npx kaijo demo --pin sign'],
      ['What happens when somebody else stands before the camera', 'npx kaijo demo --pin sign --face taro'],
      ['Look at the demo card (spends none of its tries)', `npx kaijo card show ${DEMO_CARD}`],
      ['Lay it on a virtual reader and use it from OpenSC and others', `npx kaijo card attach ${DEMO_CARD}`],
      ['List the reservations of this service', 'npx kaijo reservation list'],
    ],
    lookTitle: 'Look inside',
    links: [
      ['The phone’s screens alone', '/phone/'],
      ['Opening hours and maintenance, as they stand now', '/v1/status'],
      ['Stores (invented)', '/v1/stores'],
      ['The API (OpenAPI 3.1)', '/openapi.json'],
    ],
    note: 'This is for trying Kaijo: cards and stores are invented, and real My Number Cards cannot be used.',
    other: '日本語',
  },
};
