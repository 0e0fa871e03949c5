import type { TargetPin } from '@kaijo/contract';
import type { CardTold, KioskLanguage, WayOn } from '../../local-api/index.ts';

/** What a slip says, in one language. */
export interface SlipTexts {
  /** BCP 47, for dates. */
  readonly locale: string;
  readonly done: { readonly title: string; readonly summary: string; readonly next: readonly string[] };
  readonly notDone: { readonly title: string };
  readonly pins: Readonly<Record<TargetPin, string>>;
  readonly labels: {
    readonly what: string;
    readonly when: string;
    readonly where: string;
    readonly until: string;
    readonly code: string;
  };
  readonly card: Readonly<Record<CardTold, string>>;
  readonly ways: Readonly<Record<WayOn, string>>;
}

const JA: SlipTexts = {
  locale: 'ja-JP',
  done: {
    title: '暗証番号の再設定が完了しました',
    summary: '新しい暗証番号が使えることを、カードで確認しました。',
    next: [
      '新しい暗証番号は、ほかの人に教えないでください。',
      '暗証番号を書いた紙をカードと一緒に持ち歩かないでください。',
    ],
  },
  notDone: { title: '手続きは完了していません' },
  pins: {
    sign: '署名用パスワード（英数字6〜16文字）',
    auth: '利用者証明用パスワード（数字4桁）',
  },
  labels: { what: '対象', when: '日時', where: '場所', until: '事前予約の有効期限', code: '確認コード' },
  card: {
    unchanged: 'カードの暗証番号は変わっていません。',
    'unchanged-or-initialised':
      'カードの暗証番号は、変わっていないか、初期化だけが済んだ状態です。初期化だけのときは、まだ使えません。',
    initialised: '暗証番号のロックは解除されましたが、新しい暗証番号は設定されていません。まだ使えません。',
    'initialised-or-set':
      '暗証番号は初期化されました。新しい暗証番号が設定されたかどうかは、確認できていません。',
    set: '2回入力された新しい暗証番号が設定されましたが、使えることの確認が済んでいません。',
    proven: '新しい暗証番号は設定され、カードで使えることを確認しました。完了の連絡だけが済んでいません。',
  },
  ways: {
    'again-here': 'この端末で、同じカードをもう一度置いてください。',
    'again-later':
      '時間をおいて、この端末または対応店舗のキオスク端末（マルチコピー機）でやり直してください。',
    'finish-anywhere':
      '同じカードで、この端末または対応店舗のキオスク端末（マルチコピー機）から続きの手続きをしてください。新しい事前予約は必要ありません。',
    'another-store': 'この暗証番号に対応している店舗で手続きしてください。',
    'reserve-by-phone': 'スマートフォンのアプリで、事前予約をしてください。',
    'look-at-the-phone':
      '完了の連絡は、この端末が自動で行います。手続きのやり直しは必要ありません。アプリで完了を確認できます。',
    'right-card': '事前予約をしたマイナンバーカードを1枚だけ置いてください。',
    'ask-staff': '店員にお知らせください。',
    counter: 'お住まいの市区町村の窓口でお手続きください。',
  },
};

const JA_EASY: SlipTexts = {
  ...JA,
  done: {
    title: '新しい 暗証番号（パスワード）が できました',
    summary: '新しい 暗証番号が 使えることを カードで たしかめました。',
    next: [
      '新しい 暗証番号を ほかの人に 言わないでください。',
      '暗証番号を 書いた紙を カードと いっしょに 持たないでください。',
    ],
  },
  notDone: { title: '手続きは まだ 終わっていません' },
  pins: {
    sign: '署名用（しょめいよう）パスワード（英語の文字と 数字、6〜16文字）',
    auth: '利用者証明用（りようしゃしょうめいよう）パスワード（数字 4つ）',
  },
  labels: { what: 'どの 暗証番号', when: 'いつ', where: 'どこ', until: '予約は いつまで', code: 'コード' },
  card: {
    unchanged: 'カードの 暗証番号は 変わっていません。',
    'unchanged-or-initialised':
      'カードの 暗証番号は 変わっていないか、ロックが なくなっただけです。ロックが なくなっただけのときは、まだ 使えません。',
    initialised: 'ロックは なくなりました。新しい 暗証番号は まだ ありません。まだ 使えません。',
    'initialised-or-set': 'ロックは なくなりました。新しい 暗証番号が 入ったか どうかは わかりません。',
    set: '新しい 暗証番号が 入りました。使えるか どうかは まだ たしかめていません。',
    proven: '新しい 暗証番号は 使えます。終わった という 連絡だけが まだです。',
  },
  ways: {
    'again-here': 'この 機械に 同じ カードを もう一度 置いてください。',
    'again-later': '少し 待ってから、もう一度 してください。',
    'finish-anywhere':
      '同じ カードで、この 機械か、できる 店の 機械で、続きを してください。新しい 予約は いりません。',
    'another-store': 'この 暗証番号が できる 店で してください。',
    'reserve-by-phone': 'スマートフォンの アプリで 予約を してください。',
    'look-at-the-phone': '終わった という 連絡は この 機械が します。アプリで 見ることが できます。',
    'right-card': '予約した マイナンバーカードを 1枚だけ 置いてください。',
    'ask-staff': '店の 人に 言ってください。',
    counter: '住んでいる 町の 役所（やくしょ）の 窓口（まどぐち）へ 行ってください。',
  },
};

