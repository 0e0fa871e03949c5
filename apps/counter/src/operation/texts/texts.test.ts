import { faultsOf } from '@kaijo/ui/testing';
import { expect, it } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';

it('operators’ pages speak Japanese and English, completely', () => {
  const catalogues = { ja, 'ja-easy': ja, en, 'zh-Hans': en, ko: en, vi: en, 'pt-BR': en };
  expect(faultsOf<typeof ja>(catalogues).filter((fault) => /^(ja|en) /.test(fault))).toEqual([]);
});
