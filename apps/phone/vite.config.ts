import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { modelPaths } from '@kaijo/card-photo/files';
import { defineConfig, type Plugin } from 'vite';
import { siteOf } from '../../scripts/vite/site.ts';

/** The weights that read the card, beside the app: fetched only when a card is photographed. */
function models(): Plugin {
  return {
    name: 'kaijo-models',
    apply: 'build',
    writeBundle: async ({ dir = '' }) => {
      const folder = join(dir, 'models');
      await mkdir(folder, { recursive: true });
      await Promise.all(
        Object.values(modelPaths()).map((path) => copyFile(path, join(folder, basename(path)))),
      );
    },
  };
}

/**
 * Japanese is fetched beside the app, not after it: on a slow network a round trip less before the first screen. Who
 * reads another language fetches 8 kB more.
 */
function japaneseAtOnce(): Plugin {
  let base = '/';
  return {
    name: 'kaijo-japanese-at-once',
    apply: 'build',
    configResolved: (config) => {
      base = config.base;
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && file.name === 'ja')
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: base + fileName },
            injectTo: 'head' as const,
          })),
    },
  };
}

const site = siteOf('/phone/');

export default defineConfig({
  ...site,
  plugins: [...(site.plugins ?? []), models(), japaneseAtOnce()],
  build: {
    ...site.build,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/service-worker.ts' },
      // A worker's address is its identity: no hash in its name.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
});
