import { squareToQuad } from './homography.ts';
import type { Quad } from './point.ts';

/** A phone's focal length, of the long side of its picture: 65 degrees across. */
const FOCAL = 0.78;

/**
 * Angle between the card's plane and the picture's, in degrees, for a lens of a phone's usual focal length. `quad` begins
 * at either end of a long side; `width` and `height` are the picture's.
 */
export function tiltOf(quad: Quad, width: number, height: number): number {
  const h = squareToQuad(quad);
  if (h === undefined) return 90;
  const focal = FOCAL * Math.max(width, height);
  // The plane's two axes as the camera sees them, scaled to millimetres of an ID-1 card (R. Hartley, A. Zisserman,
  // Multiple View Geometry, 8.1.1).
  const axis = (x: number, y: number, w: number, size: number): readonly [number, number, number] => [
    (x - (w * width) / 2) / focal / size,
    (y - (w * height) / 2) / focal / size,
    w / size,
  ];
  const [ax, ay, az] = axis(h.a, h.d, h.g, 85.6);
  const [bx, by, bz] = axis(h.b, h.e, h.h, 53.98);
  const [nx, ny, nz] = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  const cosine = Math.abs(nz) / Math.hypot(nx, ny, nz);
  return Number.isFinite(cosine) ? (Math.acos(Math.min(1, cosine)) * 180) / Math.PI : 90;
}
