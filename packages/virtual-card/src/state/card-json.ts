import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Secret } from '@kaijo/secret';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { DataFileName, KeyName } from '../card/applications.ts';
import { PIN_LENGTH_MAX, PIN_NAMES, PIN_RULES, type PinName } from '../card/pins.ts';
import type { CardBody, CardMemory, CardState, PinRecord } from './card-state.ts';

/**
 * The card as JSON. Bytes are base64, PINs plain text and private keys PKCS#8: whoever has the file has the card.
 * That is inherent to a software card.
 */
export const CARD_FORMAT = 'kaijo-virtual-card/1';

const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' });

const Pin = Type.Object(
  {
    triesLeft: Type.Integer({ minimum: 0, maximum: 15 }),
    value: Type.Union([Type.String({ pattern: `^[ -~]{1,${PIN_LENGTH_MAX}}$` }), Type.Null()]),
  },
  { additionalProperties: false },
);

const Memory = Type.Object(
  {
    pins: Type.Object(recordOf(PIN_NAMES, Pin), { additionalProperties: false }),
    sequenceCounter: Type.Integer({ minimum: 0, maximum: 0xffffff }),
  },
  { additionalProperties: false },
);
type Memory = Static<typeof Memory>;

const Body = Type.Object(
  {
    managementId: Base64,
    issuerKeys: Type.Object(
      { version: Type.Integer({ minimum: 1, maximum: 0xff }), enc: Base64, mac: Base64 },
      { additionalProperties: false },
    ),
    keys: Type.Object(
      { auth: Type.Optional(Base64), sign: Type.Optional(Base64) },
      { additionalProperties: false },
    ),
    files: Type.Record(Type.String(), Base64),
  },
  { additionalProperties: false },
);
type Body = Static<typeof Body>;

const Document = Type.Object(
  { format: Type.Literal(CARD_FORMAT), memory: Memory, body: Body },
  { additionalProperties: false },
);

/** `reason` never quotes a value: it may be a PIN. */
export type ParsedCard =
  | { readonly ok: true; readonly state: CardState }
  | { readonly ok: false; readonly reason: string };

export function parseCard(text: string): ParsedCard {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'it is not JSON' };
  }
  if (!Value.Check(Document, document)) return { ok: false, reason: firstDifference(document) };
  const { memory, body } = document;
  if (PIN_NAMES.some((name) => memory.pins[name].triesLeft > PIN_RULES[name].tries))
    return { ok: false, reason: 'a PIN has more tries left than it may have' };
  try {
    return { ok: true, state: { body: decodeBody(body), memory: decodeMemory(memory) } };
  } catch {
    return { ok: false, reason: 'a key in it cannot be read' };
  }
}

/** Writes many memories of one card; what does not change is encoded once. */
export function cardWriter(body: CardBody): (memory: CardMemory) => string {
  const encodedBody = encodeBody(body);
  return (memory) =>
    `${JSON.stringify({ format: CARD_FORMAT, memory: encodeMemory(memory), body: encodedBody }, null, 2)}\n`;
}

function firstDifference(document: unknown): string {
  const [error] = Value.Errors(Document, document);
  return `${error?.instancePath || 'the document'} ${error?.message ?? 'is not as expected'}`;
}

function decodeMemory(memory: Memory): CardMemory {
  return {
    pins: mapPins((name): PinRecord => {
      const { triesLeft, value } = memory.pins[name];
      return { triesLeft, value: value === null ? undefined : Secret.ofAscii(value) };
    }),
    sequenceCounter: memory.sequenceCounter,
  };
}

function encodeMemory(memory: CardMemory): Memory {
  return {
    pins: mapPins((name) => {
      const { triesLeft, value } = memory.pins[name];
      return { triesLeft, value: value?.use((bytes) => String.fromCharCode(...bytes)) ?? null };
    }),
    sequenceCounter: memory.sequenceCounter,
  };
}

function decodeBody(body: Body): CardBody {
  const keys: { [Name in KeyName]?: KeyObject } = {};
  for (const name of ['auth', 'sign'] as const) {
    const pkcs8 = body.keys[name];
    if (pkcs8 !== undefined)
      keys[name] = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  }
  const { version, enc, mac } = body.issuerKeys;
  return {
    managementId: fromBase64(body.managementId),
    issuerKeys: { version, enc: Secret.take(fromBase64(enc)), mac: Secret.take(fromBase64(mac)) },
    keys,
    files: mapValues(body.files, fromBase64) as { [Name in DataFileName]?: Uint8Array },
  };
}

function encodeBody(body: CardBody): Body {
  const { version, enc, mac } = body.issuerKeys;
  return {
    managementId: toBase64(body.managementId),
    issuerKeys: { version, enc: enc.use(toBase64), mac: mac.use(toBase64) },
    keys: mapValues(body.keys, (key) => toBase64(key.export({ format: 'der', type: 'pkcs8' }))),
    files: mapValues(body.files, toBase64),
  };
}

function mapPins<T>(of: (name: PinName) => T): { [Name in PinName]: T } {
  return Object.fromEntries(PIN_NAMES.map((name) => [name, of(name)])) as { [Name in PinName]: T };
}

function mapValues<From, To>(
  values: { readonly [name: string]: From | undefined },
  of: (value: From) => To,
): { [name: string]: To } {
  const mapped: { [name: string]: To } = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) mapped[name] = of(value);
  return mapped;
}

function recordOf<Name extends string, Schema extends TSchema>(
  names: readonly Name[],
  schema: Schema,
): { [N in Name]: Schema } {
  return Object.fromEntries(names.map((name) => [name, schema])) as { [N in Name]: Schema };
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
