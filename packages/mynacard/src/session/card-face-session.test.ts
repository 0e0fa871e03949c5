import { fromHex } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { composePinB, type PinB } from '../pin/pin-b.ts';
import { ASK, SELECT_CARD_FACE, selectEf, verifyPin } from '../test-support/commands.ts';
import { type Exchange, scriptedCard } from '../test-support/scripted-card.ts';
import { MyNumberCard } from './my-number-card.ts';

const PIN_B_DIGITS = '03051520310428';

function pinB(): PinB {
  const composed = composePinB(
    {
      birth: { calendar: 'era', era: 'heisei', year: 3, month: 5, day: 15 },
      expiryYear: 2031,
      securityCode: '0428',
    },
    { year: 2026, month: 3, day: 10 },
  );
  if (composed.kind === 'refused') throw new Error(composed.reason);
  return composed.pinB;
}

async function verifyPinB(...exchanges: Exchange[]) {
  const card = scriptedCard([SELECT_CARD_FACE, '9000'], [selectEf('0012'), '9000'], ...exchanges);
  const selection = await new MyNumberCard(card.channel).selectCardFace();
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return { outcome: await selection.session.verifyPinB(pinB()), card };
}

describe('PIN-B has ten tries that no store can give back', () => {
  it('it is sent while a wrong one leaves seven', async () => {
    for (const left of ['A', '9', '8']) {
      const { outcome } = await verifyPinB([ASK, `63C${left}`], [verifyPin(PIN_B_DIGITS), '9000']);
      expect(outcome.kind).toBe('correct');
    }
  });

  it('and never when fewer than eight are left', async () => {
    for (let left = 1; left < 8; left++) {
      const { outcome, card } = await verifyPinB([ASK, `63C${left}`]);
      expect(outcome).toEqual({ kind: 'too-few-tries', triesLeft: left });
      expect(card.finished()).toBe(true);
    }
  });

  it('so three wrong ones are the most that Kaijo ever spends', async () => {
    let left = 10;
    for (let attempt = 0; attempt < 6; attempt++) {
      const word = (tries: number) => `63C${tries.toString(16)}`;
      const { outcome } = await verifyPinB([ASK, word(left)], [verifyPin(PIN_B_DIGITS), word(left - 1)]);
      if (outcome.kind === 'wrong') left = outcome.triesLeft;
    }
    expect(left).toBe(7);
  });

  it('a locked one is told, and nothing is sent', async () => {
    for (const word of ['63C0', '6983', '6984']) {
      const { outcome } = await verifyPinB([ASK, word]);
      expect(outcome).toEqual({ kind: 'locked', byThisTry: false });
    }
  });

  it('a card on which it is verified already needs no VERIFY', async () => {
    const { outcome, card } = await verifyPinB([ASK, '9000']);
    expect(outcome.kind).toBe('correct');
    expect(card.finished()).toBe(true);
  });
});

describe('The card face', () => {
  it('is on every card: one without it is broken', async () => {
    const { outcome } = await verifyPinB(
      [ASK, '63CA'],
      [verifyPin(PIN_B_DIGITS), '9000'],
      ['00B08200000000', '6A82'],
      [selectEf('0002'), '6A82'],
    );
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    await expect(outcome.unlocked.read()).rejects.toThrow('nothing in file 2');
  });

  it('is handed out as it stands, each file with one command', async () => {
    const { outcome, card } = await verifyPinB(
      [ASK, '63CA'],
      [verifyPin(PIN_B_DIGITS), '9000'],
      ['00B08200000000', 'FF2003DF21009000'],
      ['00B08400000000', '7F210200009000'],
    );
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    expect(await outcome.unlocked.read()).toEqual({
      data: fromHex('FF2003DF2100'),
      certificate: fromHex('7F21020000'),
    });
    expect(card.finished()).toBe(true);
  });

  it('is nothing else: a file of another kind is not handed out', async () => {
    const { outcome } = await verifyPinB(
      [ASK, '63CA'],
      [verifyPin(PIN_B_DIGITS), '9000'],
      ['00B08200000000', '7F210200009000'],
      [selectEf('0002'), '9000'],
      ['00B00000000000', '7F210200009000'],
    );
    if (outcome.kind !== 'correct') throw new Error(outcome.kind);
    await expect(outcome.unlocked.read()).rejects.toThrow('something else');
  });
});
