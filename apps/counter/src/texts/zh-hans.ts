import type { Catalogue } from '@kaijo/ui';
import { en } from './en.ts';
import type { ja } from './ja.ts';

/** The holder's screen; staff work in Japanese or English. */
export const zhHans = {
  ...en,
  holder: {
    welcome: '您好',
    wait: '请等待工作人员的指引。',
    first: '请输入新的{pin}',
    second: '请再次输入相同的{pin}',
    rule: { digits: '4位数字。', letters: '6至16个字符，须同时包含字母和数字。' },
    weak: '该密码容易被猜到（生日、相同数字、连续数字）。请换一个。',
    different: '与第一次输入的不一致。请再次输入相同的密码。',
    private: '该密码不会显示在工作人员的屏幕上。请注意不要让他人看到。',
    writing: '正在写入卡片',
    done: '重设已完成',
    doneLead: '新密码可以使用了。',
    stopped: '请等待工作人员的指引',
    closed: '请从窗口的屏幕打开此页面。',
  },
} as const satisfies Catalogue<typeof ja>;
