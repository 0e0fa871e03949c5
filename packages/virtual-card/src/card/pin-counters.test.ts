import { describe, expect, it } from 'vitest';
import {
  ASK,
  change,
  FACE,
  JPKI,
  RESIDENT,
  SUPPORT,
  selectFile,
  terminal,
  verify,
} from '../testing/card-terminal.ts';
import { SAMPLE_PINS, sampleCardState } from '../testing/sample-card.ts';

const AUTH_PIN = selectFile('0018');
const SIGN_PIN = selectFile('001B');

describe('R9: wrong tries in a row lock a PIN', () => {
  it('locks the auth PIN after three', async () => {
    const card = await terminal();
    await card.sw(JPKI, AUTH_PIN);
    expect(await card.sw(verify('0000'))).toBe('63C2');
    expect(await card.sw(verify('0000'))).toBe('63C1');
    expect(await card.sw(verify('0000'))).toBe('63C0');
    expect(await card.sw(verify(SAMPLE_PINS.auth))).toBe('6984');
    expect(await card.sw(ASK)).toBe('63C0');
  });

  it('locks the sign PIN after five', async () => {
    const card = await terminal();
    await card.sw(JPKI, SIGN_PIN);
    for (const word of ['63C4', '63C3', '63C2', '63C1', '63C0', '6984'])
      expect(await card.sw(verify('WRONG1'))).toBe(word);
  });

  it.each([
    ['PIN-B of the card-face application', FACE, '0012', 10],
    ['the support PIN', SUPPORT, '0011', 3],
    ['the resident PIN', RESIDENT, '0011', 3],
  ])('locks %s after its own number of tries', async (_name, application, file, tries) => {
    const card = await terminal();
    await card.sw(application, selectFile(file));
    for (let left = tries - 1; left >= 0; left--)
      expect(await card.sw(verify('0001'))).toBe(`63C${left.toString(16).toUpperCase()}`);
    expect(await card.sw(verify('0001'))).toBe('6984');
  });

  it('sets the counter back with a right PIN', async () => {
    const card = await terminal();
    await card.sw(JPKI, AUTH_PIN, verify('0000'), verify('0000'));
    expect(await card.sw(verify(SAMPLE_PINS.auth))).toBe('9000');
    expect(await card.sw(ASK)).toBe('63C3');
  });

  it('counts each PIN on its own', async () => {
    const card = await terminal();
    await card.sw(JPKI, AUTH_PIN, verify('0000'), verify('0000'));
    expect(await card.sw(SIGN_PIN, ASK)).toBe('63C5');
    expect(await card.sw(SUPPORT, selectFile('0011'), ASK)).toBe('63C3');
  });

  it('keeps the count over a reset', async () => {
    const card = await terminal();
    await card.sw(JPKI, AUTH_PIN, verify('0000'));
    await card.reset();
    expect(await card.sw(JPKI, AUTH_PIN, ASK)).toBe('63C2');
  });

  it('a wrong try ends what an earlier right one allowed', async () => {
    const card = await terminal();
    await card.sw(JPKI, SIGN_PIN, verify(SAMPLE_PINS.sign), verify('WRONG1'));
    expect(await card.sw(selectFile('0001'), '00B0000000')).toBe('6982');
  });
});

describe('R10: asking costs nothing', () => {
  it('answers the tries left however often it is asked, before and after VERIFY', async () => {
    const card = await terminal({ state: sampleCardState({ auth: 2 }) });
    await card.sw(JPKI, AUTH_PIN);
    for (let i = 0; i < 5; i++) expect(await card.sw(ASK)).toBe('63C2');
    expect(await card.sw(verify(SAMPLE_PINS.auth))).toBe('9000');
    expect(await card.sw(ASK)).toBe('63C3');
  });
});

describe('R8: the card compares bytes', () => {
  it('lower case is another PIN and costs a try', async () => {
    const card = await terminal();
    await card.sw(JPKI, SIGN_PIN);
    expect(await card.sw(verify(SAMPLE_PINS.sign.toLowerCase()))).toBe('63C4');
  });

  it.each(['135', '13570', '1357\0', ' 1357'])('%j is not the auth PIN 1357', async (pin) => {
    const card = await terminal();
    expect(await card.sw(JPKI, AUTH_PIN, verify(pin))).toBe('63C2');
  });

  it('more bytes than any PIN has are a wrong length and no try', async () => {
    const card = await terminal();
    expect(await card.sw(JPKI, SIGN_PIN, verify('A1'.repeat(8)))).toBe('63C4');
    expect(await card.sw(verify('A1'.repeat(8).concat('A')))).toBe('6700');
    expect(await card.sw(ASK)).toBe('63C4');
  });
});

