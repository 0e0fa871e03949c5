import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, type OperatorReservation, type TargetPin } from '@kaijo/contract';
import type { Patience, Reserved } from '@kaijo/procedures';
import { expect } from 'vitest';
import { CardInHand } from '../../support/card-in-hand.ts';
import type { RestartableService } from '../../support/restartable-service.ts';
import { reserveByPhone } from '../../support/story.ts';
import type { MessagePoint, Strike } from '../../support/wire.ts';
import type { Bench } from './bench.ts';

export interface ReservedWithFault {
  readonly reserved: Reserved;
  /** Of the phone, in this step. */
  readonly messages: number;
  /** How many reservations the service has made of it. */
  readonly made: number;
  /** Open ones of this card now. */
  readonly open: number;
}

/** One phone's step through a fault. Fails where a try of any PIN is lost. */
export async function reserveWithFault(
  bench: Bench,
  target: TargetPin,
  faults: { readonly message?: MessagePoint & { readonly strike: Strike }; readonly patience: Patience },
): Promise<ReservedWithFault> {
  const { phone, service, terms, takeFrames } = bench;
  const card = await CardInHand.of(bench.locked[target]);
  const { pins } = await card.memory();
  const before = await reservations(service);
  phone.wire.arm(faults.message, faults.message?.strike);
  const reserved = await reserveByPhone({
    phone,
    card,
    target,
    terms,
    takeFrames,
    patience: faults.patience,
    now: service.now(),
  });
  const { messages } = phone.wire;
  expect(phone.wire.armed, 'the message’s fault still waits').toBe(false);
  expect((await card.memory()).pins).toEqual(pins);
  const after = await reservations(service);
  const known = new Set(before.map(({ id }) => id));
  return {
    reserved,
    messages,
    made: after.filter(({ id }) => !known.has(id)).length,
    open: after.filter(({ state, targetPin }) => state === 'open' && targetPin === target).length,
  };
}

/** As the operator sees them, the newest 1,000. */
export async function reservations(service: RestartableService): Promise<readonly OperatorReservation[]> {
  const operator = await connectOperator(service.folder);
  try {
    return (await operator.call(OPERATOR_ROUTES.listReservations, { query: { limit: '1000' } })).reservations;
  } finally {
    await operator.close();
  }
}