const EN: SlipTexts = {
  locale: 'en-GB',
  done: {
    title: 'Your new PIN is set',
    summary: 'The card has just shown that the new PIN works.',
    next: ['Tell nobody your new PIN.', 'Do not keep a note of it together with the card.'],
  },
  notDone: { title: 'This was not completed' },
  pins: {
    sign: 'Signature password (6 to 16 letters and digits)',
    auth: 'User-authentication PIN (4 digits)',
  },
  labels: { what: 'PIN', when: 'Time', where: 'Place', until: 'Reservation valid until', code: 'Code' },
  card: {
    unchanged: 'The PIN on your card is unchanged.',
    'unchanged-or-initialised':
      'The PIN on your card is either unchanged, or unlocked and without a value. In the second case it cannot be used yet.',
    initialised: 'The PIN was unlocked, but no new PIN was set. It cannot be used yet.',
    'initialised-or-set': 'The PIN was unlocked. Whether the new PIN was set is not known.',
    set: 'The new PIN that you typed twice was set, but it was not checked that it works.',
    proven:
      'The new PIN is set and the card has shown that it works. Only the message that you are done is still on its way.',
  },
  ways: {
    'again-here': 'Put the same card on this machine once more.',
    'again-later': 'Try again later, at this machine or in another store that offers it.',
    'finish-anywhere':
      'Go on with the same card at this machine or in any store that offers it. You need no new reservation.',
    'another-store': 'Go to a store that offers this PIN.',
    'reserve-by-phone': 'Make a reservation with the app on your phone.',
    'look-at-the-phone':
      'This machine sends the message by itself; you need not come again. The app shows when you are done.',
    'right-card': 'Put only the My Number Card that the reservation was made with on the machine.',
    'ask-staff': 'Please tell the staff of the store.',
    counter: 'Please visit the counter of your municipality.',
  },
};

const ZH_HANS: SlipTexts = {
  locale: 'zh-CN',
  done: {
    title: '新密码已设定完成',
    summary: '刚才已用卡片确认新密码可以使用。',
    next: ['请勿将新密码告诉他人。', '请勿将写有密码的纸与卡片放在一起。'],
  },
  notDone: { title: '手续尚未完成' },
  pins: { sign: '签名用密码（6～16位英文字母和数字）', auth: '用户认证用密码（4位数字）' },
  labels: { what: '密码', when: '时间', where: '地点', until: '预约有效期至', code: '代码' },
  card: {
    unchanged: '卡片的密码没有变化。',
    'unchanged-or-initialised': '卡片的密码可能没有变化，也可能已解锁但尚未设定。若尚未设定，则还不能使用。',
    initialised: '密码已解锁，但尚未设定新密码，还不能使用。',
    'initialised-or-set': '密码已解锁。无法确认新密码是否已设定。',
    set: '您输入两次的新密码已设定，但尚未确认可以使用。',
    proven: '新密码已设定，并已用卡片确认可以使用。只有完成通知尚未送达。',
  },
  ways: {
    'again-here': '请将同一张卡片再次放在本终端上。',
    'again-later': '请稍后在本终端或其他可办理的店铺重试。',
    'finish-anywhere': '请使用同一张卡片，在本终端或任一可办理的店铺继续办理。无需重新预约。',
    'another-store': '请前往可办理此密码的店铺。',
    'reserve-by-phone': '请用手机应用进行预约。',
    'look-at-the-phone': '完成通知由本终端自动发送，无需再次办理。可在手机应用中确认。',
    'right-card': '请只放置已预约的个人编号卡。',
    'ask-staff': '请告知店员。',
    counter: '请到您居住地的市区町村窗口办理。',
  },
};

