import { createHash, generateKeyPairSync, privateEncrypt, verify as verifySignature } from 'node:crypto';
import { CardProtocolError, fromHex, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { ASK, ascii, SELECT_JPKI, selectEf, verifyPin } from '../test-support/commands.ts';
import { type Exchange, scriptedCard } from '../test-support/scripted-card.ts';
import { diagnoseLocks } from './diagnosis.ts';
import { MyNumberCard } from './my-number-card.ts';
import { isMyNumberCardAtr } from './token.ts';

async function jpkiOf(...exchanges: Exchange[]) {
  const card = scriptedCard([SELECT_JPKI, '9000'], ...exchanges);
  const selection = await new MyNumberCard(card.channel).selectJpki();
  if (selection.kind !== 'selected') throw new Error(selection.kind);
  return { jpki: selection.session, card };
}

describe('The card signs a SHA-256 digest with the key whose PIN was verified', () => {
  const message = Buffer.from('kaijo/kiosk/1');
  const digest = createHash('sha256').update(message).digest();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const digestInfo = `3031300D060960864801650304020105000420${toHex(digest)}`;
  const compute = `802A008033${digestInfo}00`;

  it('as RSASSA-PKCS1-v1_5: the DigestInfo that goes to the card is the one that verifiers expect', async () => {
    // What the card does: type 1 padding around what it was given, and the RSA private operation.
    const signature = privateEncrypt(privateKey, fromHex(digestInfo));
    const { jpki, card } = await jpkiOf(
      [selectEf('0018'), '9000'],
      [verifyPin('7306'), '9000'],
      [selectEf('0017'), '9000'],
      [compute, `${toHex(signature)}9000`],
      [compute, `${toHex(signature)}9000`],
    );
    const verified = await jpki.authPin.verify(Secret.ofAscii('7306'));
    if (verified.kind !== 'correct') throw new Error(verified.kind);
    const signed = await verified.unlocked.signDigest(digest);
    expect(verifySignature('sha256', message, publicKey, signed)).toBe(true);
    await verified.unlocked.signDigest(digest);
    expect(card.finished()).toBe(true);
  });

  it('the sign PIN opens the other key, and the certificate that names the holder', async () => {
    const { jpki, card } = await jpkiOf(
      [selectEf('001B'), '9000'],
      [verifyPin('KAIJO2026X'), '9000'],
      ['00B08100000000', '3003020101 9000'],
      [selectEf('001A'), '9000'],
      [compute, `${'5A'.repeat(256)}9000`],
    );
    const verified = await jpki.signPin.verify(Secret.ofAscii('KAIJO2026X'));
    if (verified.kind !== 'correct') throw new Error(verified.kind);
    expect(await verified.unlocked.readCertificate()).toEqual(fromHex('3003020101'));
    expect(await verified.unlocked.signDigest(digest)).toHaveLength(256);
    expect(card.finished()).toBe(true);
  });

  it('what is no signature is not taken for one', async () => {
    for (const answer of [
      '9000',
      `${'5A'.repeat(255)}9000`,
      '6982',
      `${'5A'.repeat(256)}6100`,
      `${'5A'.repeat(257)}9000`,
    ]) {
      const { jpki } = await jpkiOf(
        [selectEf('0018'), '9000'],
        [verifyPin('7306'), '9000'],
        [selectEf('0017'), '9000'],
        [compute, answer],
      );
      const verified = await jpki.authPin.verify(Secret.ofAscii('7306'));
      if (verified.kind !== 'correct') throw new Error(verified.kind);
      await expect(verified.unlocked.signDigest(digest)).rejects.toThrow(CardProtocolError);
    }
  });

  it('and nothing but 32 bytes is signed', async () => {
    const { jpki } = await jpkiOf([selectEf('0018'), '9000'], [verifyPin('7306'), '9000']);
    const verified = await jpki.authPin.verify(Secret.ofAscii('7306'));
    if (verified.kind !== 'correct') throw new Error(verified.kind);
    await expect(verified.unlocked.signDigest(new Uint8Array(20))).rejects.toThrow(RangeError);
  });
});

describe('What answers as the JPKI application', () => {
  const token = async (name: string) => {
    const { jpki } = await jpkiOf(['00B0860020', `${ascii(name)}9000`]);
    return jpki.readToken();
  };

  it('is a My Number Card, the card before it, a phone, or unknown', async () => {
    expect(await token('JPKIAPICCTOKEN2'.padEnd(32))).toEqual({ kind: 'my-number-card' });
    expect(await token('JPKIAPICCTOKEN'.padEnd(32))).toEqual({ kind: 'resident-register-card' });
    expect(await token('JPKIAPGPSETOKEN'.padEnd(32))).toEqual({ kind: 'phone' });
    expect(await token('JPKIAPIOSTOKEN'.padEnd(32))).toEqual({ kind: 'phone' });
    expect(await token('JPKIAPICCTOKEN3'.padEnd(32))).toEqual({ kind: 'unknown' });
  });

  it('the ATR says yes or nothing', () => {
    expect(isMyNumberCardAtr(fromHex('3BE000FF8131FE4514'))).toBe(true);
    expect(isMyNumberCardAtr(fromHex('3B888001'))).toBe(false);
  });
});

describe('Not sure which PIN is lost? The tries left tell, without spending one', () => {
  const diagnose = async (auth: string, sign: string) => {
    const { jpki } = await jpkiOf(
      [selectEf('0018'), '9000'],
      [ASK, auth],
      [selectEf('001B'), '9000'],
      [ASK, sign],
    );
    return diagnoseLocks(await jpki.askBothPins()).kind;
  };

  it('which PIN is locked', async () => {
    expect(await diagnose('63C3', '63C5')).toBe('none-locked');
    expect(await diagnose('63C0', '63C5')).toBe('auth-locked');
    expect(await diagnose('63C1', '6984')).toBe('sign-locked');
    expect(await diagnose('6983', '63C0')).toBe('both-locked');
  });

  it('R41: that there is no sign PIN at all', async () => {
    const { jpki } = await jpkiOf([selectEf('0018'), '9000'], [ASK, '63C3'], [selectEf('001B'), '6A82']);
    expect(diagnoseLocks(await jpki.askBothPins()).kind).toBe('no-sign-pin');
  });
});
