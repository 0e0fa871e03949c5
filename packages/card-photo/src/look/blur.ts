import { convolve, gaussianKernel } from '../picture/gaussian.ts';
import type { Plane } from '../picture/plane.ts';

/** Sigma of the second blur, pixels. */
const REBLUR = 1.2;
const REBLUR_KERNEL = gaussianKernel(REBLUR);
/** The sharpest this share of all pixels are edges of print. */
const EDGES = 0.02;
/** Change below this (levels a pixel) is noise. */
const FAINTEST = 4;

/**
 * How blurred the edges of a picture are, as the sigma of a Gaussian in pixels; undefined when there are no edges.
 * A known second blur makes a sharp edge much fainter and a blurred one only a little (S. Zhuo, T. Sim, Defocus map
 * estimation from a single image, 2011).
 */
export function blurSigma(plane: Plane): number | undefined {
  const { width, height } = plane;
  const before = gradients(plane.data, width, height);
  const after = gradients(convolve(plane.data, width, height, REBLUR_KERNEL), width, height);
  const order = Array.from(before.keys()).filter((i) => (before[i] as number) >= FAINTEST);
  order.sort((a, b) => (before[b] as number) - (before[a] as number));
  const strongest = order.slice(0, Math.ceil(EDGES * width * height));
  if (strongest.length < 40) return undefined;
  const ratios = strongest
    .map((i) => (before[i] as number) / Math.max(1e-3, after[i] as number))
    .sort((a, b) => a - b);
  const ratio = Math.max(1.02, ratios[ratios.length >> 1] as number);
  return REBLUR / Math.sqrt(ratio * ratio - 1);
}

function gradients(values: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++)
      out[i] =
        Math.hypot(
          (values[i + 1] as number) - (values[i - 1] as number),
          (values[i + width] as number) - (values[i - width] as number),
        ) / 2;
  return out;
}
