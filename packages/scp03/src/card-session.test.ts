import { type CommandApdu, concatBytes, type DecodedCommand } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CardSession, type CardSide, deriveSessionKeys } from './index.ts';
import { commandCmac, FIRST_CHAINING_VALUE } from './mac.ts';
import {
  asReceived,
  bytes,
  initiate,
  JPKI_AID,
  openChannel,
  type Shape,
  staticKeys,
} from './testing/channel.ts';

const S8_LEVEL_11 = { keyBytes: 16, mode: 'S8', level: 0x11 } as const;
const RESET_SIGN_PIN = { cla: 0x80, ins: 0x2c, p1: 0x03, p2: 0x9b };

const CARD: CardSide = {
  staticKeys: staticKeys(16),
  keyVersion: 0x30,
  mode: 'S8',
  diversificationData: bytes(10, 3),
  sequenceCounter: 1,
  cardChallenge: { kind: 'pseudo-random', aid: JPKI_AID },
};

const INITIALIZE_UPDATE: DecodedCommand = {
  cla: 0x80,
  ins: 0x50,
  p1: 0x30,
  p2: 0x00,
  data: bytes(8, 7),
  le: 256,
  extended: false,
};

describe('INITIALIZE UPDATE', () => {
  it.each([
    ['another class', { cla: 0x00 }, 0x6e00],
    ['another instruction', { ins: 0x51 }, 0x6d00],
    ['a key identifier', { p2: 0x01 }, 0x6a86],
    ['a key version that the card does not have', { p1: 0x31 }, 0x6a88],
    ['a short host challenge', { data: bytes(7, 7) }, 0x6700],
    ['a host challenge for S16', { data: bytes(16, 7) }, 0x6700],
  ])('with %s is refused', (_, changed, sw) => {
    expect(CardSession.initializeUpdate({ ...INITIALIZE_UPDATE, ...changed }, CARD)).toEqual({
      kind: 'refused',
      sw,
    });
  });

  it('without a host challenge is refused', () => {
    const { data: _, ...bare } = INITIALIZE_UPDATE;
    expect(CardSession.initializeUpdate(bare, CARD)).toEqual({ kind: 'refused', sw: 0x6700 });
  });

  it('with key version 00 takes the card’s own', () => {
    expect(CardSession.initializeUpdate({ ...INITIALIZE_UPDATE, p1: 0 }, CARD).kind).toBe('initiated');
  });

  it('answers with another challenge and cryptogram for another sequence counter', () => {
    const answers = [1, 2, 3].map((sequenceCounter) => {
      const outcome = CardSession.initializeUpdate(INITIALIZE_UPDATE, { ...CARD, sequenceCounter });
      return outcome.kind === 'initiated' && outcome.response.data.slice(13, 29).join();
    });
    expect(new Set(answers).size).toBe(3);
  });

  it.each([
    ['diversification data of 9 bytes', { diversificationData: bytes(9, 1) }],
    ['a sequence counter of four bytes', { sequenceCounter: 0x1000000 }],
    ['a given challenge of another mode', { cardChallenge: { kind: 'given', challenge: bytes(16, 1) } }],
    ['keys of two lengths', { staticKeys: { enc: staticKeys(16).enc, mac: staticKeys(24).mac } }],
  ] as const)('is a programming error with %s', (_, changed) => {
    expect(() => CardSession.initializeUpdate(INITIALIZE_UPDATE, { ...CARD, ...changed })).toThrow(
      RangeError,
    );
  });
});

