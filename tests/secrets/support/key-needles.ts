import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from '@kaijo/cli/installation';
import { deriveSessionKeys } from '@kaijo/scp03';
import type { Secret } from '@kaijo/secret';
import type { CardState } from '@kaijo/virtual-card';
import type { Exchanged } from '../../support/wire.ts';
import { formsOf, type Needle } from './forms.ts';
import { bytesNeedles } from './holder-needles.ts';

/** The operator's keys, which are in two folders of the service and nowhere else. */
export async function operatorKeyNeedles({ root, keys }: DataFolder): Promise<readonly Needle[]> {
  const needles: Needle[] = [];
  for (const folder of [keys, join(root, 'kiosk-authority')]) {
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      if (name.endsWith('.key')) needles.push(...bytesNeedles(name, bytes));
      else if (bytes.includes('PRIVATE KEY')) needles.push(...privateKeyNeedles(name, bytes.toString()));
    }
  }
  return needles;
}

/** The secret number by itself, whatever it is wrapped in, and the line of the PEM that has most of it. */
function privateKeyNeedles(name: string, pem: string): readonly Needle[] {
  const { d } = createPrivateKey(pem).export({ format: 'jwk' });
  const line = pem.split('\n')[1] as string;
  return [...bytesNeedles(name, Buffer.from(d as string, 'base64url')), ...formsOf(name, line)];
}

/** The card's own keys, and those of each channel that was opened to it with the messages of `exchanged`. */
export function cardKeyNeedles(
  story: string,
  { body }: CardState,
  exchanged: readonly Exchanged[],
): readonly Needle[] {
  const { issuerKeys } = body;
  const keys: Record<string, Secret> = { ENC: issuerKeys.enc, MAC: issuerKeys.mac };
  for (const [index, [hostChallenge, cardChallenge]] of challenges(exchanged).entries()) {
    const session = deriveSessionKeys(issuerKeys, hostChallenge, cardChallenge);
    keys[`S-MAC ${index}`] = session.mac;
    keys[`S-RMAC ${index}`] = session.rmac;
  }
  return Object.entries(keys).flatMap(([name, key]) =>
    bytesNeedles(
      `${name} key (${story} story)`,
      key.use((bytes) => bytes.slice()),
    ),
  );
}

/** Of each INITIALIZE UPDATE that was answered (card.md, Reset, 2). */
function challenges(exchanged: readonly Exchanged[]): readonly (readonly [Uint8Array, Uint8Array])[] {
  const hostChallenges = new Map<string, Uint8Array>();
  const found: (readonly [Uint8Array, Uint8Array])[] = [];
  for (const { path, init, status, body } of exchanged) {
    if (path.endsWith('/kiosk/sessions') && status === 201) {
      const { session, commands } = JSON.parse(body) as { session: string; commands: [string] };
      hostChallenges.set(session, decoded(commands[0]).slice(5, 13));
    } else if (path.endsWith('/authorise')) {
      const { responses } = JSON.parse(String(init.body)) as { responses: [string] };
      const hostChallenge = hostChallenges.get(path.split('/').at(-2) as string);
      if (hostChallenge !== undefined) found.push([hostChallenge, decoded(responses[0]).slice(13, 21)]);
    }
  }
  return found;
}

/** The bearer tokens that the service gave, and whole answers, of which it keeps sealed copies (idempotency). */
export function answerNeedles(exchanged: readonly Exchanged[]): readonly Needle[] {
  return exchanged
    .filter(({ method, status }) => method === 'POST' && status < 300)
    .flatMap(({ path, body }) => {
      const of = path.replace(/[0-9a-f-]{36}/, ':id');
      const { token } = JSON.parse(body) as { token?: string };
      return [
        ...formsOf(`answer of ${of}`, body.slice(0, 120)),
        ...formsOf(`answer within JSON of ${of}`, JSON.stringify(body).slice(1, 121)),
        ...(token === undefined
          ? []
          : [...formsOf(`token of ${of}`, token), ...bytesNeedles(`token of ${of}`, decoded(token))]),
      ];
    });
}

function decoded(base64url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64url, 'base64url'));
}
