import { createHash, createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { type CardChannel, CardGoneError, connectInProcess, encodeTlv } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import {
  type CardMemory,
  type CardState,
  MemoryCardStore,
  type PinRecord,
  VirtualCard,
} from '@kaijo/virtual-card';
import { describe, expect, it } from 'vitest';
import { composePinB } from './pin/pin-b.ts';
import { diagnoseLocks } from './session/diagnosis.ts';
import { MyNumberCard, type Selection } from './session/my-number-card.ts';

const PINS = {
  auth: '7306',
  sign: 'KAIJO2026X',
  support: '2468',
  resident: '9753',
  faceBirth: '910515',
  facePinA: '000000000000',
  facePinB: '03051520310428',
  supportPinA: '000000000000',
  supportPinB: '03051520310428',
} as const satisfies Record<keyof CardMemory['pins'], string>;
const TRIES = { auth: 3, sign: 5, support: 3, resident: 3, facePinB: 10 } as const;

const AUTH_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const SIGN_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const FILES = {
  signCertificate: encodeTlv(0x30, randomBytes(1_500)),
  signCaCertificate: encodeTlv(0x30, randomBytes(1_000)),
  token: new TextEncoder().encode('JPKIAPICCTOKEN2'.padEnd(32)),
  authCertificate: encodeTlv(0x30, randomBytes(1_400)),
  authCaCertificate: encodeTlv(0x30, randomBytes(1_000)),
  faceData: encodeTlv(0xff20, randomBytes(9_000)),
  faceIntermediateCertificate: encodeTlv(0x7f21, randomBytes(560)),
};

function cardState(changes: Partial<Record<keyof CardMemory['pins'], Partial<PinRecord>>> = {}): CardState {
  const pins = Object.fromEntries(
    Object.entries(PINS).map(([name, value]) => [
      name,
      {
        triesLeft: TRIES[name as keyof typeof TRIES] ?? 10,
        value: Secret.ofAscii(value),
        ...changes[name as keyof typeof PINS],
      },
    ]),
  ) as CardMemory['pins'];
  return {
    body: {
      managementId: new Uint8Array(10),
      issuerKeys: { version: 1, enc: Secret.take(randomBytes(16)), mac: Secret.take(randomBytes(16)) },
      keys: { auth: AUTH_KEY, sign: SIGN_KEY },
      files: FILES,
    },
    memory: { pins, sequenceCounter: 0 },
  };
}

async function insert(state = cardState()) {
  const device = await VirtualCard.insert({
    store: new MemoryCardStore(state),
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
  const counted = countCommands(await connectInProcess(device));
  return { card: new MyNumberCard(counted.channel), counted, device };
}

function countCommands(inner: CardChannel): { channel: CardChannel; commands: number } {
  const counted = {
    commands: 0,
    channel: {
      exclusive: inner.exclusive,
      transmit(command: Uint8Array) {
        counted.commands++;
        return inner.transmit(command);
      },
      disconnect: () => inner.disconnect(),
    },
  };
  return counted;
}

function selected<Session>(selection: Selection<Session>): Session {
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return selection.session;
}

async function insertJpki(state?: CardState) {
  const inserted = await insert(state);
  return { ...inserted, jpki: selected(await inserted.card.selectJpki()) };
}

const pin = (text: string) => Secret.ofAscii(text);

describe('R9: wrong tries in a row lock a PIN', () => {
  it('three lock the auth PIN, and even the right one opens it no more', async () => {
    const { jpki } = await insertJpki();
    expect(await jpki.authPin.askTriesLeft()).toEqual({ kind: 'tries', left: 3 });
    expect(await jpki.authPin.verify(pin('0000'))).toEqual({ kind: 'wrong', triesLeft: 2 });
    expect(await jpki.authPin.verify(pin('0000'))).toEqual({ kind: 'wrong', triesLeft: 1 });
    expect(await jpki.authPin.verify(pin('0000'))).toEqual({ kind: 'locked', byThisTry: true });
    expect(await jpki.authPin.verify(pin(PINS.auth))).toEqual({ kind: 'locked', byThisTry: false });
    expect(diagnoseLocks(await jpki.askBothPins()).kind).toBe('auth-locked');
  });

  it('five lock the sign PIN', async () => {
    const { jpki } = await insertJpki();
    for (const triesLeft of [4, 3, 2, 1])
      expect(await jpki.signPin.verify(pin('WRONG99'))).toEqual({ kind: 'wrong', triesLeft });
    expect(await jpki.signPin.verify(pin('WRONG99'))).toEqual({ kind: 'locked', byThisTry: true });
  });

  it('a right one sets the counter back; asking and PINs of the wrong shape cost nothing', async () => {
    const { jpki } = await insertJpki(cardState({ sign: { triesLeft: 1 } }));
    for (let i = 0; i < 10; i++) {
      expect(await jpki.signPin.askTriesLeft()).toEqual({ kind: 'tries', left: 1 });
      expect((await jpki.signPin.verify(pin('kaijo2026x'))).kind).toBe('wrong-shape');
    }
    expect((await jpki.signPin.verify(pin(PINS.sign))).kind).toBe('correct');
    expect(await jpki.signPin.askTriesLeft()).toEqual({ kind: 'tries', left: 5 });
  });

  it('R33: an initialised PIN has no tries, and VERIFY says why', async () => {
    const { jpki } = await insertJpki(cardState({ sign: { value: undefined } }));
    expect(await jpki.signPin.askTriesLeft()).toEqual({ kind: 'no-tries-left' });
    expect(await jpki.signPin.verify(pin(PINS.sign))).toEqual({ kind: 'initialised' });
  });
});

describe('What a right PIN opens', () => {
  it('is a key whose signature verifies, and the certificate', async () => {
    const { jpki } = await insertJpki();
    const message = Buffer.from('kaijo/done/1');
    const digest = createHash('sha256').update(message).digest();
    const auth = await jpki.authPin.verify(pin(PINS.auth));
    const sign = await jpki.signPin.verify(pin(PINS.sign));
    if (auth.kind !== 'correct' || sign.kind !== 'correct') throw new Error('the PINs are right');
    expect(verify('sha256', message, createPublicKey(AUTH_KEY), await auth.unlocked.signDigest(digest))).toBe(
      true,
    );
    expect(verify('sha256', message, createPublicKey(SIGN_KEY), await sign.unlocked.signDigest(digest))).toBe(
      true,
    );
    expect(await sign.unlocked.readCertificate()).toEqual(FILES.signCertificate);
  });

  it('all free files are read without a PIN', async () => {
    const { jpki } = await insertJpki();
    expect(await jpki.readToken()).toEqual({ kind: 'my-number-card' });
    expect(await jpki.readAuthCertificate()).toEqual(FILES.authCertificate);
    expect(await jpki.readAuthCaCertificate()).toEqual(FILES.authCaCertificate);
    expect(await jpki.readSignCaCertificate()).toEqual(FILES.signCaCertificate);
  });

  it('the PIN itself can be changed; the old value is wrong then', async () => {
    const { jpki } = await insertJpki();
    expect(await jpki.authPin.change(pin('4820'))).toEqual({ kind: 'not-allowed' });
    await jpki.authPin.verify(pin(PINS.auth));
    expect(await jpki.authPin.change(pin('4820'))).toEqual({ kind: 'changed' });
    expect(await jpki.authPin.verify(pin(PINS.auth))).toEqual({ kind: 'wrong', triesLeft: 2 });
    expect((await jpki.authPin.verify(pin('4820'))).kind).toBe('correct');
  });
});

describe('The card face opens with PIN-B from the printed data', () => {
  function pinB(securityCode: string) {
    const composed = composePinB(
      {
        birth: { calendar: 'era', era: 'heisei', year: 3, month: 5, day: 15 },
        expiryYear: 2031,
        securityCode,
      },
      { year: 2026, month: 3, day: 10 },
    );
    if (composed.kind === 'refused') throw new Error(composed.reason);
    return composed.pinB;
  }

  it('in 6 commands, however large the portrait is', async () => {
    const { card, counted } = await insert();
    const outcome = await selected(await card.selectCardFace()).verifyPinB(pinB('0428'));
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    expect(await outcome.unlocked.read()).toEqual({
      data: FILES.faceData,
      certificate: FILES.faceIntermediateCertificate,
    });
    expect(counted.commands).toBe(6);
  });

  it('a misread card costs three of the ten tries at most, and the fourth is not sent', async () => {
    const { card } = await insert();
    const cardFace = selected(await card.selectCardFace());
    for (const triesLeft of [9, 8, 7])
      expect(await cardFace.verifyPinB(pinB('9999'))).toEqual({ kind: 'wrong', triesLeft });
    expect(await cardFace.verifyPinB(pinB('0428'))).toEqual({ kind: 'too-few-tries', triesLeft: 7 });
  });
});

describe('A card that is taken away', () => {
  it('is gone, whatever is asked next', async () => {
    const { jpki, device } = await insertJpki();
    await device.powerOff();
    await expect(jpki.authPin.verify(pin(PINS.auth))).rejects.toThrow(CardGoneError);
    await device.powerOn();
    await expect(jpki.authPin.verify(pin(PINS.auth))).rejects.toThrow(CardGoneError);
  });
});
