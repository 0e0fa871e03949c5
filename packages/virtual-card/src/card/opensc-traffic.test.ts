import { describe, expect, it } from 'vitest';
import { ASK, type CardTerminal, JPKI, selectFile, terminal } from '../testing/card-terminal.ts';

/**
 * What OpenSC 0.23 sends before its JPKI driver is asked, as recorded from `pkcs15-tool --dump` over pcscd: every other
 * driver looks for its own card. The card must say no to each.
 */
const OTHER_DRIVERS: readonly (readonly [command: string, word: string])[] = [
  ['00A4040007627601FF000000', '6A82'],
  ['00A4040006A00000000101', '6A82'],
  ['00A404000BE82B0601040181C31F020100', '6A82'],
  ['00A4040C0FD23300000045737445494420763335', '6A82'],
  ['00CADF3005', '6D00'],
  ['00CB3FFF035C017E08', '6D00'],
  ['00A4040009A0000003080000100000', '6A82'],
  ['00A4040C07A000000116DB0000', '6A82'],
  ['00A4040C07A000000079100000', '6A82'],
  ['00A404000CF276A288BCFBA69D34F31001', '6A82'],
  ['00A4040009A0000003974254465900', '6A82'],
  ['00A4040006D2760001240100', '6A82'],
];

/** As `jpki_select_file` and the PKCS#15 layer do: the length from the DER head, then blocks of 256. */
async function readAsOpenSc(card: CardTerminal, file: string): Promise<Uint8Array> {
  const head = await card.data(selectFile(file), '00B0000004');
  const length = (((head[2] as number) << 8) | (head[3] as number)) + 4;
  const blocks: number[] = [];
  while (blocks.length < length) {
    const offset = blocks.length.toString(16).padStart(4, '0');
    const le = (Math.min(256, length - blocks.length) & 0xff).toString(16).padStart(2, '0');
    blocks.push(...(await card.data(`00B0${offset}${le}`)));
  }
  return Uint8Array.from(blocks);
}

describe("OpenSC's opening traffic, in its order", () => {
  it('finds a JPKI card with both PINs and three readable certificates', async () => {
    const card = await terminal();
    for (const [command, word] of OTHER_DRIVERS) expect(await card.sw(command), command).toBe(word);
    expect(await card.sw(JPKI)).toBe('9000');
    expect(await card.sw(selectFile('0018'), ASK)).toBe('63C3');
    expect(await card.sw(selectFile('001B'), ASK)).toBe('63C5');
    expect((await readAsOpenSc(card, '000A')).length).toBe(1400);
    expect(await card.sw(selectFile('0001'))).toBe('9000');
    expect(await card.sw('00B0000004')).toBe('6982');
    expect((await readAsOpenSc(card, '000B')).length).toBe(1200);
    expect((await readAsOpenSc(card, '0002')).length).toBe(1200);
  });
});
