import { convolve, gaussianKernel } from '../picture/gaussian.ts';
import type { Plane } from '../picture/plane.ts';

/** Sigma of the second blur, pixels. */
const REBLUR = 1.2;
const REBLUR_KERNEL = gaussianKernel(REBLUR);
/** The sharpest this share of all pixels are edges of print. */
const EDGES = 0.02;
/** Change below this (levels a pixel) is noise. */
const FAINTEST = 4;
const FEWEST = 40;

/**
 * How blurred the edges of a picture are, as the sigma of a Gaussian in pixels; undefined when there are no edges.
 * A known second blur makes a sharp edge much fainter and a blurred one only a little (S. Zhuo, T. Sim, Defocus map
 * estimation from a single image, 2011).
 */
export function blurSigma(plane: Plane): number | undefined {
  const { width, height } = plane;
  const before = gradients(plane.data, width, height);
  const after = gradients(convolve(plane.data, width, height, REBLUR_KERNEL), width, height);
  const least = Math.max(FAINTEST, quantileFromTop(before, Math.ceil(EDGES * width * height)));
  const ratios: number[] = [];
  for (let i = 0; i < before.length; i++)
    if ((before[i] as number) >= least)
      ratios.push((before[i] as number) / Math.max(1e-3, after[i] as number));
  if (ratios.length < FEWEST) return undefined;
  ratios.sort((a, b) => a - b);
  const ratio = Math.max(1.02, ratios[ratios.length >> 1] as number);
  return REBLUR / Math.sqrt(ratio * ratio - 1);
}

/** The value that about `count` values, of 0 to 255, reach (in 512 bins). */
function quantileFromTop(values: Float32Array, count: number): number {
  const bins = new Uint32Array(512);
  for (const value of values) {
    const bin = Math.min(511, Math.floor(value * 2));
    bins[bin] = (bins[bin] as number) + 1;
  }
  let seen = 0;
  for (let bin = 511; bin >= 0; bin--) {
    seen += bins[bin] as number;
    if (seen >= count) return bin / 2;
  }
  return 0;
}

function gradients(values: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const dx = (values[i + 1] as number) - (values[i - 1] as number);
      const dy = (values[i + width] as number) - (values[i - width] as number);
      // Not Math.hypot, which is several times slower.
      out[i] = Math.sqrt(dx * dx + dy * dy) / 2;
    }
  return out;
}
