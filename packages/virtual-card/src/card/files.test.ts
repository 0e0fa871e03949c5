import { toHex } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { FACE, JPKI, SUPPORT, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { SAMPLE_FILES, SAMPLE_PINS } from '../testing/sample-card.ts';

const READ = '00B0000000';

describe('SELECT', () => {
  it('knows four applications, with and without control information asked for', async () => {
    const card = await terminal();
    for (const aid of [
      'D392F000260100000001',
      'D3921000310001010402',
      'D3921000310001010408',
      'D3921000310001010401',
    ]) {
      expect(await card.sw(`00A4040C0A${aid}`)).toBe('9000');
      expect(await card.sw(`00A404000A${aid}00`)).toBe('9000');
    }
  });

  it.each([
    ['part of an AID', '00A4040C09D392F0002601000000', '6A82'],
    ['a foreign AID', '00A4040C07A0000002471001', '6A82'],
    ['no AID', '00A4040C', '6700'],
    ['the master file', '00A400000 23F00', '6A82'],
    ['a path', '00A4080C043F000018', '6A86'],
    ['a P2 for the next occurrence', '00A4040E0AD392F000260100000001', '6A86'],
  ])('answers %s', async (_what, command, word) => {
    const card = await terminal();
    expect(await card.sw(command.replaceAll(' ', ''))).toBe(word);
  });

  it('finds a file only inside of the selected application', async () => {
    const card = await terminal();
    expect(await card.sw(selectFile('000A'))).toBe('6A82');
    expect(await card.sw(JPKI, selectFile('000A'))).toBe('9000');
    expect(await card.sw(SUPPORT, selectFile('000A'))).toBe('6A82');
  });

  it.each([
    '00A4020C',
    '00A4020C0100',
    '00A4020C03000A00',
  ])('%s: a file id of another length', async (command) => {
    const card = await terminal();
    expect(await card.sw(JPKI, command)).toBe('6700');
  });

  it('that fails leaves the selected file selected', async () => {
    const card = await terminal();
    expect(await card.sw(JPKI, selectFile('0006'), selectFile('0999'))).toBe('6A82');
    expect(await card.sw(READ)).toBe('9000');
  });
});

describe('READ BINARY', () => {
  it('gives a large file in one piece when the length is extended', async () => {
    const card = await terminal();
    await card.sw(FACE, selectFile('0012'), verify(SAMPLE_PINS.facePinB));
    const data = await card.data(selectFile('0002'), '00B00000000000');
    expect(toHex(data)).toBe(toHex(SAMPLE_FILES.faceData));
  });

  it('gives a file in blocks of 256 and fewer at the end', async () => {
    const card = await terminal();
    await card.sw(JPKI, selectFile('000A'));
    let read = '';
    for (let offset = 0; ; ) {
      const block = await card.data(`00B0${offset.toString(16).padStart(4, '0')}00`);
      read += toHex(block);
      offset += block.length;
      if (block.length < 256) break;
    }
    expect(read).toBe(toHex(SAMPLE_FILES.authCertificate));
  });

  it('at or past the end is refused', async () => {
    const card = await terminal();
    await card.sw(JPKI, selectFile('0006'));
    expect(await card.sw('00B0001F01')).toBe('9000');
    expect(await card.sw('00B0002001')).toBe('6B00');
    expect(await card.sw('00B07FFF00')).toBe('6B00');
  });

  it('without a selected file is not allowed', async () => {
    const card = await terminal();
    expect(await card.sw(READ)).toBe('6986');
    expect(await card.sw(JPKI, READ)).toBe('6986');
    expect(await card.sw(selectFile('0006'), JPKI, READ)).toBe('6986');
  });

  it.each(['0018', '001B', '0017', '001A'])('of %s, a PIN or a key, does not fit', async (file) => {
    const card = await terminal();
    expect(await card.sw(JPKI, selectFile(file), READ)).toBe('6981');
  });

  it.each(['00B00000', '00B0000002000A00'])('%s: without a length or with data', async (command) => {
    const card = await terminal();
    expect(await card.sw(JPKI, selectFile('0006'), command)).toBe('6700');
  });

  it('of a protected file tells nothing but that it is protected, whatever the offset', async () => {
    const card = await terminal();
    await card.sw(JPKI, selectFile('0001'));
    for (const offset of ['0000', '0001', '7FFF']) expect(await card.sw(`00B0${offset}00`)).toBe('6982');
  });

  it.each([
    ['the signature certificate after the sign PIN', JPKI, '001B', SAMPLE_PINS.sign, '0001'],
    ['the card face after PIN-B', FACE, '0012', SAMPLE_PINS.facePinB, '0002'],
    ['the number image after PIN-A', FACE, '0013', SAMPLE_PINS.facePinA, '0005'],
    ['the four attributes after the support PIN', SUPPORT, '0011', SAMPLE_PINS.support, '0002'],
    ['the four attributes after PIN-B', SUPPORT, '0015', SAMPLE_PINS.supportPinB, '0002'],
  ])('gives %s', async (_what, application, pinFile, pin, file) => {
    const card = await terminal();
    expect(await card.sw(application, selectFile(file), READ)).toBe('6982');
    expect(await card.sw(selectFile(pinFile), verify(pin), selectFile(file), READ)).toBe('9000');
  });

  it('does not give the number image after PIN-B', async () => {
    const card = await terminal();
    await card.sw(FACE, selectFile('0012'), verify(SAMPLE_PINS.facePinB));
    expect(await card.sw(selectFile('0005'), READ)).toBe('6982');
  });
});

describe('READ BINARY by short identifier (K)', () => {
  it('selects the file on the way', async () => {
    const card = await terminal();
    await card.sw(JPKI);
    expect(toHex(await card.data('00B08A0004'))).toBe(toHex(SAMPLE_FILES.authCertificate.slice(0, 4)));
    expect(toHex(await card.data('00B0000404'))).toBe(toHex(SAMPLE_FILES.authCertificate.slice(4, 8)));
  });

  it('takes an extended length and an offset of one byte', async () => {
    const card = await terminal();
    expect(toHex(await card.data(JPKI, '00B08AFF000000'))).toBe(
      toHex(SAMPLE_FILES.authCertificate.slice(255)),
    );
  });

  it.each([
    ['0, the selected file', '00B0800000', '6A82'],
    ['an id that no file has', '00B0830000', '6A82'],
    ['31, reserved', '00B09F0000', '6A82'],
    ['reserved bits set', '00B0FFFF00', '6A86'],
    ['a PIN', '00B0980000', '6981'],
    ['a protected file', '00B0810000', '6982'],
  ])('answers %s', async (_what, command, word) => {
    const card = await terminal();
    expect(await card.sw(JPKI, command)).toBe(word);
  });

  it('that is refused leaves the selected file selected', async () => {
    const card = await terminal();
    await card.sw(JPKI, selectFile('0006'), '00B0810000');
    expect((await card.data(READ)).length).toBe(32);
  });

  it('without an application finds nothing', async () => {
    const card = await terminal();
    expect(await card.sw('00B08A0000')).toBe('6A82');
  });
});
