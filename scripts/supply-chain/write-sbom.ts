import { readFileSync, writeFileSync } from 'node:fs';
import { billOfMaterials } from './bill-of-materials.ts';
import type { Lock } from './production-packages.ts';
import { readModels } from './read-models.ts';

/** `npm run sbom -- kaijo.cdx.json`, from the top folder of the repository; needs no network. */
const [target = 'kaijo.cdx.json'] = process.argv.slice(2);
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const bill = billOfMaterials({ lock, version, models: readModels('.') });
writeFileSync(target, `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${target}: what ships, in CycloneDX 1.5`);
