import { project, squareToQuad } from '../geometry/homography.ts';
import type { Quad } from '../geometry/point.ts';

/** Places are 0 to 1 on the card; sizes are shares of the card's width. */
export interface Light {
  /** 1 is well lit. */
  readonly exposure: number;
  /** Gain from left to right and from top to bottom, each end of the picture this much more or less. */
  readonly fallX: number;
  readonly fallY: number;
  /** A shadow's soft edge runs across the card: how dark (0 none, 1 black), where and how it is turned. */
  readonly shadow: {
    readonly depth: number;
    readonly at: number;
    readonly angle: number;
    readonly softness: number;
  };
  /** A lamp's reflection: `strength` is how far the middle is bleached, 1 entirely. */
  readonly glare: {
    readonly strength: number;
    readonly u: number;
    readonly v: number;
    readonly size: number;
  };
  /** Colour of the lamp: gains of red and blue. */
  readonly warmth: number;
}

export function applyLight(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  quad: Quad,
  light: Light,
): void {
  const card = squareToQuad(quad);
  if (card === undefined) return;
  const long = Math.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]);
  const [glareX, glareY] = project(card, light.glare.u, light.glare.v);
  const radius = light.glare.size * long;
  const [middleX, middleY] = project(card, 0.5, 0.5);
  const [nx, ny] = [Math.cos(light.shadow.angle), Math.sin(light.shadow.angle)];
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) {
      const across = ((x - middleX) * nx + (y - middleY) * ny) / long - light.shadow.at;
      const inShadow = 1 / (1 + Math.exp(-across / light.shadow.softness));
      const gain =
        light.exposure *
        (1 + light.fallX * (x / width - 0.5)) *
        (1 + light.fallY * (y / height - 0.5)) *
        (1 - light.shadow.depth * inShadow);
      const far = ((x - glareX) ** 2 + 1.6 * (y - glareY) ** 2) / (radius * radius);
      const bleach = far > 9 ? 0 : light.glare.strength * Math.exp(-far);
      for (let c = 0; c < 3; c++) {
        const tint = c === 0 ? 1 + light.warmth : c === 2 ? 1 - light.warmth : 1;
        const lit = (pixels[o + c] as number) * gain * tint;
        pixels[o + c] = lit * (1 - bleach) + 255 * bleach;
      }
    }
}
