import { createHash, verify as verifySignature } from 'node:crypto';
import { CardGoneError, connectInProcess, toHex } from '@kaijo/iso7816';
import { verifyCardFace, verifyCertificatePath } from '@kaijo/jpki';
import { composePinB, MyNumberCard } from '@kaijo/mynacard';
import { persona } from '@kaijo/personas';
import { deriveCardKeys, HostSession, initializeUpdateCommand } from '@kaijo/scp03';
import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualCard } from '../card/virtual-card.ts';
import { MemoryCardStore } from '../state/card-store.ts';
import { ASK, JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { MASTER_KEY, NOW, TestIssuer } from '../testing/demo-card.ts';
import { hex } from '../testing/issuer-host.ts';
import { osRandom, SAMPLE_PINS } from '../testing/sample-card.ts';
import { pinB } from './holder.ts';
import { checkDigit, invalidIndividualNumber } from './invalid-number.ts';
import type { PersonalisedCard } from './personalise.ts';

let issuer: TestIssuer;
let hanako: PersonalisedCard;
beforeAll(async () => {
  issuer = await TestIssuer.open();
  hanako = await issuer.card('hanako');
});
afterAll(() => issuer.close());

async function client(card: PersonalisedCard): Promise<MyNumberCard> {
  const device = await VirtualCard.insert({ store: new MemoryCardStore(card.state), random: osRandom });
  return new MyNumberCard(await connectInProcess(device));
}

function selected<Session>(selection: { kind: string; session?: Session }): Session {
  if (selection.session === undefined) throw new Error(selection.kind);
  return selection.session;
}

describe('a personalised card, read by the card client', () => {
  it('has an auth certificate that the demo authority issued, and signs with its key', async () => {
    const jpki = selected(await (await client(hanako)).selectJpki());
    const certificate = (await jpki.readAuthCertificate()) as Uint8Array;
    const { anchors } = issuer.issuer.trustConfiguration();
    const path = verifyCertificatePath(certificate, { kind: 'auth', anchors, at: NOW });
    expect(path).toMatchObject({ kind: 'trusted' });
    const outcome = await jpki.authPin.verify(Secret.ofAscii(SAMPLE_PINS.auth));
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    const message = new TextEncoder().encode('kaijo');
    const signature = await outcome.unlocked.signDigest(createHash('sha256').update(message).digest());
    const key = { key: Buffer.from(hanako.entry.auth.spki), format: 'der', type: 'spki' } as const;
    expect(verifySignature('sha256', message, key, signature)).toBe(true);
  });

  it('gives the signature certificate after the sign PIN; the directory knows it by its key only', async () => {
    const jpki = selected(await (await client(hanako)).selectJpki());
    const outcome = await jpki.signPin.verify(Secret.ofAscii(SAMPLE_PINS.sign));
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    const certificate = (await outcome.unlocked.readCertificate()) as Uint8Array;
    expect(Buffer.from(certificate).includes(Buffer.from(hanako.entry.sign?.spki ?? []))).toBe(true);
    expect(Buffer.from(certificate).includes(Buffer.from(persona('hanako').name))).toBe(true);
  });

  it('shows a card face that the issuer signed, after PIN-B from what is printed', async () => {
    const { printedBirthDate, cardExpiry, securityCode } = persona('hanako');
    const printed = { birth: printedBirthDate, expiryYear: Number(cardExpiry.slice(0, 4)), securityCode };
    const composed = composePinB(printed, { year: 2026, month: 3, day: 10 });
    if (composed.kind !== 'composed') throw new Error(composed.reason);
    const outcome = await selected(await (await client(hanako)).selectCardFace()).verifyPinB(composed.pinB);
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    const files = await outcome.unlocked.read();
    const { cardFaceKeys } = issuer.issuer.trustConfiguration();
    const verification = await verifyCardFace(files, cardFaceKeys);
    expect(verification).toMatchObject({ kind: 'genuine', face: { birthDate: '2003-07-21', sex: '2' } });
    expect(toHex(hanako.entry.cardFaceDigest)).toBe(createHash('sha256').update(files.data).digest('hex'));
  });

  it('tells the four attributes after the support PIN', async () => {
    const support = selected(await (await client(hanako)).selectInputSupport());
    const outcome = await support.pin.verify(Secret.ofAscii(SAMPLE_PINS.support));
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    expect(await outcome.unlocked.readFourAttributes()).toEqual({
      name: persona('hanako').name,
      address: persona('hanako').address,
      birth: { year: 2003, month: 7, day: 21 },
      sex: 2,
    });
  });

  it('has the token that real cards have', async () => {
    const card = await terminal({ state: hanako.state });
    const token = await card.data(JPKI, selectFile('0006'), '00B0000000');
    expect(new TextDecoder().decode(token)).toBe('JPKIAPICCTOKEN2                 ');
  });

  it('is known to the directory by its auth certificate, with the management id of its issuer channel', async () => {
    const { issuerKeyId, serial } = hanako.entry.auth;
    const answer = await issuer.issuer.findByCertificate('auth', { issuerKeyId, serial });
    const card = await terminal({ state: hanako.state });
    const hostChallenge = osRandom(8);
    await card.sw(JPKI);
    const update = await card.response(hex(initializeUpdateCommand(0, hostChallenge)));
    expect(answer).toMatchObject({ kind: 'found', entry: { managementId: update.data.slice(0, 10) } });
    const opening = HostSession.open({
      keys: deriveCardKeys(MASTER_KEY, update.data.slice(0, 10)),
      keyVersion: 1,
      hostChallenge,
      securityLevel: 0x11,
      initializeUpdateResponse: update,
    });
    expect(opening.kind).toBe('open');
  });
});

describe('a personalised card', () => {
  it('is like no other: keys, management id and certificates', async () => {
    const again = await issuer.card('hanako');
    expect(toHex(again.entry.managementId)).not.toBe(toHex(hanako.entry.managementId));
    expect(toHex(again.entry.auth.spki)).not.toBe(toHex(hanako.entry.auth.spki));
    expect(again.state.body.issuerKeys.mac.equals(hanako.state.body.issuerKeys.mac)).toBe(false);
  });

  it('comes with the PINs locked that were asked for', async () => {
    const locked = await issuer.card('taro', { locked: ['sign'] });
    const card = await terminal({ state: locked.state });
    expect(await card.sw(JPKI, selectFile('001B'), ASK)).toBe('63C0');
    expect(await card.sw(verify(SAMPLE_PINS.sign))).toBe('6984');
    expect(await card.sw(selectFile('0018'), ASK)).toBe('63C3');
  });

  it('of a holder without signature certificate has no usable sign PIN, and the directory says so (R41)', async () => {
    const sachiko = await issuer.card('sachiko');
    expect(sachiko.entry.sign).toBeUndefined();
    const card = await terminal({ state: sachiko.state });
    expect(await card.sw(JPKI, selectFile('001B'), ASK)).toBe('63C0');
    expect(await card.sw(verify(SAMPLE_PINS.sign))).toBe('6985');
    expect((await card.data(selectFile('0002'), '00B0000000')).length).toBe(256);
  });

  it('of a holder under 15 likewise, though the keys were made (R41)', async () => {
    const holder = { ...persona('hanako'), birthDate: '2011-03-11' };
    const child = await issuer.card('hanako', { holder });
    expect(child.entry.sign).toBeUndefined();
    expect(child.state.body.keys.sign).toBeUndefined();
    expect(child.state.memory.pins.sign.value).toBeUndefined();
  });
});

describe('PIN-B', () => {
  it('takes the era year where the card prints an era, and the western year where it prints that', () => {
    expect(pinB(persona('hanako'))).toBe('15072120354826');
    expect(pinB(persona('kiku'))).toBe('22040920303081');
    expect(pinB(persona('aoi'))).toBe('99102820318405');
  });
});

describe('no card is made', () => {
  it.each([
    ['auth', '12a4'],
    ['sign', 'abc123'],
    ['support', '12345'],
  ] as const)('with a %s PIN of the wrong shape, and the refusal does not show it', async (name, pin) => {
    const pins = { ...(await pinsOf()), [name]: Secret.ofAscii(pin) };
    const refusal = await issuer.card('taro', { pins }).catch((error: Error) => error);
    expect(refusal).toMatchObject({ name: 'PersonalisationError', problem: 'pin' });
    expect((refusal as Error).message).not.toContain(pin);
  });

  it('after the day that it would print as its last', async () => {
    const refusal = issuer.card('taro', { now: new Date('2036-01-01T00:00:00Z') });
    await expect(refusal).rejects.toMatchObject({ problem: 'issuer' });
  });

  it('without a security code of four digits', async () => {
    const holder = { ...persona('taro'), securityCode: '12' };
    await expect(issuer.card('taro', { holder })).rejects.toMatchObject({ problem: 'holder' });
  });

  async function pinsOf() {
    const { auth, sign, support, resident } = SAMPLE_PINS;
    return {
      auth: Secret.ofAscii(auth),
      sign: Secret.ofAscii(sign),
      support: Secret.ofAscii(support),
      resident: Secret.ofAscii(resident),
    };
  }
});

describe('R38: the individual number on a test card', () => {
  it("is nobody's: its check digit is wrong", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 11, maxLength: 11 }), (bytes) => {
        const number = invalidIndividualNumber(() => bytes);
        expect(number).toMatch(/^\d{12}$/);
        const digits = [...number].map(Number);
        expect(digits[11]).not.toBe(checkDigit(digits.slice(0, 11)));
      }),
    );
  });

  it('knows the check digit of the ordinance', () => {
    expect(checkDigit([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])).toBe(8);
  });
});

describe('a card that is taken out', () => {
  it('has no power and no file', async () => {
    const card = await VirtualCard.insert({ store: new MemoryCardStore(hanako.state), random: osRandom });
    await card.powerOn();
    await card.remove();
    await expect(card.exchange(Uint8Array.of(0, 0xa4, 4, 0))).rejects.toBeInstanceOf(CardGoneError);
  });
});
