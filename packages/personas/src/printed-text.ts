import type { Era, PrintedBirthDate } from './persona.ts';

const ERA_TEXT: { readonly [Name in Era]: string } = {
  taisho: '大正',
  showa: '昭和',
  heisei: '平成',
  reiwa: '令和',
};

/** 「平成15年7月21日」 or 「1999年10月28日」, as on the front of the card. */
export function printedBirthDateText(date: PrintedBirthDate): string {
  const era = date.calendar === 'era' ? ERA_TEXT[date.era] : '';
  const year = date.calendar === 'era' && date.year === 1 ? '元' : String(date.year);
  return `${era}${year}年${date.month}月${date.day}日`;
}

/** 「2035年7月21日まで有効」, as on the front of the card. */
export function printedExpiryText(cardExpiry: string): string {
  const [year, month, day] = cardExpiry.split('-').map(Number);
  return `${year}年${month}月${day}日まで有効`;
}
