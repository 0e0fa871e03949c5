/** A frame of the video as pixels, `width` wide at most. */
export function grabPixels(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  width: number,
): ImageData | undefined {
  const context = drawn(video, canvas, width);
  return context?.getImageData(0, 0, canvas.width, canvas.height);
}

/** A frame of the video as a JPEG file of at most `maxBytes`. */
export async function grabJpeg(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  { width, maxBytes }: { readonly width: number; readonly maxBytes: number },
): Promise<Uint8Array | undefined> {
  if (drawn(video, canvas, width) === undefined) return undefined;
  for (const quality of [0.9, 0.75, 0.5]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob !== null && blob.size <= maxBytes) return new Uint8Array(await blob.arrayBuffer());
  }
  return undefined;
}

function drawn(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  width: number,
): CanvasRenderingContext2D | undefined {
  if (video.videoWidth === 0) return undefined;
  canvas.width = Math.min(width, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context ?? undefined;
}

/** Nothing of a picture stays in memory longer than it is needed (R23). */
export function wipeCanvas(canvas: HTMLCanvasElement | null): void {
  if (canvas === null) return;
  canvas.width = 0;
  canvas.height = 0;
}
