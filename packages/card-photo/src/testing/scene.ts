import sharp from 'sharp';
import { project, squareToQuad } from '../geometry/homography.ts';
import type { Point, Quad } from '../geometry/point.ts';
import { drawGround } from './grounds.ts';
import { applyLight, type Light } from './light.ts';
import type { Random } from './random.ts';
import type { RenderedCard } from './svg-card.ts';

/** How a photo of a card is taken. Lengths in pixels of the photo. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly quad: Quad;
  readonly light: Light;
  readonly finger: boolean;
  /** Sigma of the Gaussian. */
  readonly blur: number;
  /** Deviation of the sensor's noise, levels. */
  readonly noise: number;
  /** JPEG quality. */
  readonly jpeg: number;
}

export interface Photo {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Where the card's corners are, in the card's own order. */
  readonly quad: Quad;
}

/** The corners of the card, ID-1's 3.18 mm, as a share of its width. */
const CORNER_RADIUS = 3.18 / 85.6;

export async function takePhoto(card: RenderedCard, scene: Scene, random: Random): Promise<Photo> {
  const { width, height, quad } = scene;
  const pixels = drawGround(width, height, random);
  putCard(pixels, card, scene);
  if (scene.finger) putFinger(pixels, scene, random);
  applyLight(pixels, width, height, quad, scene.light);
  const raw = { raw: { width, height, channels: 3 as const } };
  let image = sharp(Buffer.from(pixels.buffer), raw);
  if (scene.blur >= 0.3) image = image.blur(scene.blur);
  const noisy = await image.raw().toBuffer();
  addNoise(noisy, scene.noise, random);
  const jpeg = await sharp(noisy, raw).jpeg({ quality: scene.jpeg }).toBuffer();
  return { width, height, data: await sharp(jpeg).ensureAlpha().raw().toBuffer(), quad };
}

/** From a table, begun anew at a random place for every 4096 values: a normal number for each would take a second. */
function addNoise(bytes: Uint8Array, deviation: number, random: Random): void {
  const table = Float32Array.from({ length: 1 << 16 }, () => deviation * random.normal());
  for (let i = 0, from = 0; i < bytes.length; i++) {
    if (i % 4096 === 0) from = random.whole(0, 1 << 16);
    const value = (bytes[i] as number) + (table[(from + i) & 0xffff] as number);
    bytes[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

/** Draws the card into the picture: four samples a pixel, round corners. */
function putCard(pixels: Uint8ClampedArray, card: RenderedCard, { width, height, quad }: Scene): void {
  // Three corners and their fourth, turned over: the map from the picture to the card's unit square.
  const toCard = inverse(quad);
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  const [left, right] = [
    Math.max(0, Math.floor(Math.min(...xs))),
    Math.min(width, Math.ceil(Math.max(...xs))),
  ];
  const [top, bottom] = [
    Math.max(0, Math.floor(Math.min(...ys))),
    Math.min(height, Math.ceil(Math.max(...ys))),
  ];
  const sum = [0, 0, 0];
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      sum.fill(0);
      let covered = 0;
      for (let k = 0; k < 4; k++) {
        const [u, v] = toCard(x + 0.25 + 0.5 * (k & 1), y + 0.25 + 0.25 * (k & 2));
        if (!onCard(u, v)) continue;
        covered++;
        const i =
          (Math.min(card.height - 1, Math.floor(v * card.height)) * card.width +
            Math.min(card.width - 1, Math.floor(u * card.width))) *
          4;
        for (let c = 0; c < 3; c++) sum[c] = (sum[c] as number) + (card.data[i + c] as number);
      }
      if (covered === 0) continue;
      const o = (y * width + x) * 3;
      for (let c = 0; c < 3; c++)
        pixels[o + c] = ((sum[c] as number) + (pixels[o + c] as number) * (4 - covered)) / 4;
    }
}

function onCard(u: number, v: number): boolean {
  if (!(u >= 0 && v >= 0 && u < 1 && v < 1)) return false;
  const aspect = 85.6 / 53.98;
  const x = Math.max(0, CORNER_RADIUS - Math.min(u, 1 - u));
  const y = Math.max(0, CORNER_RADIUS - Math.min(v, 1 - v) / aspect);
  return x * x + y * y <= CORNER_RADIUS * CORNER_RADIUS;
}

/** From the picture to the card's unit square. */
function inverse(quad: Quad): (x: number, y: number) => Point {
  const m = squareToQuad(quad);
  if (m === undefined) throw new Error('a scene with a degenerate card');
  const { a, b, c, d, e, f, g, h } = m;
  const i = [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ] as const;
  return (x, y) => {
    const w = i[6] * x + i[7] * y + i[8];
    return [(i[0] * x + i[1] * y + i[2]) / w, (i[3] * x + i[4] * y + i[5]) / w];
  };
}

/** A fingertip that holds the card at an edge: it hides the edge, and at most 3 mm behind it. */
function putFinger(pixels: Uint8ClampedArray, { width, height, quad }: Scene, random: Random): void {
  const card = squareToQuad(quad);
  if (card === undefined) return;
  const side = random.pick(['right', 'left', 'top'] as const);
  const along = side === 'top' ? random.between(0.45, 0.9) : random.between(0.2, 0.4);
  const [u, v] = side === 'right' ? [1, along] : side === 'left' ? [0, along] : [along, 0];
  const [tipX, tipY] = project(card, u, v);
  const [middleX, middleY] = project(card, 0.5, 0.5);
  const long = Math.hypot(...([tipX - middleX, tipY - middleY] as const));
  const [dx, dy] = [(tipX - middleX) / long, (tipY - middleY) / long];
  const radius = 0.07 * Math.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]);
  const skin = random.pick([
    [222, 176, 150],
    [198, 148, 120],
    [240, 200, 178],
    [140, 98, 76],
  ] as const);
  const reach = 6 * radius;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      // The axis starts so far outside that the round tip overlaps by half its radius.
      const px = x - tipX - 0.5 * radius * dx;
      const py = y - tipY - 0.5 * radius * dy;
      const t = Math.min(reach, Math.max(0, px * dx + py * dy));
      const off = Math.hypot(px - t * dx, py - t * dy) / radius;
      if (off > 1) continue;
      const shade = 1 - 0.35 * off * off;
      const o = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[o + c] = (skin[c] as number) * shade;
    }
}
