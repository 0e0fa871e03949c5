import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = 'Mật khẩu của bạn không bị thay đổi.';
const RESERVATION_KEPT = 'Đăng ký trước của bạn vẫn còn hiệu lực.';
const NOT_ACCEPTED = 'Thao tác này chưa được tiếp nhận.';
const START_AGAIN = 'Vui lòng làm lại từ đầu.';
const IN_A_HURRY = 'Nếu cần gấp, vui lòng làm thủ tục tại quầy của cơ quan hành chính nơi bạn sống.';
const AT_LAST_COUNTER = 'Nếu vẫn không được, vui lòng đến quầy của cơ quan hành chính nơi bạn sống.';
const FIVE_FAILURES = 'Nếu thất bại 5 lần liên tiếp, ứng dụng sẽ bị hạn chế sử dụng.';

export const vi: ProblemCatalogue = {
  certificates: {
    any: 'chứng thư điện tử',
    sign: 'chứng thư điện tử dùng để ký',
    auth: 'chứng thư điện tử xác thực người dùng',
  },
  problems: {
    maintenance: {
      happened: 'Hệ thống đang bảo trì.',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng thử lại sau khi bảo trì kết thúc.',
    },
    'outside-hours': {
      happened: 'Bây giờ không phải giờ sử dụng máy tại cửa hàng.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: 'Vui lòng quay lại trong khoảng từ 6:30 đến 23:00.',
    },
    'not-offered-here': {
      happened: 'Cửa hàng này không đặt lại được loại mật khẩu mà bạn đã đăng ký.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: 'Vui lòng đến cửa hàng có dịch vụ này.',
    },
    'no-reservation': {
      happened: 'Không tìm thấy đăng ký trước của thẻ này.',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng đăng ký trước bằng ứng dụng trên điện thoại rồi quay lại.',
    },
    'reservation-expired': {
      happened: 'Đăng ký trước đã hết hạn (24 giờ).',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng đăng ký lại bằng ứng dụng trên điện thoại.',
    },
    'reservation-in-use': {
      happened: 'Đăng ký này đang được dùng ở một máy khác.',
      unchanged: 'Thao tác này không làm thay đổi gì.',
      next: 'Vui lòng chờ khoảng 5 phút rồi thử lại.',
    },
    'certificate-expired': {
      happened: '{certificate} trên thẻ đã hết hạn hoặc chưa có hiệu lực.',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng gia hạn chứng thư điện tử tại quầy của cơ quan hành chính nơi bạn sống.',
    },
    'certificate-revoked': {
      happened: '{certificate} trên thẻ đã mất hiệu lực.',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng xin cấp chứng thư điện tử mới tại quầy của cơ quan hành chính nơi bạn sống.',
    },
    'certificate-untrusted': {
      happened: 'Không xác nhận được {certificate} trên thẻ.',
      unchanged: NOTHING_CHANGED,
      next: `Vui lòng kiểm tra xem đây có phải là thẻ My Number của bạn không. ${AT_LAST_COUNTER}`,
    },
    'revocation-unknown': {
      happened: 'Hiện không kiểm tra được {certificate} có còn hiệu lực hay không.',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng thử lại sau ít phút.',
    },
    'card-face-invalid': {
      happened: 'Không xác nhận được thông tin mặt thẻ trong chip.',
      unchanged: NOTHING_CHANGED,
      next: `Vui lòng đọc lại thẻ. ${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: 'Thẻ vừa đọc không phải là thẻ đã dùng lúc bắt đầu.',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: 'Không xác nhận được chữ ký của thẻ.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: 'Thủ tục đã dừng lại vì quá thời gian.',
      unchanged: 'Những gì bạn nhập không được lưu lại.',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: 'Ảnh chụp không đủ rõ để nhận diện.',
      unchanged: 'Lần này không tính là thất bại.',
      next: 'Vui lòng chụp lại ở nơi sáng, theo hướng dẫn trên màn hình.',
    },
    'face-mismatch': {
      happened: 'Không xác nhận được bạn là người trong ảnh trên thẻ.',
      unchanged: NOTHING_CHANGED,
      next: `Vui lòng thử lại. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: 'Không xác nhận được có người thật trước máy ảnh.',
      unchanged: NOTHING_CHANGED,
      next: `Vui lòng làm theo hướng dẫn trên màn hình và thử lại. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened: 'Ứng dụng bị hạn chế vì xác nhận khuôn mặt thất bại 5 lần liên tiếp.',
      unchanged: NOTHING_CHANGED,
      next: `Vui lòng chờ đến khi hết hạn chế. ${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: 'Không thể đặt lại mật khẩu này bằng ứng dụng và máy tại cửa hàng.',
      unchanged: NOTHING_CHANGED,
      next: 'Vui lòng làm thủ tục tại quầy của cơ quan hành chính nơi bạn sống.',
    },
    'card-refused': {
      happened: 'Thẻ không chấp nhận thao tác.',
      unchanged: 'Mật khẩu mới chưa được xác nhận.',
      next: `Bạn có thể làm lại với cùng đăng ký này. ${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: 'Hiện đang có nhiều người sử dụng.',
      unchanged: NOT_ACCEPTED,
      next: 'Vui lòng chờ một lát rồi thử lại.',
    },
    'invalid-request': {
      happened: 'Không xử lý được yêu cầu từ ứng dụng hoặc máy.',
      unchanged: NOT_ACCEPTED,
      next: `Vui lòng cập nhật ứng dụng. ${START_AGAIN}`,
    },
    stopped: {
      happened: 'Dịch vụ đang tạm dừng đối với loại thẻ này hoặc cửa hàng này.',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: 'Thủ tục này đã kết thúc hoặc thuộc về một thiết bị khác.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: 'Bạn không có quyền làm việc này, hoặc cần một nhân viên khác xác nhận.',
      unchanged: NOT_ACCEPTED,
      next: 'Vui lòng nhờ nhân viên có quyền hoặc một nhân viên khác thực hiện.',
    },
    'service-fault': {
      happened: 'Hệ thống gặp sự cố.',
      unchanged: 'Khi thử lại, bạn sẽ biết thao tác này đã được tiếp nhận hay chưa.',
      next: 'Vui lòng chờ một lát rồi thử lại.',
    },
  },
};
