import { decodeCommand, decodeResponse, encodeResponse, fromHex, SW, toHex } from '@kaijo/iso7816';
import { type CardKeys, CardSession, deriveCardKeys } from '@kaijo/scp03';
import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardManagement } from './port.ts';
import { createScp03CardManagement } from './scp03-card-management.ts';

const MANAGEMENT_ID = fromHex('00112233445566778899');
const OTHER_ID = fromHex('0011223344556677889A');
const KEY_VERSION = 1;
const JPKI_AID = fromHex('D392F000260100000001');
const masterKey = () => Secret.take(new Uint8Array(16).fill(0x5a));

/** Every key that was handed out, to see that it is wiped again. */
const lent: CardKeys[] = [];

function service(): CardManagement {
  let draws = 0;
  return createScp03CardManagement({
    keys: {
      async cardKeys(version, managementId) {
        if (version !== KEY_VERSION) return undefined;
        const keys = deriveCardKeys(masterKey(), managementId);
        lent.push(keys);
        return keys;
      },
    },
    random: (length) => new Uint8Array(length).fill(++draws),
  });
}

/** The card's side, as far as the reset goes: what the virtual card does with these commands. */
class ResetCard {
  readonly reset: number[] = [];
  #session: CardSession | undefined;
  readonly #managementId: Uint8Array;
  readonly #keysOf: Uint8Array;

  readonly #keyVersion: number;

  constructor(managementId = MANAGEMENT_ID, keysOf = managementId, keyVersion = KEY_VERSION) {
    this.#managementId = managementId;
    this.#keysOf = keysOf;
    this.#keyVersion = keyVersion;
  }

