import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Settings of the service for each web app (apps/service/README.md). */
const SITES = {
  KAIJO_PHONE_SITE: 'phone',
  KAIJO_COUNTER_SITE: 'counter',
  KAIJO_PLAYGROUND_SITE: 'playground',
} as const;

/** The web apps that `npm run build` has made in this repository, as the settings that name their folders. */
export function builtSites(): Readonly<Partial<Record<keyof typeof SITES, string>>> {
  const found = Object.entries(SITES).map(([setting, app]) => [setting, siteOf(app)]);
  return Object.fromEntries(found.filter(([, folder]) => existsSync(`${folder}index.html`)));
}

function siteOf(app: string): string {
  return fileURLToPath(new URL(`../../../../apps/${app}/dist/site/`, import.meta.url));
}
