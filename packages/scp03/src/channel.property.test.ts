import type { CommandApdu, ResponseApdu } from '@kaijo/iso7816';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProtectedStatus } from './index.ts';
import { anyCommand, anyExchange, anyShape } from './testing/arbitraries.ts';
import {
  asAnswered,
  asReceived,
  type Channel,
  EVERY_SHAPE,
  nameOf,
  openChannel,
  openHost,
  type Shape,
} from './testing/channel.ts';

const exchanges = fc.array(anyExchange, { minLength: 1, maxLength: 5 });

describe('what the host wraps is what the card unwraps, and the other way round', () => {
  it.each(EVERY_SHAPE.map((shape) => [nameOf(shape), shape] as const))('%s', (_, shape) => {
    fc.assert(
      fc.property(exchanges, (list) => {
        const channel = openChannel(shape);
        for (const [command, response] of list) {
          expect(channel.card.unwrap(asReceived(channel.host.wrap(command)))).toEqual({
            kind: 'genuine',
            command,
          });
          expect(channel.host.unwrap(asAnswered(channel.card.wrap(response)))).toEqual({
            kind: expectedWorth(shape, response),
            response,
          });
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('a host session is a function of its options and commands', () => {
  it('produces all commands before any response is there, and checks the responses later in order', () => {
    fc.assert(
      fc.property(anyShape, exchanges, (shape, list) => {
        const { host, card } = openChannel(shape);
        const wrapped = list.map(([command]) => asReceived(host.wrap(command)));
        const answers = list.map(([, response], i) => answer(card, wrapped[i], response));
        expect(answers.map((given) => host.unwrap(given))).toEqual(
          list.map(([, response]) => ({ kind: expectedWorth(shape, response), response })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is made again after a restart: same commands, same judgement of the same responses', () => {
    fc.assert(
      fc.property(anyShape, exchanges, (shape, list) => {
        const channel = openChannel(shape);
        const wrapped = list.map(([command]) => channel.host.wrap(command));
        const answers = list.map(([, response], i) =>
          answer(channel.card, asReceived(wrapped[i] as CommandApdu), response),
        );
        channel.host.close();

        const again = openHost(channel.hostOptions);
        again.externalAuthenticate();
        again.unwrap({ data: new Uint8Array(), sw: 0x9000 });
        expect(list.map(([command]) => again.wrap(command))).toEqual(wrapped);
        expect(answers.map((given) => again.unwrap(given))).toEqual(
          list.map(([, response]) => ({ kind: expectedWorth(shape, response), response })),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('the card takes every command once and in order', () => {
  const three = fc.tuple(anyCommand, anyCommand, anyCommand);

  it('refuses a replayed command', () => {
    fc.assert(
      fc.property(anyShape, anyCommand, (shape, command) => {
        const { host, card } = openChannel(shape);
        const wrapped = asReceived(host.wrap(command));
        expect(card.unwrap(wrapped).kind).toBe('genuine');
        expect(card.unwrap(wrapped)).toEqual({ kind: 'refused', sw: 0x6988 });
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a command that came before its turn, or after one that was dropped', () => {
    fc.assert(
      fc.property(anyShape, three, (shape, commands) => {
        const { host, card } = openChannel(shape);
        const [first, , third] = commands.map((command) => asReceived(host.wrap(command)));
        expect(card.unwrap(first as never).kind).toBe('genuine');
        expect(card.unwrap(third as never)).toEqual({ kind: 'refused', sw: 0x6988 });
      }),
      { numRuns: 60 },
    );
  });

  it('refuses the commands of a recorded session in the next one, whose sequence counter is another', () => {
    fc.assert(
      fc.property(anyShape, anyCommand, (shape, command) => {
        const recorded = asReceived(openChannel(shape).host.wrap(command));
        const { card, host } = openChannel(shape, { sequenceCounter: 0x0103 });
        expect(asReceived(host.wrap(command))).not.toEqual(recorded);
        expect(card.unwrap(recorded)).toEqual({ kind: 'refused', sw: 0x6988 });
      }),
      { numRuns: 30 },
    );
  });
});

describe('the host takes every response for its own command only', () => {
  it('calls two swapped responses forged', () => {
    fc.assert(
      fc.property(anyRMacShape(), anyCommand, anyCommand, (shape, one, two) => {
        const { host, card } = openChannel(shape);
        const [first, second] = [one, two].map((command) =>
          answer(card, asReceived(host.wrap(command)), { data: Uint8Array.of(1, 2, 3), sw: 0x9000 }),
        ) as [ResponseApdu, ResponseApdu];
        expect(host.unwrap(second)).toEqual({ kind: 'forged' });
        expect(host.unwrap(first)).toEqual({ kind: 'forged' });
      }),
      { numRuns: 60 },
    );
  });
});

function anyRMacShape(): fc.Arbitrary<Shape> {
  return anyShape.filter(({ level }) => (level & 0x10) !== 0);
}

function expectedWorth({ level }: Shape, response: ResponseApdu): 'genuine' | 'unprotected' {
  return (level & 0x10) !== 0 && isProtectedStatus(response.sw) ? 'genuine' : 'unprotected';
}

function answer(
  card: Channel['card'],
  command: ReturnType<typeof asReceived> | undefined,
  response: ResponseApdu,
): ResponseApdu {
  if (command === undefined || card.unwrap(command).kind !== 'genuine') throw new Error('refused');
  return asAnswered(card.wrap(response));
}
