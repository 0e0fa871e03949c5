import type { Random } from './random.ts';

type Colour = readonly [number, number, number];

/** What a card lies on. */
const KINDS = ['wood', 'cloth', 'flat', 'speckled', 'desk-with-paper'] as const;
const COLOURS: { readonly [Kind in (typeof KINDS)[number]]: readonly Colour[] } = {
  wood: [
    [150, 104, 62],
    [96, 62, 40],
    [186, 142, 96],
  ],
  cloth: [
    [60, 70, 96],
    [110, 40, 48],
    [70, 92, 70],
    [150, 150, 156],
  ],
  flat: [
    [40, 40, 44],
    [120, 124, 130],
    [84, 100, 120],
    [176, 170, 158],
  ],
  speckled: [
    [130, 128, 124],
    [70, 70, 74],
    [168, 160, 150],
  ],
  'desk-with-paper': [
    [120, 90, 64],
    [60, 64, 70],
    [150, 120, 90],
  ],
};

/** RGB, 3 bytes a pixel. */
export function drawGround(width: number, height: number, random: Random): Uint8ClampedArray<ArrayBuffer> {
  const kind = random.pick(KINDS);
  const base = random.pick(COLOURS[kind]);
  const out = new Uint8ClampedArray(width * height * 3);
  const [fx, fy, phase] = [random.between(0.002, 0.006), random.between(0.03, 0.07), random.between(0, 6)];
  const cloudX = random.between(0.002, 0.005);
  const cloudY = random.between(0.002, 0.005);
  const paper = kind === 'desk-with-paper' ? random.between(0.08, 0.2) * width : -1;
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) {
      let change = 8 * Math.sin(cloudX * x + phase) * Math.cos(cloudY * y - phase);
      if (kind === 'wood')
        change += 12 * Math.sin(fy * y + 3 * Math.sin(fx * x + phase) + 2 * Math.sin(0.011 * y));
      if (kind === 'cloth') change += 7 * (((x >> 2) + (y >> 2)) & 1 ? 1 : -1);
      if (kind === 'speckled') change += 16 * (random.unit() - 0.5) * 2;
      // A sheet whose edge runs beside the card, lines on it.
      const sheet = paper > 0 && x < paper + 0.05 * y;
      const ink = sheet && y % 32 < 2 ? -60 : 0;
      for (let c = 0; c < 3; c++) out[o + c] = (sheet ? 214 : (base[c] as number)) + change + ink;
    }
  return out;
}
