import { type CardChannel, CardGoneError, CardProtocolError } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import {
  ASK,
  SELECT_CARD_FACE,
  SELECT_INPUT_SUPPORT,
  SELECT_JPKI,
  SELECT_RESIDENT,
  selectEf,
  verifyPin,
} from '../test-support/commands.ts';
import { answeringCard, scriptedCard } from '../test-support/scripted-card.ts';
import { MyNumberCard, type Selection } from './my-number-card.ts';

function selected<Session>(selection: Selection<Session>): Session {
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return selection.session;
}

const PIN = Secret.ofAscii('7306');

describe('Is it a My Number Card?', () => {
  it('one that knows the application is', async () => {
    const { channel, commands } = answeringCard(() => '9000');
    const card = new MyNumberCard(channel);
    for (const select of ['selectJpki', 'selectCardFace', 'selectInputSupport', 'selectResident'] as const)
      expect((await card[select]()).kind).toBe('selected');
    expect(commands).toEqual([SELECT_JPKI, SELECT_CARD_FACE, SELECT_INPUT_SUPPORT, SELECT_RESIDENT]);
  });

  it('a card of another kind is not, whatever way it says no', async () => {
    for (const word of ['6A82', '6A81', '6A86', '6D00', '6E00'])
      expect(await new MyNumberCard(scriptedCard([SELECT_JPKI, word]).channel).selectJpki()).toEqual({
        kind: 'not-a-my-number-card',
        missing: 'jpki',
      });
  });

  it('a card that does not answer the question is neither', async () => {
    for (const answer of ['6F00', '6283', '', '90', '01 9000'])
      await expect(
        new MyNumberCard(scriptedCard([SELECT_JPKI, answer]).channel).selectJpki(),
      ).rejects.toThrow(CardProtocolError);
  });
});

describe('A PIN holds for the application that is selected', () => {
  const willing = () => answeringCard((command) => (command === ASK ? '63C3' : '9000'));

  it('so that a JPKI PIN cannot be used once another application was selected', async () => {
    const { channel, commands } = willing();
    const card = new MyNumberCard(channel);
    const jpki = selected(await card.selectJpki());
    const verified = await jpki.authPin.verify(PIN);
    if (verified.kind !== 'correct') throw new Error(verified.kind);
    await card.selectCardFace();
    const before = commands.length;
    await expect(jpki.authPin.verify(PIN)).rejects.toThrow('no longer the selected');
    await expect(jpki.readAuthCertificate()).rejects.toThrow('no longer the selected');
    await expect(verified.unlocked.signDigest(new Uint8Array(32))).rejects.toThrow('no longer the selected');
    expect(commands).toHaveLength(before);
  });

  it('nor once the same application was selected again, nor after a SELECT that failed', async () => {
    const { channel } = willing();
    const card = new MyNumberCard(channel);
    const first = selected(await card.selectJpki());
    const second = selected(await card.selectJpki());
    await expect(first.authPin.verify(PIN)).rejects.toThrow('no longer the selected');
    expect((await second.authPin.verify(PIN)).kind).toBe('correct');

    const foreign = new MyNumberCard(
      answeringCard((command) => (command === SELECT_RESIDENT ? '6A82' : '9000')).channel,
    );
    const jpki = selected(await foreign.selectJpki());
    expect((await foreign.selectResident()).kind).toBe('not-a-my-number-card');
    await expect(jpki.authPin.verify(PIN)).rejects.toThrow('no longer the selected');
  });

  it('two operations at once do not mix their SELECTs: no PIN meets the other PIN', async () => {
    const { channel, commands } = willing();
    const jpki = selected(await new MyNumberCard(channel).selectJpki());
    await Promise.all([
      jpki.authPin.verify(PIN),
      jpki.signPin.verify(Secret.ofAscii('KAIJO2026X')),
      jpki.authPin.askTriesLeft(),
    ]);
    expect(commands).toEqual(
      [
        SELECT_JPKI,
        selectEf('0018'),
        verifyPin('7306'),
        selectEf('001B'),
        verifyPin('KAIJO2026X'),
        selectEf('0018'),
        ASK,
      ].map((command) => command.toUpperCase()),
    );
  });

  it('a PIN needs a card that nobody else can reach', () => {
    const shared: CardChannel = { ...willing().channel, exclusive: false };
    expect(() => new MyNumberCard(shared)).toThrow('exclusive');
  });
});

describe('The card leaves', () => {
  it('and stays away: nothing is sent to whatever card is there afterwards', async () => {
    let present = true;
    const { channel, commands } = answeringCard(() => {
      if (!present) throw new CardGoneError('the card was taken away');
      return '9000';
    });
    const card = new MyNumberCard(channel);
    const jpki = selected(await card.selectJpki());
    present = false;
    await expect(jpki.authPin.askTriesLeft()).rejects.toThrow(CardGoneError);
    present = true;
    const before = commands.length;
    await expect(jpki.authPin.verify(PIN)).rejects.toThrow(CardGoneError);
    await expect(card.selectJpki()).rejects.toThrow(CardGoneError);
    expect(commands).toHaveLength(before);
  });
});
