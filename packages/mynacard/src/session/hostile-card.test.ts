import { type CardChannel, CardGoneError, CardProtocolError, tlvTotalLength } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composePinB } from '../pin/pin-b.ts';
import { MyNumberCard } from './my-number-card.ts';

const composed = composePinB(
  { birth: { calendar: 'western', year: 1991, month: 5, day: 15 }, expiryYear: 2031, securityCode: '0428' },
  { year: 2026, month: 3, day: 10 },
);
if (composed.kind === 'refused') throw new Error(composed.reason);
const { pinB } = composed;
const PIN = Secret.ofAscii('7306');
const SIGN_PIN = Secret.ofAscii('KAIJO2026X');

/** A file is at most 256 blocks and a few questions; the longest story reads two of them. */
const MOST_COMMANDS = 2 * 256 + 20;

interface Heard {
  readonly command: Uint8Array;
  readonly answer: Uint8Array;
}

/** `plausible`: what the command deserves, with files and signatures of a length that may be a lie. */
type Move =
  | { readonly plausible: { readonly claimed: number; readonly given: number } }
  | Uint8Array
  | 'leave';

/** Of all hostile cards of this file. */
let answersGiven = 0;

/** Moves through a list and then begins again, so that it never runs dry. */
function hostileCard(moves: readonly Move[]): { channel: CardChannel; heard: Heard[] } {
  const heard: Heard[] = [];
  const transmit: CardChannel['transmit'] = async (command) => {
    if (heard.length > MOST_COMMANDS) throw new Error('the client does not stop');
    const move = moves[heard.length % moves.length] as Move;
    if (move === 'leave') throw new CardGoneError('the card left');
    const answer = move instanceof Uint8Array ? move : plausibleAnswer(command, move.plausible);
    heard.push({ command: Uint8Array.from(command), answer });
    answersGiven++;
    return answer;
  };
  return { channel: { exclusive: true, transmit, async disconnect() {} }, heard };
}

const knownWords = fc.constantFrom(
  0x9000,
  0x9000,
  0x9000,
  0x6282,
  0x6300,
  0x63c0,
  0x63c3,
  0x63c8,
  0x63ca,
  0x6700,
  0x6982,
  0x6983,
  0x6984,
  0x6985,
  0x6986,
  0x6a80,
  0x6a82,
  0x6b00,
  0x6c00,
  0x6c10,
  0x61ff,
);
const statusWord = fc.oneof(
  { weight: 9, arbitrary: knownWords },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
);
const heads = fc.constantFrom(
  [],
  [0x30, 0x03],
  [0x30, 0x81, 0x80],
  [0x30, 0x82, 0x7f, 0x00],
  [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
  [0xff, 0x20, 0x04],
  [0xff, 0x20, 0x82, 0x02, 0x00],
  [0x7f, 0x21, 0x03],
);
const data = fc.oneof(
  { weight: 5, arbitrary: fc.constant([] as number[]) },
  {
    weight: 4,
    arbitrary: fc.tuple(heads, fc.uint8Array({ maxLength: 20 })).map(([head, rest]) => [...head, ...rest]),
  },
  { weight: 1, arbitrary: fc.constantFrom(256, 300).map((length) => Array<number>(length).fill(0x30)) },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 80,
    arbitrary: fc.record({
      plausible: fc.oneof(
        fc.nat(600).map((length) => ({ claimed: length, given: length })),
        fc.record({ claimed: fc.nat(40_000), given: fc.nat(600) }),
      ),
    }),
  },
  {
    weight: 20,
    arbitrary: fc
      .tuple(data, statusWord)
      .map(([bytes, sw]) => Uint8Array.from([...bytes, sw >> 8, sw & 0xff])),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant('leave' as const) },
);

function plausibleAnswer(
  command: Uint8Array,
  { claimed, given }: { claimed: number; given: number },
): Uint8Array {
  const ok = (...bytes: number[]) => Uint8Array.from([...bytes, 0x90, 0x00]);
  const [, ins, p1 = 0] = command;
  if (ins === 0x20 && command.length === 4) return Uint8Array.of(0x63, 0xc0 + (claimed % 11));
  if (ins === 0x2a) return ok(...Array<number>(given % 2 === 0 ? 256 : given).fill(0x5a));
  if (ins !== 0xb0) return ok();
  if (p1 < 0x80) return ok(...Array<number>(given).fill(0x5a));
  const tag = p1 === 0x82 ? [0xff, 0x20] : p1 === 0x84 ? [0x7f, 0x21] : [0x30];
  return ok(...tag, 0x82, claimed >> 8, claimed & 0xff, ...Array<number>(given).fill(0x5a));
}

