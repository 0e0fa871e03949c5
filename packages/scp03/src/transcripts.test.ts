import { readFileSync } from 'node:fs';
import {
  type CommandApdu,
  decodeCommand,
  decodeResponse,
  encodeCommand,
  encodeResponse,
  fromHex,
  toHex,
} from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import {
  CardSession,
  type CardSide,
  deriveSessionKeys,
  type HostSession,
  initializeUpdateCommand,
  isSecurityLevel,
  parseInitializeUpdateResponse,
  pseudoRandomCardChallenge,
  type SecurityLevel,
  type StaticKeys,
} from './index.ts';
import { openHost } from './testing/channel.ts';

interface Exchange {
  readonly plain: string;
  readonly command: string;
  /** As the card sent it, and as the application meant it. Absent where nobody recorded an answer. */
  readonly response?: { readonly wrapped: string; readonly plain: string };
  /** See test-data/openscp-transcripts.json. */
  readonly overPadded?: boolean;
}

interface Transcript {
  readonly name: string;
  readonly keys: { readonly enc: string; readonly mac: string };
  readonly level: SecurityLevel;
  readonly initializeUpdate: { readonly command: string; readonly response: string };
  readonly externalAuthenticate: string;
  readonly exchanges: readonly Exchange[];
  /** Of the application that the channel was with; absent where it is not known. */
  readonly aid?: string;
}

/** ISD-R of an eUICC (SGP.02, 2.2.3): that this is the AID is shown by the challenges, which it reproduces. */
const ISD_R = 'a0000005591010ffffffff8900000100';

const TRANSCRIPTS = [...pysimTranscripts(), ...openScpTranscripts()];

describe.each(TRANSCRIPTS)('the recorded session $name', (transcript) => {
  it('is reproduced by the host, command for command, and its responses are taken', () => {
    const host = hostOf(transcript);
    expect(toHex(encodeCommand(host.externalAuthenticate()))).toBe(transcript.externalAuthenticate);
    expect(host.unwrap(responseOf('9000')).kind).toBe('unprotected');
    for (const { plain, command, response } of transcript.exchanges) {
      expect(toHex(encodeCommand(host.wrap(commandOf(plain))))).toBe(command);
      if (response === undefined) continue;
      expect(host.unwrap(responseOf(response.wrapped))).toEqual({
        kind: (transcript.level & 0x10) === 0 ? 'unprotected' : 'genuine',
        response: responseOf(response.plain),
      });
    }
  });

  it('is reproduced by the card, response for response, and its commands are taken', () => {
    const card = cardOf(transcript, givenChallenge(transcript));
    expect(card.externalAuthenticate(commandOf(transcript.externalAuthenticate))).toMatchObject({
      kind: 'authenticated',
      securityLevel: transcript.level,
      response: { sw: 0x9000 },
    });
    for (const { plain, command, response, overPadded } of transcript.exchanges) {
      const { extended: _, ...meant } = commandOf(plain);
      expect(card.unwrap(commandOf(command))).toEqual({ kind: 'genuine', command: meant });
      if (response === undefined || overPadded) continue;
      expect(toHex(encodeResponse(card.wrap(responseOf(response.plain))))).toBe(response.wrapped);
    }
  });
});

describe.each(TRANSCRIPTS.filter(({ aid }) => aid !== undefined))('the card of $name', (transcript) => {
  it('draws its challenge from the sequence counter and the AID (Amendment D v1.2, 6.2.2.1)', () => {
    cardOf(transcript, { kind: 'pseudo-random', aid: fromHex(transcript.aid ?? '') });
  });
});

describe('an NXP JCOP4 card with GlobalPlatform test keys (published log, counter 000436)', () => {
  it('draws its challenge from the sequence counter and the AID of its issuer security domain', () => {
    const keyEnc = Secret.take(fromHex('404142434445464748494a4b4c4d4e4f'));
    const challenge = pseudoRandomCardChallenge(keyEnc, 'S8', 0x000436, fromHex('a000000151000000'));
    expect(toHex(challenge)).toBe('734ecdca19e446a3');
  });
});

it('derives session keys of the length of the static keys', () => {
  for (const { keys } of TRANSCRIPTS) {
    const session = deriveSessionKeys(secretKeys(keys), new Uint8Array(8), new Uint8Array(8));
    expect([session.enc.length, session.mac.length, session.rmac.length]).toEqual(
      Array(3).fill(keys.enc.length / 2),
    );
  }
});

