import { CardProtocolError, concatBytes, encodeTlv, fromHex, toHex } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { SELECT_JPKI, selectEf } from '../test-support/commands.ts';
import { answeringCard, type ScriptedCard } from '../test-support/scripted-card.ts';
import { MyNumberCard } from './my-number-card.ts';

/** Which of the ways to read the card takes. */
interface Abilities {
  readonly shortIdentifiers?: boolean | 'answer 6B00' | 'answer 6A82' | 'answer 6982';
  readonly extendedLe?: boolean | 'answer 6Cxx';
  /** Answers at most so many bytes to any read. */
  readonly largestBlock?: number;
}

const FILLER = new Uint8Array(40).fill(0xff);

/** A card with transparent files, each with filler behind its data object as on real cards. */
function fileCard(
  files: Record<string, Uint8Array>,
  { shortIdentifiers = true, extendedLe = true, largestBlock = 65_536 }: Abilities = {},
): ScriptedCard {
  let current: Uint8Array | undefined;
  return answeringCard((command) => {
    if (command.startsWith('00A4020C')) {
      current = files[command.slice(10)];
      return current === undefined ? '6A82' : '9000';
    }
    if (!command.startsWith('00B0')) return '9000';
    const bytes = fromHex(command);
    const p1 = bytes[2] as number;
    if (p1 >= 0x80) {
      if (shortIdentifiers === false) return '6A86';
      if (typeof shortIdentifiers === 'string') return shortIdentifiers.slice(-4);
      const file = files[(p1 & 0x1f).toString(16).padStart(4, '0').toUpperCase()];
      if (file === undefined) return '6A82';
      current = file;
    }
    if (current === undefined) return '6986';
    const offset = p1 >= 0x80 ? (bytes[3] as number) : (p1 << 8) | (bytes[3] as number);
    if (offset >= current.length) return '6B00';
    const isExtended = bytes.length > 5;
    if (isExtended && extendedLe === false) return '6700';
    if (isExtended && extendedLe === 'answer 6Cxx') return '6C00';
    const le = isExtended ? ((bytes[5] as number) << 8) | (bytes[6] as number) || 65_536 : bytes[4] || 256;
    return `${toHex(current.slice(offset, offset + Math.min(le, largestBlock)))}9000`;
  });
}

const certificate = (length: number, seed = 7) =>
  encodeTlv(
    0x30,
    Uint8Array.from({ length: length - 4 }, (_, i) => (i * seed + 1) & 0xff),
  );

async function readBoth(card: ScriptedCard, largestAnswer?: number) {
  const selection = await new MyNumberCard(
    card.channel,
    largestAnswer === undefined ? {} : { largestAnswer },
  ).selectJpki();
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  const auth = await selection.session.readAuthCertificate();
  const commandsForAuth = card.commands.length - 1;
  const ca = await selection.session.readAuthCaCertificate();
  return { auth, ca, commandsForAuth, commandsForCa: card.commands.length - 1 - commandsForAuth };
}

const AUTH = certificate(1_700);
const CA = certificate(1_000, 11);
const FILES = { '000A': concatBytes(AUTH, FILLER), '000B': concatBytes(CA, FILLER) };

describe('A file is read in the largest block that the card takes', () => {
  it('with one command where it takes short EF identifiers and an extended Le', async () => {
    const card = fileCard(FILES);
    expect(await readBoth(card)).toEqual({ auth: AUTH, ca: CA, commandsForAuth: 1, commandsForCa: 1 });
    expect(card.commands).toEqual([SELECT_JPKI, '00B08A00000000', '00B08B00000000']);
  });

  it('in blocks of 256 up to the end of the object where it refuses an extended Le, which is tried once', async () => {
    for (const extendedLe of [false, 'answer 6Cxx'] as const) {
      const card = fileCard(FILES, { extendedLe });
      expect(await readBoth(card)).toEqual({ auth: AUTH, ca: CA, commandsForAuth: 8, commandsForCa: 4 });
      expect(card.commands[1]).toBe('00B08A00000000');
      expect(card.commands.slice(2, 5)).toEqual(['00B08A0000', '00B0010000', '00B0020000']);
      expect(card.commands[8]).toBe(`00B00600${(1_700 - 0x600).toString(16).toUpperCase()}`);
    }
  });

  it('with a SELECT where it refuses short EF identifiers, which are tried once', async () => {
    for (const shortIdentifiers of [false, 'answer 6B00', 'answer 6A82', 'answer 6982'] as const) {
      const card = fileCard(FILES, { shortIdentifiers });
      expect(await readBoth(card)).toEqual({ auth: AUTH, ca: CA, commandsForAuth: 3, commandsForCa: 2 });
      expect(card.commands).toEqual([
        SELECT_JPKI,
        '00B08A00000000',
        selectEf('000A').toUpperCase(),
        '00B00000000000',
        selectEf('000B').toUpperCase(),
        '00B00000000000',
      ]);
    }
  });

  it('on a card that takes neither', async () => {
    const card = fileCard(FILES, { shortIdentifiers: false, extendedLe: false });
    expect(await readBoth(card)).toMatchObject({ auth: AUTH, ca: CA, commandsForCa: 5 });
  });

  it('on a link that carries only so much: the first command asks for no more', async () => {
    const card = fileCard(FILES, { largestBlock: 1_024 });
    expect(await readBoth(card, 1_024)).toMatchObject({ auth: AUTH, ca: CA });
    expect(card.commands[1]).toBe('00B08A00000400');
    const short = fileCard(FILES);
    expect(await readBoth(short, 256)).toMatchObject({ auth: AUTH, ca: CA, commandsForAuth: 7 });
  });

  it('goes on where an answer is shorter than the object', async () => {
    expect(await readBoth(fileCard(FILES, { largestBlock: 700 }))).toMatchObject({
      auth: AUTH,
      ca: CA,
      commandsForAuth: 3,
    });
  });

  it('takes a file without filler, and one smaller than a block', async () => {
    const small = certificate(200);
    const files = { '000A': small, '000B': CA };
    for (const extendedLe of [true, false])
      expect(await readBoth(fileCard(files, { extendedLe }))).toMatchObject({ auth: small, ca: CA });
  });
});

