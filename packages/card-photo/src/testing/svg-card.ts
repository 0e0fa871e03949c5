import sharp from 'sharp';
import type { Random } from './random.ts';

/** ID-1, millimetres. */
export const CARD_WIDTH = 85.6;
export const CARD_HEIGHT = 53.98;
/** Pixels a millimetre: about twice what the best of the drawn photos shows. */
const RESOLUTION = 16;

/** A flat card, RGBA. */
export interface RenderedCard {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export async function renderCard(svg: string, width: number, height: number): Promise<RenderedCard> {
  const pixels = { width: Math.round(width * RESOLUTION), height: Math.round(height * RESOLUTION) };
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels.width}" height="${pixels.height}" viewBox="0 0 ${width} ${height}">${svg}</svg>`;
  const { data, info } = await sharp(Buffer.from(whole))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

export interface TextStyle {
  readonly font: string;
  readonly weight: number;
  readonly ink: string;
}

export function text(x: number, y: number, size: number, written: string, style: TextStyle): string {
  const escaped = written.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text x="${x}" y="${y}" font-size="${size}" font-family="${style.font}" font-weight="${style.weight}" fill="${style.ink}" xml:space="preserve">${escaped}</text>`;
}

/** A pale two-coloured ground with rings and fine waves, as security print has. */
export function ground([left, right]: readonly [string, string], random: Random): string {
  const rings = Array.from({ length: 3 }, (_, i) => {
    const x = random.between(25, 70);
    return `<circle cx="${x}" cy="${random.between(15, 40)}" r="${random.between(8, 16)}" fill="none" stroke="hsl(${(i * 120 + 330) % 360} 60% 80%)" stroke-width="${random.between(1, 3)}" stroke-opacity="0.5"/>`;
  });
  const waves = Array.from({ length: 27 }, (_, i) => {
    const y = i * 2;
    return `<path d="M0 ${y} q 10 ${random.between(1, 3)} 21 0 t 21 0 t 21 0 t 23 0" fill="none" stroke="#c9a" stroke-width="0.12" stroke-opacity="0.5"/>`;
  });
  return `<defs><linearGradient id="g"><stop offset="0" stop-color="${left}"/><stop offset="1" stop-color="${right}"/></linearGradient></defs><rect width="${CARD_WIDTH}" height="${CARD_HEIGHT}" fill="url(#g)"/>${rings.join('')}${waves.join('')}`;
}
