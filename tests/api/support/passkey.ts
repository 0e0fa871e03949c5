import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion, PasskeyCeremony, PasskeyRegistration } from '@kaijo/contract';

type Options = PasskeyCeremony['options'];

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED_DATA = 0x40;

/**
 * An authenticator in software, as far as WebAuthn Level 3 needs one: one discoverable ES256 credential with attestation
 * `none`. Written from the standard (6.1, 6.5), not from the library that checks it.
 */
export class Passkey {
  readonly id = randomBytes(32);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #origin: string;
  #counter = 0;
  #userHandle = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  register(options: Options): PasskeyRegistration {
    const { user } = options as unknown as { readonly user: { readonly id: string } };
    this.#userHandle = user.id;
    const data = this.#authenticatorData(USER_PRESENT | USER_VERIFIED | ATTESTED_DATA, this.#attested());
    return {
      ...this.#names(),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options).toString('base64url'),
        attestationObject: cborMap([
          [cborText('fmt'), cborText('none')],
          [cborText('attStmt'), cborMap([])],
          [cborText('authData'), cborBytes(data)],
        ]).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** `flags`: what the authenticator says of its user; `origin`: the page that asked. */
  assert(
    options: Options,
    { verified = true, origin = this.#origin, counter = ++this.#counter } = {},
  ): PasskeyAssertion {
    const data = this.#authenticatorData(
      USER_PRESENT | (verified ? USER_VERIFIED : 0),
      Buffer.alloc(0),
      counter,
    );
    const clientData = this.#clientData('webauthn.get', options, origin);
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey);
    return {
      ...this.#names(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: this.#userHandle,
      },
    };
  }

  #names() {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  #clientData(type: string, { challenge }: Options, origin = this.#origin): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authenticatorData(flags: number, attested: Buffer, counter = this.#counter): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const rpIdHash = sha256(Buffer.from(new URL(this.#origin).hostname));
    return Buffer.concat([rpIdHash, Buffer.of(flags), count, attested]);
  }

  /** AAGUID of nobody, credential id, COSE key (RFC 9053, 7.1.1: EC2, ES256, P-256). */
  #attested(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const key = cborMap([
      [cborInteger(1), cborInteger(2)],
      [cborInteger(3), cborInteger(-7)],
      [cborInteger(-1), cborInteger(1)],
      [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
      [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
    ]);
    return Buffer.concat([Buffer.alloc(16), length, this.id, key]);
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** CBOR (RFC 8949, 3), as much as an authenticator says. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  if (value < 0x100) return Buffer.of((major << 5) | 24, value);
  return Buffer.of((major << 5) | 25, value >> 8, value & 0xff);
}

function cborInteger(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
}
