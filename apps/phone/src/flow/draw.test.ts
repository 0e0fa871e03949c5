import { expect, it } from 'vitest';
import { drawMachine } from './draw.ts';
import { flowMachine } from './machine.ts';

/** Drawn anew by `npx vitest run apps/phone/src/flow/draw.test.ts -u`. */
it('the diagram in the documentation is the machine that runs', async () => {
  const page = [
    '# The phone’s flow',
    '',
    'Drawn from `apps/phone/src/flow/machine.ts`; not written by hand. One state, one screen. `BACK` is the way back of the',
    'browser, of Android and of the screens.',
    '',
    '```mermaid',
    drawMachine(flowMachine),
    '```',
    '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../../../docs/phone-flow.md');
});
