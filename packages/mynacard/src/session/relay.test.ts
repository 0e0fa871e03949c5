import { fromHex, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePin, SELECT_JPKI, selectEf, verifyPin } from '../test-support/commands.ts';
import { type Exchange, scriptedCard } from '../test-support/scripted-card.ts';
import { MyNumberCard } from './my-number-card.ts';

const INITIALIZE_UPDATE = '8050000008010203040506070800';
const EXTERNAL_AUTHENTICATE = `8482110010${'AB'.repeat(16)}`;
const RESET_RETRY_COUNTER = `842C039B08${'CD'.repeat(8)}`;

async function jpkiOf(...exchanges: Exchange[]) {
  const card = scriptedCard([SELECT_JPKI, '9000'], ...exchanges);
  const selection = await new MyNumberCard(card.channel).selectJpki();
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return { jpki: selection.session, card };
}

describe("The issuer's commands are carried as they stand", () => {
  it('and the answers come back as the card gave them', async () => {
    const answer = `${'11'.repeat(32)}9000`;
    const { jpki } = await jpkiOf([INITIALIZE_UPDATE, answer]);
    const outcome = await jpki.relay([fromHex(INITIALIZE_UPDATE)]);
    expect(outcome).toEqual({ kind: 'relayed', responses: [fromHex(answer)] });
  });

  it('to the first that is not answered with 9000', async () => {
    const { jpki, card } = await jpkiOf([EXTERNAL_AUTHENTICATE, '6300']);
    const outcome = await jpki.relay([EXTERNAL_AUTHENTICATE, RESET_RETRY_COUNTER].map(fromHex));
    expect(outcome).toEqual({ kind: 'stopped', responses: [fromHex('6300')] });
    expect(card.finished()).toBe(true);
  });

  it('then the new PIN is set in the same power cycle, on the file that is selected for it', async () => {
    const { jpki, card } = await jpkiOf(
      [selectEf('0018'), '9000'],
      [verifyPin('7306'), '9000'],
      [EXTERNAL_AUTHENTICATE, '9000'],
      [RESET_RETRY_COUNTER, `${'EF'.repeat(8)}9000`],
      [selectEf('001B'), '9000'],
      [changePin('KAIJO2026X'), '9000'],
      [verifyPin('KAIJO2026X'), '9000'],
    );
    await jpki.authPin.verify(Secret.ofAscii('7306'));
    const outcome = await jpki.relay([EXTERNAL_AUTHENTICATE, RESET_RETRY_COUNTER].map(fromHex));
    expect(outcome.kind).toBe('relayed');
    expect(await jpki.signPin.change(Secret.ofAscii('KAIJO2026X'))).toEqual({ kind: 'changed' });
    expect((await jpki.signPin.verify(Secret.ofAscii('KAIJO2026X'))).kind).toBe('correct');
    expect(card.finished()).toBe(true);
  });

  it('the file that was selected before them is selected again: what they did to it is not known', async () => {
    const { jpki, card } = await jpkiOf(
      [selectEf('001B'), '9000'],
      [verifyPin('KAIJO2026Y'), '63C4'],
      [RESET_RETRY_COUNTER, '9000'],
      [selectEf('001B'), '9000'],
      [changePin('KAIJO2026X'), '9000'],
    );
    await jpki.signPin.verify(Secret.ofAscii('KAIJO2026Y'));
    await jpki.relay([fromHex(RESET_RETRY_COUNTER)]);
    await jpki.signPin.change(Secret.ofAscii('KAIJO2026X'));
    expect(card.finished()).toBe(true);
  });
});

describe('Who writes them is not trusted with the PINs and keys of the holder', () => {
  it('so that a try, a signature, a new PIN or a file never goes through, and nothing before it either', async () => {
    const foreign = [
      verifyPin('0000'),
      changePin('0000'),
      `802A008033${'00'.repeat(51)}00`,
      '00B08100000000',
      SELECT_JPKI,
      '803200800430303030', // CHANGE KEY of the older applications
      '80',
      '',
    ];
    for (const command of foreign) {
      const { jpki, card } = await jpkiOf();
      expect(await jpki.relay([INITIALIZE_UPDATE, command].map(fromHex))).toEqual({
        kind: 'not-relayed',
        index: 1,
      });
      expect(card.commands).toEqual([SELECT_JPKI]);
    }
  });

  it('whatever the bytes, what passes opens a secure channel or is inside of one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 12 }), async (command) => {
        const { jpki } = await jpkiOf([toHex(command), '9000']);
        const outcome = await jpki.relay([command]);
        if (outcome.kind === 'not-relayed') return;
        const [cla = 0, ins] = command;
        expect(cla & 0x80).toBe(0x80);
        if (ins !== 0x50) expect(cla & 0x0c).not.toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
