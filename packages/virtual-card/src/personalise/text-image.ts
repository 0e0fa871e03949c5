import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Font } from 'opentype.js';
import { PersonalisationError } from './personalisation-error.ts';

/** How a text of the card's face is drawn; lengths in pixels. */
export interface TextLayout {
  readonly fontSize: number;
  readonly width: number;
  readonly lines: number;
}

const LINE_HEIGHT = 1.375;
const BASELINE = 1.1;
const MARGIN = 4;
/** Grey above this is paper: with one bit a pixel, the strokes of dense kanji stay apart. */
const INK_THRESHOLD = 160;

/**
 * A PNG of black on white with one bit a pixel, in BIZ UDPGothic; broken after whatever character still fits.
 * The glyphs' outlines are drawn, so no font of the system takes part.
 * @throws PersonalisationError for a character that the font does not have, or text that needs more lines
 */
export async function textImage(text: string, layout: TextLayout): Promise<Uint8Array> {
  const font = await loadFont();
  if (font.stringToGlyphs(text).some(({ index }) => index === 0))
    throw new PersonalisationError('text', 'a character to be drawn is not in the font');
  const lines = breakLines(font, text, layout);
  if (lines.length > layout.lines)
    throw new PersonalisationError('text', `a text does not fit into ${layout.lines} lines`);
  const { fontSize, width } = layout;
  const height = Math.ceil(lines.length * fontSize * LINE_HEIGHT) + MARGIN;
  const outlines = lines
    .map((line, i) =>
      font.getPath(line, MARGIN, fontSize * (BASELINE + i * LINE_HEIGHT), fontSize).toPathData(1),
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><path d="${outlines}"/></svg>`;
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg))
    .greyscale()
    .threshold(INK_THRESHOLD)
    .png({ palette: true, colours: 2, compressionLevel: 9 })
    .toBuffer();
}

function breakLines(font: Font, text: string, { fontSize, width }: TextLayout): string[] {
  const lines = [''];
  for (const character of text) {
    const longer = `${lines.at(-1)}${character}`;
    if (font.getAdvanceWidth(longer, fontSize) <= width - 2 * MARGIN) lines[lines.length - 1] = longer;
    else lines.push(character.trimStart());
  }
  return lines;
}

const require = createRequire(import.meta.url);
const FONT_FILE = '@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf';
let loaded: Promise<Font> | undefined;

/** Library and font are loaded at the first use, 0.3 s: whoever only opens a card does not pay for them. */
function loadFont(): Promise<Font> {
  loaded ??= parseFont();
  return loaded;
}

async function parseFont(): Promise<Font> {
  const { default: opentype } = await import('opentype.js');
  return opentype.parse(Uint8Array.from(await readFile(require.resolve(FONT_FILE))).buffer);
}
