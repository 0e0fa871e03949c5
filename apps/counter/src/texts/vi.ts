import type { Catalogue } from '@kaijo/ui';
import { en } from './en.ts';
import type { ja } from './ja.ts';

/** The holder's screen; staff work in Japanese or English. */
export const vi = {
  ...en,
  holder: {
    welcome: 'Xin chào',
    wait: 'Vui lòng chờ nhân viên hướng dẫn.',
    first: 'Vui lòng nhập {pin} mới',
    second: 'Vui lòng nhập lại {pin} đó một lần nữa',
    rule: { digits: 'Gồm 4 chữ số.', letters: 'Gồm 6 đến 16 ký tự, có cả chữ cái và chữ số.' },
    weak: 'Số này dễ đoán (ngày sinh, các số giống nhau, dãy số liên tiếp). Vui lòng chọn số khác.',
    different: 'Không giống lần đầu. Vui lòng nhập lại đúng như vậy.',
    private: 'Số này không hiển thị cho nhân viên. Hãy chú ý để người khác không nhìn thấy.',
    writing: 'Đang ghi vào thẻ',
    done: 'Đã đặt lại xong',
    doneLead: 'Bạn có thể dùng mật khẩu mới.',
    stopped: 'Vui lòng chờ nhân viên hướng dẫn',
    closed: 'Vui lòng mở màn hình này từ màn hình của quầy.',
  },
} as const satisfies Catalogue<typeof ja>;
