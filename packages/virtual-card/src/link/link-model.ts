export type LinkName = 'instant' | 'nfc106' | 'nfc212' | 'nfc424';

export const LINK_NAMES: readonly LinkName[] = ['instant', 'nfc106', 'nfc212', 'nfc424'];

/** How long a contactless link and the chip behind it take; times in milliseconds. */
export interface LinkModel {
  readonly name: LinkName;
  /** Bits a second, both ways. `Infinity` costs nothing. */
  readonly bitRate: number;
  /** Largest block of ISO/IEC 14443-4 with prologue and CRC, both ways (FSD and FSC). */
  readonly frameSize: number;
  /** Once for each block: guard and synchronisation times, start and end of frame, turn-round of chip and reader. */
  readonly blockOverhead: number;
  /** Once for each command: the reader's driver, the radio of a phone, the chip's operating system. */
  readonly commandOverhead: number;
  /** One RSA-2048 private key operation of the chip. */
  readonly rsaTime: number;
}

/** ISO/IEC 14443-2: bit rates are fc/128, fc/64 and fc/32. */
const CARRIER_FREQUENCY = 13_560_000;
/** ISO/IEC 14443-4, table 5: FSDI and FSCI 8. Most phones, readers and eID cards announce it. */
const FRAME_SIZE = 256;
/**
 * ISO/IEC 14443-3, 7 (Type B, as the My Number Card): start and end of frame 23 etu (0.22 ms at 106 kbit/s), before the
 * chip answers TR0 and TR1 (0.17 to 0.31 ms), before the reader goes on TR2 (0.1 ms); the rest is firmware. An estimate
 * of the usual case, kept for the higher bit rates, where the radio's part shrinks and the firmware's does not.
 */
const BLOCK_OVERHEAD = 0.9;
/**
 * What phones and USB readers show between two short commands beyond the bytes' own time: 3 to 12 ms. No figure of the
 * real card is public.
 */
const COMMAND_OVERHEAD = 6;
/** Java Cards of the last ten years sign RSA-2048 with CRT in 130 to 600 ms (JCAlgTest); the real card's time is not public. */
const RSA_TIME = 250;

export const LINK_MODELS: { readonly [Name in LinkName]: LinkModel } = {
  instant: {
    name: 'instant',
    bitRate: Number.POSITIVE_INFINITY,
    frameSize: FRAME_SIZE,
    blockOverhead: 0,
    commandOverhead: 0,
    rsaTime: 0,
  },
  nfc106: nfc('nfc106', 128),
  nfc212: nfc('nfc212', 64),
  nfc424: nfc('nfc424', 32),
};

function nfc(name: LinkName, divisor: number): LinkModel {
  return {
    name,
    bitRate: CARRIER_FREQUENCY / divisor,
    frameSize: FRAME_SIZE,
    blockOverhead: BLOCK_OVERHEAD,
    commandOverhead: COMMAND_OVERHEAD,
    rsaTime: RSA_TIME,
  };
}
