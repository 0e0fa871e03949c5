import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { withDiagram } from './diagram.ts';
import { sessionMachine } from './session-machine.ts';

const PAGE = new URL('../../../../docs/kiosk.md', import.meta.url);

describe('docs/kiosk.md', () => {
  it('shows the machine as it is (npm run docs -w @kaijo/kiosk)', async () => {
    const page = await readFile(PAGE, 'utf8');
    expect(page).toBe(withDiagram(page, sessionMachine));
    expect(page).toContain('proving --> checking : CONFIRM [entryIsComplete]');
  });
});
