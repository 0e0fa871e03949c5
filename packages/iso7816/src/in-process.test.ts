import { describe, expect, it } from 'vitest';
import { CardGoneError, connectInProcess, fromHex, toHex } from './index.ts';
import { EchoCard } from './testing/echo-card.ts';

const COMMAND = fromHex('00b00000');

describe('a card in the same process', () => {
  it('has power from connect to disconnect, and answers in between', async () => {
    const card = new EchoCard();
    const channel = await connectInProcess(card);
    expect(channel.exclusive).toBe(true);
    expect(toHex(await channel.transmit(COMMAND))).toBe('00b000009000');
    await channel.disconnect();
    expect(card.events).toEqual(['on', 'exchange 4', 'off']);
  });

  it('is gone after disconnect, and disconnecting twice is allowed', async () => {
    const card = new EchoCard();
    const channel = await connectInProcess(card);
    await channel.disconnect();
    await channel.disconnect();
    await expect(channel.transmit(COMMAND)).rejects.toThrow(CardGoneError);
    expect(card.events).toEqual(['on', 'off']);
  });

  it('says so when its power is cut', async () => {
    const card = new EchoCard();
    card.before = () => {
      throw new CardGoneError('torn');
    };
    const channel = await connectInProcess(card);
    await expect(channel.transmit(COMMAND)).rejects.toThrow(CardGoneError);
  });

  it('takes one command at a time', async () => {
    const card = new EchoCard();
    const channel = await connectInProcess(card);
    const first = channel.transmit(COMMAND);
    await expect(channel.transmit(COMMAND)).rejects.toThrow('one command at a time');
    await first;
    await channel.transmit(COMMAND);
    expect(card.events).toEqual(['on', 'exchange 4', 'exchange 4']);
  });

  it('finishes the command under way before it is powered off', async () => {
    const card = new EchoCard();
    card.before = () => new Promise((resolve) => setTimeout(resolve, 20));
    const channel = await connectInProcess(card);
    const answer = channel.transmit(COMMAND);
    await channel.disconnect();
    expect(toHex(await answer)).toBe('00b000009000');
    expect(card.events).toEqual(['on', 'exchange 4', 'off']);
  });

  it('never throws on disconnect, even if the card does', async () => {
    const card = new EchoCard();
    card.powerOff = () => Promise.reject(new CardGoneError('gone already'));
    const channel = await connectInProcess(card);
    await channel.disconnect();
    await expect(channel.transmit(COMMAND)).rejects.toThrow(CardGoneError);
  });
});
