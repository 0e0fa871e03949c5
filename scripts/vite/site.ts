import react from '@vitejs/plugin-react';
import { defaultClientConditions, type UserConfig } from 'vite';
import { precompress } from './precompress.ts';

/**
 * What the builds of all screens have in common. The compiler writes to `dist/`, the site goes to `dist/site/`.
 * `base`: the path that the site is served at (`/phone/`).
 */
export function siteOf(base: string): UserConfig {
  return {
    base,
    // Workspace packages are built from their TypeScript sources.
    resolve: { conditions: ['kaijo-source', ...defaultClientConditions] },
    plugins: [react(), precompress()],
    build: {
      outDir: 'dist/site',
      emptyOutDir: true,
      // Safari 16.4 and Chrome 109: what phones since 2017 get.
      target: ['es2022', 'safari16.4', 'chrome109'],
      // An inlined file is a `data:` URL, which the policy of the pages does not allow for styles and fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
    worker: { format: 'es' },
  };
}
