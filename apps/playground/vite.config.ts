import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { selfiePath } from '@kaijo/personas/files';
import { defineConfig, type Plugin } from 'vite';
import { siteOf } from '../../scripts/vite/site.ts';
import { fileOf, PEOPLE, PICTURES } from './src/poses.ts';

/** The personas that can stand before the virtual phone: fetched only when its camera opens. */
function personas(): Plugin {
  return {
    name: 'kaijo-personas',
    apply: 'build',
    writeBundle: async ({ dir = '' }) => {
      for (const who of PEOPLE) {
        const folder = join(dir, 'personas', who);
        await mkdir(folder, { recursive: true });
        for (const name of PICTURES) await copyFile(selfiePath(who, name), join(folder, fileOf(name)));
      }
    },
  };
}

const site = siteOf('/try/');

export default defineConfig({ ...site, plugins: [...(site.plugins ?? []), personas()] });
