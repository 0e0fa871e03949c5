import { jp2File } from './jp2-file.ts';
import { type OpenJpeg, openJpeg } from './openjpeg.ts';
import { PersonalisationError } from './personalisation-error.ts';

/** As on real cards: grey, three to four, JPEG 2000 of at most 5 kB. */
export const PORTRAIT_WIDTH = 240;
export const PORTRAIT_HEIGHT = 320;
export const PORTRAIT_BYTES_MAX = 5_000;

/** The first ratio that comes out just under the limit; pictures that compress badly need a little more. */
const FIRST_RATIO = (PORTRAIT_WIDTH * PORTRAIT_HEIGHT) / (PORTRAIT_BYTES_MAX - 100);
const RATIO_STEP = 1.02;
const RATIO_MAX = 4 * FIRST_RATIO;

/**
 * The chip's photo from a JPEG (or PNG) of any size, cut to its middle: a JP2 file.
 * @throws PersonalisationError for bytes that are no picture
 */
export async function chipPortrait(picture: Uint8Array): Promise<Uint8Array> {
  const samples = await greySamples(picture);
  const codec = await openJpeg();
  for (let ratio = FIRST_RATIO; ratio < RATIO_MAX; ratio *= RATIO_STEP) {
    const file = jp2File({
      width: PORTRAIT_WIDTH,
      height: PORTRAIT_HEIGHT,
      bytes: encodeAt(codec, samples, ratio),
    });
    if (file.length <= PORTRAIT_BYTES_MAX) return file;
  }
  throw new PersonalisationError('portrait', `the portrait does not fit into ${PORTRAIT_BYTES_MAX} bytes`);
}

async function greySamples(picture: Uint8Array): Promise<Uint8Array> {
  // Loaded at the first use: whoever only opens a card does not pay for it.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(picture)
      .autoOrient()
      .resize(PORTRAIT_WIDTH, PORTRAIT_HEIGHT, { fit: 'cover', position: 'centre' })
      .greyscale()
      .raw()
      .toBuffer();
  } catch (error) {
    throw new PersonalisationError('portrait', 'the portrait is not a picture that can be read', error);
  }
}

function encodeAt(codec: OpenJpeg, samples: Uint8Array, ratio: number): Uint8Array {
  const encoder = new codec.J2KEncoder();
  try {
    encoder
      .getDecodedBuffer({
        width: PORTRAIT_WIDTH,
        height: PORTRAIT_HEIGHT,
        bitsPerSample: 8,
        componentCount: 1,
        isSigned: false,
      })
      .set(samples);
    encoder.setQuality(false, 1);
    encoder.setCompressionRatio(0, ratio);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}
