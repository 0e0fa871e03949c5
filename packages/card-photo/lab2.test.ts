import sharp from 'sharp';
import { it } from 'vitest';
import { findEdges } from './src/find/edges.ts';
import { shrink } from './src/picture/plane.ts';
import { frontSample } from './src/testing/samples.ts';

it('x', async () => {
  for (const [c, seed] of [['light', 7]] as const) {
    const s = await frontSample(c, seed);
    const e = findEdges(shrink(s.photo, 320));
    const b = Buffer.from(e.strength.map((v) => Math.min(255, v * 12)));
    await sharp(b, { raw: { width: e.width, height: e.height, channels: 1 } })
      .resize(960)
      .png()
      .toFile('/tmp/photolab/out/e.png');
    await sharp(s.photo.data, { raw: { width: s.photo.width, height: s.photo.height, channels: 4 } })
      .removeAlpha()
      .resize(960)
      .png({ compressionLevel: 3 })
      .toFile(`/tmp/photolab/out/p.png`);
  }
});
