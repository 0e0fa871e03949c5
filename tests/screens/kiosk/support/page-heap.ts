import type { Page } from 'playwright-core';

/** Every string that can still be reached in the page, as Chromium's heap snapshot lists them. */
export async function stringsInHeap(page: Page): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  const { strings } = JSON.parse(chunks.join('')) as { strings: string[] };
  return strings;
}

/** Programs are long and full of digits; a PIN that was left behind is a short text, or a part of one. */
const PROGRAM_LENGTH = 2_000;

/** Where `secret` stands by itself: four digits within a longer number are not a PIN. */
export function left(secret: string, strings: readonly string[]): readonly string[] {
  const alone = new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`);
  return strings.filter((text) => text.length < PROGRAM_LENGTH && alone.test(text));
}
