import { inspect } from 'node:util';
import { encodeCommand, type ResponseApdu, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  deriveSessionKeys,
  HostSession,
  type HostSessionOptions,
  type InitializeUpdateDefect,
} from './index.ts';
import {
  asAnswered,
  asReceived,
  bytes,
  initiate,
  openChannel,
  openHost,
  staticKeys,
} from './testing/channel.ts';

const S8_LEVEL_11 = { keyBytes: 16, mode: 'S8', level: 0x11 } as const;
const RESET_SIGN_PIN = { cla: 0x80, ins: 0x2c, p1: 0x03, p2: 0x9b };
const OK: ResponseApdu = { data: new Uint8Array(), sw: 0x9000 };

describe('the reset of card.md, carried by a kiosk', () => {
  it('hands out both commands before the card has answered, and judges both answers later', () => {
    const { host, card } = initiate(S8_LEVEL_11);
    const authenticate = host.externalAuthenticate();
    const reset = host.wrap(RESET_SIGN_PIN);
    expect(toHex(encodeCommand(authenticate))).toMatch(/^8482110010[0-9a-f]{32}$/);
    expect(toHex(encodeCommand(reset))).toMatch(/^842c039b08[0-9a-f]{16}$/);

    const authenticated = card.externalAuthenticate(asReceived(authenticate));
    const reached = card.unwrap(asReceived(reset));
    expect(reached).toEqual({ kind: 'genuine', command: RESET_SIGN_PIN });
    const answer = asAnswered(card.wrap(OK));
    expect(answer.data).toHaveLength(8);

    expect(authenticated.kind === 'authenticated' && host.unwrap(authenticated.response).kind).toBe(
      'unprotected',
    );
    expect(host.unwrap(answer)).toEqual({ kind: 'genuine', response: OK });
  });

  it('does not take the kiosk’s word for a reset: a bare 9000 is forged (6.2.5)', () => {
    const { host } = initiate(S8_LEVEL_11);
    host.externalAuthenticate();
    host.wrap(RESET_SIGN_PIN);
    expect(host.unwrap(OK)).toEqual({ kind: 'unprotected', response: OK });
    expect(host.unwrap(OK)).toEqual({ kind: 'forged' });
  });
});

describe('an error status word', () => {
  it('is passed on as unprotected: it carries no R-MAC (6.2.5), so anyone may have written it', () => {
    const { host } = openChannel(S8_LEVEL_11);
    host.wrap(RESET_SIGN_PIN);
    const refusal = { data: new Uint8Array(), sw: 0x6982 };
    expect(host.unwrap(refusal)).toEqual({ kind: 'unprotected', response: refusal });
  });

  it('with data is forged: errors travel alone (6.2.5)', () => {
    const { host } = openChannel(S8_LEVEL_11);
    host.wrap(RESET_SIGN_PIN);
    expect(host.unwrap({ data: bytes(8, 1), sw: 0x6982 })).toEqual({ kind: 'forged' });
  });

  it('leaves chain and counter to the next command', () => {
    const { host, card } = openChannel({ ...S8_LEVEL_11, level: 0x33 });
    card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN)));
    host.unwrap(card.wrap({ data: bytes(4, 1), sw: 0x6a80 }));
    card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN)));
    const response = { data: bytes(4, 1), sw: 0x9000 };
    expect(host.unwrap(card.wrap(response))).toEqual({ kind: 'genuine', response });
  });
});

describe('after a forged response', () => {
  it('nothing more is believed, and no command is made', () => {
    const { host, card } = openChannel(S8_LEVEL_11);
    card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN)));
    const genuine = card.wrap(OK);
    host.wrap(RESET_SIGN_PIN);
    expect(host.unwrap({ data: bytes(8, 1), sw: 0x9000 }).kind).toBe('forged');
    expect(host.unwrap(genuine).kind).toBe('forged');
    expect(() => host.wrap(RESET_SIGN_PIN)).toThrow('forged');
  });

  it('a response to no command is one', () => {
    const { host } = openChannel(S8_LEVEL_11);
    expect(host.unwrap(OK)).toEqual({ kind: 'forged' });
  });
});

