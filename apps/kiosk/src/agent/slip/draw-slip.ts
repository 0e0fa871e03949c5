import PDFDocument from 'pdfkit';
import type { Slip } from '../../local-api/index.ts';
import type { SlipFont } from './slip-fonts.ts';

/** The slip on a page of A5, its font embedded as a subset. */
export async function drawSlip(slip: Slip, font: SlipFont, language: string): Promise<Uint8Array> {
  const page = new PDFDocument({
    size: 'A5',
    margin: 40,
    lang: language,
    displayTitle: true,
    tagged: true,
    info: { Title: slip.title, Producer: 'Kaijo', Creator: 'Kaijo' },
  });
  const parts: Uint8Array[] = [];
  page.on('data', (part: Uint8Array) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => page.once('end', resolve).once('error', reject));
  page.registerFont('slip', font.path, font.face);
  page.font('slip');
  page.fontSize(17).text(slip.title).moveDown(0.6);
  page.fontSize(12).text(slip.summary, { lineGap: 3 }).moveDown(0.8);
  for (const { label, value } of slip.rows) {
    page.fontSize(9).fillColor('#444444').text(label);
    page.fontSize(12).fillColor('black').text(value).moveDown(0.4);
  }
  page.moveDown(0.4);
  for (const sentence of slip.next) page.fontSize(12).text(`・${sentence}`, { lineGap: 3 }).moveDown(0.2);
  if (slip.code !== undefined) page.moveDown(0.6).fontSize(9).fillColor('#444444').text(slip.code);
  page.end();
  await ended;
  return Buffer.concat(parts);
}
