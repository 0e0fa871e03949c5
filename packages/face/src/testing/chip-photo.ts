import { createRequire } from 'node:module';
import sharp from 'sharp';

interface Encoder {
  getDecodedBuffer(frame: object): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setQuality(lossless: boolean, layers: number): void;
  setCompressionRatio(layer: number, ratio: number): void;
  encode(): void;
  delete(): void;
}
const require = createRequire(import.meta.url);
const openJpeg = require('@cornerstonejs/codec-openjpeg/wasmjs') as () => Promise<{
  J2KEncoder: new () => Encoder;
}>;
let codec: ReturnType<typeof openJpeg> | undefined;

export const CHIP_PHOTO_BYTES = 5 * 1024;

/** A portrait as the chip carries it: 240 x 320, grey, JPEG 2000 of at most 5 KB. */
export async function chipPhoto(portrait: Uint8Array): Promise<Uint8Array> {
  const grey = await sharp(portrait).resize(240, 320, { fit: 'cover' }).greyscale().raw().toBuffer();
  codec ??= openJpeg();
  const encoder = new (await codec).J2KEncoder();
  const frame = { width: 240, height: 320, bitsPerSample: 8, componentCount: 1, isSigned: false };
  encoder.getDecodedBuffer(frame).set(grey);
  encoder.setQuality(false, 1);
  encoder.setCompressionRatio(0, (240 * 320) / (CHIP_PHOTO_BYTES - 256));
  encoder.encode();
  const bytes = encoder.getEncodedBuffer().slice();
  encoder.delete();
  if (bytes.length > CHIP_PHOTO_BYTES) throw new Error(`chip photo of ${bytes.length} bytes`);
  return bytes;
}
