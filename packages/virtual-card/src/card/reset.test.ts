import { toHex } from '@kaijo/iso7816';
import { initializeUpdateCommand } from '@kaijo/scp03';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ASK,
  type CardTerminal,
  change,
  FACE,
  JPKI,
  RESIDENT,
  SUPPORT,
  selectFile,
  terminal,
  verify,
} from '../testing/card-terminal.ts';
import {
  hex,
  openHost,
  RESET_APPLICATION_PIN,
  RESET_AUTH_PIN,
  RESET_SIGN_PIN,
  resetPin,
  resetRetryCounter,
} from '../testing/issuer-host.ts';
import { SAMPLE_MANAGEMENT_ID, SAMPLE_PINS, sampleCardState } from '../testing/sample-card.ts';

const AUTH_PIN = selectFile('0018');
const AUTH_KEY = selectFile('0017');
const SIGN_PIN = selectFile('001B');
const SIGN_KEY = selectFile('001A');
const SIGN = '802A008004DEADBEEF00';
const INITIALIZE_UPDATE = hex(initializeUpdateCommand(0, new Uint8Array(8)));

let card: CardTerminal;
beforeEach(async () => {
  card = await terminal({ state: sampleCardState({ auth: 0, sign: 0 }) });
});

describe('R33: a locked PIN is initialised, then set, then proven', () => {
  it.each([
    ['auth', AUTH_PIN, AUTH_KEY, RESET_AUTH_PIN, '8642', '63C3'],
    ['sign', SIGN_PIN, SIGN_KEY, RESET_SIGN_PIN, 'NEW789', '63C5'],
  ])('the %s PIN', async (_name, pinFile, keyFile, p2, newPin, allTries) => {
    expect(await card.sw(JPKI, pinFile, verify(newPin))).toBe('6984');
    expect((await resetPin(card, p2)).proof).toBe('genuine');
    expect(await card.sw(pinFile, change(newPin))).toBe('9000');
    expect(await card.sw(ASK)).toBe(allTries);
    expect(await card.sw(keyFile, SIGN)).toBe('6982');
    expect(await card.sw(pinFile, verify(newPin), keyFile, SIGN)).toBe('9000');
  });

  it.each([
    ['support', SUPPORT, SAMPLE_PINS.support],
    ['resident', RESIDENT, SAMPLE_PINS.resident],
  ])('the %s PIN, in its own application', async (_name, application, oldPin) => {
    const pinFile = selectFile('0011');
    await card.sw(application, pinFile, verify('0000'), verify('0000'), verify('0000'));
    expect((await resetPin(card, RESET_APPLICATION_PIN)).proof).toBe('genuine');
    expect(await card.sw(pinFile, change('8642'), verify('8642'))).toBe('9000');
    expect(await card.sw(verify(oldPin))).toBe('63C2');
  });

  it('initialised and not set, it takes no PIN, asks for none and signs nothing', async () => {
    await card.sw(JPKI);
    await resetPin(card, RESET_AUTH_PIN);
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6985');
    expect(await card.sw(ASK)).toBe('63C0');
    expect(await card.sw(AUTH_KEY, SIGN)).toBe('6982');
  });

  it('initialised and not set it stays over power cuts, until it is reset again and set', async () => {
    await card.sw(JPKI);
    await resetPin(card, RESET_AUTH_PIN);
    for (let i = 0; i < 2; i++) {
      await card.reset();
      expect(await card.sw(JPKI, AUTH_PIN, change('8642'))).toBe('6982');
      expect(await card.sw(verify('8642'))).toBe('6985');
    }
    await resetPin(card, RESET_AUTH_PIN);
    expect(await card.sw(AUTH_PIN, change('8642'), verify('8642'))).toBe('9000');
  });

  it('set and not proven, it can be reset and set again by the same commands', async () => {
    await card.sw(JPKI);
    await resetPin(card, RESET_AUTH_PIN);
    await card.sw(AUTH_PIN, change('8642'));
    await card.reset();
    await card.sw(JPKI);
    expect((await resetPin(card, RESET_AUTH_PIN)).proof).toBe('genuine');
    expect(await card.sw(AUTH_PIN, change('9753'), verify('9753'))).toBe('9000');
  });

  it('the other PIN and its tries are as they were', async () => {
    const signPinKnown = await terminal({ state: sampleCardState({ auth: 0, sign: 4 }) });
    await signPinKnown.sw(JPKI);
    await resetPin(signPinKnown, RESET_AUTH_PIN);
    expect(await signPinKnown.sw(SIGN_PIN, ASK)).toBe('63C4');
    expect(await signPinKnown.sw(verify(SAMPLE_PINS.sign))).toBe('9000');
  });

  it('a PIN that is not locked can be reset as well, and what was verified with it ends', async () => {
    const open = await terminal();
    await open.sw(JPKI, AUTH_PIN, verify(SAMPLE_PINS.auth));
    await resetPin(open, RESET_AUTH_PIN);
    expect(await open.sw(AUTH_KEY, SIGN)).toBe('6982');
    expect(await open.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6985');
  });
});

describe('the right to set', () => {
  beforeEach(async () => {
    await card.sw(JPKI);
    await resetPin(card, RESET_AUTH_PIN);
  });

  it('is for the authorised PIN only', async () => {
    expect(await card.sw(SIGN_PIN, change('NEW789'))).toBe('6982');
    expect(await card.sw(AUTH_PIN, change('8642'))).toBe('9000');
  });

  it('is used up by setting', async () => {
    expect(await card.sw(AUTH_PIN, change('8642'))).toBe('9000');
    expect(await card.sw(change('9753'))).toBe('6982');
  });

  it('is not used up by a PIN of the wrong shape', async () => {
    expect(await card.sw(AUTH_PIN, change('12'))).toBe('6A80');
    expect(await card.sw(change('8642'))).toBe('9000');
  });

  it('ends when another application is selected, though the JPKI AP comes back', async () => {
    expect(await card.sw(SUPPORT, JPKI, AUTH_PIN, change('8642'))).toBe('6982');
  });

  it('ends with reset and power-off', async () => {
    await card.card.powerOff();
    await card.card.powerOn();
    expect(await card.sw(JPKI, AUTH_PIN, change('8642'))).toBe('6982');
  });

  it('outlives selecting the same application, and a SELECT that fails', async () => {
    expect(await card.sw('00A4040C06A00000000101')).toBe('6A82');
    expect(await card.sw(JPKI, AUTH_PIN, change('8642'))).toBe('9000');
  });

  it('goes over to the next PIN that is reset', async () => {
    await resetPin(card, RESET_SIGN_PIN);
    expect(await card.sw(AUTH_PIN, change('8642'))).toBe('6982');
    expect(await card.sw(SIGN_PIN, change('NEW789'))).toBe('9000');
  });

  it('comes only from the issuer: a PIN initialised in an earlier power cycle has none', async () => {
    const again = await terminal({ state: await card.store.load() });
    expect(await again.sw(JPKI, AUTH_PIN, change('8642'))).toBe('6982');
  });
});

describe('INITIALIZE UPDATE', () => {
  it('tells the management id, SCP03 with i=70 and another challenge each time', async () => {
    await card.sw(JPKI);
    const first = (await card.response(INITIALIZE_UPDATE)).data;
    const second = (await card.response(INITIALIZE_UPDATE)).data;
    expect(first.length).toBe(32);
    expect(toHex(first.slice(0, 13))).toBe(`${toHex(SAMPLE_MANAGEMENT_ID)}300370`);
    expect(toHex(first.slice(29))).toBe('000001');
    expect(toHex(second.slice(29))).toBe('000002');
    expect(toHex(second.slice(13, 21))).not.toBe(toHex(first.slice(13, 21)));
  });

  it('counts on over power cuts, so that no recorded session can be played again', async () => {
    await card.sw(JPKI, INITIALIZE_UPDATE);
    const again = await terminal({ state: await card.store.load() });
    expect(toHex((await again.data(JPKI, INITIALIZE_UPDATE)).slice(29))).toBe('000002');
  });

  it('is refused when the counter has come to its end', async () => {
    const state = sampleCardState();
    const old = await terminal({
      state: { ...state, memory: { ...state.memory, sequenceCounter: 0xffffff } },
    });
    expect(await old.sw(JPKI, INITIALIZE_UPDATE)).toBe('6985');
  });

  it.each([
    ['without an application', [], INITIALIZE_UPDATE, '6D00'],
    ['in the card-face application, which nothing can reset', [FACE], INITIALIZE_UPDATE, '6D00'],
    ['with a key version that the card does not have', [JPKI], '8050310008000102030405060700', '6A88'],
    ['with the key version that it has', [JPKI], '8050300008000102030405060700', '9000'],
    ['with a challenge for S16', [JPKI], `8050000010${'00'.repeat(16)}00`, '6700'],
    ['without a challenge', [JPKI], '8050000000', '6700'],
    ['without a length for the answer', [JPKI], '80500000080001020304050607', '6700'],
    ['with P2 set', [JPKI], '8050000108000102030405060700', '6A86'],
  ])('%s', async (_how, before, command, word) => {
    await card.sw(...before);
    expect(await card.sw(command)).toBe(word);
  });
});

describe('the issuer channel', () => {
  beforeEach(() => card.sw(JPKI));

  it('ends with the answer to the reset: the same bytes again do nothing', async () => {
    const host = await openHost(card);
    const authenticate = hex(host.externalAuthenticate());
    const reset = hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN)));
    expect(await card.sw(authenticate, reset)).toBe('9000');
    expect(await card.sw(reset)).toBe('6985');
    expect(await card.sw(authenticate)).toBe('6985');
  });

  it('is not taken over by the reset bytes of another session', async () => {
    const host = await openHost(card);
    const authenticate = hex(host.externalAuthenticate());
    const reset = hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN)));
    await openHost(card);
    expect(await card.sw(authenticate)).toBe('6300');
    expect(await card.sw(reset)).toBe('6985');
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6984');
  });

  it('resets the PIN that the MAC names, whichever file is selected', async () => {
    await card.sw(SIGN_PIN);
    await resetPin(card, RESET_AUTH_PIN);
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6985');
    expect(await card.sw(SIGN_PIN, verify(SAMPLE_PINS.sign))).toBe('6984');
  });

  it('refuses a reset that was turned on another PIN on the way', async () => {
    const host = await openHost(card);
    await card.sw(hex(host.externalAuthenticate()));
    const reset = hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN)));
    expect(await card.sw(reset.replace('842c0398', '842c039b'))).toBe('6988');
    expect(await card.sw(reset)).toBe('6985');
    expect(await card.sw(SIGN_PIN, verify(SAMPLE_PINS.sign))).toBe('6984');
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6984');
  });

  it.each([
    ['the PIN of the selected file (P2=80)', { ...resetRetryCounter(0x80) }, '6A86'],
    ['a PIN of another application', resetRetryCounter(RESET_APPLICATION_PIN), '6A88'],
    ['a short number that no PIN has', resetRetryCounter(0x9a), '6A88'],
    ['another P1', { ...resetRetryCounter(RESET_AUTH_PIN), p1: 0x00 }, '6A86'],
    ['data', { ...resetRetryCounter(RESET_AUTH_PIN), data: Uint8Array.of(1) }, '6700'],
    ['another command', { cla: 0x80, ins: 0xca, p1: 0, p2: 0x66 }, '6D00'],
  ])('refuses %s even with a right MAC, and ends', async (_what, command, word) => {
    await card.sw(SIGN_PIN);
    const host = await openHost(card);
    await card.sw(hex(host.externalAuthenticate()));
    const answer = await card.response(hex(host.wrap(command)));
    expect(answer.sw.toString(16).toUpperCase()).toBe(word);
    expect(answer.data.length).toBe(0);
    expect(await card.sw(hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN))))).toBe('6985');
    expect(await card.sw(SIGN_PIN, verify(SAMPLE_PINS.sign))).toBe('6984');
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6984');
  });

  it.each([0x01, 0x03, 0x33] as const)('at security level %i resets nothing', async (level) => {
    const host = await openHost(card, level);
    expect(await card.sw(hex(host.externalAuthenticate()))).toBe('9000');
    expect(await card.sw(hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN))))).toBe('6982');
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6984');
  });

  it('ends with any command in the clear, with SELECT and with a reset', async () => {
    for (const interruption of [[ASK], [JPKI], ['0084000008'], ['FF'], 'reset'] as const) {
      const host = await openHost(card);
      await card.sw(hex(host.externalAuthenticate()));
      if (interruption === 'reset') await card.reset();
      else await card.sw(...interruption);
      expect(await card.sw(hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN))))).toBe('6985');
      await card.sw(JPKI);
    }
  });

  it('is not opened by a reset before EXTERNAL AUTHENTICATE, nor without INITIALIZE UPDATE', async () => {
    const host = await openHost(card);
    const authenticate = hex(host.externalAuthenticate());
    expect(await card.sw(hex(host.wrap(resetRetryCounter(RESET_AUTH_PIN))))).toBe('6985');
    expect(await card.sw(authenticate)).toBe('6985');
    expect(await card.sw(`8482110010${'00'.repeat(16)}`)).toBe('6985');
  });

  it('without a MAC there is no reset', async () => {
    const host = await openHost(card);
    await card.sw(hex(host.externalAuthenticate()));
    expect(await card.sw('842C0398')).toBe('6987');
    expect(await card.sw('802C0398')).toBe('6D00');
    expect(await card.sw('002C0398')).toBe('6D00');
    expect(await card.sw(AUTH_PIN, verify(SAMPLE_PINS.auth))).toBe('6984');
  });
});

