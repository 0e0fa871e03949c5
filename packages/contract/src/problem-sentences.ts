import type { TargetPin } from './pin.ts';
import type { ProblemType } from './problem.ts';

export type ProblemLanguage = 'ja' | 'en';

/** R40: what happened, what is unchanged, what to do next. */
interface HolderSentences {
  readonly happened: string;
  readonly unchanged: string;
  readonly next: string;
}

const NOTHING_CHANGED_JA = '暗証番号は変更されていません。';
const NOTHING_CHANGED_EN = 'Your PINs have not been changed.';
const RESERVATION_KEPT_JA = '事前予約は有効なままです。';
const RESERVATION_KEPT_EN = 'Your reservation is still valid.';
const COUNTER_JA = 'お急ぎの場合は、お住まいの市区町村の窓口でお手続きください。';
const COUNTER_EN = 'If you are in a hurry, please visit the counter of your municipality.';

export const PROBLEM_SENTENCES: Readonly<
  Record<ProblemType, Readonly<Record<ProblemLanguage, HolderSentences>>>
> = {
  maintenance: {
    ja: {
      happened: 'ただいまメンテナンス中です。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'メンテナンスの終了後に、もう一度お試しください。',
    },
    en: {
      happened: 'The service is under maintenance.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please try again when the maintenance has ended.',
    },
  },
  'outside-hours': {
    ja: {
      happened: 'ただいまの時間は、キオスク端末をご利用いただけません。',
      unchanged: `${NOTHING_CHANGED_JA}${RESERVATION_KEPT_JA}`,
      next: 'ご利用時間（6時30分から23時まで）に、もう一度お越しください。',
    },
    en: {
      happened: 'The kiosk cannot be used at this time.',
      unchanged: `${NOTHING_CHANGED_EN} ${RESERVATION_KEPT_EN}`,
      next: 'Please come back between 6:30 and 23:00.',
    },
  },
  'not-offered-here': {
    ja: {
      happened: 'この店舗では、予約された暗証番号の再設定を取り扱っていません。',
      unchanged: `${NOTHING_CHANGED_JA}${RESERVATION_KEPT_JA}`,
      next: '取り扱いのある店舗でお手続きください。',
    },
    en: {
      happened: 'This store does not offer the reset of the PIN that you reserved.',
      unchanged: `${NOTHING_CHANGED_EN} ${RESERVATION_KEPT_EN}`,
      next: 'Please go to a store that offers it.',
    },
  },
  'no-reservation': {
    ja: {
      happened: 'このカードの事前予約が見つかりません。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'スマートフォンのアプリで事前予約をしてから、もう一度お越しください。',
    },
    en: {
      happened: 'There is no reservation for this card.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please make a reservation with the app on your phone, then come back.',
    },
  },
  'reservation-expired': {
    ja: {
      happened: '事前予約の有効期限（24時間）が過ぎています。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'スマートフォンのアプリで、もう一度予約してください。',
    },
    en: {
      happened: 'The reservation has expired (24 hours).',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please make a new reservation with the app on your phone.',
    },
  },
  'reservation-in-use': {
    ja: {
      happened: 'この予約は、ほかの端末で手続き中です。',
      unchanged: 'この操作による変更はありません。',
      next: '5分ほど待ってから、もう一度お試しください。',
    },
    en: {
      happened: 'This reservation is being used at another terminal.',
      unchanged: 'Nothing was changed by this attempt.',
      next: 'Please wait about five minutes and try again.',
    },
  },
  'certificate-expired': {
    ja: {
      happened: 'カードの電子証明書の有効期限が切れているか、まだ有効になっていません。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'お住まいの市区町村の窓口で、電子証明書の更新をお手続きください。',
    },
    en: {
      happened: 'A certificate on your card has expired or is not valid yet.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please have the certificate renewed at the counter of your municipality.',
    },
  },
  'certificate-revoked': {
    ja: {
      happened: 'カードの電子証明書が失効しています。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'お住まいの市区町村の窓口で、電子証明書の発行をお手続きください。',
    },
    en: {
      happened: 'A certificate on your card has been revoked.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please have a new certificate issued at the counter of your municipality.',
    },
  },
  'certificate-untrusted': {
    ja: {
      happened: 'カードの電子証明書を確認できませんでした。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'マイナンバーカードであることをご確認ください。解決しない場合は、お住まいの市区町村の窓口へお越しください。',
    },
    en: {
      happened: 'A certificate on this card could not be verified.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please check that it is your My Number Card. If it is, please visit the counter of your municipality.',
    },
  },
  'revocation-unknown': {
    ja: {
      happened: 'ただいま電子証明書の状態を確認できません。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'しばらくしてから、もう一度お試しください。',
    },
    en: {
      happened: 'The state of your certificates cannot be checked at the moment.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please try again in a little while.',
    },
  },
  'card-face-invalid': {
    ja: {
      happened: 'カードの券面情報を確認できませんでした。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'もう一度カードを読み取ってください。解決しない場合は、お住まいの市区町村の窓口へお越しください。',
    },
    en: {
      happened: 'The card-face data of the chip could not be verified.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please read the card again. If that does not help, please visit the counter of your municipality.',
    },
  },
  'card-mismatch': {
    ja: {
      happened: '読み取ったカードが、手続き中のカードと一致しません。',
      unchanged: NOTHING_CHANGED_JA,
      next: '最初からやり直してください。',
    },
    en: {
      happened: 'The card that was read is not the card of this procedure.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please start again.',
    },
  },
  'signature-invalid': {
    ja: {
      happened: 'カードの署名を確認できませんでした。',
      unchanged: 'この操作は受け付けられていません。',
      next: '最初からやり直してください。',
    },
    en: {
      happened: 'The signature of the card could not be verified.',
      unchanged: 'This step was not accepted.',
      next: 'Please start again.',
    },
  },
  'challenge-expired': {
    ja: {
      happened: '時間がたったため、手続きを中断しました。',
      unchanged: 'ここまでの入力は保存されていません。',
      next: '最初からやり直してください。',
    },
    en: {
      happened: 'The procedure was stopped because too much time had passed.',
      unchanged: 'Nothing you entered has been kept.',
      next: 'Please start again.',
    },
  },
  'image-unusable': {
    ja: {
      happened: 'お顔を判定できる画像ではありませんでした。',
      unchanged: '失敗の回数には数えられていません。',
      next: '明るい場所で、画面の案内に合わせてもう一度撮影してください。',
    },
    en: {
      happened: 'The pictures could not be judged.',
      unchanged: 'This does not count as a failure.',
      next: 'Please take them again in good light, following the guide on the screen.',
    },
  },
  'face-mismatch': {
    ja: {
      happened: 'カードの写真と同じ方であることを確認できませんでした。',
      unchanged: NOTHING_CHANGED_JA,
      next: `もう一度お試しください。5回続けて失敗すると、アプリの利用が制限されます。${COUNTER_JA}`,
    },
    en: {
      happened: 'We could not confirm that you are the person in the card’s photo.',
      unchanged: NOTHING_CHANGED_EN,
      next: `Please try again. After five failures in a row the app is restricted. ${COUNTER_EN}`,
    },
  },
  'liveness-failed': {
    ja: {
      happened: 'ご本人がその場にいることを確認できませんでした。',
      unchanged: NOTHING_CHANGED_JA,
      next: `画面の案内に合わせて、もう一度お試しください。5回続けて失敗すると、アプリの利用が制限されます。${COUNTER_JA}`,
    },
    en: {
      happened: 'We could not confirm that a person is in front of the camera.',
      unchanged: NOTHING_CHANGED_EN,
      next: `Please follow the guide and try again. After five failures in a row the app is restricted. ${COUNTER_EN}`,
    },
  },
  'app-restricted': {
    ja: {
      happened: 'お顔の確認に5回続けて失敗したため、アプリの利用が制限されています。',
      unchanged: NOTHING_CHANGED_JA,
      next: `制限が終わるまでお待ちください。${COUNTER_JA}`,
    },
    en: {
      happened: 'The app is restricted because the face check failed five times in a row.',
      unchanged: NOTHING_CHANGED_EN,
      next: `Please wait until the restriction ends. ${COUNTER_EN}`,
    },
  },
  'pin-not-resettable-here': {
    ja: {
      happened: 'この暗証番号は、アプリとキオスク端末では再設定できません。',
      unchanged: NOTHING_CHANGED_JA,
      next: 'お住まいの市区町村の窓口でお手続きください。',
    },
    en: {
      happened: 'This PIN cannot be reset with the app and the kiosk.',
      unchanged: NOTHING_CHANGED_EN,
      next: 'Please visit the counter of your municipality.',
    },
  },
  'card-refused': {
    ja: {
      happened: 'カードが処理を受け付けませんでした。',
      unchanged: '新しい暗証番号は、まだ確認できていません。',
      next: '同じ予約のまま、もう一度お手続きいただけます。解決しない場合は、お住まいの市区町村の窓口へお越しください。',
    },
    en: {
      happened: 'The card did not accept the procedure.',
      unchanged: 'The new PIN has not been confirmed.',
      next: 'You can try again with the same reservation. If that does not help, please visit the counter of your municipality.',
    },
  },
  'too-many-requests': {
    ja: {
      happened: 'ただいま混み合っています。',
      unchanged: 'この操作は受け付けられていません。',
      next: '少し待ってから、もう一度お試しください。',
    },
    en: {
      happened: 'The service is busy.',
      unchanged: 'This step was not accepted.',
      next: 'Please wait a moment and try again.',
    },
  },
  'invalid-request': {
    ja: {
      happened: 'アプリまたは端末からの要求を処理できませんでした。',
      unchanged: 'この操作は受け付けられていません。',
      next: 'アプリを最新版にして、最初からやり直してください。',
    },
    en: {
      happened: 'The request could not be understood.',
      unchanged: 'This step was not accepted.',
      next: 'Please update the app and start again.',
    },
  },
  stopped: {
    ja: {
      happened: 'ただいま、このカードまたは店舗でのお取り扱いを停止しています。',
      unchanged: NOTHING_CHANGED_JA,
      next: COUNTER_JA,
    },
    en: {
      happened: 'The service is stopped for this kind of card or this store.',
      unchanged: NOTHING_CHANGED_EN,
      next: COUNTER_EN,
    },
  },
  'not-authorised': {
    ja: {
      happened: 'この手続きは終了しているか、ほかの端末のものです。',
      unchanged: 'この操作は受け付けられていません。',
      next: '最初からやり直してください。',
    },
    en: {
      happened: 'This procedure has ended or belongs to another device.',
      unchanged: 'This step was not accepted.',
      next: 'Please start again.',
    },
  },
  'service-fault': {
    ja: {
      happened: 'サービスに障害が発生しました。',
      unchanged: 'この操作が受け付けられたかどうかは、もう一度お試しになると確認できます。',
      next: '少し待ってから、もう一度お試しください。',
    },
    en: {
      happened: 'The service has a fault.',
      unchanged: 'Trying again will show whether this step was accepted.',
      next: 'Please wait a moment and try again.',
    },
  },
};

/** The `title` member: what happened (RFC 9457, 3.1.3). */
export function problemTitle(type: ProblemType, language: ProblemLanguage): string {
  return PROBLEM_SENTENCES[type][language].happened;
}

/** The `detail` member: the three sentences of R40; where a certificate failed, which one (R5). */
export function problemDetail(type: ProblemType, language: ProblemLanguage, certificate?: TargetPin): string {
  const { happened, unchanged, next } = PROBLEM_SENTENCES[type][language];
  const named = certificate === undefined ? happened : nameCertificate(happened, language, certificate);
  return [named, unchanged, next].join(language === 'ja' ? '' : ' ');
}

const CERTIFICATE_NAMES = {
  ja: { any: '電子証明書', sign: '署名用電子証明書', auth: '利用者証明用電子証明書' },
  en: {
    any: /A certificate|your certificates/,
    sign: 'the signature certificate',
    auth: 'the user-authentication certificate',
  },
} as const;

function nameCertificate(sentence: string, language: ProblemLanguage, certificate: TargetPin): string {
  const { any, [certificate]: name } = CERTIFICATE_NAMES[language];
  const named = sentence.replace(any, name);
  return named.charAt(0).toUpperCase() + named.slice(1);
}
