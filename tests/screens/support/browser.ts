import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core';

const CHROMIUM = process.env.KAIJO_CHROMIUM ?? '/usr/bin/chromium';

/** Where there is no browser (no Debian, not root) the suites are skipped by name. */
export const hasBrowser = existsSync(CHROMIUM);

export interface BrowserOptions {
  /** MJPEG or Y4M file that the browser's camera shows; empty for Chromium's own moving picture; without one it has no camera. */
  readonly camera?: string;
}

/** Debian's Chromium without a window. Cameras are Chromium's own fakes: no permission prompt hangs a test. */
export function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch(launchOptions(options));
}

/** For a browser that a test ends by force. */
export function launchOptions({ camera }: BrowserOptions = {}): LaunchOptions {
  return {
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(camera === undefined
        ? []
        : [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            ...(camera === '' ? [] : [`--use-file-for-fake-video-capture=${camera}`]),
          ]),
    ],
  };
}

export interface ScreenOptions {
  readonly locale?: 'ja-JP' | 'en-GB';
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  readonly touch?: boolean;
  /** Pixels of the picture per CSS pixel. */
  readonly scale?: number;
}

/** A page of its own storage. What it writes to the console as an error, and what it throws, fails the test that asks. */
export interface Screen {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors on the console and uncaught exceptions since it was opened. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export async function openScreen(browser: Browser, options: ScreenOptions = {}): Promise<Screen> {
  const context = await browser.newContext({
    locale: options.locale ?? 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: options.width ?? 360, height: options.height ?? 740 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    forcedColors: options.forcedColors ? 'active' : 'none',
    hasTouch: options.touch ?? false,
    deviceScaleFactor: options.scale ?? 1,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  return { context, page, faults, close: () => context.close() };
}