describe('wrong EXTERNAL AUTHENTICATEs', () => {
  const WRONG = `8482110010${'00'.repeat(16)}`;
  beforeEach(() => card.sw(JPKI));

  it('ten in a row close the door until the next power-up', async () => {
    for (let i = 0; i < 10; i++) expect(await card.sw(INITIALIZE_UPDATE, WRONG)).toBe('6300');
    expect(await card.sw(INITIALIZE_UPDATE)).toBe('6985');
    expect(await card.sw(WRONG)).toBe('6985');
    expect(await card.sw(SUPPORT, INITIALIZE_UPDATE)).toBe('6985');
    await card.reset();
    await card.sw(JPKI);
    expect((await resetPin(card, RESET_AUTH_PIN)).proof).toBe('genuine');
  });

  it('nine and a right one start the count again', async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++) await card.sw(INITIALIZE_UPDATE, WRONG);
      const host = await openHost(card);
      expect(await card.sw(hex(host.externalAuthenticate()))).toBe('9000');
    }
  });

  it('a right cryptogram with a wrong MAC is one of them', async () => {
    for (let i = 0; i < 10; i++) {
      const host = await openHost(card);
      const right = hex(host.externalAuthenticate());
      const flipped = (Number.parseInt(right.slice(-1), 16) ^ 1).toString(16);
      expect(await card.sw(right.slice(0, -1) + flipped)).toBe('6988');
    }
    expect(await card.sw(INITIALIZE_UPDATE)).toBe('6985');
  });

  it('a wrong length, level or order is none of them', async () => {
    for (let i = 0; i < 12; i++) {
      expect(await card.sw(INITIALIZE_UPDATE, '8482110001AA')).toBe('6700');
      expect(await card.sw(INITIALIZE_UPDATE, `8482990010${'00'.repeat(16)}`)).toBe('6A86');
      expect(await card.sw(WRONG)).toBe('6985');
    }
    expect(await card.sw(INITIALIZE_UPDATE)).toBe('9000');
  });
});

