import { type CardDevice, CardGoneError } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { cardChoice } from './card-choice.ts';

function card(number: number, power: string[]): CardDevice {
  return {
    powerOn: async () => {
      power.push(`${number} on`);
      return new Uint8Array();
    },
    powerOff: async () => void power.push(`${number} off`),
    exchange: async () => Uint8Array.of(number),
  };
}

describe('one of several cards', () => {
  it('is used until it loses its power, whatever is chosen in between', async () => {
    const power: string[] = [];
    const choice = cardChoice(
      new Map([
        ['auth', card(1, power)],
        ['sign', card(2, power)],
      ]),
    );
    expect(choice.chosen).toBe('auth');
    await choice.device.powerOn();
    expect(choice.choose('sign')).toBe(true);
    expect(await choice.device.exchange(new Uint8Array())).toEqual(Uint8Array.of(1));
    await choice.device.powerOff();
    await choice.device.powerOn();
    expect(await choice.device.exchange(new Uint8Array())).toEqual(Uint8Array.of(2));
    expect(power).toEqual(['1 on', '1 off', '2 on']);
  });

  it('is none that is not there, and says nothing without power', () => {
    const choice = cardChoice(new Map([['auth', card(1, [])]]));
    expect(choice.choose('support')).toBe(false);
    expect(choice.chosen).toBe('auth');
    expect(() => choice.device.exchange(new Uint8Array())).toThrow(CardGoneError);
  });
});
