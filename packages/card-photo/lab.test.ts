import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { it } from 'vitest';
import { modelPaths } from './src/files.ts';
import { findCard } from './src/find/find-card.ts';
import { findFront } from './src/front/front-gate.ts';
import { Model } from './src/ocr/session.ts';
import { PHOTO_CLASSES } from './src/testing/classes.ts';
import { OTHER_KINDS } from './src/testing/draw-others.ts';
import { frontSample, otherSample } from './src/testing/samples.ts';

it('finds', async () => {
  const face = await Model.load(ort, await readFile(modelPaths().portrait));
  for (const c of PHOTO_CLASSES)
    for (let seed = 0; seed < 10; seed++) {
      const t0 = performance.now();
      const s = await frontSample(c, seed);
      const t = performance.now();
      const f = findCard(s.photo);
      const t2 = performance.now();
      const err = f
        ? Math.max(
            ...f.quad.map((p, i) => Math.hypot(p[0] - s.photo.quad[i]![0], p[1] - s.photo.quad[i]![1])),
          )
        : -1;
      const fr = f && (await findFront(face, s.photo, f.quad));
      console.log(
        c,
        seed,
        Math.round(t - t0),
        Math.round(t2 - t),
        'err',
        err.toFixed(1),
        f?.support.toFixed(2),
        Math.round(performance.now() - t2),
        fr
          ? JSON.stringify(Object.values(fr.face).map((v) => +v.toFixed(2))) + (fr.quad[0] === f!.quad[0])
          : 'NOFRONT',
      );
    }
  for (const k of OTHER_KINDS)
    for (const c of PHOTO_CLASSES) {
      const p = await otherSample(k, c, 3);
      const f = findCard(p);
      const fr = f && (await findFront(face, p, f.quad));
      console.log(k, c, !!f, !!fr);
    }
});