describe('the issuer asks in its channel whether a PIN has a value (R34)', () => {
  const attest = async (p2: number) => {
    const host = await openHost(card);
    host.unwrap(await card.response(hex(host.externalAuthenticate())));
    const response = await card.response(hex(host.wrap({ cla: 0x80, ins: 0x20, p1: 0x00, p2 })));
    return { sw: response.sw.toString(16), proof: host.unwrap(response).kind };
  };

  it('63C0 while it is initialised and not set, the tries once it is set, each under an R-MAC', async () => {
    await card.sw(SUPPORT);
    expect(await attest(RESET_APPLICATION_PIN)).toEqual({ sw: '63c3', proof: 'genuine' });
    await resetPin(card, RESET_APPLICATION_PIN);
    expect(await attest(RESET_APPLICATION_PIN)).toEqual({ sw: '63c0', proof: 'genuine' });
    await resetPin(card, RESET_APPLICATION_PIN);
    expect(await card.sw('00A4020C020011', '002401800438323634')).toBe('9000');
    expect(await attest(RESET_APPLICATION_PIN)).toEqual({ sw: '63c3', proof: 'genuine' });
  });

  it('of no PIN that the application does not have, and an error proves nothing', async () => {
    await card.sw(SUPPORT);
    expect(await attest(RESET_AUTH_PIN)).toEqual({ sw: '6a88', proof: 'unprotected' });
    expect(await attest(0x80)).toEqual({ sw: '6a88', proof: 'unprotected' });
  });
});
