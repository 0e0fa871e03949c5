import { ROUTES } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, STORE } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { granted, KioskVisit, reserve, verdict } from './support/steps.ts';

/** What the holder types; the service never sees it. */
const NEW_PIN = '7531';

let of: Installation;
let hanako: ScriptedCard;
let machines: Readonly<Record<'here' | 'next door' | 'of another chain', Machine>>;
beforeAll(async () => {
  of = await install();
  hanako = await of.card('hanako', { locked: 'auth' });
  machines = {
    here: await of.machine(STORE.bothPins),
    'next door': await of.machine(STORE.bothPins),
    'of another chain': await of.machine(STORE.signPinOnly),
  };
});
afterAll(() => of?.close());

/** `instance` names the answer, not what was asked for. */
function withoutInstance(outcome: { readonly kind: string; readonly problem?: object }) {
  return { ...outcome, problem: { ...outcome.problem, instance: expect.any(String) } };
}

describe('a kiosk acts for itself alone: who it is says its certificate', () => {
  it('no message has a field for kiosk, store or chain', () => {
    for (const route of [ROUTES.createKioskSession, ROUTES.authoriseReset, ROUTES.completeReset]) {
      for (const name of ['kiosk', 'store', 'chain'])
        expect(Object.keys(route.body.properties)).not.toContain(name);
    }
  });

  it('R26, R27: one whose chain does not offer the PIN opens no session for it', async () => {
    await reserve(of, hanako, 'auth');
    const opened = await KioskVisit.tryToBegin(of, machines['of another chain'], hanako);
    expect(verdict(opened)).toBe('not-offered-here');
  });

  it.each([
    'next door',
    'of another chain',
  ] as const)('the one %s, which has overheard a session, can neither go on with it nor end it; its own kiosk finishes', async (place) => {
    const stranger = machines[place].client;
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, machines.here, hanako);
    // As if there were no such session: what a stranger has overheard is not confirmed either.
    const nobodys = crypto.randomUUID();

    const proof = await visit.authoriseRequest(hanako);
    const before = await of.rows();
    const refused = await stranger.authorise(visit.session, proof);
    expect(verdict(refused)).toBe('challenge-expired');
    expect(refused).toMatchObject(withoutInstance(await stranger.authorise(nobodys, proof)));
    expect(await stranger.giveUp(visit.session)).toEqual(await stranger.giveUp(nobodys));
    expect(await of.rows()).toEqual(before);

    const { commands } = granted(await machines.here.client.authorise(visit.session, proof));
    const done = await visit.write(hanako, commands, NEW_PIN);
    const authorised = await of.rows();
    expect(verdict(await stranger.complete(visit.session, done))).toBe('challenge-expired');
    await stranger.giveUp(visit.session);
    expect(await of.rows()).toEqual(authorised);

    expect(verdict(await visit.complete(done))).toBe('ok');
  });
});
