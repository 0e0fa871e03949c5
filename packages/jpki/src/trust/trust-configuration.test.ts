import { describe, expect, it } from 'vitest';
import { TEST_POLICIES } from '../certificate.ts';
import { cardFaceRoot } from '../demo-issuer/build-card-face.ts';
import { testAnchors } from '../test-support/forge.ts';
import { keyPair } from '../test-support/keys.ts';
import { readTrustConfiguration, trustConfigurationToJson } from './trust-configuration.ts';

const configuration = { anchors: testAnchors(), cardFaceKeys: [cardFaceRoot(keyPair('root').privateKey)] };
const json = JSON.parse(JSON.stringify(trustConfigurationToJson(configuration)));

describe('what a service believes without proof is a file of its operator', () => {
  it('comes back from JSON as it went', () => {
    const reading = readTrustConfiguration(json);
    if (reading.kind !== 'configuration') throw new Error(reading.why);
    const { anchors, cardFaceKeys } = reading.configuration;
    expect(anchors.policies).toEqual(TEST_POLICIES);
    expect(anchors.auth[0]?.keyId).toEqual(configuration.anchors.auth[0]?.keyId);
    expect(anchors.sign[0]?.certificate).toEqual(configuration.anchors.sign[0]?.certificate);
    expect(cardFaceKeys).toEqual(configuration.cardFaceKeys);
  });

  it.each([
    ['nothing', undefined, 'no object'],
    ['a list', [], 'no object'],
    ['no policies', { ...json, policies: undefined }, 'policies'],
    ['policies that are no texts', { ...json, policies: { sign: [1], auth: [] } }, 'sign'],
    ['no store', { ...json, auth: undefined }, 'auth'],
    ['stores that are swapped', { ...json, auth: json.sign, sign: json.auth }, 'sign authority'],
    ['an authority twice', { ...json, auth: [json.auth[0], json.auth[0]] }, 'one key'],
    ['an authority that is none', { ...json, auth: [{ generation: 'x', certificate: 'AAAA' }] }, 'DER'],
    ['a generation without a name', { ...json, auth: [{ ...json.auth[0], generation: '' }] }, 'generation'],
    ['another base64', { ...json, auth: [{ generation: 'x', certificate: 'AA==' }] }, 'base64url'],
    [
      'a card-face key with a short name',
      { ...json, cardFace: [{ keyId: 'AAAA', publicKey: 'AAAA' }] },
      'keyId',
    ],
  ])('refuses the whole of it for %s, and says what is wrong', (_, broken, why) => {
    expect(readTrustConfiguration(broken)).toMatchObject({
      kind: 'invalid',
      why: expect.stringContaining(why),
    });
  });
});
