import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signNote, testKey } from '../testing/test-log.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import {
  cosignatureMessage,
  cosignedAt,
  formatSignedNote,
  parseSignedNote,
  signedBy,
} from './signed-note.ts';
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey, verifierKey } from './verifier-key.ts';
import { formatWitnessRequest, parseWitnessRequest } from './witness-request.ts';

/** The example of golang.org/x/mod/sumdb/note. */
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const neumann = parseVerifierKey(NEUMANN) as VerifierKey;
const parsed = (note: string) => parseSignedNote(note) as NonNullable<ReturnType<typeof parseSignedNote>>;

describe('signed notes (C2SP signed-note)', () => {
  it('the community’s example is signed by its key, and written again as it was', () => {
    expect(signedBy(parsed(NOTE), neumann)).toBe('signed');
    expect(formatSignedNote(parsed(NOTE))).toBe(NOTE);
    expect(formatVerifierKey(neumann)).toBe(NEUMANN);
  });

  it('a changed text is forged; a key that did not sign is told apart', () => {
    expect(signedBy(parsed(NOTE.replace('answer', 'Answer')), neumann)).toBe('forged');
    expect(signedBy(parsed(NOTE), testKey('PeterNeumann').verifier)).toBe('not-signed');
  });

  it('a wrong signature under the key’s name is not covered up by a good one beside it', () => {
    const { text, signatures } = parsed(NOTE);
    const [good] = signatures;
    if (good === undefined) throw new Error('no signature');
    const wrong = { ...good, signature: good.signature.map((byte) => byte ^ 1) };
    expect(signedBy({ text, signatures: [good, wrong] }, neumann)).toBe('forged');
  });

  it.each([
    ['no blank line', NOTE.replace('\n\n', '\n')],
    ['no newline at the end', NOTE.slice(0, -1)],
    ['a carriage return', NOTE.replaceAll('\n', '\r\n')],
    ['base64 in another spelling', NOTE.replace('JnAM=', 'JnAN=')],
    ['no signature', `${NOTE.split('\n\n')[0]}\n\n`],
    ['a hundred and one signatures', `${NOTE}${NOTE.split('\n\n')[1]?.repeat(100)}`],
  ])('%s: no note', (_, note) => {
    expect(parseSignedNote(note)).toBeUndefined();
  });

  it.each([
    NEUMANN.replace('c74f20a3', 'c74f20a4'),
    NEUMANN.replace('PeterNeumann', 'Peter Neumann'),
    NEUMANN.replace('ARpc', 'Ahpc'),
    '',
  ])('no verifier key: "%s"', (text) => {
    expect(parseVerifierKey(text)).toBeUndefined();
  });

  it('a key’s name has no blank and no plus', () => {
    for (const name of ['', 'kaijo audit', 'a+b', 'a\u3000b'])
      expect(() => verifierKey(name, new Uint8Array(32))).toThrow(RangeError);
  });
});

const ROOT = new Uint8Array(32).fill(7);

describe('tree heads (C2SP tlog-checkpoint)', () => {
  const checkpoint = { origin: 'kaijo.example/audit', size: 12, root: ROOT, previous: ROOT };

  it('are three lines, and a fourth that chains them', () => {
    const root = Buffer.from(ROOT).toString('base64');
    const text = formatCheckpoint(checkpoint);
    expect(text).toBe(`kaijo.example/audit\n12\n${root}\nprevious ${root}\n`);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    expect(parseCheckpoint(text.replace(/previous.*/, 'other lines are allowed'))?.previous).toBeUndefined();
  });

  it.each([
    ['a size with a zero in front', '12', '012'],
    ['a size beyond safe integers', '12', '9007199254740993'],
    ['no origin', 'kaijo.example/audit', ''],
    ['a cut root', 'BwcH', ''],
    ['an empty extension line', 'previous', '\nprevious'],
    ['a chain that cannot be read', 'previous ', 'previous x'],
  ])('%s is none', (_, before, after) => {
    expect(parseCheckpoint(formatCheckpoint(checkpoint).replace(before, after))).toBeUndefined();
  });
});

describe('what others say about a head', () => {
  const log = testKey('kaijo.example/audit');
  const text = formatCheckpoint({ origin: 'kaijo.example/audit', size: 3, root: ROOT });
  const time = 1_772_420_400;

  function cosigned(witness = testKey('witness.example', 'cosignature'), signedTime = time) {
    const signature = sign(null, cosignatureMessage(text, signedTime), witness.privateKey);
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(time));
    const { name, id } = witness.verifier;
    const by = { name, keyId: id, signature: new Uint8Array(Buffer.concat([stamp, signature])) };
    const note = parsed(signNote(text, log));
    return {
      witness: witness.verifier,
      note: parsed(formatSignedNote({ text, signatures: [...note.signatures, by] })),
    };
  }

  it('a witness’s cosignature says when it saw it (C2SP tlog-cosignature), and the log’s own stays good', () => {
    const { witness, note } = cosigned();
    expect(cosignedAt(note, witness)).toEqual(new Date(time * 1_000));
    expect(signedBy(note, log.verifier)).toBe('signed');
    expect(parseVerifierKey(formatVerifierKey(witness))).toEqual(witness);
  });

  it('a cosignature with another time is forged', () => {
    const { witness, note } = cosigned(undefined, time + 1);
    expect(cosignedAt(note, witness)).toBeUndefined();
    expect(signedBy(note, witness)).toBe('forged');
  });

  it('proofs and requests to witnesses are read as they were written', () => {
    const checkpoint = signNote(text, log);
    const proof = { extra: ROOT.slice(0, 5), index: 2, hashes: [ROOT, ROOT], checkpoint };
    expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof);
    const { extra: _, ...without } = proof;
    expect(parseTlogProof(formatTlogProof(without))).toEqual(without);
    const request = { old: 1, proof: [ROOT], checkpoint };
    expect(formatWitnessRequest(request)).toMatch(/^old 1\n[^\n]{44}\n\nkaijo\.example/);
    expect(parseWitnessRequest(formatWitnessRequest(request))).toEqual(request);
    expect(parseTlogProof(formatTlogProof(proof).replace('index 2', 'index -2'))).toBeUndefined();
    expect(parseWitnessRequest(formatWitnessRequest(request).replace('old 1', 'old x'))).toBeUndefined();
  });
});