describe('R41: a card that was issued without a certificate', () => {
  it('has no such file, or nothing in it: that is an answer, not a broken card', async () => {
    expect(await readBoth(fileCard({ '000B': CA }))).toMatchObject({ auth: undefined, ca: CA });
    expect(await readBoth(fileCard({ '000A': new Uint8Array(), '000B': CA }))).toMatchObject({
      auth: undefined,
      ca: CA,
      commandsForCa: 1,
    });
    const silent = answeringCard(() => '9000');
    expect(await readBoth(silent)).toMatchObject({ auth: undefined, ca: undefined });
  });
});

describe('A card that hands out something else than the file', () => {
  const read = (answers: (command: string) => string) =>
    readBoth(answeringCard((command) => (command === SELECT_JPKI ? '9000' : answers(command))));

  it('by short EF identifier is asked again by name', async () => {
    const card = answeringCard((command) => {
      if (!command.startsWith('00B0')) return '9000';
      return `${command.startsWith('00B08') ? '8F8F00' : toHex(AUTH)}9000`;
    });
    const { auth, ca } = await readBoth(card);
    expect([auth, ca]).toEqual([AUTH, AUTH]);
    expect(card.commands.filter((command) => command.startsWith('00B08'))).toHaveLength(1);
  });

  it('is not believed: another tag, a refusal, an unknown word', async () => {
    for (const answer of ['0401029000', '6982', '6F00', '6A82'])
      await expect(read((command) => (command.startsWith('00A4') ? '9000' : answer))).rejects.toThrow(
        CardProtocolError,
      );
  });

  it('is not waited for: an object of 4 GB, one without a length, one that never ends, one in crumbs', async () => {
    for (const head of ['3084FFFFFFFF', '3083010000', '3080', '30', '3085', '3082'])
      await expect(read((command) => (command.startsWith('00A4') ? '9000' : `${head}9000`))).rejects.toThrow(
        CardProtocolError,
      );
    let commands = 0;
    const crumbs = read((command) => {
      commands++;
      return command.startsWith('00A4') ? '9000' : command.startsWith('00B08') ? '30827000009000' : '009000';
    });
    await expect(crumbs).rejects.toThrow('crumbs');
    expect(commands).toBeLessThan(300);
  });

  it('and more bytes than were asked for are an error', async () => {
    const tooMuch = toHex(new Uint8Array(300).fill(0x30));
    await expect(
      readBoth(
        answeringCard((command) => (command === SELECT_JPKI ? '9000' : `${tooMuch}9000`)),
        256,
      ),
    ).rejects.toThrow('longer than asked for');
  });

  it('with the warning that the file ended early: the bytes count', async () => {
    const card = answeringCard((command) => (command === SELECT_JPKI ? '9000' : `${toHex(AUTH)}6282`));
    expect((await readBoth(card)).auth).toEqual(AUTH);
  });

  it('names the length that is left: it is asked with it', async () => {
    const small = certificate(200);
    const card = answeringCard((command) => {
      if (command === SELECT_JPKI) return '9000';
      return command.endsWith('C8') ? `${toHex(small)}9000` : '6CC8';
    });
    expect((await readBoth(card)).auth).toEqual(small);
    expect(card.commands.slice(1, 4)).toEqual(['00B08A00000000', '00B08A0000', '00B08A00C8']);
  });
});
