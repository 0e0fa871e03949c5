import type { Catalogue } from '@kaijo/ui';
import { ja } from './ja.ts';

/** The holder's screen in easy Japanese; staff read the usual one. */
export const jaEasy = {
  ...ja,
  holder: {
    welcome: 'こんにちは',
    wait: '職員（しょくいん）を待（ま）ってください。',
    first: '新しい{pin}を入れてください',
    second: '同じ{pin}を、もう一度（いちど）入れてください',
    rule: {
      digits: '数字（すうじ）4つです。',
      letters: '英語（えいご）の文字と数字（すうじ）を使って、6文字から16文字です。',
    },
    weak: 'ほかの人にわかりやすい番号（ばんごう）です。別（べつ）の番号（ばんごう）にしてください。',
    different: '1回目と違（ちが）います。もう一度（いちど）同じものを入れてください。',
    private: 'この番号（ばんごう）は、職員（しょくいん）には見えません。ほかの人に見せないでください。',
    writing: 'カードに書いています',
    done: '終わりました',
    doneLead: '新しい暗証番号（あんしょうばんごう）を使えます。',
    stopped: '職員（しょくいん）を待（ま）ってください',
    closed: 'この画面（がめん）は、窓口（まどぐち）の画面（がめん）から開（ひら）きます。',
  },
} as const satisfies Catalogue<typeof ja>;
