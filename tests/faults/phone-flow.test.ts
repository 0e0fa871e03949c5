import type { TargetPin } from '@kaijo/contract';
import type { CardState } from '@kaijo/virtual-card';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedFaceCheck } from '../api/support/scripted-face-check.ts';
import { type ServiceWithinProcess, startWithinProcess } from '../support/restartable-service.ts';
import { currentTerms, lockedCard, phoneAt } from '../support/story.ts';
import { openApp, type Pocket, pocketWith, type Visit } from './support/phone-holder.ts';

/** The app's own flow over the real service and the card's own software, without screens. */

let service: ServiceWithinProcess;
let cards: Readonly<Record<TargetPin, CardState>>;
let terms: string;

beforeAll(async () => {
  service = await startWithinProcess({ faceCheck: new ScriptedFaceCheck() });
  cards = { auth: await lockedCard(service, 'auth'), sign: await lockedCard(service, 'sign') };
  terms = await currentTerms(phoneAt(service));
});
afterAll(() => service.close());

const pocket = (target: TargetPin): Promise<Pocket> => pocketWith(cards[target], service);
const open = (of: Pocket, target: TargetPin, how?: Parameters<typeof openApp>[2]): Promise<Visit> =>
  openApp(of, { target, terms, now: service.now() }, how);

/** No try was lost: the right PIN has set its counter back, and the locked one is as it was. */
const UNHARMED = {
  auth: { auth: { kind: 'no-tries-left' }, sign: { kind: 'tries', left: 5 } },
  sign: { auth: { kind: 'tries', left: 3 }, sign: { kind: 'no-tries-left' } },
} as const;

async function expectUnharmed({ card }: Pocket, target: TargetPin): Promise<void> {
  expect(await card.askTries()).toEqual(UNHARMED[target]);
}

async function expectReserved(of: Pocket, target: TargetPin, { seen }: Visit): Promise<void> {
  expect(seen.at(-1)).toBe('reserved.shown');
  await expectUnharmed(of, target);
}

const TARGETS = ['auth', 'sign'] as const;

describe.each(TARGETS)('for the %s PIN the card slips at any command of the reading', (target) => {
  it('before or after it was executed: it is held again, and the reservation is made', async () => {
    const calm = await pocket(target);
    const visit = await open(calm, target);
    const { commands } = calm.card.tear;
    await expectReserved(calm, target, visit);
    expect(commands).toBeGreaterThan(target === 'sign' ? 15 : 10);
    for (let command = 1; command <= commands; command++)
      // The sign PIN's reading is long: the one or the other of each command.
      for (const when of target === 'auth' ? ['before', 'after'] : [command % 2 ? 'before' : 'after']) {
        const torn = await pocket(target);
        torn.card.tear.arm({ when: when as 'before' | 'after', command });
        await expectReserved(torn, target, await open(torn, target));
      }
  });
});

describe.each(TARGETS)('for the %s PIN the network is cut at any message', (target) => {
  it.each([
    'before',
    'after',
  ] as const)('%s it was answered: it is sent again under its key', async (when) => {
    const calm = await pocket(target);
    await open(calm, target, { onStart: () => calm.wire.arm(undefined) });
    const { messages } = calm.wire;
    expect(messages).toBeGreaterThanOrEqual(target === 'sign' ? 3 : 2);
    for (let message = 1; message <= messages; message++) {
      const cut = await pocket(target);
      const visit = await open(cut, target, { onStart: () => cut.wire.arm({ when, message }) });
      await expectReserved(cut, target, visit);
    }
  });
});

describe.each(TARGETS)('for the %s PIN the tab is closed at any state', (target) => {
  it('nothing typed was kept, no try is lost, and the app opened anew makes the reservation', async () => {
    const calm = await pocket(target);
    const { seen } = await open(calm, target);
    const states = new Set(seen);
    expect(states.size).toBeGreaterThan(target === 'sign' ? 12 : 6);
    for (const closeAt of states) {
      const closed = await pocket(target);
      expect((await open(closed, target, { closeAt })).seen.at(-1)).toBe(closeAt);
      await expectUnharmed(closed, target);
      const isReserved = closeAt.startsWith('reserved');
      expect([...closed.store.kept.keys()].sort()).toEqual(
        [
          ...(seen.indexOf(closeAt) > seen.indexOf('before.ready') ? ['kaijo.installation'] : []),
          ...(isReserved ? ['kaijo.reservation'] : []),
        ].sort(),
      );
      const again = await open(closed, target);
      // R15: a reservation that is there is shown, and no second one is made.
      expect(again.seen[1]).toBe(isReserved ? 'reserved.shown' : 'choosing');
      await expectReserved(closed, target, again);
    }
  });
});
