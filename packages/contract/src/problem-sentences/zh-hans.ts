import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = '您的密码没有变更。';
const RESERVATION_KEPT = '您的预约仍然有效。';
const NOT_ACCEPTED = '本次操作未被受理。';
const START_AGAIN = '请从头开始重新操作。';
const IN_A_HURRY = '如果您着急，请到您居住地的市区町村窗口办理。';
const AT_LAST_COUNTER = '如果仍未解决，请到您居住地的市区町村窗口咨询。';
const FIVE_FAILURES = '连续失败5次后，应用将被限制使用。';

export const zhHans: ProblemCatalogue = {
  certificates: {
    any: '电子证书',
    sign: '签名用电子证书',
    auth: '用户认证用电子证书',
  },
  problems: {
    maintenance: {
      happened: '系统正在维护。',
      unchanged: NOTHING_CHANGED,
      next: '请在维护结束后再试。',
    },
    'outside-hours': {
      happened: '现在不是自助终端的使用时间。',
      unchanged: `${NOTHING_CHANGED}${RESERVATION_KEPT}`,
      next: '请在使用时间（6:30至23:00）内再来。',
    },
    'not-offered-here': {
      happened: '本店不办理您所预约的密码的重置。',
      unchanged: `${NOTHING_CHANGED}${RESERVATION_KEPT}`,
      next: '请到可以办理的店铺办理。',
    },
    'no-reservation': {
      happened: '没有找到这张卡的预约。',
      unchanged: NOTHING_CHANGED,
      next: '请先用手机应用预约，然后再来。',
    },
    'reservation-expired': {
      happened: '预约已超过有效期（24小时）。',
      unchanged: NOTHING_CHANGED,
      next: '请用手机应用重新预约。',
    },
    'reservation-in-use': {
      happened: '该预约正在另一台终端上办理。',
      unchanged: '本次操作没有造成任何变更。',
      next: '请等待约5分钟后再试。',
    },
    'certificate-expired': {
      happened: '卡上的{certificate}已过期或尚未生效。',
      unchanged: NOTHING_CHANGED,
      next: '请到您居住地的市区町村窗口更新电子证书。',
    },
    'certificate-revoked': {
      happened: '卡上的{certificate}已失效。',
      unchanged: NOTHING_CHANGED,
      next: '请到您居住地的市区町村窗口重新申请电子证书。',
    },
    'certificate-untrusted': {
      happened: '无法确认卡上的{certificate}。',
      unchanged: NOTHING_CHANGED,
      next: `请确认这是您的个人编号卡。${AT_LAST_COUNTER}`,
    },
    'revocation-unknown': {
      happened: '目前无法确认{certificate}是否有效。',
      unchanged: NOTHING_CHANGED,
      next: '请稍后再试。',
    },
    'card-face-invalid': {
      happened: '无法确认卡片芯片中的票面信息。',
      unchanged: NOTHING_CHANGED,
      next: `请重新读取卡片。${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: '读取的卡片与办理中的卡片不一致。',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: '无法确认卡片的签名。',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: '由于时间过长，手续已中断。',
      unchanged: '您输入的内容没有被保存。',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: '拍摄的图像无法用于判断。',
      unchanged: '这不计入失败次数。',
      next: '请在明亮的地方，按照画面提示重新拍摄。',
    },
    'face-mismatch': {
      happened: '无法确认您与卡片照片是同一个人。',
      unchanged: NOTHING_CHANGED,
      next: `请再试一次。${FIVE_FAILURES}${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: '无法确认本人就在镜头前。',
      unchanged: NOTHING_CHANGED,
      next: `请按照画面提示再试一次。${FIVE_FAILURES}${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened: '由于人脸确认连续失败5次，应用已被限制使用。',
      unchanged: NOTHING_CHANGED,
      next: `请等待限制结束。${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: '该密码不能通过应用和自助终端重置。',
      unchanged: NOTHING_CHANGED,
      next: '请到您居住地的市区町村窗口办理。',
    },
    'card-refused': {
      happened: '卡片未接受处理。',
      unchanged: '新密码尚未确认。',
      next: `您可以用同一预约再办理一次。${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: '现在使用人数较多。',
      unchanged: NOT_ACCEPTED,
      next: '请稍等片刻再试。',
    },
    'invalid-request': {
      happened: '无法处理来自应用或终端的请求。',
      unchanged: NOT_ACCEPTED,
      next: `请将应用更新到最新版本。${START_AGAIN}`,
    },
    stopped: {
      happened: '目前已停止受理该卡片或本店的业务。',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: '该手续已经结束，或属于其他设备。',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: '您没有此操作的权限，或需要另一名工作人员确认。',
      unchanged: NOT_ACCEPTED,
      next: '请有权限的工作人员或另一名工作人员操作。',
    },
    'service-fault': {
      happened: '系统发生故障。',
      unchanged: '再试一次即可确认本次操作是否已被受理。',
      next: '请稍等片刻再试。',
    },
  },
};