describe('EXTERNAL AUTHENTICATE', () => {
  const authentic = asReceived(initiate(S8_LEVEL_11).host.externalAuthenticate());
  const data = authentic.data ?? new Uint8Array();

  it.each([
    ['a wrong cryptogram', { data: data.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) }, 0x6300],
    [
      'the right cryptogram and a wrong C-MAC',
      { data: data.map((byte, i) => (i === 15 ? byte ^ 1 : byte)) },
      0x6988,
    ],
    ['another security level than the one under the C-MAC', { p1: 0x01 }, 0x6988],
    ['no security level', { p1: 0x00 }, 0x6a86],
    ['an undefined security level', { p1: 0x31 }, 0x6a86],
    ['P2', { p2: 0x01 }, 0x6a86],
    ['no secure messaging', { cla: 0x80 }, 0x6987],
    ['another logical channel', { cla: 0x85 }, 0x6881],
    ['another instruction', { ins: 0x2c }, 0x6d00],
    ['no C-MAC', { data: data.slice(0, 8) }, 0x6700],
  ])('with %s is refused, and the session is gone', (_, changed, sw) => {
    const { card } = initiate(S8_LEVEL_11);
    expect(card.externalAuthenticate({ ...authentic, ...changed })).toEqual({ kind: 'refused', sw });
    expect(card.externalAuthenticate(authentic)).toEqual({ kind: 'refused', sw: 0x6985 });
  });

  it('is accepted once', () => {
    const { card } = initiate(S8_LEVEL_11);
    expect(card.externalAuthenticate(authentic)).toMatchObject({
      kind: 'authenticated',
      securityLevel: 0x11,
    });
    expect(card.securityLevel).toBe(0x11);
    expect(card.externalAuthenticate(authentic)).toEqual({ kind: 'refused', sw: 0x6985 });
    expect(card.securityLevel).toBeUndefined();
  });
});

describe('a command in the session', () => {
  it.each([
    ['comes without secure messaging', RESET_SIGN_PIN, 0x6987],
    ['is too short for a C-MAC', { ...RESET_SIGN_PIN, cla: 0x84, data: bytes(7, 1) }, 0x6987],
    ['comes on another logical channel', { ...RESET_SIGN_PIN, cla: 0x86, data: bytes(8, 1) }, 0x6881],
    ['has a wrong C-MAC', { ...RESET_SIGN_PIN, cla: 0x84, data: bytes(8, 1) }, 0x6988],
  ])('that %s is refused, and the session is gone', (_, command, sw) => {
    const { card } = openChannel(S8_LEVEL_11);
    expect(card.unwrap({ ...command, extended: false })).toEqual({ kind: 'refused', sw });
    expect(card.unwrap({ ...command, extended: false })).toEqual({ kind: 'refused', sw: 0x6985 });
  });

  it('is refused before the host is authenticated, even with a right C-MAC', () => {
    const { host, card } = initiate(S8_LEVEL_11);
    host.externalAuthenticate();
    expect(card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN)))).toEqual({ kind: 'refused', sw: 0x6985 });
  });

  it('is refused whatever a stranger sends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (data, extended) => {
        const { card } = openChannel({ ...S8_LEVEL_11, level: 0x33 });
        expect(card.unwrap({ ...RESET_SIGN_PIN, cla: 0x84, data, extended }).kind).toBe('refused');
      }),
      { numRuns: 100 },
    );
  });

  it('with a right C-MAC over what cannot be decrypted is refused', () => {
    const { card, command } = forged({ ...S8_LEVEL_11, level: 0x03 }, bytes(15, 1), false);
    expect(card.unwrap(command)).toEqual({ kind: 'refused', sw: 0x6988 });
  });

  it.each([true, false])('is checked with Lc in the form in which it came (extended: %s)', (extended) => {
    const { card, command } = forged(S8_LEVEL_11, bytes(3, 1), extended);
    expect(card.unwrap(command).kind).toBe('genuine');
    const other = forged(S8_LEVEL_11, bytes(3, 1), extended);
    expect(other.card.unwrap({ ...other.command, extended: !extended }).kind).toBe('refused');
  });

  it('is answered once', () => {
    const { host, card } = openChannel(S8_LEVEL_11);
    expect(() => card.wrap({ data: new Uint8Array(), sw: 0x9000 })).toThrow();
    card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN)));
    card.wrap({ data: new Uint8Array(), sw: 0x9000 });
    expect(() => card.wrap({ data: new Uint8Array(), sw: 0x9000 })).toThrow();
  });

  it('that fails is answered with its status word alone (6.2.5)', () => {
    const { host, card } = openChannel(S8_LEVEL_11);
    card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN)));
    expect(card.wrap({ data: bytes(4, 1), sw: 0x6982 })).toEqual({ data: new Uint8Array(), sw: 0x6982 });
  });
});

