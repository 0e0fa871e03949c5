import type { Catalogue } from '@kaijo/ui';
import { en } from './en.ts';
import type { ja } from './ja.ts';

/** The holder's screen; staff work in Japanese or English. */
export const ko = {
  ...en,
  holder: {
    welcome: '안녕하세요',
    wait: '직원의 안내를 기다려 주세요.',
    first: '새 {pin}을(를) 입력해 주세요',
    second: '같은 {pin}을(를) 한 번 더 입력해 주세요',
    rule: { digits: '숫자 4자리입니다.', letters: '영문자와 숫자를 섞어 6~16자입니다.' },
    weak: '추측하기 쉬운 번호(생일, 같은 숫자, 연속된 숫자)입니다. 다른 번호로 해 주세요.',
    different: '첫 번째와 다릅니다. 같은 것을 다시 입력해 주세요.',
    private: '이 번호는 직원 화면에 표시되지 않습니다. 다른 사람이 보지 않도록 입력해 주세요.',
    writing: '카드에 기록하고 있습니다',
    done: '재설정이 끝났습니다',
    doneLead: '새 비밀번호를 사용할 수 있습니다.',
    stopped: '직원의 안내를 기다려 주세요',
    closed: '이 화면은 창구 화면에서 열어 주세요.',
  },
} as const satisfies Catalogue<typeof ja>;
