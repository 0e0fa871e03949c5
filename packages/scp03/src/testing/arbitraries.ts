import type { CommandApdu, ResponseApdu } from '@kaijo/iso7816';
import * as fc from 'fast-check';
import { EVERY_SHAPE, type Shape } from './channel.ts';

export const anyShape: fc.Arbitrary<Shape> = fc.constantFrom(...EVERY_SHAPE);

/** The longest data field that every shape can still pad and MAC. */
const DATA_MAX = 65_535 - 16 - 16;

const byte = fc.integer({ min: 0, max: 0xff });

/** Mostly short, now and then around the border of short and extended lengths, rarely as long as it gets. */
const dataLength = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 64 }) },
  { weight: 6, arbitrary: fc.integer({ min: 220, max: 280 }) },
  { weight: 1, arbitrary: fc.integer({ min: DATA_MAX - 40, max: DATA_MAX }) },
);

const data = fc
  .tuple(dataLength, fc.uint8Array({ minLength: 1, maxLength: 32 }))
  .map(([length, pattern]) => Uint8Array.from({ length }, (_, i) => pattern[i % pattern.length] ?? 0));

const le = fc.oneof(fc.integer({ min: 1, max: 256 }), fc.constantFrom(255, 256, 257, 65_535, 65_536));

/** Commands of the four cases of ISO/IEC 7816-3, 12.1, of class 00 or 80. */
export const anyCommand: fc.Arbitrary<CommandApdu> = fc.record(
  { cla: fc.constantFrom(0x00, 0x80, 0x90), ins: byte, p1: byte, p2: byte, data, le },
  { requiredKeys: ['cla', 'ins', 'p1', 'p2'] },
);

/** A status word that is protected, with or without data, or an error alone. */
export const anyResponse: fc.Arbitrary<ResponseApdu> = fc.oneof(
  fc.record({
    data: fc.oneof(fc.constant(new Uint8Array()), data),
    sw: fc.oneof(fc.constant(0x9000), fc.integer({ min: 0x6200, max: 0x63ff })),
  }),
  fc.record({
    data: fc.constant(new Uint8Array()),
    sw: fc.oneof(fc.integer({ min: 0x6400, max: 0x6fff }), fc.integer({ min: 0x9001, max: 0x9fff })),
  }),
);

export const anyExchange: fc.Arbitrary<readonly [CommandApdu, ResponseApdu]> = fc.tuple(
  anyCommand,
  anyResponse,
);
