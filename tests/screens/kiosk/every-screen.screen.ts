import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, hasBrowser, launchBrowser, sidewaysOverflow } from '../support/index.ts';
import { FORMATS, type Format, type ShownKiosk, SITE, showKiosk } from './support/shown-kiosk.ts';
import { SCREENS, viewOf } from './support/views.ts';

/** `KAIJO_SCREENSHOTS=1 npm run test:screens` keeps the pictures that the tests see. */
const PICTURES = fileURLToPath(new URL('../../../docs/screens/kiosk', import.meta.url));
const keepsPictures = process.env.KAIJO_SCREENSHOTS !== undefined;

let browser: Browser;
beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await launchBrowser();
  if (keepsPictures) await mkdir(PICTURES, { recursive: true });
});
afterAll(() => browser?.close());

const only = process.env.KAIJO_SCREENS?.split(',');
const names = Object.keys(SCREENS).filter((name) => only === undefined || only.includes(name));
const formats = Object.keys(FORMATS) as Format[];
const inEachFormat = formats.flatMap((format) =>
  (['ja', 'en'] as const).map((language) => ({ format, language })),
);

describe.skipIf(!hasBrowser || !existsSync(SITE))('every screen of the kiosk', () => {
  let kiosk: ShownKiosk;
  let step = 0;

  describe.each(inEachFormat)('$format, $language', ({ format, language }) => {
    beforeAll(async () => {
      kiosk = await showKiosk(browser, format, { scale: 0.5 });
    });
    afterAll(() => kiosk.close());

    it.each(
      names,
    )('%s is accessible with a contrast of 7:1, fits the panel and has nothing to scroll sideways', async (name) => {
      step += 1;
      await kiosk.show(viewOf(name, language, step));
      if (keepsPictures) await keepPicture(kiosk, `${name}.${language}.${format}`);
      expect(await accessibilityFaults(kiosk.page, { strongContrast: true })).toEqual([]);
      expect(await sidewaysOverflow(kiosk.page)).toBe(0);
      expect(await hiddenBelow(kiosk), 'pixels of the screen below its edge').toBe(0);
      expect(kiosk.faults).toEqual([]);
    });

    it('has keys of 20 mm and more, and buttons of 17', async () => {
      for (const name of ['proving-auth-pin', 'proving-sign-pin']) {
        step += 1;
        await kiosk.show(viewOf(name, language, step));
        expect(await smallest(kiosk, '.k-pad__key')).toBeGreaterThanOrEqual(20);
        expect(await smallest(kiosk, 'button')).toBeGreaterThanOrEqual(17 - 0.1);
      }
    });
  });
});

/** Few colours: a quarter of the bytes for a repository, and nothing lost that one would look for. */
async function keepPicture({ page }: ShownKiosk, name: string): Promise<void> {
  const picture = await page.screenshot();
  await sharp(picture).png({ palette: true, colours: 16, effort: 10 }).toFile(`${PICTURES}/${name}.png`);
}

/** How much of the main part is out of sight: nobody scrolls at a kiosk. */
function hiddenBelow({ page }: ShownKiosk): Promise<number> {
  return page
    .locator('.k-screen__body')
    .evaluate((body) => Math.max(0, body.scrollHeight - body.clientHeight));
}

/** The shortest side of any of them in millimetres of the panel. */
function smallest({ page }: ShownKiosk, selector: string): Promise<number> {
  return page.evaluate((wanted) => {
    const millimetres = Number(getComputedStyle(document.documentElement).getPropertyValue('--panel'));
    const sides = [...document.querySelectorAll(wanted)].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      return [width, height];
    });
    return (Math.min(...sides) * millimetres) / innerWidth;
  }, selector);
}
