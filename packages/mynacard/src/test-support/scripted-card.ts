import { type CardChannel, fromHex, toHex } from '@kaijo/iso7816';

/** One expected command and its answer, both in hex. */
export type Exchange = readonly [command: string, answer: string];

export interface ScriptedCard {
  readonly channel: CardChannel;
  /** All commands that reached the card, upper-case hex. */
  readonly commands: string[];
  /** The command buffers themselves, as the client left them. */
  readonly buffers: Uint8Array[];
  /** Whether every expected command has come. */
  readonly finished: () => boolean;
}

/** A card that answers exactly this conversation; any other command fails the test that sent it. */
export function scriptedCard(...exchanges: Exchange[]): ScriptedCard {
  let next = 0;
  return answeringCard(
    (command) => {
      const exchange = exchanges[next++];
      if (exchange === undefined) throw new Error(`unexpected command ${command}`);
      const expected = normal(exchange[0]);
      if (command !== expected) throw new Error(`command ${command} where ${expected} was expected`);
      return exchange[1];
    },
    () => next === exchanges.length,
  );
}

/** A card that answers by a function from command to answer, both in hex. */
export function answeringCard(
  answer: (command: string) => string,
  finished: () => boolean = () => true,
): ScriptedCard {
  const commands: string[] = [];
  const buffers: Uint8Array[] = [];
  return {
    commands,
    buffers,
    finished,
    channel: {
      exclusive: true,
      async transmit(command) {
        const text = normal(toHex(command));
        commands.push(text);
        buffers.push(command);
        return fromHex(answer(text));
      },
      async disconnect() {},
    },
  };
}

function normal(hex: string): string {
  return hex.replace(/\s+/g, '').toUpperCase();
}
