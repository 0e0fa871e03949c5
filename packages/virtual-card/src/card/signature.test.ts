import { createHash, verify as verifySignature } from 'node:crypto';
import { concatBytes, fromHex, toHex } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { SAMPLE_PINS, sampleCardState, sampleKeys } from '../testing/sample-card.ts';

const SHA256_PREFIX = fromHex('3031300d060960864801650304020105000420');
const message = new TextEncoder().encode('kaijo');
const digestInfo = concatBytes(SHA256_PREFIX, createHash('sha256').update(message).digest());

const sign = (data: Uint8Array) => `802A0080${toHex(Uint8Array.of(data.length))}${toHex(data)}00`;
const withAuthKey = [JPKI, selectFile('0018'), verify(SAMPLE_PINS.auth), selectFile('0017')];
const withSignKey = [JPKI, selectFile('001B'), verify(SAMPLE_PINS.sign), selectFile('001A')];

describe('COMPUTE DIGITAL SIGNATURE', () => {
  it.each([
    ['auth', withAuthKey],
    ['sign', withSignKey],
  ] as const)('with the %s key verifies under its public key', async (key, path) => {
    const card = await terminal();
    const signature = await card.data(...path, sign(digestInfo));
    expect(verifySignature('sha256', message, sampleKeys()[key].publicKey, signature)).toBe(true);
  });

  it('pads what it is given and does not look into it', async () => {
    const card = await terminal();
    const signature = await card.data(...withAuthKey, sign(message));
    const opened = await import('node:crypto').then(({ publicDecrypt, constants }) =>
      publicDecrypt({ key: sampleKeys().auth.publicKey, padding: constants.RSA_NO_PADDING }, signature),
    );
    const padding = `0001${'ff'.repeat(256 - 3 - message.length)}00`;
    expect(toHex(opened)).toBe(padding + toHex(message));
  });

  it('signs again and again after one VERIFY', async () => {
    const card = await terminal();
    await card.sw(...withSignKey);
    for (let i = 0; i < 3; i++) expect(await card.sw(sign(digestInfo))).toBe('9000');
  });

  it('takes as much as the padding leaves room for', async () => {
    const card = await terminal();
    await card.sw(...withAuthKey);
    expect(await card.sw(sign(new Uint8Array(245)))).toBe('9000');
    expect(await card.sw(sign(new Uint8Array(246)))).toBe('6700');
  });

  it('is refused without the PIN, whatever the data', async () => {
    const card = await terminal();
    await card.sw(JPKI, selectFile('0017'));
    expect(await card.sw(sign(digestInfo))).toBe('6982');
    expect(await card.sw(sign(new Uint8Array(250)))).toBe('6982');
  });

  it.each([
    ['no data', '802A008000', '6700'],
    ['no length for the answer', '802A008001AA', '6700'],
    ['too short a length', '802A008001AAFF', '6700'],
    ['another P2', '802A009E01AA00', '6A86'],
    ['the interindustry class', '002A008001AA00', '6D00'],
  ])('answers %s', async (_what, command, word) => {
    const card = await terminal();
    await card.sw(...withAuthKey);
    expect(await card.sw(command)).toBe(word);
  });

  it('needs a key file selected', async () => {
    const card = await terminal();
    expect(await card.sw(JPKI, sign(digestInfo))).toBe('6986');
    expect(await card.sw(selectFile('0018'), sign(digestInfo))).toBe('6981');
  });

  it('of a card without a signature certificate finds no key (R41)', async () => {
    const state = sampleCardState();
    const card = await terminal({
      state: { ...state, body: { ...state.body, keys: { auth: sampleKeys().auth.privateKey } } },
    });
    expect(await card.sw(...withSignKey, sign(digestInfo))).toBe('6A88');
  });
});

describe('GET CHALLENGE', () => {
  it('gives as many random bytes as asked for', async () => {
    const card = await terminal();
    const first = await card.data('0084000010');
    expect(first.length).toBe(16);
    expect(toHex(await card.data('0084000010'))).not.toBe(toHex(first));
    expect((await card.data('0084000000')).length).toBe(256);
  });

  it.each([
    ['0084000000 0101', '6700'],
    ['00840000', '6700'],
    ['0084000001AA', '6700'],
    ['0084010008', '6A86'],
  ])('%s is answered %s', async (command, word) => {
    const card = await terminal();
    expect(await card.sw(command)).toBe(word);
  });
});

describe('commands that the card does not have', () => {
  it.each([
    ['00C0000000', '6D00'],
    ['00B2010400', '6D00'],
    ['80CA006600', '6D00'],
    ['A0A40000023F00', '6E00'],
    ['0CA40000023F00', '6E00'],
    ['01A4040C0AD392F000260100000001', '6E00'],
    ['FFCA000000', '6E00'],
    ['00', '6700'],
    ['', '6700'],
    ['00A404', '6700'],
    ['00A4040C0AD392', '6700'],
  ])('%j is answered %s', async (command, word) => {
    const card = await terminal();
    expect(await card.sw(command)).toBe(word);
  });
});
