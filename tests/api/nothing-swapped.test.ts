import { toBase64Url } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { bytes, granted, KioskVisit, PhoneVisit, refusal, reserve, texts, verdict } from './support/steps.ts';

let of: Installation;
let kiosk: Machine;
let hanako: ScriptedCard;
let taro: ScriptedCard;

beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
  hanako = await of.card('hanako', { locked: 'auth' });
  taro = await of.card('taro');
});
afterAll(() => of?.close());

/** What `attempt` is refused with, where nothing may change: no row of the service, no PIN and no try of a card. */
async function refusedForNothing(attempt: () => Promise<Parameters<typeof refusal>[0]>) {
  const rows = await of.rows();
  const pins = [(await hanako.memory()).pins, (await taro.memory()).pins];
  const outcome = await attempt();
  expect(await of.rows()).toEqual(rows);
  expect([(await hanako.memory()).pins, (await taro.memory()).pins]).toEqual(pins);
  return refusal(outcome);
}

describe('on the phone nothing can be swapped or replayed', () => {
  it('a signature of one session is worth nothing in another', async () => {
    const first = await PhoneVisit.begin(of, 'auth');
    const second = await PhoneVisit.begin(of, 'auth');
    const heard = hanako.phoneProof({ nonce: first.nonce, targetPin: 'auth' });
    expect(await refusedForNothing(() => second.presentCard(hanako, () => heard))).toEqual({
      problem: 'signature-invalid',
    });
    expect(verdict(await first.presentCard(hanako))).toBe('ok');
  });

  it('a signature for the one PIN reserves nothing for the other', async () => {
    const visit = await PhoneVisit.begin(of, 'sign');
    const { signature } = hanako.phoneProof({ nonce: visit.nonce, targetPin: 'auth' });
    const answer = () => visit.presentCard(hanako, (proof) => ({ ...proof, signature }));
    expect(await refusedForNothing(answer)).toEqual({ problem: 'signature-invalid' });
  });

  it('a card face that the signature does not cover is refused', async () => {
    const visit = await PhoneVisit.begin(of, 'sign');
    const answer = () => visit.presentCard(hanako, (proof) => ({ ...proof, cardFace: taro.cardFace }));
    expect(await refusedForNothing(answer)).toEqual({ problem: 'signature-invalid' });
  });

  it('another card’s face is refused even when the card has signed it', async () => {
    const visit = await PhoneVisit.begin(of, 'sign');
    const { nonce } = visit;
    const proof = hanako.phoneProof({ nonce, targetPin: 'sign', cardFace: taro.cardFace });
    expect(await refusedForNothing(() => visit.presentCard(hanako, () => proof))).toEqual({
      problem: 'card-mismatch',
      reason: 'another-card-face',
    });
  });

  it('a card face with one bit changed is refused even when the card has signed it', async () => {
    const visit = await PhoneVisit.begin(of, 'sign');
    const data = bytes(hanako.cardFace.data);
    data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
    const cardFace = { ...hanako.cardFace, data: toBase64Url(data) };
    const proof = hanako.phoneProof({ nonce: visit.nonce, targetPin: 'sign', cardFace });
    const refused = await refusedForNothing(() => visit.presentCard(hanako, () => proof));
    expect(['card-face-invalid', 'card-mismatch']).toContain(refused.problem);
  });

  it('another card’s face is refused with the frames as well', async () => {
    const visit = await PhoneVisit.begin(of, 'sign');
    const asked = granted(await visit.presentCard(hanako));
    if (!('liveness' in asked)) throw new Error('no face check was asked for');
    const answer = () => visit.presentFace(hanako, asked, { cardFace: taro.cardFace });
    expect(await refusedForNothing(answer)).toEqual({
      problem: 'card-mismatch',
      reason: 'another-card-face',
    });
    expect(of.faceCheck.seen).toEqual([]);
  });

  it('a nonce is used once: a second card message makes no second reservation', async () => {
    const visit = await PhoneVisit.begin(of, 'auth');
    granted(await visit.presentCard(hanako));
    expect(await refusedForNothing(() => visit.presentCard(hanako))).toEqual({
      problem: 'challenge-expired',
    });
    expect(await refusedForNothing(() => visit.presentCard(taro))).toEqual({ problem: 'challenge-expired' });
  });

  it.each([
    'auth',
    'sign',
  ] as const)('the proving PIN of the %s PIN is the other one, not itself (R2)', async (target) => {
    const visit = await PhoneVisit.begin(of, target);
    const credential = hanako.credential(target);
    const answer = () => visit.presentCard(hanako, (proof) => ({ ...proof, credential }));
    expect(await refusedForNothing(answer)).toEqual({ problem: 'invalid-request' });
  });

  it('the token of one session opens no other', async () => {
    const mine = await PhoneVisit.begin(of, 'auth');
    const other = await PhoneVisit.begin(of, 'auth');
    const proof = hanako.phoneProof({ nonce: mine.nonce, targetPin: 'auth' });
    const at = { session: mine.session.session, token: other.session.token };
    expect(await refusedForNothing(() => of.phone.presentCard(at, proof))).toEqual({
      problem: 'not-authorised',
    });
  });
});

