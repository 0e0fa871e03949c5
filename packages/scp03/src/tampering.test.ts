import { decodeCommand, decodeResponse, encodeCommand, encodeResponse } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveCardKeys, HostSession, parseInitializeUpdateResponse } from './index.ts';
import { anyCommand, anyShape } from './testing/arbitraries.ts';
import {
  asReceived,
  bytes,
  type Channel,
  EVERY_SHAPE,
  initiate,
  LEVELS,
  MODES,
  nameOf,
  openChannel,
  type Shape,
  staticKeys,
} from './testing/channel.ts';

const NAMED = EVERY_SHAPE.map((shape) => [nameOf(shape), shape] as const);
/** Every bit is tried with one key length: what a MAC covers does not depend on it. */
const EXHAUSTIVE = NAMED.filter(([, { keyBytes }]) => keyBytes === 16);
const WITH_R_MAC = EXHAUSTIVE.filter(([, { level }]) => (level & 0x10) !== 0);
/** RESET RETRY COUNTER of card.md, and one command with data and Le. */
const RESET = { cla: 0x80, ins: 0x2c, p1: 0x03, p2: 0x9b };
const CASE_4 = { cla: 0x00, ins: 0xcb, p1: 0x3f, p2: 0xff, data: bytes(20, 9), le: 256 };

describe('a bit changed in a command, any bit', () => {
  it.each(EXHAUSTIVE)('is refused in a wrapped command: %s', (_, shape) => {
    for (const command of [RESET, CASE_4]) {
      const wrapped = encodeCommand(openChannel(shape).host.wrap(command));
      // Le is not under the C-MAC (Amendment D v1.2, 6.2.4).
      const covered = wrapped.length - ('le' in command ? 1 : 0);
      for (let bit = 0; bit < 8 * covered; bit++) expectRefused(shape, flipped(wrapped, bit), `bit ${bit}`);
    }
  });

  it.each(EXHAUSTIVE)('is refused in EXTERNAL AUTHENTICATE: %s', (_, shape) => {
    const command = encodeCommand(initiate(shape).host.externalAuthenticate());
    for (let bit = 0; bit < 8 * command.length; bit++) {
      const decoded = decodeCommand(flipped(command, bit));
      if (decoded === undefined) continue;
      const { card } = initiate(shape);
      expect(card.externalAuthenticate(decoded).kind, `bit ${bit}`).toBe('refused');
      expect(card.securityLevel).toBeUndefined();
    }
  });

  it('is refused in commands of every length', () => {
    fc.assert(
      fc.property(anyShape, anyCommand, fc.nat(), (shape, { le: _, ...command }, where) => {
        const wrapped = encodeCommand(openChannel(shape).host.wrap(command));
        expectRefused(shape, flipped(wrapped, where % (8 * wrapped.length)), `bit ${where}`);
      }),
      { numRuns: 200 },
    );
  });

  it('cannot turn a reset of one PIN on another PIN: P2 is under the C-MAC (card.md, "Reset")', () => {
    const { host, card } = openChannel({ keyBytes: 16, mode: 'S8', level: 0x11 });
    const signPin = asReceived(host.wrap(RESET));
    expect(card.unwrap({ ...signPin, p2: 0x98 })).toEqual({ kind: 'refused', sw: 0x6988 });
  });
});

describe('a bit changed in a response, any bit', () => {
  it.each(WITH_R_MAC)('is noticed: %s', (_, shape) => {
    for (const response of [
      { data: new Uint8Array(), sw: 0x9000 },
      { data: bytes(20, 4), sw: 0x9000 },
      { data: bytes(3, 4), sw: 0x6282 },
    ]) {
      const answered = encodeResponse(answerTo(openChannel(shape), response));
      for (let bit = 0; bit < 8 * answered.length; bit++) {
        const { host } = openChannel(shape);
        host.wrap(RESET);
        const received = decodeResponse(flipped(answered, bit));
        expect(received && host.unwrap(received), `bit ${bit}`).toEqual({ kind: 'forged' });
      }
    }
  });
});

describe('an INITIALIZE UPDATE response', () => {
  const masterKey = Secret.take(bytes(16, 77));

  it.each(MODES)('of another card, or changed in any bit that counts, opens nothing: %s', (mode) => {
    for (const level of LEVELS) {
      const { hostOptions } = initiate({ keyBytes: 16, mode, level }, { staticKeys: keysFor(bytes(10, 3)) });
      const { data } = hostOptions.initializeUpdateResponse;
      const open = (changed: Uint8Array) => {
        const keys = keysFor(parseInitializeUpdateResponse(changed)?.diversificationData ?? bytes(10, 3));
        return HostSession.open({
          ...hostOptions,
          keys,
          initializeUpdateResponse: { data: changed, sw: 0x9000 },
        });
      };
      expect(open(data).kind).toBe('open');
      for (const bit of countingBits(data.length))
        expect(open(flipped(data, bit)).kind, `bit ${bit}`).not.toBe('open');
    }
  });

  function keysFor(managementId: Uint8Array) {
    return deriveCardKeys(masterKey, managementId);
  }

  /** Neither the sequence counter nor the support of R-ENCRYPTION is under the card cryptogram (6.2.2.2). */
  function* countingBits(length: number): Generator<number> {
    const R_ENCRYPTION_BIT = 12 * 8 + 6;
    for (let bit = 0; bit < 8 * (length - 3); bit++) {
      // Bits of byte 12 ("i") that say what the card could do if it were asked.
      if (bit !== R_ENCRYPTION_BIT && bit !== R_ENCRYPTION_BIT - 1) yield bit;
    }
  }
});

describe('keys that are not this card’s', () => {
  it.each(NAMED)('do not open a channel from the host: %s', (_, shape) => {
    const { hostOptions } = initiate(shape);
    expect(HostSession.open({ ...hostOptions, keys: staticKeys(shape.keyBytes, 2) })).toEqual({
      kind: 'wrong-cryptogram',
    });
  });

  it.each(NAMED)('do not authenticate a host to the card: %s', (_, shape) => {
    const stranger = initiate(shape);
    const { cardChallenge } = stranger.host.initializeUpdate;
    const { card } = initiate(shape, {
      staticKeys: staticKeys(shape.keyBytes, 2),
      cardChallenge: { kind: 'given', challenge: cardChallenge },
    });
    expect(card.externalAuthenticate(asReceived(stranger.host.externalAuthenticate()))).toEqual({
      kind: 'refused',
      sw: 0x6300,
    });
  });
});

function expectRefused(shape: Shape, changed: Uint8Array, what: string): void {
  const decoded = decodeCommand(changed);
  if (decoded === undefined) return;
  const { card } = openChannel(shape);
  expect(card.unwrap(decoded).kind, what).toBe('refused');
  expect(card.unwrap(decoded)).toEqual({ kind: 'refused', sw: 0x6985 });
}

function answerTo({ host, card }: Channel, response: Parameters<typeof card.wrap>[0]) {
  expect(card.unwrap(asReceived(host.wrap(RESET))).kind).toBe('genuine');
  return card.wrap(response);
}

/** Bit 0 is the lowest of the first byte. */
function flipped(original: Uint8Array, bit: number): Uint8Array {
  return original.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}
