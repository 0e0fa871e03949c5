import { ROUTES } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { granted, KioskVisit, reserve, verdict } from './support/steps.ts';

let of: Installation;
let hanako: ScriptedCard;
let taro: ScriptedCard;
beforeAll(async () => {
  of = await install();
  hanako = await of.card('hanako', { locked: 'auth' });
  taro = await of.card('taro', { locked: 'auth' });
});
afterAll(() => of?.close());

describe('a reservation belongs to the card, not to the phone (R16)', () => {
  it('every machine that offers the PIN finds it by the card alone: nothing that the phone was given is asked for', async () => {
    const { reservation } = await reserve(of, hanako, 'auth');
    expect(Object.keys(ROUTES.createKioskSession.body.properties)).toEqual(['authCertificate', 'kioskTime']);
    for (const machine of [await of.machine(), await of.machine()]) {
      const visit = await KioskVisit.begin(of, machine, hanako);
      expect(visit.targetPin).toBe(reservation.targetPin);
      granted(await machine.client.giveUp(visit.session));
    }
  });

  it('another card finds none, and the kiosk does nothing for it (R14)', async () => {
    expect(verdict(await KioskVisit.tryToBegin(of, await of.machine(), taro))).toBe('no-reservation');
  });

  it('a second phone with the same card replaces it (R15), and the first phone is told so', async () => {
    const first = await reserve(of, hanako, 'auth');
    const second = await reserve(of, hanako, 'auth');
    const standing = async ({ token }: typeof first) => granted(await of.phone.showReservation(token));
    expect(await standing(first)).toMatchObject({ state: 'ended', endedBy: 'replaced' });
    expect(await standing(second)).toMatchObject({ state: 'open' });
  });
});
