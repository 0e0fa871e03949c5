/** A Gaussian's weights, sum 1, from -3 sigma to 3 sigma. */
export function gaussianKernel(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, one) => sum + one, 0);
  return Float32Array.from(weights, (one) => one / total);
}

/** The kernel along rows and columns; the border repeats. */
export function convolve(
  values: Float32Array,
  width: number,
  height: number,
  kernel: Float32Array,
): Float32Array {
  return alongColumns(alongRows(values, width, height, kernel), width, height, kernel);
}

function alongRows(values: Float32Array, width: number, height: number, kernel: Float32Array): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const out = new Float32Array(values.length);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) {
        const at = Math.min(width - 1, Math.max(0, x + k - radius));
        sum += (kernel[k] as number) * (values[y * width + at] as number);
      }
      out[i] = sum;
    }
  return out;
}

function alongColumns(
  values: Float32Array,
  width: number,
  height: number,
  kernel: Float32Array,
): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let k = 0; k < kernel.length; k++) {
      const from = Math.min(height - 1, Math.max(0, y + k - radius)) * width;
      const weight = kernel[k] as number;
      for (let x = 0, i = y * width; x < width; x++, i++)
        out[i] = (out[i] as number) + weight * (values[from + x] as number);
    }
  return out;
}