function hostOf({ keys, level, initializeUpdate }: Transcript): HostSession {
  const command = commandOf(initializeUpdate.command);
  const hostChallenge = command.data ?? new Uint8Array();
  expect(toHex(encodeCommand(initializeUpdateCommand(command.p1, hostChallenge)))).toBe(
    initializeUpdate.command,
  );
  return openHost({
    keys: secretKeys(keys),
    keyVersion: command.p1,
    hostChallenge,
    securityLevel: level,
    initializeUpdateResponse: responseOf(initializeUpdate.response),
  });
}

/** The card after INITIALIZE UPDATE, whose recorded response it has reproduced. */
function cardOf(
  { keys, initializeUpdate }: Transcript,
  cardChallenge: CardSide['cardChallenge'],
): CardSession {
  const command = commandOf(initializeUpdate.command);
  const recorded = parsed(initializeUpdate.response);
  const outcome = CardSession.initializeUpdate(command, {
    staticKeys: secretKeys(keys),
    keyVersion: recorded.keyInformation.keyVersion,
    mode: recorded.keyInformation.mode,
    diversificationData: recorded.diversificationData,
    sequenceCounter: recorded.sequenceCounter ?? Number.NaN,
    cardChallenge,
  });
  if (outcome.kind === 'refused') throw new Error(outcome.sw.toString(16));
  expect(toHex(encodeResponse(outcome.response))).toBe(initializeUpdate.response);
  return outcome.session;
}

function givenChallenge({ initializeUpdate }: Transcript): CardSide['cardChallenge'] {
  return { kind: 'given', challenge: parsed(initializeUpdate.response).cardChallenge };
}

function parsed(response: string) {
  const answer = parseInitializeUpdateResponse(responseOf(response).data);
  if (answer === undefined) throw new Error('a recorded INITIALIZE UPDATE response does not parse');
  return answer;
}

function secretKeys(keys: Transcript['keys']): StaticKeys {
  return { enc: Secret.take(fromHex(keys.enc)), mac: Secret.take(fromHex(keys.mac)) };
}

function commandOf(hex: string) {
  const command = decodeCommand(fromHex(hex));
  if (command === undefined) throw new Error(`not a command: ${hex}`);
  return command satisfies CommandApdu;
}

function responseOf(hex: string) {
  const response = decodeResponse(fromHex(hex));
  if (response === undefined) throw new Error(`not a response: ${hex}`);
  return response;
}

/** Real cards, S8; see test-data/README.md. Responses are recorded without their status word, which was 9000. */
function pysimTranscripts(): Transcript[] {
  const { keys, plain, sessions } = testData('pysim-transcripts.json');
  return sessions.map((session: Record<string, string>) => ({
    name: `${session.keys} S8 level ${session.securityLevel} of a real card`,
    keys: keys[session.keys ?? ''],
    level: levelOf(session.securityLevel),
    initializeUpdate: { command: session.init_upd_cmd, response: `${session.init_upd_rsp}9000` },
    externalAuthenticate: session.ext_auth_cmd,
    exchanges: [
      {
        plain: plain.get_eid_cmd_plain.toLowerCase(),
        command: session.get_eid_cmd,
        response: { wrapped: `${session.get_eid_rsp}9000`, plain: `${plain.get_eid_rsp_plain}9000` },
      },
      ...[1, 2, 3, 4].map((n) => ({
        plain: plain[`case_${n}_apdu_plain`],
        command: session[`case_${n}_apdu`],
      })),
    ],
    aid: ISD_R,
  }));
}

/** Made by other people's software, AES-192 and S16 among them; see test-data/README.md. */
function openScpTranscripts(): Transcript[] {
  const { keys, plainResponses, sessions } = testData('openscp-transcripts.json');
  return sessions.map((session: OpenScpSession) => ({
    name: `${session.keys} ${session.mode} level 33 of Samsung OpenSCP`,
    keys: keys[session.keys],
    level: 0x33,
    initializeUpdate: session.initializeUpdate,
    externalAuthenticate: session.externalAuthenticate,
    exchanges: session.getStatus.map(({ response, ...exchange }, n) => ({
      ...exchange,
      response: { wrapped: response, plain: plainResponses[n] },
    })),
  }));
}

interface OpenScpSession extends Pick<Transcript, 'initializeUpdate' | 'externalAuthenticate'> {
  readonly keys: string;
  readonly mode: string;
  readonly getStatus: readonly {
    readonly plain: string;
    readonly command: string;
    readonly response: string;
    readonly overPadded?: boolean;
  }[];
}

function levelOf(hex: string | undefined): SecurityLevel {
  const level = Number.parseInt(hex ?? '', 16);
  if (!isSecurityLevel(level)) throw new Error(`not a security level: ${hex}`);
  return level;
}

function testData(name: string) {
  return JSON.parse(readFileSync(new URL(`../test-data/${name}`, import.meta.url), 'utf8'));
}
