import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { breakImage, type Sound, seeded, soundPictures } from '../testing/broken-images.ts';
import { CHIP_LIMITS, decodePicture, FILE_LIMITS, FRAME_LIMITS } from './decode.ts';
import { readHeader } from './header.ts';

let sound: Sound;
beforeAll(async () => {
  sound = await soundPictures('kenji');
});

describe('a sound picture', () => {
  it('is decoded: a frame in colour, a chip photo in grey', async () => {
    expect(await decodePicture(sound.jpeg, FRAME_LIMITS)).toMatchObject({
      picture: { width: 480, height: 640, channels: 3 },
    });
    expect(await decodePicture(sound.jp2, CHIP_LIMITS)).toMatchObject({
      picture: { width: 240, height: 320, channels: 1 },
    });
    expect(await decodePicture(sound.png, FILE_LIMITS)).toMatchObject({
      picture: { width: 200, height: 240, channels: 3 },
    });
  });

  it('stands upright as its EXIF orientation says, mirrored or turned', async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const turned = await sharp(sound.jpeg).withMetadata({ orientation }).jpeg().toBuffer();
      const expected = await sharp(turned).autoOrient().raw().toBuffer({ resolveWithObject: true });
      const decoded = await decodePicture(turned, FRAME_LIMITS);
      expect(decoded).toMatchObject({
        picture: { width: expected.info.width, height: expected.info.height },
      });
      if (decoded.kind === 'picture') expect(Buffer.compare(decoded.picture.data, expected.data)).toBe(0);
    }
    const sideways = await sharp(sound.jpeg).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await decodePicture(sideways, FRAME_LIMITS)).toMatchObject({
      picture: { width: 640, height: 480 },
    });
  });

  it('from a large camera is brought to a working size', async () => {
    const large = await sharp(sound.jpeg).resize(2_250, 3_000).jpeg({ quality: 40 }).toBuffer();
    expect(await decodePicture(large, FRAME_LIMITS)).toMatchObject({
      picture: { width: 768, height: 1_024 },
    });
  });
});

describe('limits, before any decoder runs', () => {
  it('refuse more bytes than a frame or a chip photo has', async () => {
    expect(await decodePicture(new Uint8Array(FRAME_LIMITS.maxBytes + 1), FRAME_LIMITS)).toEqual({
      kind: 'refused',
      reason: 'too-large',
    });
    expect(await decodePicture(new Uint8Array(CHIP_LIMITS.maxBytes + 1), CHIP_LIMITS)).toEqual({
      kind: 'refused',
      reason: 'too-large',
    });
  });

  it('refuse a bomb by what its header claims, in no time', async () => {
    const bomb = sound.png.slice();
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(16, 60_000);
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(20, 60_000);
    const chipBomb = sound.jp2.slice();
    new DataView(chipBomb.buffer).setUint32(8, 0x40000000);
    const manyTiles = sound.jp2.slice();
    new DataView(manyTiles.buffer).setUint32(24, 1);
    new DataView(manyTiles.buffer).setUint32(28, 1);
    const before = performance.now();
    expect(await decodePicture(bomb, FILE_LIMITS)).toEqual({ kind: 'refused', reason: 'too-large' });
    expect(await decodePicture(chipBomb, CHIP_LIMITS)).toEqual({ kind: 'refused', reason: 'too-large' });
    expect(await decodePicture(manyTiles, CHIP_LIMITS)).toEqual({ kind: 'refused', reason: 'too-large' });
    expect(performance.now() - before).toBeLessThan(50);
  });

  it('take only what belongs there: no PNG as a frame, no JPEG as a chip photo, no SVG anywhere', async () => {
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>',
    );
    expect(await decodePicture(sound.png, FRAME_LIMITS)).toEqual({ kind: 'refused', reason: 'unreadable' });
    expect(await decodePicture(sound.jpeg, CHIP_LIMITS)).toEqual({ kind: 'refused', reason: 'unreadable' });
    expect(await decodePicture(svg, FILE_LIMITS)).toEqual({ kind: 'refused', reason: 'unreadable' });
  });

  it('are read right from every format', () => {
    expect(readHeader(sound.jpeg)).toMatchObject({ format: 'jpeg', width: 480, height: 640, components: 3 });
    expect(readHeader(sound.png)).toMatchObject({ format: 'png', width: 200, height: 240, components: 3 });
    expect(readHeader(sound.jp2)).toMatchObject({
      format: 'jpeg2000',
      width: 240,
      height: 320,
      components: 1,
      bitDepth: 8,
      tiles: 1,
    });
    expect(readHeader(jp2Box(sound.jp2))).toMatchObject({ format: 'jpeg2000', width: 240, height: 320 });
  });

  it('a JP2 file around the codestream is decoded as well', async () => {
    expect(await decodePicture(jp2Box(sound.jp2), CHIP_LIMITS)).toMatchObject({
      picture: { width: 240, height: 320, channels: 1 },
    });
  });
});

describe('a broken picture', () => {
  it('is a value, never an exception, and no decoder invents another size (300 of the 10,000 of the slow test)', async () => {
    const random = seeded(4);
    for (let i = 0; i < 300; i++) {
      const { how, bytes } = breakImage(sound, random);
      const decoded = await decodePicture(bytes, FILE_LIMITS);
      if (decoded.kind === 'refused') continue;
      const { width, height, channels, data } = decoded.picture;
      expect(data.length, how).toBe(width * height * channels);
      expect(Math.max(width, height), how).toBeLessThanOrEqual(1_024);
    }
  });
});

/** ISO/IEC 15444-1 Annex I: signature, file type, header and codestream boxes. */
function jp2Box(codestream: Uint8Array): Uint8Array {
  const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));
  const u32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  const box = (type: string, body: readonly number[]) => [...u32(8 + body.length), ...ascii(type), ...body];
  const ihdr = box('ihdr', [...u32(320), ...u32(240), 0, 1, 7, 7, 0, 0]);
  const colr = box('colr', [1, 0, 0, ...u32(17)]);
  return Uint8Array.from([
    ...box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    ...box('ftyp', [...ascii('jp2 '), ...u32(0), ...ascii('jp2 ')]),
    ...box('jp2h', [...ihdr, ...colr]),
    ...box('jp2c', [...codestream]),
  ]);
}
