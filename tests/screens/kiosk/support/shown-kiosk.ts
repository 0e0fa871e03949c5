import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { serveScreen } from '../../../../apps/kiosk/src/agent/screen/index.ts';
import type { KeyMessage, ScreenEvent, View } from '../../../../apps/kiosk/src/local-api/index.ts';
import { openScreen, type Screen, type ScreenOptions } from '../../support/index.ts';

export const SITE = fileURLToPath(new URL('../../../../apps/kiosk/dist/site', import.meta.url));

/** The panels of screens.md. */
export const FORMATS = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1280, height: 1024 },
} as const;
export type Format = keyof typeof FORMATS;

/**
 * The built page in Chromium, shown whatever view a test likes through the agent's own screen server: what the page
 * checks, shows and sends is the real thing, only the session behind it is the test's.
 */
export interface ShownKiosk extends Screen {
  /** Sends the view and waits until the page has it. */
  show(view: View): Promise<void>;
  readonly events: readonly ScreenEvent[];
  readonly keys: readonly KeyMessage[];
}

export async function showKiosk(
  browser: Browser,
  format: Format,
  options: ScreenOptions = {},
): Promise<ShownKiosk> {
  const runtime = await mkdtemp(join(tmpdir(), 'kaijo-shown-'));
  const events: ScreenEvent[] = [];
  const keys: KeyMessage[] = [];
  const server = await serveScreen({
    port: 0,
    runtime,
    site: SITE,
    onEvent: (event) => void events.push(event),
    onKey: (key) => void keys.push(key),
    onScreen: () => undefined,
    onScreenLost: () => undefined,
  });
  const screen = await openScreen(browser, {
    ...FORMATS[format],
    touch: true,
    reducedMotion: true,
    ...options,
  });
  await screen.page.goto(`file://${server.startPage}`);
  await screen.page.locator('main').waitFor();
  await until(() => server.hasScreen);
  return {
    ...screen,
    events,
    keys,
    async show(view) {
      server.show(view);
      await arrived(screen.page, view);
    },
    async close() {
      await screen.close();
      await server.close();
      await rm(runtime, { recursive: true, force: true });
    },
  };
}

/** The page names the scene and its number on its main element, and the language on the document. */
async function arrived(page: Page, { step, scene, language, stillThere }: View): Promise<void> {
  const tag = language === 'ja-easy' ? 'ja' : language;
  await page.locator(`html[lang="${tag}"] main`).waitFor();
  await page.locator(scene.kind === 'done' ? 'main' : `main[data-step="${scene.kind}-${step}"]`).waitFor();
  if (stillThere !== undefined) await page.getByRole('alertdialog').waitFor();
  // Two frames: layout and fonts have settled.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((turn) => setImmediate(turn));
}
