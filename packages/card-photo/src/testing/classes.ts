import type { Point, Quad } from '../geometry/point.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** How hard a photo is to read. */
export const PHOTO_CLASSES = ['light', 'middle', 'hard', 'worse'] as const;
export type PhotoClass = (typeof PHOTO_CLASSES)[number];

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Difficulty {
  /** Length of the card's long side of the photo's width. */
  readonly fill: Range;
  readonly blur: Range;
  readonly jpeg: Range;
  readonly noise: Range;
  /** Degrees, either way. */
  readonly roll: number;
  /** How much nearer one side of the card is than the other. */
  readonly perspective: number;
  readonly glare: Range;
  readonly shadow: Range;
  readonly exposure: Range;
  readonly finger: number;
}

const range = (from: number, to: number): Range => ({ from, to });

/** The classes' ends are those of the issue: blur to 2 px at 1280x960, 65 % of the width, JPEG 55; then half, 2.4, 45. */
const DIFFICULTIES: { readonly [Class in PhotoClass]: Difficulty } = {
  light: {
    fill: range(0.78, 0.9),
    blur: range(0.3, 0.9),
    jpeg: range(80, 92),
    noise: range(0.5, 2),
    roll: 4,
    perspective: 0.04,
    glare: range(0, 0.2),
    shadow: range(0, 0.15),
    exposure: range(0.9, 1.05),
    finger: 0.1,
  },
  middle: {
    fill: range(0.7, 0.84),
    blur: range(0.7, 1.4),
    jpeg: range(68, 84),
    noise: range(1, 4),
    roll: 9,
    perspective: 0.09,
    glare: range(0.1, 0.45),
    shadow: range(0.1, 0.35),
    exposure: range(0.75, 1.05),
    finger: 0.25,
  },
  hard: {
    fill: range(0.64, 0.7),
    blur: range(1.4, 2),
    jpeg: range(55, 62),
    noise: range(2, 6),
    roll: 14,
    perspective: 0.14,
    glare: range(0.4, 0.7),
    shadow: range(0.3, 0.55),
    exposure: range(0.65, 1.05),
    finger: 0.35,
  },
  worse: {
    fill: range(0.5, 0.54),
    blur: range(1.9, 2.4),
    jpeg: range(45, 50),
    noise: range(3, 7),
    roll: 18,
    perspective: 0.16,
    glare: range(0.4, 0.75),
    shadow: range(0.3, 0.6),
    exposure: range(0.6, 1),
    finger: 0.35,
  },
};

export const PHOTO_WIDTH = 1280;
export const PHOTO_HEIGHT = 960;

export function sceneOf(photoClass: PhotoClass, random: Random): Scene {
  const difficulty = DIFFICULTIES[photoClass];
  const within = ({ from, to }: Range): number => random.between(from, to);
  return {
    width: PHOTO_WIDTH,
    height: PHOTO_HEIGHT,
    quad: cardInPicture(within(difficulty.fill) * PHOTO_WIDTH, difficulty, random),
    light: {
      exposure: within(difficulty.exposure),
      fallX: random.between(-0.25, 0.25),
      fallY: random.between(-0.25, 0.25),
      shadow: {
        depth: within(difficulty.shadow),
        at: random.between(-0.35, 0.35),
        angle: random.between(0, 2 * Math.PI),
        softness: random.between(0.01, 0.08),
      },
      glare: {
        strength: within(difficulty.glare),
        u: random.between(0, 1),
        v: random.between(0, 1),
        size: random.between(0.08, 0.22),
      },
      warmth: random.between(-0.06, 0.1),
    },
    finger: random.chance(difficulty.finger),
    blur: within(difficulty.blur),
    noise: within(difficulty.noise),
    jpeg: Math.round(within(difficulty.jpeg)),
  };
}

function cardInPicture(long: number, { roll, perspective }: Difficulty, random: Random): Quad {
  const aspect = 53.98 / 85.6;
  const angle = (random.between(-roll, roll) * Math.PI) / 180;
  const [keyX, keyY] = [random.between(-perspective, perspective), random.between(-perspective, perspective)];
  const corners = (
    [
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ] as const
  ).map(([u, v]): Point => {
    const depth = 1 + keyX * u + keyY * v;
    const x = (u * long) / depth;
    const y = (v * long * aspect) / depth;
    return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
  });
  const free = (pick: 0 | 1, size: number): readonly [number, number] => {
    const values = corners.map((corner) => corner[pick]);
    const margin = 0.015 * size;
    return [margin - Math.min(...values), size - margin - Math.max(...values)];
  };
  const place = ([low, high]: readonly [number, number]): number =>
    low < high ? random.between(low, high) : (low + high) / 2;
  const [dx, dy] = [place(free(0, PHOTO_WIDTH)), place(free(1, PHOTO_HEIGHT))];
  return corners.map(([x, y]): Point => [x + dx, y + dy]) as unknown as Quad;
}
