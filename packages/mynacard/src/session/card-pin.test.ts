import { CardGoneError, CardProtocolError } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { ASK, changePin, SELECT_JPKI, selectEf, verifyPin } from '../test-support/commands.ts';
import { answeringCard, type Exchange, scriptedCard } from '../test-support/scripted-card.ts';
import { MyNumberCard } from './my-number-card.ts';

const AUTH_PIN = '7306';
const SIGN_PIN = 'KAIJO2026X';

async function jpkiOf(...exchanges: Exchange[]) {
  const card = scriptedCard([SELECT_JPKI, '9000'], ...exchanges);
  const selection = await new MyNumberCard(card.channel).selectJpki();
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return { jpki: selection.session, card };
}

async function ask(answer: string) {
  const { jpki } = await jpkiOf([selectEf('0018'), '9000'], [ASK, answer]);
  return jpki.authPin.askTriesLeft();
}

async function verify(answer: string) {
  const { jpki } = await jpkiOf([selectEf('0018'), '9000'], [verifyPin(AUTH_PIN), answer]);
  return jpki.authPin.verify(Secret.ofAscii(AUTH_PIN));
}

describe('R10: the tries left are known before the holder types', () => {
  it('by an empty VERIFY, which costs none', async () => {
    expect(await ask('63C3')).toEqual({ kind: 'tries', left: 3 });
    expect(await ask('63C1')).toEqual({ kind: 'tries', left: 1 });
  });

  it('a PIN without tries answers 63C0, 6983, 6984 or 6985', async () => {
    for (const word of ['63C0', '6983', '6984', '6985'])
      expect(await ask(word)).toEqual({ kind: 'no-tries-left' });
  });

  it('some cards answer 9000 while the PIN is verified and do not tell the counter', async () => {
    expect(await ask('9000')).toEqual({ kind: 'verified' });
  });

  it('R41: a card may have no such PIN', async () => {
    const { jpki } = await jpkiOf([selectEf('001B'), '6A82']);
    expect(await jpki.signPin.askTriesLeft()).toEqual({ kind: 'absent' });
  });

  it('any other answer is a broken card, never a number of tries', async () => {
    for (const word of ['6300', '6A86', '6F00', '6700', '6982'])
      await expect(ask(word)).rejects.toThrow(CardProtocolError);
    await expect(ask('03 63C3')).rejects.toThrow(CardProtocolError);
  });
});

describe('R9, R10: VERIFY', () => {
  it('a right PIN is correct and gives out its key', async () => {
    expect(await verify('9000')).toMatchObject({ kind: 'correct', unlocked: { kind: 'auth' } });
  });

  it('a wrong one costs a try, and the holder learns how many are left', async () => {
    expect(await verify('63C2')).toEqual({ kind: 'wrong', triesLeft: 2 });
    expect(await verify('63C1')).toEqual({ kind: 'wrong', triesLeft: 1 });
  });

  it('the last wrong one locks, and that is told from a PIN that was locked before', async () => {
    expect(await verify('63C0')).toEqual({ kind: 'locked', byThisTry: true });
    expect(await verify('6983')).toEqual({ kind: 'locked', byThisTry: false });
    expect(await verify('6984')).toEqual({ kind: 'locked', byThisTry: false });
  });

  it('an initialised PIN that was not set says so', async () => {
    expect(await verify('6985')).toEqual({ kind: 'initialised' });
  });

  it('no other answer is taken for a right PIN', async () => {
    for (const word of ['6282', '6300', '6982', '6A80', '6100', '9001', '00 9000'])
      await expect(verify(word)).rejects.toThrow(CardProtocolError);
  });

  it('a PIN of the wrong shape never reaches the card', async () => {
    const { jpki, card } = await jpkiOf();
    for (const pin of ['', '123', '12345', '12A4'])
      expect(await jpki.authPin.verify(Secret.ofAscii(pin))).toMatchObject({ kind: 'wrong-shape' });
    for (const pin of ['', 'ABC12', 'ABCDEF', '123456', 'abc123', 'ABCDEFGHIJKLMNO12'])
      expect(await jpki.signPin.verify(Secret.ofAscii(pin))).toMatchObject({ kind: 'wrong-shape' });
    expect(card.commands).toEqual([SELECT_JPKI]);
  });

  it('asking and verifying select the PIN once', async () => {
    const { jpki, card } = await jpkiOf(
      [selectEf('001B'), '9000'],
      [ASK, '63C5'],
      [verifyPin(SIGN_PIN), '63C4'],
      [verifyPin('KAIJO2026Y'), '9000'],
    );
    await jpki.signPin.askTriesLeft();
    await jpki.signPin.verify(Secret.ofAscii(SIGN_PIN));
    await jpki.signPin.verify(Secret.ofAscii('KAIJO2026Y'));
    expect(card.finished()).toBe(true);
  });

  it('R30: nothing of the PIN is left in the command that was sent, answered or not', async () => {
    const { jpki, card } = await jpkiOf([selectEf('0018'), '9000'], [verifyPin(AUTH_PIN), '9000']);
    await jpki.authPin.verify(Secret.ofAscii(AUTH_PIN));
    expect([...(card.buffers[2] as Uint8Array)]).toEqual(Array(9).fill(0));

    const leaving = answeringCard((command) => {
      if (command.startsWith('0020')) throw new CardGoneError('gone');
      return '9000';
    });
    const selection = await new MyNumberCard(leaving.channel).selectJpki();
    if (selection.kind !== 'selected') throw new Error(selection.kind);
    await expect(selection.session.authPin.verify(Secret.ofAscii(AUTH_PIN))).rejects.toThrow(CardGoneError);
    expect([...(leaving.buffers[2] as Uint8Array)]).toEqual(Array(9).fill(0));
  });

  it('R30: no error shows the PIN', async () => {
    const error = await verify('6F00').catch((thrown: unknown) => thrown);
    expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(AUTH_PIN);
  });
});

describe('A new value for a PIN', () => {
  async function change(answer: string) {
    const { jpki } = await jpkiOf([selectEf('0018'), '9000'], [changePin(AUTH_PIN), answer]);
    return jpki.authPin.change(Secret.ofAscii(AUTH_PIN));
  }

  it('is taken, not allowed, or refused by the card', async () => {
    expect(await change('9000')).toEqual({ kind: 'changed' });
    for (const word of ['6982', '6983', '6984', '6985'])
      expect(await change(word)).toEqual({ kind: 'not-allowed' });
    for (const word of ['6A80', '6700']) expect(await change(word)).toEqual({ kind: 'refused-by-card' });
    for (const word of ['63C2', '6F00', '00 9000'])
      await expect(change(word)).rejects.toThrow(CardProtocolError);
  });

  it('never reaches the card in the wrong shape', async () => {
    const { jpki, card } = await jpkiOf();
    expect(await jpki.authPin.change(Secret.ofAscii('123A'))).toMatchObject({ kind: 'wrong-shape' });
    expect(await jpki.signPin.change(Secret.ofAscii('secret99'))).toMatchObject({ kind: 'wrong-shape' });
    expect(card.commands).toEqual([SELECT_JPKI]);
  });
});
