import { LANGUAGES } from '@kaijo/contract/language';
import { describe, expect, it } from 'vitest';
import { catalogueFaults, faultsOf } from '../testing/check-catalogues.ts';
import { UI_TEXTS } from './all.ts';
import { uiCatalogues } from './index.ts';

describe('the words of the components', () => {
  it('are complete in seven languages', async () => {
    expect(await catalogueFaults(uiCatalogues)).toEqual([]);
  });

  it('name each PIN with its shape', () => {
    for (const language of LANGUAGES) {
      expect(UI_TEXTS[language].pins.sign.shape).toMatch(/6.*16/);
      expect(UI_TEXTS[language].pins.auth.shape).toMatch(/4/);
    }
  });
});

describe('the check of catalogues', () => {
  const good = { greeting: '{name}さん、こんにちは', tries: 'あと{count}回' };
  const all = (other: object) =>
    ({ ...Object.fromEntries(LANGUAGES.map((one) => [one, other])), ja: good }) as never;
  const fine = { greeting: 'Hi {name}', tries: { by: 'count', one: '{count} try', other: '{count} tries' } };

  it('finds nothing where all is well', () => {
    expect(faultsOf(all(fine))).toEqual([]);
  });

  it('takes a group with a sentence called other for a group', () => {
    const hints = { other: 'ほかのカードのようです' };
    const faults = faultsOf({ ...(all({ hints: { other: '' } }) as object), ja: { hints } } as never);
    expect(faults).toContain('en hints.other: empty');
  });

  it('lets a Japanese word stand in brackets beside its translation', () => {
    expect(faultsOf(all({ ...fine, greeting: 'Hi {name} (窓口)' }))).toEqual([]);
  });

  it.each([
    ['a lost placeholder', { ...fine, greeting: 'Hi' }, 'placeholders'],
    [
      'a placeholder lost in one plural form',
      { ...fine, tries: { by: 'count', one: 'a try', other: '' } },
      'empty',
    ],
    ['a plural by nothing', { ...fine, tries: { by: 'number', other: '{count} tries' } }, 'plural by'],
    ['an empty sentence', { ...fine, greeting: ' ' }, 'empty'],
    ['Japanese left standing', { ...fine, greeting: 'こんにちは {name}' }, 'not translated'],
    ['nothing but Japanese in brackets', { ...fine, greeting: '「こんにちは」' }, 'not translated'],
    ['English copied', { ...fine, greeting: 'Good morning to you {name}' }, 'not translated'],
    ['a missing key', { greeting: 'Hi {name}' }, 'missing'],
  ])('finds %s', (_what, other, fault) => {
    expect(faultsOf(all(other)).join('\n')).toContain(fault);
  });
});
