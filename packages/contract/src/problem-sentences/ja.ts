import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = '暗証番号は変更されていません。';
const RESERVATION_KEPT = '事前予約は有効なままです。';
const NOT_ACCEPTED = 'この操作は受け付けられていません。';
const START_AGAIN = '最初からやり直してください。';
const IN_A_HURRY = 'お急ぎの場合は、お住まいの市区町村の窓口でお手続きください。';
const AT_LAST_COUNTER = '解決しない場合は、お住まいの市区町村の窓口へお越しください。';
const FIVE_FAILURES = '5回続けて失敗すると、アプリの利用が制限されます。';

export const ja: ProblemCatalogue = {
  certificates: {
    any: '電子証明書',
    sign: '署名用電子証明書',
    auth: '利用者証明用電子証明書',
  },
  problems: {
    maintenance: {
      happened: 'ただいまメンテナンス中です。',
      unchanged: NOTHING_CHANGED,
      next: 'メンテナンスの終了後に、もう一度お試しください。',
    },
    'outside-hours': {
      happened: 'ただいまの時間は、キオスク端末をご利用いただけません。',
      unchanged: `${NOTHING_CHANGED}${RESERVATION_KEPT}`,
      next: 'ご利用時間（6時30分から23時まで）に、もう一度お越しください。',
    },
    'not-offered-here': {
      happened: 'この店舗では、予約された暗証番号の再設定を取り扱っていません。',
      unchanged: `${NOTHING_CHANGED}${RESERVATION_KEPT}`,
      next: '取り扱いのある店舗でお手続きください。',
    },
    'no-reservation': {
      happened: 'このカードの事前予約が見つかりません。',
      unchanged: NOTHING_CHANGED,
      next: 'スマートフォンのアプリで事前予約をしてから、もう一度お越しください。',
    },
    'reservation-expired': {
      happened: '事前予約の有効期限（24時間）が過ぎています。',
      unchanged: NOTHING_CHANGED,
      next: 'スマートフォンのアプリで、もう一度予約してください。',
    },
    'reservation-in-use': {
      happened: 'この予約は、ほかの端末で手続き中です。',
      unchanged: 'この操作による変更はありません。',
      next: '5分ほど待ってから、もう一度お試しください。',
    },
    'certificate-expired': {
      happened: 'カードの{certificate}の有効期限が切れているか、まだ有効になっていません。',
      unchanged: NOTHING_CHANGED,
      next: 'お住まいの市区町村の窓口で、電子証明書の更新手続きをしてください。',
    },
    'certificate-revoked': {
      happened: 'カードの{certificate}が失効しています。',
      unchanged: NOTHING_CHANGED,
      next: 'お住まいの市区町村の窓口で、電子証明書の発行手続きをしてください。',
    },
    'certificate-untrusted': {
      happened: 'カードの{certificate}を確認できませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `マイナンバーカードであることをご確認ください。${AT_LAST_COUNTER}`,
    },
    'revocation-unknown': {
      happened: 'ただいま{certificate}の状態を確認できません。',
      unchanged: NOTHING_CHANGED,
      next: 'しばらくしてから、もう一度お試しください。',
    },
    'card-face-invalid': {
      happened: 'カードの券面情報を確認できませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `もう一度カードを読み取ってください。${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: '読み取ったカードが、手続き中のカードと一致しません。',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: 'カードの署名を確認できませんでした。',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: '時間がたったため、手続きを中断しました。',
      unchanged: 'ここまでの入力は保存されていません。',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: 'お顔を判定できる画像ではありませんでした。',
      unchanged: '失敗の回数には数えられていません。',
      next: '明るい場所で、画面の案内に合わせてもう一度撮影してください。',
    },
    'face-mismatch': {
      happened: 'カードの写真と同じ方であることを確認できませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `もう一度お試しください。${FIVE_FAILURES}${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: 'ご本人がその場にいることを確認できませんでした。',
      unchanged: NOTHING_CHANGED,
      next: `画面の案内に合わせて、もう一度お試しください。${FIVE_FAILURES}${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened: 'お顔の確認に5回続けて失敗したため、アプリの利用が制限されています。',
      unchanged: NOTHING_CHANGED,
      next: `制限が終わるまでお待ちください。${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: 'この暗証番号は、アプリとキオスク端末では再設定できません。',
      unchanged: NOTHING_CHANGED,
      next: 'お住まいの市区町村の窓口でお手続きください。',
    },
    'card-refused': {
      happened: 'カードが処理を受け付けませんでした。',
      unchanged: '新しい暗証番号は、まだ確認できていません。',
      next: `同じ予約のまま、もう一度お手続きいただけます。${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: 'ただいま混み合っています。',
      unchanged: NOT_ACCEPTED,
      next: '少し待ってから、もう一度お試しください。',
    },
    'invalid-request': {
      happened: 'アプリまたは端末からの要求を処理できませんでした。',
      unchanged: NOT_ACCEPTED,
      next: 'アプリを最新版にして、最初からやり直してください。',
    },
    stopped: {
      happened: 'ただいま、このカードまたは店舗でのお取り扱いを停止しています。',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: 'この手続きは終了しているか、ほかの端末のものです。',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: 'この操作をする権限がないか、別の職員の確認が必要です。',
      unchanged: NOT_ACCEPTED,
      next: '権限のある職員か、別の職員に操作を依頼してください。',
    },
    'service-fault': {
      happened: 'サービスに障害が発生しました。',
      unchanged: 'この操作が受け付けられたかどうかは、もう一度お試しになると確認できます。',
      next: '少し待ってから、もう一度お試しください。',
    },
  },
};
