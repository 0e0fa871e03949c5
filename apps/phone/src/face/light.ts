import type { Pixels } from './pixels.ts';

/** What a look at the picture tells before anything counts (R20): the service judges, this only helps. */
export type LightHint = 'dark' | 'bright' | 'side' | 'blurred' | 'good';

/** 0 to 255, of the oval's surroundings. The service's limits are for the face alone (docs/face.md); these are wider. */
const LIMITS = { dark: 60, bright: 220, sideRatio: 2, leastDetail: 2.2 } as const;

/** Looks at the middle of the picture, where the oval is. */
export function lightOf({ data, width, height }: Pixels): LightHint {
  const half = { left: 0, right: 0 };
  let detail = 0;
  let count = 0;
  const [x0, x1, y0, y1] = [width * 0.25, width * 0.75, height * 0.2, height * 0.8].map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  const luma = (x: number, y: number): number => {
    const at = (y * width + x) * 4;
    return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  };
  for (let y = y0; y < y1; y += 2)
    for (let x = x0; x < x1; x += 2) {
      const value = luma(x, y);
      half[x < width / 2 ? 'left' : 'right'] += value;
      detail += Math.abs(value - luma(x + 1, y));
      count++;
    }
  const mean = (half.left + half.right) / count;
  if (mean < LIMITS.dark) return 'dark';
  if (mean > LIMITS.bright) return 'bright';
  const ratio = Math.max(half.left, half.right) / Math.max(1, Math.min(half.left, half.right));
  if (ratio > LIMITS.sideRatio) return 'side';
  return detail / count < LIMITS.leastDetail ? 'blurred' : 'good';
}