/** An authenticated card, and a command with a right C-MAC that no host session would make. */
function forged(
  shape: Shape,
  data: Uint8Array,
  extended: boolean,
): { card: CardSession; command: DecodedCommand } {
  const { host, card, hostOptions } = initiate(shape);
  const authenticate = host.externalAuthenticate();
  card.externalAuthenticate(asReceived(authenticate));
  const { cardChallenge } = host.initializeUpdate;
  const { mac } = deriveSessionKeys(hostOptions.keys, hostOptions.hostChallenge, cardChallenge);
  const cmacOf = (chainingValue: Uint8Array, command: CommandApdu, form: boolean): Uint8Array =>
    commandCmac(mac, chainingValue, { ...command, data: command.data ?? bytes(0, 0) }, 8, form);
  const chainingValue = cmacOf(FIRST_CHAINING_VALUE, authenticate, false);
  const unsigned = { ...RESET_SIGN_PIN, cla: 0x84, data: concatBytes(data, new Uint8Array(8)) };
  const cmac = cmacOf(chainingValue, unsigned, extended);
  return { card, command: { ...unsigned, data: concatBytes(data, cmac.subarray(0, 8)), extended } };
}

describe('the logical channel of INITIALIZE UPDATE', () => {
  it('carries the session, though it is not under the C-MAC (6.2.4)', () => {
    const { host } = initiate(S8_LEVEL_11);
    const { data } = host.externalAuthenticate();
    const { card } = initiateOn(2);
    expect(
      card.externalAuthenticate({
        ...asReceived({ cla: 0x86, ins: 0x82, p1: 0x11, p2: 0, data: data ?? bytes(0, 0) }),
      }).kind,
    ).toBe('authenticated');
    const wrapped = host.wrap({ ...RESET_SIGN_PIN, cla: 0x82 });
    expect(wrapped.cla).toBe(0x86);
    expect(card.unwrap(asReceived(wrapped))).toEqual({
      kind: 'genuine',
      command: { ...RESET_SIGN_PIN, cla: 0x82 },
    });
  });

  function initiateOn(channel: number): { card: CardSession } {
    const outcome = CardSession.initializeUpdate(
      { ...INITIALIZE_UPDATE, cla: 0x80 | channel },
      { ...CARD, sequenceCounter: 0x0102 },
    );
    if (outcome.kind === 'refused') throw new Error('refused');
    return { card: outcome.session };
  }
});

describe('the session keys', () => {
  afterEach(() => vi.restoreAllMocks());

  it('are wiped when a command is refused', () => {
    const taken = vi.spyOn(Secret, 'take');
    const outcome = CardSession.initializeUpdate(INITIALIZE_UPDATE, CARD);
    const sessionKeys = taken.mock.results.map(({ value }) => value as Secret);
    expect(sessionKeys.map(({ wiped }) => wiped)).toEqual([false, false, false]);
    if (outcome.kind === 'initiated') outcome.session.unwrap({ ...RESET_SIGN_PIN, extended: false });
    expect(sessionKeys.map(({ wiped }) => wiped)).toEqual([true, true, true]);
  });
});

it('a closed session accepts nothing', () => {
  const { host, card } = openChannel(S8_LEVEL_11);
  const command = asReceived(host.wrap(RESET_SIGN_PIN));
  card.close();
  card.close();
  expect(card.unwrap(command)).toEqual({ kind: 'refused', sw: 0x6985 });
});
