import { createPhoneClient } from '@kaijo/contract';
import { Secret } from '@kaijo/secret';
import type { CardState } from '@kaijo/virtual-card';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActor, fromPromise, waitFor } from 'xstate';
import { outlookActor } from '../../apps/phone/src/actors/outlook.ts';
import { procedureActor } from '../../apps/phone/src/actors/procedure.ts';
import { flowMachine } from '../../apps/phone/src/flow/machine.ts';
import type { KnownReservation } from '../../apps/phone/src/flow/types.ts';
import { stepOf } from '../../apps/phone/src/screens/flow.ts';
import { ServiceClock } from '../../apps/phone/src/service-clock.ts';
import { CardInHand } from '../support/card-in-hand.ts';
import { type ServiceWithinProcess, startWithinProcess } from '../support/restartable-service.ts';
import { lockedCard, PINS } from '../support/story.ts';
import { type MessagePoint, Wire } from '../support/wire.ts';

/** The app's own flow over the real service and the card's own software, without screens. */

let service: ServiceWithinProcess;
let locked: CardState;

beforeAll(async () => {
  service = await startWithinProcess({});
  locked = await lockedCard(service, 'auth');
});
afterAll(() => service.close());

interface Attempt {
  readonly card: CardInHand;
  readonly wire: Wire;
  readonly seen: readonly string[];
}

/** A holder who holds the card again whenever it slipped, and types the right PIN whenever asked. */
async function reserve(prepare: (attempt: Omit<Attempt, 'seen'>) => void): Promise<Attempt> {
  const card = await CardInHand.of(locked);
  const wire = new Wire({ fetch: (url, init) => fetch(url, init), baseUrl: () => service.publicUrl });
  const client = createPhoneClient({ baseUrl: 'http://service', fetch: wire.fetch });
  const actor = createActor(
    flowMachine.provide({
      actors: {
        openKept: fromPromise<KnownReservation | undefined>(async () => undefined),
        lookOut: outlookActor(client, new ServiceClock()),
        procedure: procedureActor({
          client,
          cards: { waitForCard: () => card.connect() },
          appInstance: () => crypto.randomUUID(),
          sleep: async () => {},
        }),
      },
    }),
  );
  const seen: string[] = [];
  actor.subscribe(({ value }) => {
    const step = stepOf(value);
    if (seen.at(-1) === step) return;
    seen.push(step);
    if (step === 'choosing') actor.send({ type: 'CHOOSE', target: 'auth' });
    if (step === 'before.ready') {
      prepare({ card, wire });
      actor.send({ type: 'START' });
    }
    if (step === 'reserving.typing') actor.send({ type: 'PIN', pin: Secret.ofAscii(PINS.sign) });
  });
  actor.start();
  await waitFor(actor, ({ value }) => /^(reserved|failed)/.test(stepOf(value)), { timeout: 20_000 });
  actor.stop();
  return { card, wire, seen };
}

async function expectReserved({ card, seen }: Attempt): Promise<void> {
  expect(seen.at(-1)).toBe('reserved.shown');
  // No try was lost: the right PIN has set the counter back, and the locked one is as it was.
  expect(await card.askTries()).toEqual({
    auth: { kind: 'no-tries-left' },
    sign: { kind: 'tries', left: 5 },
  });
}

describe('the card slips at any command of the reading', () => {
  it.each([
    'before',
    'after',
  ] as const)('%s it was executed: it is held again, and the reservation is made', async (when) => {
    const calm = await reserve(() => {});
    const commands = calm.card.tear.commands;
    await expectReserved(calm);
    expect(commands).toBeGreaterThan(10);
    for (let command = 1; command <= commands; command++) {
      const attempt = await reserve(({ card }) => card.tear.arm({ when, command }));
      await expectReserved(attempt);
    }
  });
});

describe('the network is cut at any message', () => {
  it.each([
    'before',
    'after',
  ] as const)('%s it was answered: it is sent again under its key', async (when) => {
    const calm = await reserve(({ wire }) => wire.arm(undefined));
    const messages = calm.wire.messages;
    expect(messages).toBeGreaterThanOrEqual(2);
    for (let message = 1; message <= messages; message++) {
      const point: MessagePoint = { when, message };
      await expectReserved(await reserve(({ wire }) => wire.arm(point)));
    }
  });
});
