import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { toHex } from '@kaijo/iso7816';
import { personaNames } from '@kaijo/personas';
import { portraitPath, readPortrait } from '@kaijo/personas/files';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { buildPackage, PACKAGE } from '../testing/card-process.ts';
import { chipPortrait, PORTRAIT_BYTES_MAX } from './portrait.ts';
import { textImage } from './text-image.ts';

const run = promisify(execFile);

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly componentCount: number;
  readonly bitsPerSample: number;
  readonly samples: Uint8Array;
}

async function decodeJp2(file: Uint8Array): Promise<Decoded> {
  const require = createRequire(import.meta.url);
  const codec = await require('@cornerstonejs/codec-openjpeg/decodewasmjs')({ print() {}, printErr() {} });
  const decoder = new codec.J2KDecoder();
  decoder.getEncodedBuffer(file.length).set(file);
  decoder.decode();
  return { ...decoder.getFrameInfo(), samples: Uint8Array.from(decoder.getDecodedBuffer()) };
}

describe('the chip photo', () => {
  it.each(
    personaNames,
  )('of %s is a grey JP2 of 240x320 and at most 5 kB that still shows the person', async (name) => {
    const file = await chipPortrait(await readPortrait(name));
    expect(file.length).toBeLessThanOrEqual(PORTRAIT_BYTES_MAX);
    expect(file.length).toBeGreaterThan(0.9 * PORTRAIT_BYTES_MAX);
    const decoded = await decodeJp2(file);
    expect(decoded).toMatchObject({ width: 240, height: 320, componentCount: 1, bitsPerSample: 8 });
    const original = await sharp(portraitPath(name))
      .resize(240, 320, { fit: 'cover' })
      .greyscale()
      .raw()
      .toBuffer();
    const difference = original.reduce(
      (sum, sample, i) => sum + Math.abs(sample - (decoded.samples[i] ?? 0)),
      0,
    );
    expect(difference / original.length).toBeLessThan(6);
  });

  it('of a noisy picture fits as well', async () => {
    const noise = Buffer.from(
      Uint32Array.from({ length: 240 * 320 }, (_, i) => Math.imul(i + 1, 2654435761) >>> 24),
    );
    const picture = await sharp(noise, { raw: { width: 240, height: 320, channels: 1 } })
      .png()
      .toBuffer();
    expect((await chipPortrait(picture)).length).toBeLessThanOrEqual(PORTRAIT_BYTES_MAX);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('not a picture')],
    ['half a JPEG head', Uint8Array.of(0xff, 0xd8, 0xff)],
  ])('is not made from %s', async (_what, bytes) => {
    await expect(chipPortrait(bytes)).rejects.toMatchObject({
      name: 'PersonalisationError',
      problem: 'portrait',
    });
  });
});

describe('the drawn texts', () => {
  const layout = { fontSize: 32, width: 480, lines: 2 };

  it('are PNGs of one bit with ink on paper', async () => {
    const png = await textImage('鍵野 花子', layout);
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 480, bitsPerSample: 1 });
    const { data } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
    const ink = data.filter((sample) => sample < 128).length / data.length;
    expect(ink).toBeGreaterThan(0.02);
    expect(ink).toBeLessThan(0.3);
  });

  it('differ as the names do, without any font of the system', async () => {
    const [hanako, taro] = await Promise.all([
      textImage('鍵野 花子', layout),
      textImage('錠前 太郎', layout),
    ]);
    expect(Buffer.compare(Buffer.from(hanako), Buffer.from(taro))).not.toBe(0);
  });

  it('break long addresses into lines', async () => {
    const address = '東京都解錠区鍵が丘一丁目2番3号 鍵が丘ハイツ405号室';
    const one = await sharp(await textImage('東京都', { ...layout, lines: 4 })).metadata();
    const many = await sharp(await textImage(address, { ...layout, lines: 4 })).metadata();
    expect(many.height).toBeGreaterThan(1.8 * (one.height ?? 0));
    await expect(textImage(address.repeat(4), { ...layout, lines: 4 })).rejects.toMatchObject({
      problem: 'text',
    });
  });

  it('refuse a character that would come out as an empty box', async () => {
    await expect(textImage('\u{1f511}', layout)).rejects.toMatchObject({ problem: 'text' });
  });
});

describe('the built package in plain Node', () => {
  it('draws and encodes the same bytes', async () => {
    buildPackage();
    const program = `
      import { readFile } from 'node:fs/promises';
      import { chipPortrait } from './dist/personalise/portrait.js';
      import { textImage } from './dist/personalise/text-image.js';
      const png = await textImage('鍵野 花子', { fontSize: 32, width: 480, lines: 2 });
      const jp2 = await chipPortrait(await readFile(process.argv[1]));
      console.log(JSON.stringify([png, jp2].map((bytes) => Buffer.from(bytes).toString('hex'))));`;
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', program, portraitPath('kiku')],
      {
        cwd: PACKAGE,
      },
    );
    const png = await textImage('鍵野 花子', { fontSize: 32, width: 480, lines: 2 });
    const jp2 = await chipPortrait(await readPortrait('kiku'));
    expect(JSON.parse(stdout)).toEqual([png, jp2].map(toHex));
  });
});
