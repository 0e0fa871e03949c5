import sharp from 'sharp';
import type { Picture } from '../picture/picture.ts';
import { type PictureHeader, readHeader } from './header.ts';
import { decodeJpeg2000 } from './jpeg2000.ts';

// One thread per worker, and nothing of a picture kept after it was decoded (R23).
sharp.concurrency(1);
sharp.cache(false);

export interface DecodeLimits {
  readonly formats: readonly PictureHeader['format'][];
  readonly maxBytes: number;
  readonly minSide: number;
  readonly maxSide: number;
  readonly maxPixels: number;
}

/** A frame of the live video. Larger phones' pictures are decoded at a smaller scale. */
export const FRAME_LIMITS: DecodeLimits = {
  formats: ['jpeg'],
  maxBytes: 1 << 20,
  minSide: 160,
  maxSide: 4096,
  maxPixels: 9_000_000,
};

/** The chip's photo: about 240 x 320 and 5 KB. */
export const CHIP_LIMITS: DecodeLimits = {
  formats: ['jpeg2000'],
  maxBytes: 64 << 10,
  minSide: 96,
  maxSide: 1024,
  maxPixels: 1 << 20,
};

/** Any picture that an operator compares or evaluates with. */
export const FILE_LIMITS: DecodeLimits = {
  formats: ['jpeg', 'png', 'jpeg2000'],
  maxBytes: 16 << 20,
  minSide: 64,
  maxSide: 8192,
  maxPixels: 36_000_000,
};

/** Faces are found and measured on pictures of at most this side: more pixels bring time, not accuracy. */
const WORKING_SIDE = 1024;
const MAX_TILES = 64;

export type Decoded =
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'refused'; readonly reason: 'unreadable' | 'too-large' };

/**
 * Decodes a JPEG, PNG (EXIF orientation applied, RGB, alpha on grey) or JPEG 2000 (8 bit, 1 or 3 components).
 * Limits are held against the header before a decoder runs. What the bytes do to a decoder is a value here;
 * what they do to the process (a crash) is the pool's matter.
 */
export async function decodePicture(bytes: Uint8Array, limits: DecodeLimits): Promise<Decoded> {
  if (bytes.length > limits.maxBytes) return { kind: 'refused', reason: 'too-large' };
  const header = readHeader(bytes);
  if (!header || !limits.formats.includes(header.format)) return { kind: 'refused', reason: 'unreadable' };
  const refusal = sizeRefusal(header, limits);
  if (refusal) return { kind: 'refused', reason: refusal };
  const picture =
    header.format === 'jpeg2000' ? await decodeJpeg2000(bytes, header) : await decodeWithSharp(bytes, limits);
  return picture ? { kind: 'picture', picture } : { kind: 'refused', reason: 'unreadable' };
}

function sizeRefusal(header: PictureHeader, limits: DecodeLimits): 'unreadable' | 'too-large' | undefined {
  const { width, height } = header;
  if (Math.max(width, height) > limits.maxSide || width * height > limits.maxPixels) return 'too-large';
  if (Math.min(width, height) < limits.minSide) return 'unreadable';
  if (header.tiles > MAX_TILES) return 'too-large';
  return undefined;
}

async function decodeWithSharp(bytes: Uint8Array, limits: DecodeLimits): Promise<Picture | undefined> {
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'warning',
      limitInputPixels: limits.maxPixels,
      pages: 1,
    })
      .autoOrient()
      .resize({
        width: WORKING_SIDE,
        height: WORKING_SIDE,
        fit: 'inside',
        withoutEnlargement: true,
        fastShrinkOnLoad: true,
      })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const channels = info.channels as number;
    if (channels === 3) return { width: info.width, height: info.height, channels: 3, data };
    return channels === 1 ? { width: info.width, height: info.height, channels: 1, data } : undefined;
  } catch {
    // sharp rejects with an Error for every kind of broken file; its text is about the file, and is not kept.
    return undefined;
  }
}
