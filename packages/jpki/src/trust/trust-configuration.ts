import { toHex } from '@kaijo/iso7816';
import { KEY_ID_BYTES } from '../card-face/layout.ts';
import type { CardFaceKey } from '../card-face.ts';
import {
  asObject,
  type JsonObject,
  JsonShapeError,
  readBytes,
  readText,
  toBase64Url,
} from '../json/json-fields.ts';
import type { CertificateKind } from '../profile/oids.ts';
import { readTrustAnchor, type TrustAnchor, type TrustAnchors } from './trust-anchor.ts';

/** Everything that a service believes without proof: configured, never asked of a card. */
export interface TrustConfiguration {
  readonly anchors: TrustAnchors;
  readonly cardFaceKeys: readonly CardFaceKey[];
}

export type TrustConfigurationReading =
  | { readonly kind: 'configuration'; readonly configuration: TrustConfiguration }
  | { readonly kind: 'invalid'; readonly why: string };

/**
 * Reads `{policies: {sign, auth}, sign: [{generation, certificate}], auth: [...], cardFace: [{keyId, publicKey}]}`,
 * binary values in base64url. Any authority that does not have the profile makes the whole of it invalid.
 */
export function readTrustConfiguration(json: unknown): TrustConfigurationReading {
  try {
    const object = asObject(json, 'trust configuration');
    const policies = asObject(object.policies, 'policies');
    return {
      kind: 'configuration',
      configuration: {
        anchors: {
          sign: readStore(object, 'sign'),
          auth: readStore(object, 'auth'),
          policies: { sign: readTexts(policies, 'sign'), auth: readTexts(policies, 'auth') },
        },
        cardFaceKeys: readList(object, 'cardFace').map((key) => ({
          keyId: readBytes(key, 'keyId', KEY_ID_BYTES),
          publicKey: readBytes(key, 'publicKey'),
        })),
      },
    };
  } catch (error) {
    if (error instanceof JsonShapeError) return { kind: 'invalid', why: error.message };
    throw error;
  }
}

export function trustConfigurationToJson({ anchors, cardFaceKeys }: TrustConfiguration): JsonObject {
  const store = (list: readonly TrustAnchor[]) =>
    list.map(({ generation, certificate }) => ({ generation, certificate: toBase64Url(certificate) }));
  return {
    policies: anchors.policies,
    sign: store(anchors.sign),
    auth: store(anchors.auth),
    cardFace: cardFaceKeys.map(({ keyId, publicKey }) => ({
      keyId: toBase64Url(keyId),
      publicKey: toBase64Url(publicKey),
    })),
  };
}

function readStore(object: JsonObject, kind: CertificateKind): TrustAnchor[] {
  const anchors = readList(object, kind).map((item) => {
    const generation = readText(item, 'generation');
    const reading = readTrustAnchor({ kind, generation, certificate: readBytes(item, 'certificate') });
    if (reading.kind === 'refused')
      throw new JsonShapeError(`${kind} authority of generation ${generation}: ${reading.why}`);
    return reading.anchor;
  });
  const keyIds = new Set(anchors.map(({ keyId }) => toHex(keyId)));
  if (keyIds.size !== anchors.length) throw new JsonShapeError(`two ${kind} authorities with one key`);
  return anchors;
}

function readList(object: JsonObject, field: string): JsonObject[] {
  const list = object[field];
  if (!Array.isArray(list)) throw new JsonShapeError(`${field} is no list`);
  return list.map((item) => asObject(item, field));
}

function readTexts(object: JsonObject, field: string): string[] {
  const list = object[field];
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string'))
    throw new JsonShapeError(`${field} is no list of texts`);
  return list;
}
