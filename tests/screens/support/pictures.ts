import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** Pictures are taken anew by `npm run screenshots`; a run of the tests writes nothing into the repository. */
export const KEEPS_PICTURES = process.env.KAIJO_SCREENSHOTS !== undefined;

/** Keeps the whole page as docs/screens/FOLDER/NAME.png: with few colours, so that they may stand in the repository. */
export async function keepPicture(page: Page, folder: 'guide' | 'counter', name: string): Promise<void> {
  if (!KEEPS_PICTURES) return;
  await mkdir(`docs/screens/${folder}`, { recursive: true });
  // A menu that follows the reader stands at the top.
  await page.evaluate(() => window.scrollTo(0, 0));
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
  await sharp(picture)
    .png({ palette: true, colours: 32, effort: 10 })
    .toFile(`docs/screens/${folder}/${name}.png`);
}