describe('CHANGE REFERENCE DATA', () => {
  it('sets a new PIN after VERIFY of the old one, and the old one is wrong from then on', async () => {
    const card = await terminal();
    expect(await card.sw(JPKI, AUTH_PIN, verify(SAMPLE_PINS.auth), change('8642'))).toBe('9000');
    expect(await card.sw(verify('8642'))).toBe('9000');
    expect(await card.sw(verify(SAMPLE_PINS.auth))).toBe('63C2');
  });

  it('is refused without VERIFY, also when another PIN was verified', async () => {
    const card = await terminal();
    expect(await card.sw(JPKI, AUTH_PIN, change('8642'))).toBe('6982');
    expect(await card.sw(SIGN_PIN, verify(SAMPLE_PINS.sign), AUTH_PIN, change('8642'))).toBe('6982');
    expect(await card.sw(verify(SAMPLE_PINS.auth))).toBe('9000');
  });

  it.each([
    'abc123',
    'ABCDEF',
    '123456',
    'ABC12',
    'ABCDEFGH123456789',
    'ABC 123',
    'ABC123\n',
  ])('refuses %j as sign PIN (R8) and keeps the old one', async (pin) => {
    const card = await terminal();
    await card.sw(JPKI, SIGN_PIN, verify(SAMPLE_PINS.sign));
    expect(await card.sw(change(pin))).toBe('6A80');
    expect(await card.sw(verify(SAMPLE_PINS.sign))).toBe('9000');
  });

  it.each(['123', '12345', '12a4', '１２３４', '1234\n'])('refuses %j as auth PIN (R8)', async (pin) => {
    const card = await terminal();
    expect(await card.sw(JPKI, AUTH_PIN, verify(SAMPLE_PINS.auth), change(pin))).toBe('6A80');
  });

  it('cannot change a PIN that is printed on the card', async () => {
    const card = await terminal();
    await card.sw(FACE, selectFile('0012'), verify(SAMPLE_PINS.facePinB));
    expect(await card.sw(change('1234'))).toBe('6A81');
  });
});

describe('PIN state', () => {
  const AUTH_SIGNS = '802A008004DEADBEEF00';
  const login = [JPKI, AUTH_PIN, verify(SAMPLE_PINS.auth)];

  it('ends when another application is selected', async () => {
    const card = await terminal();
    await card.sw(...login, SUPPORT, JPKI, selectFile('0017'));
    expect(await card.sw(AUTH_SIGNS)).toBe('6982');
  });

  it('ends with a reset and with power-off', async () => {
    const card = await terminal();
    await card.sw(...login);
    await card.reset();
    expect(await card.sw(JPKI, selectFile('0017'), AUTH_SIGNS)).toBe('6982');
    await card.sw(...login);
    await card.card.powerOff();
    await card.card.powerOn();
    expect(await card.sw(JPKI, selectFile('0017'), AUTH_SIGNS)).toBe('6982');
  });

  it('ends with selecting the same application again, as OpenSC logs out', async () => {
    const card = await terminal({ reselect: 'clear' });
    await card.sw(...login, JPKI, selectFile('0017'));
    expect(await card.sw(AUTH_SIGNS)).toBe('6982');
  });

  it('outlives selecting the same application again under reselect=keep, as pyjpki expects', async () => {
    const card = await terminal({ reselect: 'keep' });
    await card.sw(...login, JPKI, selectFile('0017'));
    expect(await card.sw(AUTH_SIGNS)).toBe('9000');
    expect(await card.sw(SUPPORT, JPKI, selectFile('0017'), AUTH_SIGNS)).toBe('6982');
  });

  it('outlives a SELECT of an application that the card does not have', async () => {
    const card = await terminal();
    await card.sw(...login);
    expect(await card.sw('00A4040C06A00000000101')).toBe('6A82');
    expect(await card.sw(selectFile('0017'), AUTH_SIGNS)).toBe('9000');
  });

  it('of the auth PIN does not open what the sign PIN protects', async () => {
    const card = await terminal();
    await card.sw(...login);
    expect(await card.sw(selectFile('001A'), AUTH_SIGNS)).toBe('6982');
    expect(await card.sw(selectFile('0001'), '00B0000000')).toBe('6982');
  });
});
