import { CardProtocolError, concatBytes, encodeTlv, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, SELECT_INPUT_SUPPORT, SELECT_RESIDENT, selectEf, verifyPin } from '../test-support/commands.ts';
import { scriptedCard } from '../test-support/scripted-card.ts';
import { decodeFourAttributes } from './four-attributes.ts';
import { MyNumberCard } from './my-number-card.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function fourAttributes(changes: Partial<Record<'name' | 'address' | 'birth' | 'sex', Uint8Array>> = {}) {
  const fields = {
    name: utf8('番号　花子'),
    address: utf8('東京都千代田区霞が関２－１－２'),
    birth: utf8('19910515'),
    sex: utf8('2'),
    ...changes,
  };
  return encodeTlv(
    0xff20,
    concatBytes(
      encodeTlv(0xdf21, new Uint8Array(8)),
      encodeTlv(0xdf22, fields.name),
      encodeTlv(0xdf23, fields.address),
      encodeTlv(0xdf24, fields.birth),
      encodeTlv(0xdf25, fields.sex),
    ),
  );
}

const HANAKO = {
  name: '番号　花子',
  address: '東京都千代田区霞が関２－１－２',
  birth: { year: 1991, month: 5, day: 15 },
  sex: 2,
};

describe('The support PIN opens the four attributes', () => {
  it('which are read with one command', async () => {
    const card = scriptedCard(
      [SELECT_INPUT_SUPPORT, '9000'],
      [selectEf('0011'), '9000'],
      [ASK, '63C3'],
      [verifyPin('7306'), '9000'],
      ['00B08200000000', `${toHex(fourAttributes())}FFFF9000`],
    );
    const selection = await new MyNumberCard(card.channel).selectInputSupport();
    if (selection.kind !== 'selected') throw new Error(selection.kind);
    expect(await selection.session.pin.askTriesLeft()).toEqual({ kind: 'tries', left: 3 });
    const verified = await selection.session.pin.verify(Secret.ofAscii('7306'));
    if (verified.kind !== 'correct') throw new Error(verified.kind);
    expect(await verified.unlocked.readFourAttributes()).toEqual(HANAKO);
  });

  it('what is no name, date or sex is not taken for one, and the error does not repeat it', () => {
    const wrong = [
      { name: Uint8Array.of(0xff, 0xfe) },
      { birth: utf8('19910231') },
      { birth: utf8('1991-5-15') },
      { sex: utf8('9') },
      { sex: utf8('') },
    ];
    for (const changes of wrong) {
      expect(() => decodeFourAttributes(fourAttributes(changes))).toThrow(
        new CardProtocolError('the four attributes are malformed'),
      );
    }
    expect(() => decodeFourAttributes(encodeTlv(0xff20, encodeTlv(0xdf22, utf8('花子'))))).toThrow(
      CardProtocolError,
    );
  });

  it('whatever the bytes, they are four attributes or a broken card', () => {
    const genuine = fourAttributes();
    fc.assert(
      fc.property(fc.nat(genuine.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const bytes = Uint8Array.from(genuine);
        bytes[at] = byte;
        try {
          expect(Object.keys(decodeFourAttributes(bytes))).toEqual(['name', 'address', 'birth', 'sex']);
        } catch (error) {
          expect(error).toBeInstanceOf(CardProtocolError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('The resident PIN', () => {
  it('is asked for and verified like the others', async () => {
    const card = scriptedCard(
      [SELECT_RESIDENT, '9000'],
      [selectEf('0011'), '9000'],
      [ASK, '63C2'],
      [verifyPin('7306'), '63C1'],
    );
    const selection = await new MyNumberCard(card.channel).selectResident();
    if (selection.kind !== 'selected') throw new Error(selection.kind);
    expect(await selection.session.pin.askTriesLeft()).toEqual({ kind: 'tries', left: 2 });
    expect(await selection.session.pin.verify(Secret.ofAscii('7306'))).toEqual({
      kind: 'wrong',
      triesLeft: 1,
    });
  });
});
