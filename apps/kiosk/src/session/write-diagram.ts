import { readFile, writeFile } from 'node:fs/promises';
import { withDiagram } from './diagram.ts';
import { sessionMachine } from './session-machine.ts';

const PAGE = new URL('../../../../docs/kiosk.md', import.meta.url);

await writeFile(PAGE, withDiagram(await readFile(PAGE, 'utf8'), sessionMachine));
