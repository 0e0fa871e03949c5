import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, install } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { granted, PhoneVisit, reserve, verdict } from './support/steps.ts';

let of: Installation;
let hanako: ScriptedCard;
let taro: ScriptedCard;
beforeAll(async () => {
  of = await install({ KAIJO_SESSIONS_PER_HOUR: '2' });
  hanako = await of.card('hanako', { locked: 'auth' });
  taro = await of.card('taro', { locked: 'auth' });
});
afterAll(() => of?.close());

it('an app that begins again and again is asked to wait; another one is not', async () => {
  const app = crypto.randomUUID();
  for (let time = 0; time < 2; time++) granted(await PhoneVisit.tryToBegin(of, 'auth', app));
  const refused = await PhoneVisit.tryToBegin(of, 'auth', app);
  expect(verdict(refused)).toBe('too-many-requests');
  if (refused.kind === 'problem') expect(refused.problem.retryAfter).toBeGreaterThan(3_000);
  granted(await PhoneVisit.tryToBegin(of, 'auth', crypto.randomUUID()));
});

it('nobody uses up what is another card’s: a message that its key did not sign is not counted', async () => {
  for (let time = 0; time < 4; time++) {
    const visit = await PhoneVisit.begin(of, 'auth');
    const forged = await visit.presentCard(taro, (proof) => ({
      ...proof,
      signature: `${proof.signature.startsWith('A') ? 'B' : 'A'}${proof.signature.slice(1)}`,
    }));
    expect(verdict(forged)).not.toBe('too-many-requests');
  }
  await reserve(of, taro, 'auth');
});

it('a card that proves itself again and again is asked to wait, whichever app shows it; another card is not', async () => {
  for (let time = 0; time < 2; time++) await reserve(of, hanako, 'auth');
  const visit = await PhoneVisit.begin(of, 'auth');
  expect(verdict(await visit.presentCard(hanako))).toBe('too-many-requests');
  await reserve(of, taro, 'auth');
});
