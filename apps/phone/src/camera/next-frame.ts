/**
 * A camera that gives nothing for so long has stopped: a call came in, another app took it, the page is hidden. Shorter
 * stops are waited for: who is before the camera would have to begin with the card again.
 */
const PATIENCE_MS = 8_000;

/**
 * Waits until the camera has given a picture that was not there before, and calls `take` while it is shown. Without this
 * a slow camera (dim light, a busy phone) would have its last picture taken twice, which the service refuses as a
 * recording (`no-repeated-frame`).
 *
 * @returns what `take` returned; `undefined` when no new picture came in time
 */
export function onNextFrame<T>(
  video: HTMLVideoElement,
  take: () => T,
  patience = PATIENCE_MS,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      watch.stop();
      resolve(undefined);
    }, patience);
    const watch = watchFrames(video, () => {
      clearTimeout(timer);
      try {
        resolve(take());
      } catch (error) {
        reject(error);
      }
    });
  });
}

function watchFrames(video: HTMLVideoElement, presented: () => void): { stop(): void } {
  if ('requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(presented);
    return { stop: () => video.cancelVideoFrameCallback(handle) };
  }
  // Older browsers: the time of a camera's video goes on with its pictures.
  const element = video as HTMLVideoElement;
  const before = element.currentTime;
  let handle = requestAnimationFrame(look);
  function look(): void {
    if (element.currentTime !== before) presented();
    else handle = requestAnimationFrame(look);
  }
  return { stop: () => cancelAnimationFrame(handle) };
}
