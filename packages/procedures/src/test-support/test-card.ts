import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type CardChannel, connectInProcess, encodeTlv } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import {
  type CardMemory,
  type CardState,
  MemoryCardStore,
  TearSwitch,
  VirtualCard,
} from '@kaijo/virtual-card';

export const CARD_PINS = { auth: '7306', sign: 'KAIJO2026X' } as const;

const OTHERS = {
  support: '2468',
  resident: '9753',
  faceBirth: '030515',
  facePinA: '000000000000',
  facePinB: '03051520310428',
  supportPinA: '000000000000',
  supportPinB: '03051520310428',
} as const;
const TRIES: Readonly<Record<string, number>> = { auth: 3, sign: 5, support: 3, resident: 3 };
const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));
const keys = {
  auth: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  sign: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

/** A card whose files are shaped like files and say nothing, for what does not depend on what they say. */
export interface TestCard {
  readonly channel: CardChannel;
  readonly tear: TearSwitch;
  /** Instruction bytes that reached the card. */
  readonly instructions: readonly number[];
  triesLeft(pin: keyof typeof CARD_PINS): Promise<number>;
}

export async function testCard(
  of: {
    /** Tries left; 0 is locked. */
    readonly tries?: { readonly auth?: number; readonly sign?: number };
    readonly withoutCertificates?: boolean;
  } = {},
): Promise<TestCard> {
  const store = new MemoryCardStore(stateOf(of.tries ?? {}, of.withoutCertificates ?? false));
  const tear = new TearSwitch(await VirtualCard.insert({ store, random }));
  const channel = await connectInProcess(tear);
  const instructions: number[] = [];
  return {
    tear,
    instructions,
    channel: {
      exclusive: channel.exclusive,
      transmit(command) {
        instructions.push(command[1] ?? 0);
        return channel.transmit(command);
      },
      disconnect: () => channel.disconnect(),
    },
    triesLeft: async (pin) => (await store.load()).memory.pins[pin].triesLeft,
  };
}

function stateOf(tries: { auth?: number; sign?: number }, withoutCertificates: boolean): CardState {
  const pins = Object.fromEntries(
    Object.entries({ ...CARD_PINS, ...OTHERS }).map(([name, value]) => [
      name,
      { triesLeft: { ...TRIES, ...tries }[name] ?? 10, value: Secret.ofAscii(value) },
    ]),
  ) as CardMemory['pins'];
  return {
    body: {
      managementId: new Uint8Array(10),
      issuerKeys: { version: 1, enc: Secret.take(random(16)), mac: Secret.take(random(16)) },
      keys,
      files: {
        token: new TextEncoder().encode('JPKIAPICCTOKEN2'.padEnd(32)),
        ...(!withoutCertificates && {
          authCertificate: encodeTlv(0x30, random(1_400)),
          signCertificate: encodeTlv(0x30, random(1_500)),
        }),
        faceData: encodeTlv(0xff20, random(9_000)),
        faceIntermediateCertificate: encodeTlv(0x7f21, random(560)),
      },
    },
    memory: { pins, sequenceCounter: 0 },
  };
}