  answer(apdu: Uint8Array): Uint8Array {
    const command = decodeCommand(apdu);
    if (command === undefined) throw new Error('no command');
    if (command.ins === 0x50) {
      const outcome = CardSession.initializeUpdate(command, {
        staticKeys: deriveCardKeys(masterKey(), this.#keysOf),
        keyVersion: this.#keyVersion,
        mode: 'S8',
        diversificationData: this.#managementId,
        sequenceCounter: 7,
        cardChallenge: { kind: 'pseudo-random', aid: JPKI_AID },
      });
      if (outcome.kind === 'refused') return sw(outcome.sw);
      this.#session = outcome.session;
      return encodeResponse(outcome.response);
    }
    const session = this.#session;
    if (session === undefined) return sw(SW.CONDITIONS_NOT_SATISFIED);
    if (command.ins === 0x82) {
      const outcome = session.externalAuthenticate(command);
      return outcome.kind === 'refused' ? sw(outcome.sw) : encodeResponse(outcome.response);
    }
    const outcome = session.unwrap(command);
    if (outcome.kind === 'refused') return sw(outcome.sw);
    expect(toHex(Uint8Array.of(outcome.command.cla, outcome.command.ins, outcome.command.p1))).toBe('802c03');
    this.reset.push(outcome.command.p2);
    return encodeResponse(session.wrap({ data: new Uint8Array(), sw: SW.OK }));
  }
}

const sw = (word: number) => Uint8Array.of(word >> 8, word & 0xff);

async function authorise(card: ResetCard, management = service(), targetPin: 'sign' | 'auth' = 'sign') {
  const { channel, commands } = management.open();
  const responses = commands.map((command) => card.answer(command));
  return management.authorise({ channel, responses, targetPin, managementId: MANAGEMENT_ID });
}

async function resetUpTo(targetPin: 'sign' | 'auth', card = new ResetCard()) {
  const authorised = await authorise(card, service(), targetPin);
  if (authorised.kind !== 'authorised') throw new Error(JSON.stringify(authorised));
  const responses = authorised.commands.map((command) => card.answer(command));
  return { card, channel: authorised.channel, responses, commands: authorised.commands, targetPin };
}

describe('the issuer’s channel to a card', () => {
  it.each([
    ['sign', 0x9b],
    ['auth', 0x98],
  ] as const)('initialises the %s PIN (P2 %i) and the card’s own answer proves it', async (pin, p2) => {
    const { card, channel, responses } = await resetUpTo(pin);
    expect(card.reset).toEqual([p2]);
    // Another process checks it: nothing but the channel is left of the first one.
    expect(await service().verify({ channel, responses, targetPin: pin })).toEqual({ kind: 'initialised' });
  });

  it('sends exactly the commands of card.md', async () => {
    const { commands } = service().open();
    expect(commands.map(toHex)).toEqual([`8050000008${'01'.repeat(8)}00`]);
    const { commands: authorised } = await resetUpTo('auth');
    expect(authorised.map((command) => toHex(command).slice(0, 10))).toEqual(['8482110010', '842c039808']);
    expect(authorised.map((command) => command.length)).toEqual([5 + 16, 5 + 8]);
  });

  it('draws a fresh challenge for each channel', () => {
    const management = service();
    expect(management.open().channel).not.toEqual(management.open().channel);
  });

  it('wipes the card’s keys after each call, also when it refuses', async () => {
    lent.length = 0;
    const { channel, responses } = await resetUpTo('sign');
    await service().verify({ channel, responses, targetPin: 'sign' });
    await authorise(new ResetCard(MANAGEMENT_ID, OTHER_ID));
    expect(lent).toHaveLength(3);
    for (const keys of lent)
      expect([keys.enc.wiped, keys.mac.wiped, keys.dek.wiped]).toEqual([true, true, true]);
  });
});

describe('R29: only the reserved card is authorised', () => {
  it('another genuine card is told apart by its management id', async () => {
    expect(await authorise(new ResetCard(OTHER_ID))).toEqual({ kind: 'another-card' });
  });

  it('a card that only claims to be it has the wrong cryptogram', async () => {
    expect(await authorise(new ResetCard(MANAGEMENT_ID, OTHER_ID))).toEqual({
      kind: 'refused',
      reason: 'wrong-cryptogram',
    });
  });

  it('an answer to another challenge has the wrong cryptogram', async () => {
    const management = service();
    const recorded = management.open().commands.map((command) => new ResetCard().answer(command));
    const { channel } = management.open();
    expect(
      await management.authorise({
        channel,
        responses: recorded,
        targetPin: 'sign',
        managementId: MANAGEMENT_ID,
      }),
    ).toEqual({ kind: 'refused', reason: 'wrong-cryptogram' });
  });

  it('a card under a master key that the operator does not have is refused', async () => {
    expect(await authorise(new ResetCard(MANAGEMENT_ID, MANAGEMENT_ID, 2))).toEqual({
      kind: 'refused',
      reason: 'unknown-key-version',
    });
  });

  it('an error of the card is told with its status word', async () => {
    const management = service();
    const { channel } = management.open();
    const refuse = (responses: Uint8Array[]) =>
      management.authorise({ channel, responses, targetPin: 'sign', managementId: MANAGEMENT_ID });
    expect(await refuse([sw(0x6985)])).toEqual({
      kind: 'refused',
      reason: 'status-word',
      statusWord: '6985',
    });
    const malformed = { kind: 'refused', reason: 'malformed-response' };
    expect(await refuse([])).toEqual(malformed);
    expect(await refuse([sw(0x9000)])).toEqual(malformed);
    expect(await refuse([sw(0x9000), sw(0x9000)])).toEqual(malformed);
  });

  it('no byte of the card’s answer can be changed (every bit)', async () => {
    const management = service();
    const { channel, commands } = management.open();
    const genuine = new ResetCard().answer(commands[0] as Uint8Array);
    const outcomes = new Set<string>();
    for (let bit = 0; bit < (genuine.length - 2) * 8; bit++) {
      const changed = Uint8Array.from(genuine);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const outcome = await management.authorise({
        channel,
        responses: [changed],
        targetPin: 'sign',
        managementId: MANAGEMENT_ID,
      });
      // SCP03 does not cover the offer of R-ENCRYPTION in "i": it changes nothing here. The sequence counter it covers by
      // the card challenge, which is made of it and of the application.
      const offersResponseEncryption = bit === 12 * 8 + 6;
      expect(outcome.kind === 'authorised').toBe(offersResponseEncryption);
      outcomes.add(outcome.kind === 'refused' ? outcome.reason : outcome.kind);
    }
    expect([...outcomes].sort()).toEqual([
      'another-application',
      'another-card',
      'authorised',
      'malformed-response',
      'unknown-key-version',
      'wrong-cryptogram',
    ]);
  });
});

describe('R31: only the card itself can say that it did it', () => {
  it('a changed R-MAC, status word or answer is refused (10,000 changes)', async () => {
    const { channel, responses } = await resetUpTo('sign');
    const management = service();
    const [toAuthenticate, toReset] = responses as [Uint8Array, Uint8Array];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 12 }), async (changed) => {
        fc.pre(toHex(changed) !== toHex(toReset) && changed.length >= 2);
        const outcome = await management.verify({
          channel,
          responses: [toAuthenticate, changed],
          targetPin: 'sign',
        });
        expect(outcome.kind).toBe('refused');
      }),
      {
        numRuns: 10_000,
        examples: [[Uint8Array.of(0x90, 0x00)], [toReset.with(0, (toReset[0] as number) ^ 1)]],
      },
    );
  });

  it('names what is wrong', async () => {
    const { channel, responses } = await resetUpTo('sign');
    const [toAuthenticate, toReset] = responses as [Uint8Array, Uint8Array];
    const verify = (...answers: Uint8Array[]) =>
      service().verify({ channel, responses: answers, targetPin: 'sign' });
    const because = (reason: string, statusWord?: string) => ({
      kind: 'refused',
      reason,
      ...(statusWord && { statusWord }),
    });
    expect(await verify(toAuthenticate, toReset.with(3, 0))).toEqual(because('bad-r-mac'));
    expect(await verify(toAuthenticate, sw(0x9000))).toEqual(because('bad-r-mac'));
    expect(await verify(toAuthenticate, sw(0x6a80))).toEqual(because('status-word', '6A80'));
    expect(await verify(sw(0x6300))).toEqual(because('status-word', '6300'));
    expect(await verify(toAuthenticate)).toEqual(because('malformed-response'));
    expect(await verify()).toEqual(because('malformed-response'));
    expect(await verify(toAuthenticate, toReset, toReset)).toEqual(because('malformed-response'));
  });

  it('an answer to the reset of one PIN is none to that of the other', async () => {
    const { channel, responses } = await resetUpTo('sign');
    expect(await service().verify({ channel, responses, targetPin: 'auth' })).toEqual({
      kind: 'refused',
      reason: 'bad-r-mac',
    });
  });

  it('an answer of one session is none in another', async () => {
    const first = await resetUpTo('sign');
    const management = service();
    management.open();
    const card = new ResetCard();
    const second = await authorise(card, management);
    if (second.kind !== 'authorised') throw new Error(second.kind);
    const toAuthenticate = card.answer(second.commands[0] as Uint8Array);
    expect(
      await management.verify({
        channel: second.channel,
        responses: [toAuthenticate, first.responses[1] as Uint8Array],
        targetPin: 'sign',
      }),
    ).toEqual({ kind: 'refused', reason: 'bad-r-mac' });
  });

  it('R33: who carries the commands cannot turn them on another PIN', async () => {
    const card = new ResetCard();
    const authorised = await authorise(card);
    if (authorised.kind !== 'authorised') throw new Error(authorised.kind);
    const [authenticate, reset] = authorised.commands as [Uint8Array, Uint8Array];
    card.answer(authenticate);
    const answer = decodeResponse(card.answer(reset.with(3, 0x98)));
    expect(answer?.sw).toBe(SW.SECURE_MESSAGING_DATA_INCORRECT);
    expect(card.reset).toEqual([]);
  });
});
