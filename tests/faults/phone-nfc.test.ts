import { readFile } from 'node:fs/promises';
import { pinBOf } from '@kaijo/cli/demo';
import { CardGoneError } from '@kaijo/iso7816';
import { persona } from '@kaijo/personas';
import { tapCard } from '@kaijo/procedures';
import { Secret } from '@kaijo/secret';
import type { CardState } from '@kaijo/virtual-card';
import { beforeAll, describe, expect, it } from 'vitest';
import { askTries, holdCard } from '../../apps/phone/src/card/hold-card.ts';
import { nfcCardSource } from '../../apps/phone/src/nfc/nfc-card-source.ts';
import { nativeNfc } from '../../apps/phone/src/nfc/nfc-plugin.ts';
import { CardInHand } from '../support/card-in-hand.ts';
import { DEMO_PINS, demoCardState } from '../support/demo-card.ts';
import { NfcOfAPhone } from '../support/nfc-of-a-phone.ts';

/** The app's card source over the shell's plugin, without a phone: what a holder's hand does to it. */

let state: CardState;
beforeAll(async () => {
  state = await demoCardState();
});

const WAITING = 'カードをスマートフォンにかざしてください';
const NONCE = new Uint8Array(32).fill(7);

async function phone(answerMs?: number) {
  const nfc = new NfcOfAPhone();
  const card = await CardInHand.of(state);
  const leaving = new AbortController();
  const source = nfcCardSource(nfc, () => WAITING, answerMs);
  const ask = () => holdCard(source, leaving.signal, askTries);
  const tap = () =>
    holdCard(source, leaving.signal, (channel) =>
      tapCard(channel, {
        targetPin: 'sign',
        nonce: NONCE,
        pinB: pinBOf(persona('hanako'), new Date()),
        askProvingPin: async () => Secret.ofAscii(DEMO_PINS.auth),
      }),
    );
  return { nfc, card, leaving, source, ask, tap };
}

const FULL = { auth: { kind: 'tries', left: 3 }, sign: { kind: 'tries', left: 5 } };

describe('a card held to a phone', () => {
  it('is waited for, asked its tries and let go; the sheet speaks the holder’s language', async () => {
    const { nfc, card, ask } = await phone();
    const asked = ask();
    await expect.poll(() => nfc.isWaiting).toBe(true);
    nfc.hold(card.tear);
    expect(await asked).toEqual({ kind: 'done', value: { kind: 'asked', states: FULL } });
    expect(nfc.said).toEqual([WAITING]);
    await expect(nfc.transceive({ command: '' })).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
  });

  it('is read for the sign PIN with the auth PIN and PIN-B (R3)', async () => {
    const { nfc, card, tap } = await phone();
    nfc.hold(card.tear);
    expect(await tap()).toMatchObject({ kind: 'done', value: { kind: 'read' } });
    // iOS lets an app select what its Info.plist lists, and nothing else.
    const plist = await readFile(
      new URL('../../apps/phone/native/xcode/Info-additions.plist', import.meta.url),
      'utf8',
    );
    const listed = [...plist.matchAll(/<string>([0-9A-F]{20})<\/string>/g)].map(([, aid]) => aid);
    const selected = nfc.bridge
      .map((command) => Buffer.from(command, 'base64').toString('hex').toUpperCase())
      .filter((command) => command.startsWith('00A404'))
      .map((command) => command.slice(10, 30));
    expect([...new Set(selected)].sort()).toEqual(listed.sort());
  });

  it('that slips at any command costs no try, and nothing more is sent to what is there then', async () => {
    const calm = await phone();
    calm.nfc.hold(calm.card.tear);
    await calm.tap();
    const commands = calm.card.tear.commands;
    expect(commands).toBeGreaterThan(10);
    for (let command = 1; command <= commands; command++) {
      const { nfc, card, tap } = await phone();
      card.tear.arm({ when: command % 2 === 0 ? 'before' : 'after', command });
      nfc.hold(card.tear);
      expect(await tap()).toMatchObject({ kind: 'done', value: { kind: 'card-gone' } });
      expect(nfc.bridge).toHaveLength(command);
      expect(await card.askTries()).toEqual(FULL);
    }
  });

  it('that hangs in a weak field counts as gone, and its late answer as none', async () => {
    const { nfc, card, ask } = await phone(20);
    nfc.hangAt = 2;
    nfc.hold(card.tear);
    expect(await ask()).toMatchObject({ kind: 'done', value: { kind: 'card-gone' } });
    expect(nfc.bridge).toHaveLength(3);
  });

  it('that is changed for another one under the phone is not gone on with', async () => {
    const { nfc, card, source, leaving } = await phone();
    nfc.hold(card.tear);
    const channel = await source.waitForCard(leaving.signal);
    if (typeof channel === 'string') throw new Error(channel);
    const other = await CardInHand.of(state);
    nfc.hold(other.tear);
    await expect(channel.transmit(Uint8Array.of(0, 0xa4, 4, 0x0c))).rejects.toThrow(CardGoneError);
    await expect(channel.transmit(Uint8Array.of(0, 0xa4, 4, 0x0c))).rejects.toThrow(CardGoneError);
    expect(other.executed).toEqual([]);
  });
});

describe('a phone', () => {
  it('without NFC, or with NFC switched off, says so', async () => {
    const { nfc, ask } = await phone();
    nfc.switchedOn = 'none';
    expect(await ask()).toEqual({ kind: 'no-reader', why: 'no-card-reader' });
    nfc.switchedOn = 'off';
    expect(await ask()).toEqual({ kind: 'no-reader', why: 'card-reader-off' });
  });

  it('whose sheet the holder closed does not open it again by itself', async () => {
    const { nfc, ask } = await phone();
    const asked = ask();
    await expect.poll(() => nfc.isWaiting).toBe(true);
    nfc.end('CANCELLED');
    expect(await asked).toEqual({ kind: 'no-reader', why: 'card-not-held' });
    expect(nfc.said).toHaveLength(1);
  });

  it('whose session ran out, or has not quite ended, waits anew', async () => {
    const { nfc, card, ask } = await phone();
    nfc.busyFor = 1;
    const asked = ask();
    await expect.poll(() => nfc.isWaiting).toBe(true);
    nfc.end('TIMEOUT');
    await expect.poll(() => nfc.isWaiting).toBe(true);
    nfc.hold(card.tear);
    expect(await asked).toMatchObject({ kind: 'done' });
    expect(nfc.said).toHaveLength(3);
  });

  it('whose holder leaves the screen waits no more, and reads no card that comes then', async () => {
    const { nfc, card, leaving, ask } = await phone();
    const asked = ask();
    await expect.poll(() => nfc.isWaiting).toBe(true);
    leaving.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
    expect(nfc.isWaiting).toBe(false);
    nfc.hold(card.tear);
    expect(card.executed).toEqual([]);
  });
});

describe('the bridge of the shell', () => {
  it('is used where there is one, and only there', async () => {
    expect(nativeNfc({})).toBeUndefined();
    expect(nativeNfc({ Capacitor: { isNativePlatform: () => false } })).toBeUndefined();
    const called: unknown[] = [];
    const nfc = nativeNfc({
      Capacitor: {
        isNativePlatform: () => true,
        nativePromise: async (...call: unknown[]) => {
          called.push(call);
          return { state: 'on' };
        },
      },
    });
    expect(await nfc?.state()).toEqual({ state: 'on' });
    await nfc?.transceive({ command: 'AKQ=' });
    expect(called).toEqual([
      ['KaijoNfc', 'state', undefined],
      ['KaijoNfc', 'transceive', { command: 'AKQ=' }],
    ]);
  });
});