const KO: SlipTexts = {
  locale: 'ko-KR',
  done: {
    title: '새 비밀번호 설정이 완료되었습니다',
    summary: '새 비밀번호를 사용할 수 있는 것을 방금 카드로 확인했습니다.',
    next: [
      '새 비밀번호를 다른 사람에게 알려 주지 마세요.',
      '비밀번호를 적은 종이를 카드와 함께 두지 마세요.',
    ],
  },
  notDone: { title: '절차가 완료되지 않았습니다' },
  pins: { sign: '서명용 비밀번호(영문자와 숫자 6~16자)', auth: '이용자 증명용 비밀번호(숫자 4자리)' },
  labels: { what: '비밀번호', when: '일시', where: '장소', until: '예약 유효 기한', code: '코드' },
  card: {
    unchanged: '카드의 비밀번호는 바뀌지 않았습니다.',
    'unchanged-or-initialised':
      '카드의 비밀번호는 바뀌지 않았거나, 잠금만 해제되고 아직 설정되지 않았습니다. 설정되지 않은 경우에는 아직 사용할 수 없습니다.',
    initialised: '비밀번호의 잠금은 해제되었으나 새 비밀번호가 설정되지 않았습니다. 아직 사용할 수 없습니다.',
    'initialised-or-set':
      '비밀번호의 잠금이 해제되었습니다. 새 비밀번호가 설정되었는지는 확인되지 않았습니다.',
    set: '두 번 입력하신 새 비밀번호가 설정되었으나, 사용할 수 있는지는 확인되지 않았습니다.',
    proven:
      '새 비밀번호가 설정되었고 사용할 수 있는 것을 확인했습니다. 완료 연락만 아직 전달되지 않았습니다.',
  },
  ways: {
    'again-here': '같은 카드를 이 단말기에 다시 올려놓아 주세요.',
    'again-later': '잠시 후 이 단말기나 취급하는 다른 매장에서 다시 시도해 주세요.',
    'finish-anywhere':
      '같은 카드로 이 단말기나 취급하는 매장에서 계속 진행해 주세요. 새로 예약할 필요는 없습니다.',
    'another-store': '이 비밀번호를 취급하는 매장을 이용해 주세요.',
    'reserve-by-phone': '스마트폰 앱에서 예약해 주세요.',
    'look-at-the-phone':
      '완료 연락은 이 단말기가 자동으로 보냅니다. 다시 하실 필요는 없습니다. 앱에서 확인할 수 있습니다.',
    'right-card': '예약한 마이넘버카드 한 장만 올려놓아 주세요.',
    'ask-staff': '매장 직원에게 알려 주세요.',
    counter: '거주하시는 시구정촌 창구에서 신청해 주세요.',
  },
};

