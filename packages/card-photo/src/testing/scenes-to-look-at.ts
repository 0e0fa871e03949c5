import type { Point, Quad } from '../geometry/point.ts';
import { PHOTO_HEIGHT, PHOTO_WIDTH } from './classes.ts';
import type { Scene } from './scene.ts';

/** A photo that nothing is wrong with; tests spoil one thing of it. */
export function goodScene(): Scene {
  return {
    width: PHOTO_WIDTH,
    height: PHOTO_HEIGHT,
    quad: cardAt({ fill: 0.8 }),
    light: {
      exposure: 0.95,
      fallX: 0.05,
      fallY: 0.05,
      shadow: { depth: 0, at: 0, angle: 0, softness: 0.05 },
      glare: { strength: 0, u: 0, v: 0, size: 0.1 },
      warmth: 0,
    },
    finger: false,
    blur: 0.7,
    noise: 1,
    jpeg: 88,
  };
}

interface Place {
  /** Length of the card's long side of the picture's width. */
  readonly fill: number;
  /** How much nearer its lower edge is than its upper one. */
  readonly lean?: number;
}

export const withCardAt = (place: Place): { readonly quad: Quad } => ({ quad: cardAt(place) });

function cardAt({ fill, lean = 0 }: Place): Quad {
  const long = fill * PHOTO_WIDTH;
  const short = long * (53.98 / 85.6) * Math.sqrt(1 - lean * lean);
  const corner = (u: number, v: number): Point => {
    const depth = 1 - lean * v;
    return [PHOTO_WIDTH / 2 + (u * long) / depth, PHOTO_HEIGHT / 2 + (v * short) / depth];
  };
  return [corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
}
