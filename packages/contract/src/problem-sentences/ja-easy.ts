import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = '暗証番号（あんしょうばんごう）は、変わっていません。';
const RESERVATION_KEPT = '予約（よやく）は、まだ使えます。';
const NOT_ACCEPTED = '今したことは、まだ受け付けていません。';
const START_AGAIN = 'はじめから、もう一度（いちど）してください。';
const IN_A_HURRY = '急ぐ人は、住んでいる町の役所（やくしょ）の窓口（まどぐち）へ行ってください。';
const AT_LAST_COUNTER =
  'それでもできないときは、住んでいる町の役所（やくしょ）の窓口（まどぐち）へ行ってください。';
const FIVE_FAILURES = '5回（かい）続けて失敗（しっぱい）すると、アプリがしばらく使えなくなります。';
const TRY_LATER = '少し待ってから、もう一度（いちど）してください。';

export const jaEasy: ProblemCatalogue = {
  certificates: {
    any: '電子証明書（でんししょうめいしょ）',
    sign: '署名用電子証明書（しょめいようでんししょうめいしょ）',
    auth: '利用者証明用電子証明書（りようしゃしょうめいようでんししょうめいしょ）',
  },
  problems: {
    maintenance: {
      happened: '今、機械（きかい）やシステムの点検（てんけん）をしています。使うことができません。',
      unchanged: NOTHING_CHANGED,
      next: '点検（てんけん）が終わってから、もう一度（いちど）してください。',
    },
    'outside-hours': {
      happened: '今の時間は、店の機械（きかい）を使うことができません。',
      unchanged: `${NOTHING_CHANGED}${RESERVATION_KEPT}`,
      next: '朝6時30分から夜11時までに、もう一度（いちど）来てください。',
    },
    'not-offered-here': {
      happened: 'この店では、予約（よやく）した暗証番号（あんしょうばんごう）を新しくすることができません。',
      unchanged: `${NOTHING_CHANGED}${RESERVATION_KEPT}`,
      next: 'できる店へ行ってください。',
    },
    'no-reservation': {
      happened: 'このカードの予約（よやく）がありません。',
      unchanged: NOTHING_CHANGED,
      next: 'スマートフォンのアプリで予約（よやく）をしてから、もう一度（いちど）来てください。',
    },
    'reservation-expired': {
      happened: '予約（よやく）の時間（24時間）が終わりました。',
      unchanged: NOTHING_CHANGED,
      next: 'スマートフォンのアプリで、もう一度（いちど）予約（よやく）してください。',
    },
    'reservation-in-use': {
      happened: 'この予約（よやく）は、今ほかの機械（きかい）で使っています。',
      unchanged: '今したことで変わったことは、ありません。',
      next: '5分ぐらい待ってから、もう一度（いちど）してください。',
    },
    'certificate-expired': {
      happened: 'カードの{certificate}は、使うことができる期間（きかん）ではありません。',
      unchanged: NOTHING_CHANGED,
      next: '住んでいる町の役所（やくしょ）の窓口（まどぐち）で、電子証明書（でんししょうめいしょ）を新しくしてください。',
    },
    'certificate-revoked': {
      happened: 'カードの{certificate}は、もう使うことができません。',
      unchanged: NOTHING_CHANGED,
      next: '住んでいる町の役所（やくしょ）の窓口（まどぐち）で、新しい電子証明書（でんししょうめいしょ）をもらってください。',
    },
    'certificate-untrusted': {
      happened: 'カードの{certificate}を確かめることができませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `マイナンバーカードかどうか、見てください。${AT_LAST_COUNTER}`,
    },
    'revocation-unknown': {
      happened: '今、{certificate}を使うことができるかどうか、わかりません。',
      unchanged: NOTHING_CHANGED,
      next: TRY_LATER,
    },
    'card-face-invalid': {
      happened: 'カードに書いてあることを、確かめることができませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `もう一度（いちど）カードを読んでください。${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: '読んだカードが、はじめのカードと違（ちが）います。',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: 'カードの署名（しょめい）を確かめることができませんでした。',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: '長い時間がたったので、手続（てつづ）きを止めました。',
      unchanged: '入れた文字は、どこにも残っていません。',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: '写真で、顔を確かめることができませんでした。',
      unchanged: '失敗（しっぱい）の数には入りません。',
      next: '明るいところで、画面（がめん）に書いてあるとおりに、もう一度（いちど）とってください。',
    },
    'face-mismatch': {
      happened: 'カードの写真と同じ人かどうか、わかりませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `もう一度（いちど）してください。${FIVE_FAILURES}${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: 'カメラの前に本人がいるかどうか、わかりませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `画面（がめん）に書いてあるとおりに、もう一度（いちど）してください。${FIVE_FAILURES}${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened:
        '顔を確かめることに5回（かい）続けて失敗（しっぱい）しました。今、アプリを使うことができません。',
      unchanged: NOTHING_CHANGED,
      next: `使えるようになるまで、待ってください。${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: 'この暗証番号（あんしょうばんごう）は、アプリと店の機械（きかい）では新しくできません。',
      unchanged: NOTHING_CHANGED,
      next: '住んでいる町の役所（やくしょ）の窓口（まどぐち）へ行ってください。',
    },
    'card-refused': {
      happened: 'カードが、手続（てつづ）きを受け付けませんでした。',
      unchanged: '新しい暗証番号（あんしょうばんごう）は、まだ確かめていません。',
      next: `同じ予約（よやく）で、もう一度（いちど）できます。${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: '今、使っている人がとても多いです。',
      unchanged: NOT_ACCEPTED,
      next: TRY_LATER,
    },
    'invalid-request': {
      happened: 'アプリや機械（きかい）から来たことが、わかりませんでした。',
      unchanged: NOT_ACCEPTED,
      next: `アプリを新しくしてください。${START_AGAIN}`,
    },
    stopped: {
      happened: '今、このカードか、この店では、使うことができません。',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: 'この手続（てつづ）きは、もう終わったか、ほかの機械（きかい）のものです。',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: 'この操作（そうさ）は、ほかの職員（しょくいん）の確認（かくにん）がいります。',
      unchanged: NOT_ACCEPTED,
      next: 'ほかの職員（しょくいん）に頼（たの）んでください。',
    },
    'service-fault': {
      happened: 'システムに問題（もんだい）があります。',
      unchanged: '今したことが受け付けられたかどうかは、もう一度（いちど）するとわかります。',
      next: TRY_LATER,
    },
  },
};
