import type { Era } from '@kaijo/mynacard';
import { Grammar } from '../ctc/grammar.ts';
import { addTexts, numbers } from '../ctc/numbers.ts';

/** Names of the eras as the recogniser writes them (it does not know 令 in its Japanese form), and the years they can have. */
const ERAS: readonly (readonly [Era, first: string, second: string, from: number, to: number])[] = [
  ['meiji', '明', '治', 30, 45],
  ['taisho', '大', '正', 1, 15],
  ['showa', '昭', '和', 1, 64],
  ['heisei', '平', '成', 1, 31],
  ['reiwa', '令今', '和', 1, 30],
];
/** Holders are at least 15 and their cards valid (R41): no western year is of a birth here and of an expiry there. */
const WESTERN = { from: 1900, to: 2019 } as const;
const EXPIRY_YEARS = { from: 2020, to: 2049 } as const;
/** What an era's character keeps of its likelihood when it was read as another letter. */
const MISREAD = 1 / 6;
/** 生, or the 性 of 性別, with which it runs together, or 別, where it is lost. */
const OF_BIRTH = '生性姓別别';
/** まで is not read: the recogniser knows no kana. */
const OF_EXPIRY = '有效効';

/** 「平成3年5月15日生」, 「1999年10月28日生」. Tags: `year heisei 3`, `year western 1999`, `month 5`, `day 15`. */
export const BIRTH = birth({ inContext: true });
/** In a cut of what was seen to be the birth date: 生 need not be read a second time. */
export const BIRTH_AGAIN = birth({ inContext: false });
/** 「2029年5月15日まで有効」. Tags: `year 2029`, `month 5`, `day 15`. */
export const EXPIRY = expiry({ inContext: true });
export const EXPIRY_AGAIN = expiry({ inContext: false });
/** Four digits at the end of a line. Tags: `0 7` for a first digit 7, to `3 7` for a last one. */
export const CODE = code();

function birth({ inContext }: { readonly inContext: boolean }): Grammar {
  const grammar = new Grammar();
  const tag = (calendar: string) => (year: string | undefined) =>
    `year ${calendar} ${year === undefined ? '?' : Number(year)}`;
  const years = ERAS.flatMap(([era, first, second, from, to]) => {
    // Whoever was born in 明治 is older than any holder is likely to be: both its characters must be read.
    const isLikely = era !== 'meiji';
    const letter = (before: readonly number[]): number[] =>
      isLikely ? [grammar.add('letter', before, { weight: MISREAD })] : [];
    const firsts = [grammar.add(first, []), ...letter([])];
    const name = [grammar.add(second, firsts), ...letter(firsts)];
    return [
      ...addTexts(grammar, numbers(from, to), name, tag(era)),
      ...(from === 1 ? [grammar.add('元', name, { tag: tag(era)('1') })] : []),
    ];
  });
  const western = addTexts(grammar, numbers(WESTERN.from, WESTERN.to), [], tag('western'));
  addMonthAndDay(grammar, [...years, ...western], inContext ? OF_BIRTH : undefined);
  return grammar;
}

function expiry({ inContext }: { readonly inContext: boolean }): Grammar {
  const grammar = new Grammar();
  const years = addTexts(
    grammar,
    numbers(EXPIRY_YEARS.from, EXPIRY_YEARS.to),
    [],
    (year) => `year ${year ?? '?'}`,
  );
  addMonthAndDay(grammar, years, inContext ? OF_EXPIRY : undefined);
  return grammar;
}

/** @param follows what must stand somewhere behind the date */
function addMonthAndDay(grammar: Grammar, years: readonly number[], follows: string | undefined): void {
  const tag = (what: string) => (number: string | undefined) =>
    `${what} ${number === undefined ? '?' : Number(number)}`;
  const months = addTexts(grammar, numbers(1, 12), [grammar.add('年', years)], tag('month'));
  const days = addTexts(grammar, numbers(1, 31), [grammar.add('月', months)], tag('day'));
  const last = grammar.add('日', days, { isLast: true, isEnd: follows === undefined });
  if (follows !== undefined) grammar.add(follows, [last, grammar.add('gap', [last])], { isEnd: true });
}

function code(): Grammar {
  const grammar = new Grammar({ endsLine: true });
  let before: number[] = [];
  for (const place of [0, 1, 2, 3]) {
    const at = { isEnd: place === 3, isLast: place === 3 };
    before = [
      ...Array.from('0123456789', (digit) => grammar.add(digit, before, { ...at, tag: `${place} ${digit}` })),
      grammar.add('smudge', before, { ...at, tag: `${place} ?` }),
    ];
  }
  return grammar;
}
