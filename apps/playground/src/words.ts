import type { CardPlace } from './desk.ts';
import type { Before } from './persona-camera.ts';

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly phone: string;
  readonly card: string;
  readonly cardHelp: string;
  readonly places: Readonly<Record<CardPlace, string>>;
  readonly now: (place: string) => string;
  readonly noDesk: string;
  readonly whichCard: string;
  readonly lockedAuth: string;
  readonly lockedSign: string;
  readonly whoIsBefore: string;
  readonly before: Readonly<Record<Before, string>>;
  readonly knowTitle: string;
  readonly know: readonly string[];
  readonly kiosk: string;
  readonly kioskStarting: string;
  readonly reader: string;
  readonly storyTitle: string;
  readonly story: readonly string[];
  readonly clock: (time: string) => string;
  readonly closed: string;
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
    lead: '左がスマートフォン、右がお店のキオスク端末（マルチコピー機）、間が仮想のマイナンバーカードです。カードを動かして、予約から再設定までを3分ほどで試せます。',
    storyTitle: '進め方',
    story: [
      'スマートフォンで「利用者証明用パスワード（数字4桁）」を選び、カードをかざして、署名用パスワードを入力します。',
      '予約ができたら、カードをキオスク端末に置きます。',
      'キオスク端末で署名用パスワードを入力し、新しい数字4桁を2回入力します。',
    ],
    clock: (time) =>
      `日本ではいまキオスク端末の時間外（23時〜6時30分）のため、このお試し環境の時計を進めてあります：${time}`,
    closed:
      'いまはキオスク端末の時間外です。「npm start」を起動し直すと、お試し環境の時計が受付時間まで進みます。',
    phone: '仮想のスマートフォン',
    card: '仮想のマイナンバーカード',
    cardHelp:
      'カードをスマートフォンかキオスク端末の上まで動かすか、下のボタンを押すか、矢印キー（← →）で動かします。途中で離すこともできます。',
    places: { hand: '手に持つ', phone: 'スマートフォンにかざす', kiosk: 'キオスク端末に置く' },
    now: (place) => `いま：${place}`,
    noDesk: 'カードの机が動いていません。「npm start」で起動してください。',
    whichCard: '使うカード',
    lockedAuth: '利用者証明用パスワードがロックされたカード',
    lockedSign: '署名用パスワードがロックされたカード（お顔の確認があります）',
    whoIsBefore: 'スマートフォンのカメラの前にいる人',
    before: {
      hanako: '花子さん（カードの持ち主）',
      taro: '太郎さん（別の人）',
      own: 'あなた（このパソコンのカメラ）',
    },
    knowTitle: 'このカードについて',
    know: [
      '持ち主：鍵野 花子（架空の人物）',
      '利用者証明用パスワード：1357、署名用パスワード：ABC12345（ロックされているほうは使えません）',
      'カードの記載：平成15年7月21日生、2035年まで有効、セキュリティコード4826',
    ],
    kiosk: 'お店のキオスク端末',
    kioskStarting: 'キオスク端末を起動しています…',
    reader: 'カードの読み取り口',
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
    lead: 'A phone on the left, the store’s kiosk on the right, and a virtual My Number Card between them. Carry the card and play the whole story in about three minutes.',
    storyTitle: 'How it goes',
    story: [
      'On the phone, choose the user-authentication PIN (4 digits), hold the card to it and type the signature password.',
      'When the reservation is made, put the card on the kiosk’s reader.',
      'At the kiosk (“English” is at the foot of its screen), type the signature password, and a new PIN of four digits twice.',
    ],
    clock: (time) =>
      `Kiosks in Japan are closed at this time (23:00 to 6:30), so the clock of this trial was set on: ${time}`,
    closed:
      'Kiosks are closed now. Start "npm start" again, and the clock of the trial is set on to their hours.',
    phone: 'Virtual phone',
    card: 'Virtual My Number Card',
    cardHelp:
      'Drag the card onto the phone or the kiosk, press a button below, or use the arrow keys (← →). You can take it away at any moment.',
    places: { hand: 'In the hand', phone: 'Held to the phone', kiosk: 'On the kiosk’s reader' },
    now: (place) => `Now: ${place}`,
    noDesk: 'The table with the card is not running: start it with "npm start".',
    whichCard: 'Card',
    lockedAuth: 'one with a locked user-authentication PIN',
    lockedSign: 'one with a locked signature password (has a face check)',
    whoIsBefore: 'Before the phone’s camera',
    before: {
      hanako: 'Hanako, the card’s holder',
      taro: 'Taro, somebody else',
      own: 'You, with this computer’s camera',
    },
    knowTitle: 'About this card',
    know: [
      'Holder: Hanako Kagino (invented)',
      'User-authentication PIN: 1357; signature password: ABC12345 (the locked one cannot be used)',
      'Printed on it: born 21 July of Heisei 15, valid until 2035, security code 4826',
    ],
    kiosk: 'The kiosk in the store',
    kioskStarting: 'The kiosk is starting …',
    reader: 'Card reader',
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
