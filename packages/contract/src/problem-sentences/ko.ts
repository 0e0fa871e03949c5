import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = '비밀번호는 변경되지 않았습니다.';
const RESERVATION_KEPT = '사전 예약은 그대로 유효합니다.';
const NOT_ACCEPTED = '이번 조작은 접수되지 않았습니다.';
const START_AGAIN = '처음부터 다시 해 주세요.';
const IN_A_HURRY = '급하신 경우에는 거주하시는 시구정촌 창구에서 신청해 주세요.';
const AT_LAST_COUNTER = '해결되지 않으면 거주하시는 시구정촌 창구로 문의해 주세요.';
const FIVE_FAILURES = '5번 연속 실패하면 앱 이용이 제한됩니다.';

export const ko: ProblemCatalogue = {
  certificates: {
    any: '전자증명서',
    sign: '서명용 전자증명서',
    auth: '이용자 증명용 전자증명서',
  },
  problems: {
    maintenance: {
      happened: '지금은 점검 중입니다.',
      unchanged: NOTHING_CHANGED,
      next: '점검이 끝난 뒤 다시 시도해 주세요.',
    },
    'outside-hours': {
      happened: '지금은 키오스크를 이용할 수 없는 시간입니다.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: '이용 시간(6:30~23:00)에 다시 와 주세요.',
    },
    'not-offered-here': {
      happened: '이 매장에서는 예약하신 비밀번호의 재설정을 취급하지 않습니다.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: '취급하는 매장에서 이용해 주세요.',
    },
    'no-reservation': {
      happened: '이 카드의 사전 예약이 없습니다.',
      unchanged: NOTHING_CHANGED,
      next: '스마트폰 앱에서 사전 예약을 한 뒤 다시 와 주세요.',
    },
    'reservation-expired': {
      happened: '사전 예약의 유효 기간(24시간)이 지났습니다.',
      unchanged: NOTHING_CHANGED,
      next: '스마트폰 앱에서 다시 예약해 주세요.',
    },
    'reservation-in-use': {
      happened: '이 예약은 다른 단말기에서 진행 중입니다.',
      unchanged: '이번 조작으로 바뀐 것은 없습니다.',
      next: '5분 정도 기다린 뒤 다시 시도해 주세요.',
    },
    'certificate-expired': {
      happened: '카드의 {certificate}가 만료되었거나 아직 유효하지 않습니다.',
      unchanged: NOTHING_CHANGED,
      next: '거주하시는 시구정촌 창구에서 전자증명서를 갱신해 주세요.',
    },
    'certificate-revoked': {
      happened: '카드의 {certificate}가 효력을 잃었습니다.',
      unchanged: NOTHING_CHANGED,
      next: '거주하시는 시구정촌 창구에서 전자증명서를 새로 발급받아 주세요.',
    },
    'certificate-untrusted': {
      happened: '카드의 {certificate}를 확인할 수 없었습니다.',
      unchanged: NOTHING_CHANGED,
      next: `마이넘버카드가 맞는지 확인해 주세요. ${AT_LAST_COUNTER}`,
    },
    'revocation-unknown': {
      happened: '지금은 {certificate}의 상태를 확인할 수 없습니다.',
      unchanged: NOTHING_CHANGED,
      next: '잠시 뒤 다시 시도해 주세요.',
    },
    'card-face-invalid': {
      happened: '카드 칩의 권면 정보를 확인할 수 없었습니다.',
      unchanged: NOTHING_CHANGED,
      next: `카드를 다시 읽어 주세요. ${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: '읽은 카드가 처음에 사용한 카드와 다릅니다.',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: '카드의 서명을 확인할 수 없었습니다.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: '시간이 지나 절차를 중단했습니다.',
      unchanged: '입력하신 내용은 저장되지 않았습니다.',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: '판정할 수 있는 사진이 아니었습니다.',
      unchanged: '실패 횟수에는 포함되지 않습니다.',
      next: '밝은 곳에서 화면 안내에 맞추어 다시 촬영해 주세요.',
    },
    'face-mismatch': {
      happened: '카드 사진과 같은 분인지 확인할 수 없었습니다.',
      unchanged: NOTHING_CHANGED,
      next: `다시 시도해 주세요. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: '본인이 카메라 앞에 있는지 확인할 수 없었습니다.',
      unchanged: NOTHING_CHANGED,
      next: `화면 안내에 맞추어 다시 시도해 주세요. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened: '얼굴 확인에 5번 연속 실패하여 앱 이용이 제한되었습니다.',
      unchanged: NOTHING_CHANGED,
      next: `제한이 끝날 때까지 기다려 주세요. ${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: '이 비밀번호는 앱과 키오스크에서 재설정할 수 없습니다.',
      unchanged: NOTHING_CHANGED,
      next: '거주하시는 시구정촌 창구에서 신청해 주세요.',
    },
    'card-refused': {
      happened: '카드가 처리를 받아들이지 않았습니다.',
      unchanged: '새 비밀번호는 아직 확인되지 않았습니다.',
      next: `같은 예약으로 다시 진행할 수 있습니다. ${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: '지금 이용이 많아 혼잡합니다.',
      unchanged: NOT_ACCEPTED,
      next: '잠시 기다린 뒤 다시 시도해 주세요.',
    },
    'invalid-request': {
      happened: '앱 또는 단말기의 요청을 처리할 수 없었습니다.',
      unchanged: NOT_ACCEPTED,
      next: `앱을 최신 버전으로 업데이트해 주세요. ${START_AGAIN}`,
    },
    stopped: {
      happened: '지금은 이 카드 또는 이 매장에서의 취급을 중지하고 있습니다.',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: '이 절차는 이미 끝났거나 다른 기기의 것입니다.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: '이 조작을 할 권한이 없거나 다른 직원의 확인이 필요합니다.',
      unchanged: NOT_ACCEPTED,
      next: '권한이 있는 직원이나 다른 직원에게 요청해 주세요.',
    },
    'service-fault': {
      happened: '서비스에 장애가 발생했습니다.',
      unchanged: '이번 조작이 접수되었는지는 다시 시도하면 확인할 수 있습니다.',
      next: '잠시 기다린 뒤 다시 시도해 주세요.',
    },
  },
};
