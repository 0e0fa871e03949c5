import { CardGoneError, fromHex, toHex } from '@kaijo/iso7816';
import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualCard } from '../card/virtual-card.ts';
import { MemoryCardStore } from '../state/card-store.ts';
import { ASK, JPKI, selectFile, verify } from '../testing/card-terminal.ts';
import { osRandom, SAMPLE_PINS, sampleCardState } from '../testing/sample-card.ts';
import { TearSwitch } from './tear-switch.ts';

let tear: TearSwitch;

beforeEach(async () => {
  const store = new MemoryCardStore(sampleCardState());
  tear = new TearSwitch(await VirtualCard.insert({ store, random: osRandom }));
  await tear.powerOn();
});

async function send(...commands: string[]): Promise<string> {
  let answer = '';
  for (const command of commands) answer = toHex(await tear.exchange(fromHex(command)));
  return answer;
}

describe('a card that is torn away', () => {
  it('before the command keeps its tries', async () => {
    tear.arm({ when: 'before', command: 3 });
    await expect(send(JPKI, selectFile('0018'), verify('0000'))).rejects.toBeInstanceOf(CardGoneError);
    await tear.powerOn();
    expect(await send(JPKI, selectFile('0018'), ASK)).toBe('63c3');
  });

  it('after the command has lost one, though nobody heard the answer', async () => {
    tear.arm({ when: 'after', command: 3 });
    await expect(send(JPKI, selectFile('0018'), verify('0000'))).rejects.toBeInstanceOf(CardGoneError);
    await tear.powerOn();
    expect(await send(JPKI, selectFile('0018'), ASK)).toBe('63c2');
  });

  it('is gone until it is powered on, and has forgotten its PIN state', async () => {
    await send(JPKI, selectFile('0018'), verify(SAMPLE_PINS.auth));
    tear.arm({ when: 'before', command: 1 });
    await expect(send(selectFile('0017'))).rejects.toBeInstanceOf(CardGoneError);
    await expect(send(JPKI)).rejects.toBeInstanceOf(CardGoneError);
    await tear.powerOn();
    expect(await send(JPKI, selectFile('0017'), '802a008001aa00')).toBe('6982');
  });

  it('is torn once for each arming', async () => {
    tear.arm({ when: 'after', command: 1 });
    await expect(send(JPKI)).rejects.toBeInstanceOf(CardGoneError);
    await tear.powerOn();
    expect(await send(JPKI)).toBe('9000');
  });

  it('counts the commands that reached it', async () => {
    await send(JPKI, selectFile('0018'));
    tear.arm({ when: 'before', command: 2 });
    await expect(send(ASK, ASK, ASK)).rejects.toBeInstanceOf(CardGoneError);
    expect(tear.commands).toBe(4);
  });

  it('is not torn once disarmed', async () => {
    tear.arm({ when: 'before', command: 1 });
    tear.arm(undefined);
    expect(await send(JPKI)).toBe('9000');
  });
});
