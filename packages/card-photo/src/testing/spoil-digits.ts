import type { Layout, TextPlace } from './layouts.ts';
import type { Random } from './random.ts';
import { CARD_WIDTH, type RenderedCard } from './svg-card.ts';

export type Spoiled = 'scratched' | 'burnt out' | 'smeared';

/**
 * The card with one of its fields damaged where its digits stand: a scratch down to the white plastic, a spot that lost
 * half of a digit to a reflection, or ink rubbed from one digit into the next.
 */
export function spoilDigits(card: RenderedCard, layout: Layout, how: Spoiled, random: Random): RenderedCard {
  const data = Uint8Array.from(card.data);
  const place: TextPlace = random.pick([layout.birth, layout.expiry, layout.code]);
  // In font sizes from the left: somewhere among the digits.
  const along = place === layout.code ? random.between(0.1, 2) : random.between(0.1, 4.5);
  const [x, y] = [place.x + along * place.size, place.y - 0.4 * place.size];
  const scale = card.width / CARD_WIDTH;
  const slant = random.between(-0.4, 0.4);
  const reach = 1.2 * place.size;
  for (
    let py = Math.max(0, Math.floor((y - reach) * scale));
    py < Math.min(card.height, (y + reach) * scale);
    py++
  )
    for (
      let px = Math.max(0, Math.floor((x - reach) * scale));
      px < Math.min(card.width, (x + reach) * scale);
      px++
    ) {
      const [dx, dy] = [(px / scale - x) / place.size, (py / scale - y) / place.size];
      const i = (py * card.width + px) * 4;
      for (let c = 0; c < 3; c++) {
        const value = data[i + c] as number;
        data[i + c] = spoiled(
          how,
          value,
          dx,
          dy,
          slant,
          data[Math.max(0, i - Math.round(0.25 * place.size * scale) * 4) + c] as number,
        );
      }
    }
  return { ...card, data };
}

function spoiled(how: Spoiled, value: number, dx: number, dy: number, slant: number, beside: number): number {
  switch (how) {
    case 'scratched':
      return Math.abs(dx - slant * dy) < 0.09 ? 250 : value;
    case 'burnt out': {
      const bleach = Math.min(1, 1.6 * Math.exp(-(dx * dx + dy * dy) / 0.12));
      return value * (1 - bleach) + 255 * bleach;
    }
    case 'smeared':
      return Math.abs(dx) < 0.5 && Math.abs(dy) < 0.6 ? (value + beside) / 2 : value;
  }
}