describe('at the kiosk nothing can be swapped or replayed', () => {
  it('another card’s chip behind the holder’s certificate is found out', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const request = await visit.authoriseRequest(taro, hanako);
    expect(await refusedForNothing(() => kiosk.client.authorise(visit.session, request))).toEqual({
      problem: 'card-mismatch',
      reason: 'another-chip',
    });
  });

  it('another holder’s certificate and chip do not take over the session', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const request = await visit.authoriseRequest(taro);
    expect(await refusedForNothing(() => kiosk.client.authorise(visit.session, request))).toEqual({
      problem: 'card-mismatch',
      reason: 'another-certificate',
    });
  });

  it('a signature of an earlier kiosk session is refused', async () => {
    await reserve(of, hanako, 'auth');
    const earlier = await KioskVisit.begin(of, kiosk, hanako);
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const request = { ...(await visit.authoriseRequest(hanako)), ...hanako.kioskProof(earlier) };
    expect(await refusedForNothing(() => kiosk.client.authorise(visit.session, request))).toEqual({
      problem: 'signature-invalid',
    });
  });

  it('answers to another session’s host challenge are refused', async () => {
    await reserve(of, hanako, 'auth');
    const earlier = await KioskVisit.begin(of, kiosk, hanako);
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { responses } = await earlier.authoriseRequest(hanako);
    const request = { ...hanako.kioskProof(visit), responses };
    expect(await refusedForNothing(() => kiosk.client.authorise(visit.session, request))).toEqual({
      problem: 'card-refused',
      reason: 'wrong-cryptogram',
    });
  });

  it('a card cryptogram with one bit changed is refused', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const request = await visit.authoriseRequest(hanako);
    const [response = ''] = request.responses;
    const tampered = flipBit(bytes(response), CARD_CRYPTOGRAM);
    const answer = () => kiosk.client.authorise(visit.session, { ...request, responses: texts([tampered]) });
    expect(await refusedForNothing(answer)).toEqual({ problem: 'card-refused', reason: 'wrong-cryptogram' });
  });

  it('the target PIN’s own key authorises nothing (R2)', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const request = { ...(await visit.authoriseRequest(hanako)), credential: hanako.credential('auth') };
    expect(await refusedForNothing(() => kiosk.client.authorise(visit.session, request))).toEqual({
      problem: 'invalid-request',
    });
  });

  it('a session of one kiosk is nobody else’s', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const other = await of.machine();
    const request = await visit.authoriseRequest(hanako);
    expect(await refusedForNothing(() => other.client.authorise(visit.session, request))).toEqual({
      problem: 'challenge-expired',
    });
    const { commands } = granted(await kiosk.client.authorise(visit.session, request));
    const written = await visit.write(hanako, commands, '8305');
    expect(await refusedForNothing(() => other.client.complete(visit.session, written))).toEqual({
      problem: 'challenge-expired',
    });
    expect(await refusedForNothing(() => other.client.giveUp(visit.session))).toEqual({ problem: 'ok' });
    expect(verdict(await visit.complete(written))).toBe('ok');
  });

  it('a session is authorised once', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    granted(await visit.authorise(hanako));
    expect(await refusedForNothing(() => visit.authorise(hanako))).toEqual({ problem: 'challenge-expired' });
    await finish();
  });

  it('the reset cannot be turned on another PIN on its way: the card answers 6988 and changes nothing', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { commands } = granted(await visit.authorise(hanako));
    const [open = new Uint8Array(), reset = new Uint8Array()] = commands.map(bytes);
    const { pins } = await hanako.memory();
    const turned = Uint8Array.from(reset);
    expect([turned[1], turned[3]]).toEqual([RESET_RETRY_COUNTER, AUTH_PIN]);
    turned[3] = SIGN_PIN;
    const [opened, refused] = await hanako.answers([open, turned]);
    expect(opened?.slice(-2)).toEqual(Uint8Array.of(0x90, 0x00));
    expect(refused).toEqual(Uint8Array.of(0x69, 0x88));
    expect((await hanako.memory()).pins).toEqual(pins);
    const responses = texts([opened ?? open, refused ?? open]);
    const proof = { responses, ...hanako.doneProof(visit) };
    expect(await refusedForNothing(() => visit.complete(proof))).toMatchObject({ problem: 'card-refused' });
    await finish();
  });

  it('an answer to the reset with another R-MAC, and another session’s signature, prove nothing (R31)', async () => {
    await reserve(of, hanako, 'auth');
    const earlier = await KioskVisit.begin(of, kiosk, hanako);
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { commands } = granted(await visit.authorise(hanako));
    const written = await visit.write(hanako, commands, '9417');
    const [opened = '', reset = ''] = written.responses;
    const tampered = { ...written, responses: [opened, toBase64Url(flipBit(bytes(reset), 0))] };
    expect(await refusedForNothing(() => visit.complete(tampered))).toEqual({
      problem: 'card-refused',
      reason: 'bad-r-mac',
    });
    const replayed = { ...written, ...hanako.doneProof(earlier) };
    expect(await refusedForNothing(() => visit.complete(replayed))).toEqual({
      problem: 'signature-invalid',
    });
    const others = { ...written, ...taro.doneProof(visit) };
    expect(await refusedForNothing(() => visit.complete(others))).toEqual({ problem: 'signature-invalid' });
    const proving = { ...written, credential: hanako.credential('sign') };
    expect(await refusedForNothing(() => visit.complete(proving))).toEqual({ problem: 'invalid-request' });
    expect(verdict(await visit.complete(written))).toBe('ok');
  });
});

const RESET_RETRY_COUNTER = 0x2c;
const SIGN_PIN = 0x9b;
const AUTH_PIN = 0x98;
/** In the answer to INITIALIZE UPDATE: after management id (10), key information (3) and card challenge (8). */
const CARD_CRYPTOGRAM = 21;

function flipBit(of: Uint8Array, at: number): Uint8Array {
  return of.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

/** Ends what a story has begun, so that the next one may reserve. */
async function finish(): Promise<void> {
  const visit = await KioskVisit.begin(of, kiosk, hanako);
  const { commands } = granted(await visit.authorise(hanako));
  granted(await visit.complete(await visit.write(hanako, commands, '7026')));
}
