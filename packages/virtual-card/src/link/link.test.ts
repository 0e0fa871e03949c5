import { type CardDevice, fromHex } from '@kaijo/iso7816';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { SAMPLE_PINS } from '../testing/sample-card.ts';
import { LinkMeter } from './link-meter.ts';
import { LINK_MODELS, LINK_NAMES } from './link-model.ts';
import { linkTime, linkTimeParts } from './link-time.ts';
import { overLink } from './over-link.ts';

const { instant, nfc106, nfc212, nfc424 } = LINK_MODELS;

describe('the time of a command', () => {
  it('is nothing on an instant link', () => {
    expect(linkTime(instant, 300, 65_000, true)).toBe(0);
  });

  it('of a short command on nfc106 is its bytes at 106 kbit/s, two blocks and the overhead', () => {
    const bytesOnAir = 4 + 3 + (2 + 3);
    const { transfer, overhead } = linkTimeParts(nfc106, 4, 2, false);
    expect(transfer).toBeCloseTo((bytesOnAir * 10) / 105.9375 + 2 * nfc106.blockOverhead, 6);
    expect(overhead).toBe(nfc106.commandOverhead);
  });

  it('of a 5 kB portrait on nfc106 is about half a second', () => {
    expect(linkTime(nfc106, 7, 5_002, false)).toBeGreaterThan(470);
    expect(linkTime(nfc106, 7, 5_002, false)).toBeLessThan(560);
  });

  it('holds the RSA time once, for a signature only', () => {
    expect(linkTime(nfc106, 56, 258, true) - linkTime(nfc106, 56, 258, false)).toBe(nfc106.rsaTime);
  });

  it('grows with every byte and shrinks with the bit rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 65_000 }),
        fc.integer({ min: 2, max: 65_000 }),
        (command, response) => {
          for (const model of [nfc106, nfc212, nfc424]) {
            expect(linkTime(model, command + 1, response, false)).toBeGreaterThan(
              linkTime(model, command, response, false),
            );
            expect(linkTime(model, command, response + 1, false)).toBeGreaterThan(
              linkTime(model, command, response, false),
            );
          }
          expect(linkTime(nfc212, command, response, false)).toBeLessThan(
            linkTime(nfc106, command, response, false),
          );
          expect(linkTime(nfc424, command, response, false)).toBeLessThan(
            linkTime(nfc212, command, response, false),
          );
        },
      ),
    );
  });

  it('is less for one large read than for the same bytes in blocks of 256', () => {
    const blocks = 32 * linkTime(nfc106, 5, 258, false);
    expect(linkTime(nfc106, 7, 32 * 256 + 2, false)).toBeLessThan(0.85 * blocks);
  });

  it.each(LINK_NAMES)('%s is listed under its own name', (name) => {
    expect(LINK_MODELS[name].name).toBe(name);
  });
});

describe('a card over a link', () => {
  async function cardOver(meter: LinkMeter): Promise<CardDevice> {
    const { card } = await terminal();
    return overLink(card, meter.options(nfc106));
  }

  it('answers as it does without', async () => {
    const device = await cardOver(new LinkMeter());
    expect(await device.exchange(fromHex(JPKI))).toEqual(fromHex('9000'));
  });

  it('is metered without waiting, the signature with its RSA time', async () => {
    const meter = new LinkMeter();
    const device = await cardOver(meter);
    const commands = [
      JPKI,
      selectFile('0018'),
      verify(SAMPLE_PINS.auth),
      selectFile('0017'),
      '802A008001AA00',
    ];
    for (const command of commands) await device.exchange(fromHex(command));
    expect(meter.exchanges.map(({ isRsa }) => isRsa)).toEqual([false, false, false, false, true]);
    expect(meter.elapsed).toBeCloseTo(
      linkTime(nfc106, 15, 2, false) +
        2 * linkTime(nfc106, 7, 2, false) +
        linkTime(nfc106, 9, 2, false) +
        linkTime(nfc106, 7, 258, true),
    );
  });

  it('pays no RSA time for a signature that is refused', async () => {
    const meter = new LinkMeter();
    const device = await cardOver(meter);
    for (const command of [JPKI, selectFile('0017'), '802A008001AA00'])
      await device.exchange(fromHex(command));
    expect(meter.exchanges.at(-1)?.isRsa).toBe(false);
  });

  it('keeps its answer back until the wait is over', async () => {
    const { card } = await terminal();
    let arrived: () => void = () => undefined;
    const waits: number[] = [];
    const device = overLink(card, {
      model: nfc106,
      wait: (milliseconds) => {
        waits.push(milliseconds);
        return new Promise((resolve) => {
          arrived = resolve;
        });
      },
    });
    let answered = false;
    const answer = device.exchange(fromHex(JPKI)).then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(answered).toBe(false);
    arrived();
    await answer;
    expect(waits).toEqual([linkTime(nfc106, 15, 2, false)]);
  });
});
