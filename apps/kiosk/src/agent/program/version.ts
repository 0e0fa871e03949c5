import { createRequire } from 'node:module';

/** Of the package, for reports. */
export function kioskVersion(): string {
  const { version } = createRequire(import.meta.url)('@kaijo/kiosk/package.json') as { version: string };
  return version;
}