const VI: SlipTexts = {
  locale: 'vi-VN',
  done: {
    title: 'Đã đặt xong mật khẩu mới',
    summary: 'Thẻ vừa xác nhận rằng mật khẩu mới dùng được.',
    next: ['Không cho người khác biết mật khẩu mới.', 'Không để giấy ghi mật khẩu cùng với thẻ.'],
  },
  notDone: { title: 'Thủ tục chưa hoàn tất' },
  pins: {
    sign: 'Mật khẩu chữ ký điện tử (6 đến 16 chữ cái và chữ số)',
    auth: 'Mật khẩu xác thực người dùng (4 chữ số)',
  },
  labels: {
    what: 'Mật khẩu',
    when: 'Thời gian',
    where: 'Địa điểm',
    until: 'Đăng ký có hiệu lực đến',
    code: 'Mã',
  },
  card: {
    unchanged: 'Mật khẩu trên thẻ không thay đổi.',
    'unchanged-or-initialised':
      'Mật khẩu trên thẻ hoặc không thay đổi, hoặc đã mở khóa nhưng chưa được đặt. Nếu chưa được đặt thì chưa dùng được.',
    initialised: 'Mật khẩu đã được mở khóa nhưng chưa đặt mật khẩu mới. Hiện chưa dùng được.',
    'initialised-or-set': 'Mật khẩu đã được mở khóa. Chưa biết mật khẩu mới đã được đặt hay chưa.',
    set: 'Mật khẩu mới mà bạn nhập hai lần đã được đặt, nhưng chưa kiểm tra là dùng được.',
    proven:
      'Mật khẩu mới đã được đặt và thẻ xác nhận là dùng được. Chỉ còn thông báo hoàn tất chưa gửi được.',
  },
  ways: {
    'again-here': 'Hãy đặt lại chính thẻ đó lên máy này.',
    'again-later': 'Hãy thử lại sau, tại máy này hoặc cửa hàng khác có dịch vụ.',
    'finish-anywhere':
      'Hãy tiếp tục với chính thẻ đó tại máy này hoặc cửa hàng nào có dịch vụ. Không cần đăng ký lại.',
    'another-store': 'Hãy đến cửa hàng có dịch vụ cho mật khẩu này.',
    'reserve-by-phone': 'Hãy đăng ký trước bằng ứng dụng trên điện thoại.',
    'look-at-the-phone':
      'Máy này sẽ tự gửi thông báo hoàn tất; bạn không cần làm lại. Có thể xem trong ứng dụng.',
    'right-card': 'Chỉ đặt thẻ My Number đã dùng để đăng ký lên máy.',
    'ask-staff': 'Hãy báo cho nhân viên cửa hàng.',
    counter: 'Hãy đến quầy của cơ quan hành chính nơi bạn sống.',
  },
};

const PT_BR: SlipTexts = {
  locale: 'pt-BR',
  done: {
    title: 'A nova senha foi definida',
    summary: 'O cartão acaba de confirmar que a nova senha funciona.',
    next: ['Não conte a nova senha a ninguém.', 'Não guarde a senha anotada junto com o cartão.'],
  },
  notDone: { title: 'O procedimento não foi concluído' },
  pins: {
    sign: 'Senha de assinatura (6 a 16 letras e números)',
    auth: 'Senha de identificação do usuário (4 números)',
  },
  labels: { what: 'Senha', when: 'Data e hora', where: 'Local', until: 'Reserva válida até', code: 'Código' },
  card: {
    unchanged: 'A senha do cartão não mudou.',
    'unchanged-or-initialised':
      'A senha do cartão não mudou, ou foi desbloqueada e ainda não tem valor. No segundo caso ainda não pode ser usada.',
    initialised: 'A senha foi desbloqueada, mas a nova não foi definida. Ainda não pode ser usada.',
    'initialised-or-set': 'A senha foi desbloqueada. Não se sabe se a nova foi definida.',
    set: 'A nova senha que você digitou duas vezes foi definida, mas não foi verificado se funciona.',
    proven: 'A nova senha foi definida e o cartão confirmou que funciona. Falta apenas o aviso de conclusão.',
  },
  ways: {
    'again-here': 'Coloque o mesmo cartão neste terminal mais uma vez.',
    'again-later': 'Tente mais tarde, neste terminal ou em outra loja que ofereça o serviço.',
    'finish-anywhere':
      'Continue com o mesmo cartão neste terminal ou em qualquer loja que ofereça o serviço. Não é preciso nova reserva.',
    'another-store': 'Vá a uma loja que ofereça o serviço para esta senha.',
    'reserve-by-phone': 'Faça a reserva com o aplicativo no celular.',
    'look-at-the-phone':
      'Este terminal envia o aviso sozinho; não é preciso repetir. O aplicativo mostra quando estiver concluído.',
    'right-card': 'Coloque apenas o cartão My Number com que a reserva foi feita.',
    'ask-staff': 'Avise um funcionário da loja.',
    counter: 'Vá ao balcão da prefeitura onde você mora.',
  },
};

export const SLIP_TEXTS: Readonly<Record<KioskLanguage, SlipTexts>> = {
  ja: JA,
  'ja-easy': JA_EASY,
  en: EN,
  'zh-Hans': ZH_HANS,
  ko: KO,
  vi: VI,
  'pt-BR': PT_BR,
};
