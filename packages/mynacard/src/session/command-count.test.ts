import { type CardChannel, encodeTlv, fromHex, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { composePinB } from '../pin/pin-b.ts';
import {
  ASK,
  changePin,
  SELECT_CARD_FACE,
  SELECT_INPUT_SUPPORT,
  SELECT_JPKI,
  selectEf,
  verifyPin,
} from '../test-support/commands.ts';
import { answeringCard } from '../test-support/scripted-card.ts';
import { MyNumberCard, type Selection } from './my-number-card.ts';

const AUTH_PIN = '7306';
const SIGN_PIN = 'KAIJO2026X';
const PIN_B = '91051520310428';
const DIGEST = new Uint8Array(32).fill(0xd1);
const SIGN = `802A0080333031300D060960864801650304020105000420${toHex(DIGEST)}00`;
const INITIALIZE_UPDATE = '8050000008010203040506070800';
const EXTERNAL_AUTHENTICATE = `8482110010${'AB'.repeat(16)}`;
const resetRetryCounter = (p2: string) => `842C03${p2}08${'CD'.repeat(8)}`;

/** The largest that card.md speaks of: a card face with a portrait of 5 KB. */
const CARD_FACE_DATA = toHex(encodeTlv(0xff20, new Uint8Array(9_000)));
const CERTIFICATE = toHex(encodeTlv(0x30, new Uint8Array(1_700)));
const CV_CERTIFICATE = toHex(encodeTlv(0x7f21, new Uint8Array(560)));

/** A card that does what it is asked, in one command each. */
function willingCard() {
  return answeringCard((command) => {
    if (command === ASK) return '63CA';
    if (command.startsWith('00B082')) return `${CARD_FACE_DATA}9000`;
    if (command.startsWith('00B084')) return `${CV_CERTIFICATE}9000`;
    if (command.startsWith('00B0')) return `${CERTIFICATE}9000`;
    if (command.startsWith('802A')) return `${'5A'.repeat(256)}9000`;
    return '9000';
  });
}

function selected<Session>(selection: Selection<Session>): Session {
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return selection.session;
}

function unlockedBy<Unlocked>(
  outcome: { kind: 'correct'; unlocked: Unlocked } | { kind: Exclude<string, 'correct'> },
): Unlocked {
  if (!('unlocked' in outcome)) throw new Error(outcome.kind);
  return outcome.unlocked;
}

function upperCase(...commands: string[]): string[] {
  return commands.map((command) => command.toUpperCase());
}

async function readCardFace(card: MyNumberCard): Promise<void> {
  const composed = composePinB(
    { birth: { calendar: 'western', year: 1991, month: 5, day: 15 }, expiryYear: 2031, securityCode: '0428' },
    { year: 2026, month: 3, day: 10 },
  );
  if (composed.kind === 'refused') throw new Error(composed.reason);
  const cardFace = selected(await card.selectCardFace());
  await unlockedBy(await cardFace.verifyPinB(composed.pinB)).read();
}

async function kioskReset(channel: CardChannel, target: 'auth' | 'sign'): Promise<void> {
  const jpki = selected(await new MyNumberCard(channel).selectJpki());
  await jpki.readAuthCertificate();
  if (target === 'auth') {
    await jpki.signPin.askTriesLeft();
    const signKey = unlockedBy(await jpki.signPin.verify(Secret.ofAscii(SIGN_PIN)));
    await signKey.readCertificate();
    await signKey.signDigest(DIGEST);
  } else {
    await jpki.authPin.askTriesLeft();
    await unlockedBy(await jpki.authPin.verify(Secret.ofAscii(AUTH_PIN))).signDigest(DIGEST);
  }
  await jpki.relay([fromHex(INITIALIZE_UPDATE)]);
  await jpki.relay([EXTERNAL_AUTHENTICATE, resetRetryCounter(target === 'auth' ? '98' : '9B')].map(fromHex));
  const [pin, value] = target === 'auth' ? [jpki.authPin, AUTH_PIN] : [jpki.signPin, SIGN_PIN];
  await pin.change(Secret.ofAscii(value));
  await unlockedBy(await pin.verify(Secret.ofAscii(value))).signDigest(DIGEST);
}

describe('No command is sent that the step does not need', () => {
  it("phone, sign PIN lost: 13 commands from the card face to the auth key's signature", async () => {
    const { channel, commands } = willingCard();
    const card = new MyNumberCard(channel);
    await readCardFace(card);
    const jpki = selected(await card.selectJpki());
    await jpki.authPin.askTriesLeft();
    const authKey = unlockedBy(await jpki.authPin.verify(Secret.ofAscii(AUTH_PIN)));
    await jpki.readAuthCertificate();
    await authKey.signDigest(DIGEST);
    expect(commands).toEqual(
      upperCase(
        SELECT_CARD_FACE,
        selectEf('0012'),
        ASK,
        verifyPin(PIN_B),
        '00B08200000000',
        '00B08400000000',
        SELECT_JPKI,
        selectEf('0018'),
        ASK,
        verifyPin(AUTH_PIN),
        '00B08A00000000',
        selectEf('0017'),
        SIGN,
      ),
    );
    expect(commands).toHaveLength(13);
  });

  it('phone, auth PIN lost: 7 commands', async () => {
    const { channel, commands } = willingCard();
    const jpki = selected(await new MyNumberCard(channel).selectJpki());
    await jpki.signPin.askTriesLeft();
    const signKey = unlockedBy(await jpki.signPin.verify(Secret.ofAscii(SIGN_PIN)));
    await signKey.readCertificate();
    await signKey.signDigest(DIGEST);
    expect(commands).toEqual(
      upperCase(
        SELECT_JPKI,
        selectEf('001B'),
        ASK,
        verifyPin(SIGN_PIN),
        '00B08100000000',
        selectEf('001A'),
        SIGN,
      ),
    );
  });

  it('kiosk, auth PIN lost: 16 commands from the card to the proof', async () => {
    const { channel, commands } = willingCard();
    await kioskReset(channel, 'auth');
    expect(commands).toEqual(
      upperCase(
        SELECT_JPKI,
        '00B08A00000000',
        selectEf('001B'),
        ASK,
        verifyPin(SIGN_PIN),
        '00B08100000000',
        selectEf('001A'),
        SIGN,
        INITIALIZE_UPDATE,
        EXTERNAL_AUTHENTICATE,
        resetRetryCounter('98'),
        selectEf('0018'),
        changePin(AUTH_PIN),
        verifyPin(AUTH_PIN),
        selectEf('0017'),
        SIGN,
      ),
    );
    expect(commands).toHaveLength(16);
  });

  it('kiosk, sign PIN lost: 15 commands, the signature certificate is not needed', async () => {
    const { channel, commands } = willingCard();
    await kioskReset(channel, 'sign');
    expect(commands).toEqual(
      upperCase(
        SELECT_JPKI,
        '00B08A00000000',
        selectEf('0018'),
        ASK,
        verifyPin(AUTH_PIN),
        selectEf('0017'),
        SIGN,
        INITIALIZE_UPDATE,
        EXTERNAL_AUTHENTICATE,
        resetRetryCounter('9B'),
        selectEf('001B'),
        changePin(SIGN_PIN),
        verifyPin(SIGN_PIN),
        selectEf('001A'),
        SIGN,
      ),
    );
  });

  it('R38: and none that reads the individual number or shows PIN-A', async () => {
    const { channel, commands } = willingCard();
    const card = new MyNumberCard(channel);
    await readCardFace(card);
    const support = selected(await card.selectInputSupport());
    await support.pin.verify(Secret.ofAscii(AUTH_PIN));
    const toSupport = commands.slice(commands.indexOf(SELECT_INPUT_SUPPORT));
    const toCardFace = commands.slice(0, commands.indexOf(SELECT_INPUT_SUPPORT));
    const individualNumber = (file: string) => new RegExp(`^(${selectEf(`00${file}`)}|00B08${file[1]})`);
    expect(toSupport.some((command) => individualNumber('01').test(command))).toBe(false);
    expect(toCardFace.some((command) => individualNumber('05').test(command))).toBe(false);
    expect(commands).not.toContain(selectEf('0013'));
  });
});