/** `undefined` where the card was found out or left; anything else that is thrown is a defect. */
async function orFoundOut<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof CardProtocolError || error instanceof CardGoneError) return undefined;
    throw error;
  }
}

function lastWord(heard: readonly Heard[]): string {
  const { command, answer } = heard.at(-1) as Heard;
  const isVerifyWithPin = command[1] === 0x20 && command.length > 4;
  return isVerifyWithPin ? Buffer.from(answer).toString('hex') : 'no VERIFY with a PIN';
}

function expectObject(bytes: Uint8Array, tag: readonly number[]): void {
  expect([...bytes.subarray(0, tag.length)]).toEqual(tag);
  expect(tlvTotalLength(bytes)).toBe(bytes.length);
}

describe('A hostile card is found out within bounds and never believed', () => {
  it('in the JPKI application', async () => {
    let signatures = 0;
    let certificates = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 12 }), async (moves) => {
        const { channel, heard } = hostileCard(moves);
        const selection = await orFoundOut(() => new MyNumberCard(channel).selectJpki());
        if (selection?.kind !== 'selected') return;
        const jpki = selection.session;
        await orFoundOut(() => jpki.readToken());
        const auth = await orFoundOut(() => jpki.readAuthCertificate());
        if (auth !== undefined) expectObject(auth, [0x30]);
        await orFoundOut(() => jpki.authPin.askTriesLeft());
        const verified = await orFoundOut(() => jpki.signPin.verify(SIGN_PIN));
        switch (verified?.kind) {
          case undefined:
          case 'initialised':
          case 'wrong-shape':
            return;
          case 'locked':
            expect(lastWord(heard)).toMatch(/^(63c0|6983|6984)$/);
            return;
          case 'wrong':
            expect(lastWord(heard)).toBe(`63c${verified.triesLeft.toString(16)}`);
            return;
          case 'correct':
            expect(lastWord(heard)).toBe('9000');
        }
        const { unlocked } = verified;
        const certificate = await orFoundOut(() => unlocked.readCertificate());
        if (certificate !== undefined) expectObject(certificate, [0x30]);
        const signature = await orFoundOut(() => unlocked.signDigest(new Uint8Array(32)));
        if (signature !== undefined) expect(signature).toHaveLength(256);
        certificates += certificate === undefined ? 0 : 1;
        signatures += signature === undefined ? 0 : 1;
      }),
      { numRuns: 10_000 },
    );
    // The hostile card lets the client get that far: the checks above were reached.
    expect(certificates).toBeGreaterThan(100);
    expect(signatures).toBeGreaterThan(100);
  });

  it('in the card-face application, where PIN-B is at stake', async () => {
    let faces = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 10 }), async (moves) => {
        const { channel, heard } = hostileCard(moves);
        const selection = await orFoundOut(() => new MyNumberCard(channel).selectCardFace());
        if (selection?.kind !== 'selected') return;
        const outcome = await orFoundOut(() => selection.session.verifyPinB(pinB));
        const sent = heard.findIndex(({ command }) => command[1] === 0x20 && command.length > 4);
        if (sent !== -1)
          expect(Buffer.from(heard[sent - 1]?.answer ?? []).toString('hex')).toMatch(/^63c[89a-f]$/);
        if (outcome?.kind !== 'correct') return;
        const face = await orFoundOut(() => outcome.unlocked.read());
        if (face === undefined) return;
        faces++;
        expectObject(face.data, [0xff, 0x20]);
        expectObject(face.certificate, [0x7f, 0x21]);
      }),
      { numRuns: 10_000 },
    );
    expect(faces).toBeGreaterThan(100);
  });

  it('in the input-support application', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 8 }), async (moves) => {
        const selection = await orFoundOut(() =>
          new MyNumberCard(hostileCard(moves).channel).selectInputSupport(),
        );
        if (selection?.kind !== 'selected') return;
        const { pin } = selection.session;
        const verified = await orFoundOut(() => pin.verify(PIN));
        if (verified?.kind === 'correct') await orFoundOut(() => verified.unlocked.readFourAttributes());
        await orFoundOut(() => pin.change(PIN));
      }),
      { numRuns: 2_000 },
    );
  });

  it('over a hundred thousand answers in all', () => {
    expect(answersGiven).toBeGreaterThan(100_000);
  });
});
