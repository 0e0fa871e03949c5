import { personaNames } from '@kaijo/personas';
import { readPortrait } from '@kaijo/personas/files';
import type { Random } from './random.ts';
import { CARD_HEIGHT, CARD_WIDTH, ground, type RenderedCard, renderCard, text } from './svg-card.ts';

/** What must never be read: the card's back, and other cards that people have at hand. */
export const OTHER_KINDS = [
  'back',
  'driving-licence',
  'residence-card',
  'health-card',
  'bank-card',
  'blank-paper',
  'written-paper',
] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

const STYLE = { font: 'Noto Sans CJK JP', weight: 500, ink: '#1a1a1e' };

export async function drawOther(kind: OtherKind, random: Random): Promise<RenderedCard> {
  return renderCard(await partsOf(kind, random), CARD_WIDTH, CARD_HEIGHT);
}

async function partsOf(kind: OtherKind, random: Random): Promise<string> {
  switch (kind) {
    case 'back':
      return back(random);
    case 'driving-licence':
      return (
        flat('#eef3f6') +
        rows(4, 5, [
          '氏名 鍵野 花子　平成 3年 5月15日生',
          '住所 東京都解錠区鍵が丘1-2-3',
          '交付 令和 4年05月20日 12345',
        ]) +
        `<rect x="3" y="18" width="52" height="5" fill="${random.pick(['#3a6fb5', '#4aa35a', '#c9a23a'])}"/>` +
        text(5, 21.8, 3, '2029年(令和11年)06月15日まで有効', STYLE) +
        rows(4, 27, ['免許の条件等 眼鏡等', '番号 第 123456789012 号']) +
        (await photo(random, 58, 15, 22, 28))
      );
    case 'residence-card':
      return (
        flat('#e4efe6') +
        rows(4, 6, [
          '日本国政府 在留カード',
          '番号 AB12345678CD',
          '氏名 LOCKWOOD AOI MARIE',
          '生年月日 1999年10月28日 性別 女',
          '在留資格 留学',
          '2031年03月14日まで有効',
        ]) +
        (await photo(random, 60, 10, 20, 26))
      );
    case 'health-card':
      return (
        flat('#f6ece0') +
        rows(6, 8, [
          '健康保険 被保険者証',
          '記号 12345 番号 678',
          '氏名 錠前 太郎',
          '生年月日 平成 5年 2月 3日',
          '資格取得年月日 令和 2年 4月 1日',
          '保険者番号 12345678',
        ])
      );
    case 'bank-card':
      return `${flat(random.pick(['#2b4a7a', '#3b3b40', '#8a2030']))}<rect x="9" y="19" width="12" height="9.5" rx="1.4" fill="#d9b95a"/>${text(8, 39, 5, '1234 5678 9012 3456', { ...STYLE, ink: '#ddd' })}`;
    case 'blank-paper':
      return flat(random.pick(['#fff', '#f4f1ea', '#eee']));
    case 'written-paper':
      return (
        flat('#fafafa') +
        rows(6, 8, ['メモ', '平成 3年 5月15日生', '2029年 5月15日まで有効', 'コード 1234', '1234 5678 9012'])
      );
  }
}

/** The back: magnetic stripe, contact chip, the number in three groups, name and birth date, the square code. */
function back(random: Random): string {
  const number = Array.from({ length: 3 }, () => String(random.whole(0, 9999)).padStart(4, '0')).join(' ');
  const modules = Array.from({ length: 21 * 21 }, (_, i) =>
    random.chance(0.5)
      ? `<rect x="${66 + (i % 21) * 0.62}" y="${24 + Math.floor(i / 21) * 0.62}" width="0.63" height="0.63"/>`
      : '',
  );
  const stripe = random.chance(0.8) ? `<rect y="4" width="${CARD_WIDTH}" height="10" fill="#2b2328"/>` : '';
  return `${ground(['#fdf3f5', '#f3f7ee'], random)}${stripe}<rect x="9.5" y="19" width="12.5" height="11.5" rx="1.5" fill="#cfae5c"/><path d="M9.5 23h12.5M9.5 27h12.5M14 19v11.5M18 19v11.5" stroke="#8a7434" stroke-width="0.3"/>${text(27, 21, 2, '個人番号', STYLE)}${text(27, 26.5, 4, number, STYLE)}${text(27, 34, 2.7, '氏名 鍵野 花子', STYLE)}${text(27, 39, 2.5, '平成 3年 5月15日生', STYLE)}<rect x="65" y="23" width="15" height="15" fill="#fff"/>${modules.join('')}`;
}

function flat(colour: string): string {
  return `<rect width="${CARD_WIDTH}" height="${CARD_HEIGHT}" fill="${colour}"/>`;
}

function rows(x: number, y: number, lines: readonly string[]): string {
  return lines.map((line, i) => text(x, y + i * 5, 2.8, line, STYLE)).join('');
}

async function photo(random: Random, x: number, y: number, width: number, height: number): Promise<string> {
  const jpeg = Buffer.from(await readPortrait(random.pick(personaNames))).toString('base64');
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,${jpeg}"/>`;
}
