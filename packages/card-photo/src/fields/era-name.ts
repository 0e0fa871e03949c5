import type { Era } from '@kaijo/mynacard';
import type { ReadCharacter } from '../ocr/recogniser.ts';

/**
 * The characters of each era's name. But for 和 each occurs in one name only, so that one of the two read is the era read.
 * The recogniser was trained on Chinese and does not know 令 in its Japanese form: it reads 今 there.
 */
const NAMES: readonly (readonly [Era, first: string, second: string])[] = [
  ['meiji', '明', '治'],
  ['taisho', '大', '正'],
  ['showa', '昭', '和'],
  ['heisei', '平', '成'],
  ['reiwa', '令今', '和'],
];

/** 和 alone: with such a year it is 昭和, since 令和20年 is 2038. */
const NOT_YET_REIWA = 20;

/** No other era has such a year, but for 明治: whoever was born in that is older than any holder. */
const ONLY_SHOWA = { from: 32, to: 64 } as const;
/** Of an era that is told by its year alone: clear, but not more. */
const BY_ITS_YEAR = 0.9;

export interface SeenEra {
  readonly era: Era;
  /** That at least one of the characters was read right. */
  readonly probability: number;
}

/**
 * The era whose name ends just before a year, from the last two characters there. Where none of them is of a name, a year
 * of two digits may tell it; undefined when that does not either, or when the characters speak for different eras.
 */
export function eraBefore(before: readonly ReadCharacter[], year: number): SeenEra | undefined {
  const [second, first] = [before.at(-1), before.at(-2)];
  const speaking = NAMES.flatMap(([era, one, other]) => {
    const seen = [
      ...(first !== undefined && one.includes(first.character) ? [first] : []),
      ...(second !== undefined && other === second.character ? [second] : []),
    ];
    return seen.length === 0
      ? []
      : [{ era, seen, isOnlyWa: seen.length === 1 && seen[0]?.character === '和' }];
  });
  const clear = speaking.filter(({ isOnlyWa }) => !isOnlyWa);
  const onlyWa = speaking.some(({ isOnlyWa }) => isOnlyWa);
  if (speaking.length === 0) return eraByYear(second, year);
  const [era] =
    clear.length > 0 ? clear : speaking.filter(({ era: name }) => name === 'showa' && year >= NOT_YET_REIWA);
  if (era === undefined || clear.length > 1) return undefined;
  // 大和, 平和: two names at once. 昭和 and 令和 share their 和.
  if (onlyWa && clear.length === 1 && era.era !== 'showa' && era.era !== 'reiwa') return undefined;
  const doubt = era.seen.reduce((product, { probability }) => product * (1 - probability), 1);
  return { era: era.era, probability: 1 - doubt };
}

function eraByYear(before: ReadCharacter | undefined, year: number): SeenEra | undefined {
  // A digit there belongs to the year.
  if (/[0-9]/.test(before?.character ?? '') || year < ONLY_SHOWA.from || year > ONLY_SHOWA.to)
    return undefined;
  return { era: 'showa', probability: BY_ITS_YEAR };
}
