import { type CommandApdu, encodeCommand, type ResponseApdu, toHex } from '@kaijo/iso7816';
import {
  HostSession,
  initializeUpdateCommand,
  type SecurityLevel,
  type StaticKeys,
  type UnwrappedResponse,
} from '@kaijo/scp03';
import { Secret } from '@kaijo/secret';
import type { CardTerminal } from './card-terminal.ts';
import { osRandom, SAMPLE_ISSUER_KEYS } from './sample-card.ts';

export function sampleStaticKeys(): StaticKeys {
  return { enc: Secret.copyOf(SAMPLE_ISSUER_KEYS.enc), mac: Secret.copyOf(SAMPLE_ISSUER_KEYS.mac) };
}

export const RESET_AUTH_PIN = 0x98;
export const RESET_SIGN_PIN = 0x9b;
export const RESET_APPLICATION_PIN = 0x91;

export function resetRetryCounter(p2: number): CommandApdu {
  return { cla: 0x80, ins: 0x2c, p1: 0x03, p2 };
}

export function hex(command: CommandApdu): string {
  return toHex(encodeCommand(command));
}

/** INITIALIZE UPDATE in the application that is selected; the card must accept it. */
export async function openHost(card: CardTerminal, level: SecurityLevel = 0x11): Promise<HostSession> {
  const hostChallenge = osRandom(8);
  const answer = await card.response(hex(initializeUpdateCommand(0, hostChallenge)));
  const opening = HostSession.open({
    keys: sampleStaticKeys(),
    keyVersion: SAMPLE_ISSUER_KEYS.version,
    hostChallenge,
    securityLevel: level,
    initializeUpdateResponse: answer,
  });
  if (opening.kind !== 'open') throw new Error(`the channel did not open: ${opening.kind}`);
  return opening.session;
}

export interface ResetAnswer {
  readonly response: ResponseApdu;
  readonly proof: UnwrappedResponse['kind'];
}

/** The issuer's whole part in the application that is selected: INITIALIZE UPDATE to RESET RETRY COUNTER. */
export async function resetPin(card: CardTerminal, p2: number): Promise<ResetAnswer> {
  const host = await openHost(card);
  host.unwrap(await card.response(hex(host.externalAuthenticate())));
  const response = await card.response(hex(host.wrap(resetRetryCounter(p2))));
  return { response, proof: host.unwrap(response).kind };
}