describe('an INITIALIZE UPDATE response that cannot be used says why', () => {
  const { hostOptions } = initiate(S8_LEVEL_11);
  const { data } = hostOptions.initializeUpdateResponse;
  const S16 = initiate({ ...S8_LEVEL_11, mode: 'S16' }).hostOptions.initializeUpdateResponse;
  const withI = (i: number): Uint8Array => data.map((byte, at) => (at === 12 ? i : byte));

  const cases: readonly [InitializeUpdateDefect, Partial<HostSessionOptions>][] = [
    ['refused', { initializeUpdateResponse: { data: new Uint8Array(), sw: 0x6a88 } }],
    ['layout', { initializeUpdateResponse: { data: data.slice(0, -1), sw: 0x9000 } }],
    ['layout', { initializeUpdateResponse: { data: new Uint8Array(), sw: 0x9000 } }],
    ['layout', { initializeUpdateResponse: { data: withI(0x72), sw: 0x9000 } }],
    ['key-version', { keyVersion: 0x31 }],
    ['mode', { initializeUpdateResponse: S16 }],
    ['security-level', { securityLevel: 0x33, initializeUpdateResponse: { data: withI(0x30), sw: 0x9000 } }],
    ['security-level', { initializeUpdateResponse: { data: withI(0x10), sw: 0x9000 } }],
  ];
  it.each(cases)('%s', (defect, changed) => {
    expect(HostSession.open({ ...hostOptions, ...changed })).toEqual({ kind: 'malformed', defect });
  });

  it('takes whatever key version the card chose when none was asked for', () => {
    expect(HostSession.open({ ...hostOptions, keyVersion: 0 }).kind).toBe('open');
  });

  it('is a programming error to give keys or a challenge that no card could have', () => {
    expect(() => HostSession.open({ ...hostOptions, keys: staticKeys(17) })).toThrow(RangeError);
    expect(() =>
      HostSession.open({ ...hostOptions, keys: { enc: staticKeys(16).enc, mac: staticKeys(32).mac } }),
    ).toThrow(RangeError);
    expect(() => HostSession.open({ ...hostOptions, hostChallenge: bytes(9, 1) })).toThrow(RangeError);
  });
});

describe('a session guards its order', () => {
  it('EXTERNAL AUTHENTICATE comes first, and once', () => {
    const { host } = initiate(S8_LEVEL_11);
    expect(() => host.wrap(RESET_SIGN_PIN)).toThrow();
    host.externalAuthenticate();
    expect(() => host.externalAuthenticate()).toThrow();
  });

  it.each([
    0x04, 0x84, 0x0c, 0x40, 0xc0,
  ])('refuses to secure class %i a second time or on a further channel', (cla) => {
    const { host, card } = openChannel(S8_LEVEL_11);
    expect(() => host.wrap({ ...RESET_SIGN_PIN, cla })).toThrow(RangeError);
    // Nothing was produced, so the chain is where it was.
    expect(card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN))).kind).toBe('genuine');
  });

  it('refuses data that is too long once padded and MACed, and goes on', () => {
    const { host, card } = openChannel({ ...S8_LEVEL_11, level: 0x03 });
    expect(() => host.wrap({ ...RESET_SIGN_PIN, data: new Uint8Array(65_530) })).toThrow(RangeError);
    expect(card.unwrap(asReceived(host.wrap(RESET_SIGN_PIN))).kind).toBe('genuine');
  });
});

describe('keys', () => {
  it('are gone after close, and closing twice is allowed', () => {
    const { host } = openChannel(S8_LEVEL_11);
    host.close();
    host.close();
    expect(() => host.wrap(RESET_SIGN_PIN)).toThrow('closed');
    expect(() => host.unwrap(OK)).toThrow('closed');
  });

  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['closed', () => openChannel(S8_LEVEL_11).host.close()],
    [
      'opened with a wrong cryptogram',
      () => HostSession.open({ ...initiate(S8_LEVEL_11).hostOptions, keys: staticKeys(16, 9) }),
    ],
    ['given a forged response', () => openChannel(S8_LEVEL_11).host.unwrap(OK)],
  ])('are wiped when a session is %s', (_, end) => {
    const taken = vi.spyOn(Secret, 'take');
    end();
    const sessionKeys = taken.mock.results.slice(-3).map(({ value }) => value as Secret);
    expect(sessionKeys.map(({ wiped }) => wiped)).toEqual([true, true, true]);
  });

  it('of the caller stay the caller’s: a session outlives them', () => {
    const { hostOptions } = initiate(S8_LEVEL_11);
    const keys = staticKeys(16);
    const host = openHost({ ...hostOptions, keys });
    keys.enc.wipe();
    keys.mac.wipe();
    host.externalAuthenticate();
    host.wrap(RESET_SIGN_PIN);
  });

  it('show in no inspection of a session or of what it throws', () => {
    const { host, hostOptions, card } = openChannel(S8_LEVEL_11);
    const { hostChallenge, keys } = hostOptions;
    const session = deriveSessionKeys(keys, hostChallenge, host.initializeUpdate.cardChallenge);
    const shown = [host, card, { host, card }].flatMap((what) => [
      inspect(what, { showHidden: true, depth: 9 }),
      JSON.stringify(what),
    ]);
    for (const secret of [keys.enc, keys.mac, session.enc, session.mac, session.rmac]) {
      const start = secret.use((key) => [...key.subarray(0, 4)]);
      for (const text of shown) {
        expect(text).not.toContain(start.join(', '));
        expect(text).not.toContain(start.join(','));
      }
    }
  });
});
