import type { Refusal } from '@kaijo/contract';

/** Fails closed: without a face check nobody gets past it, and there is no switch to skip it. */
export const FACE_CHECK_NOT_INSTALLED: Refusal = {
  problem: 'stopped',
  reason: 'face-check-not-installed',
  sentence: {
    ja: '顔の確認を行う準備ができていないため、ただいま署名用パスワードの予約はできません。',
    en: 'The face check is not available, so the signature password cannot be reserved at the moment.',
  },
};
