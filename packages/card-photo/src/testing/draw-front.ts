import { printedBirthDateText } from '@kaijo/personas';
import { readPortrait } from '@kaijo/personas/files';
import type { DrawnHolder } from './holders.ts';
import type { Layout, TextPlace } from './layouts.ts';
import type { Random } from './random.ts';
import { CARD_HEIGHT, CARD_WIDTH, ground, type RenderedCard, renderCard, text } from './svg-card.ts';

/** A front of the card. What stands in the notes, and in the box for the certificates' end, is chance. */
export async function drawFront(holder: DrawnHolder, layout: Layout, random: Random): Promise<RenderedCard> {
  const ink = random.pick(['#111', '#1c1a1e', '#2a2a2e', '#33303a']);
  const style = { font: layout.font, weight: layout.weight, ink };
  const thin = { ...style, weight: 400, ink: '#5a4a58' };
  const { portrait, notes, code } = layout;
  const place = (at: TextPlace, written: string, how = style): string =>
    text(at.x, at.y, at.size, written, how);
  const photo = Buffer.from(await readPortrait(holder.face)).toString('base64');
  const parts = [
    ground(layout.ground, random),
    text(68, 5.2, 2, '個人番号カード', thin),
    text(4, 6.5, 1.9, '氏名', thin),
    text(11, 7, 3.3, holder.name, style),
    text(4, 12, 1.9, '住所', thin),
    text(11, 12, 2.4, holder.address.slice(0, 24), style),
    text(11, 15.6, 2.4, holder.address.slice(24), style),
    `<image x="${portrait.x}" y="${portrait.y}" width="${portrait.width}" height="${portrait.height}" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,${photo}"/>`,
    place(layout.birth, `${birthText(holder, layout)}生`),
    place(layout.sex, `性別 ${holder.sex}`),
    place(layout.expiry, expiryText(holder, layout)),
    `<rect x="${notes.x}" y="${notes.y}" width="${notes.width}" height="${notes.height}" fill="#fff" fill-opacity="0.55" stroke="#a58" stroke-width="0.15"/>`,
    text(notes.x + 0.6, notes.y + 2, 1.3, '追記欄', thin),
    notesText(layout, random, style),
    place(layout.signatureEnd, '電子証明書の有効期限', thin),
    signatureEnd(layout, random, thin),
    codeLabel(layout, thin),
    place(code, holder.securityCode),
    ...donorLines(layout, thin),
  ];
  return renderCard(parts.join(''), CARD_WIDTH, CARD_HEIGHT);
}

function birthText({ birth }: DrawnHolder, { padded }: Layout): string {
  return padded ? padDates(printedBirthDateText(birth)) : printedBirthDateText(birth);
}

function expiryText({ expiry }: DrawnHolder, { padded }: Layout): string {
  const written = `${expiry.year}年${expiry.month}月${expiry.day}日まで有効`;
  return padded ? padDates(written) : written;
}

/** 「5月」 to 「 5月」, also the year of an era. */
function padDates(written: string): string {
  return written.replace(/(?<![0-9])([0-9])(?=[年月日])/g, '\u2007$1');
}

/** What an office writes when a holder has moved: dates and numbers that are not the card's. */
function notesText({ notes }: Layout, random: Random, style: Parameters<typeof text>[4]): string {
  if (!random.chance(0.35)) return '';
  const written = `令和${random.whole(1, 8)}年${random.whole(1, 12)}月${random.whole(1, 28)}日 開錠市鍵町${random.whole(1, 9)}番地${random.whole(1, 9)}`;
  return text(notes.x + 1.5, notes.y + 6, 2.3, written, style);
}

/** Some holders write the certificates' end in, by hand: a year that is not the card's. */
function signatureEnd(
  { signatureEnd: at }: Layout,
  random: Random,
  style: Parameters<typeof text>[4],
): string {
  const written = random.chance(0.3)
    ? `${random.whole(2026, 2031)}年${random.whole(1, 12)}月${random.whole(1, 28)}日`
    : '　　年　月　日';
  return text(at.x + 10.6 * at.size, at.y, at.size, written, style);
}

function codeLabel({ code }: Layout, style: Parameters<typeof text>[4]): string {
  switch (code.label) {
    case 'beside':
      return text(code.x - 13, code.y - 0.2, 1.4, 'セキュリティコード', style);
    case 'above':
      return text(code.x - 3.5, code.y - 3.2, 1.4, 'セキュリティコード', style);
    case 'two-lines-beside':
      return (
        text(code.x - 10, code.y - 1.9, 1.5, 'セキュリティ', style) +
        text(code.x - 10, code.y + 0.2, 1.5, 'コード', style)
      );
  }
}

function donorLines({ donor }: Layout, style: Parameters<typeof text>[4]): string[] {
  return [
    '臓器提供意思 1.脳死後及び心停止した死後 2.心停止した死後のみ 3.提供せず',
    '《1又は2で提供したくない臓器に×》【心臓・肺・肝臓・腎臓・膵臓・小腸・眼球】',
  ].map((line, i) => text(donor.x, donor.y + i * 2, donor.size, line, style));
}
