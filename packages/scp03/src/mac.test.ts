import { concatBytes, fromHex, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { aesCmac } from './aes.ts';
import { isProtectedStatus } from './index.ts';
import { commandCmac } from './mac.ts';
import { bytes } from './testing/channel.ts';

describe('the C-MAC covers (Amendment D v1.2, 6.2.4)', () => {
  const sMac = Secret.take(bytes(16, 1));
  const chainingValue = bytes(16, 2);
  const room = new Uint8Array(8);

  it.each([
    ['Lc of one byte in a short command', 3, {}, '84e2910b 0b'],
    ['Lc of three bytes in a long one', 300, {}, '84e2910b 000134'],
    ['Lc of three bytes in one that is extended for its Le', 3, { le: 257 }, '84e2910b 00000b'],
    ['never the logical channel', 3, { cla: 0x87 }, '84e2910b 0b'],
    ['never Le', 3, { le: 5 }, '84e2910b 0b'],
  ] as const)('%s', (_, length, changed, head) => {
    const data = bytes(length, 3);
    const command = { cla: 0x84, ins: 0xe2, p1: 0x91, p2: 0x0b, data: concatBytes(data, room), ...changed };
    expect(toHex(commandCmac(sMac, chainingValue, command, 8))).toBe(
      toHex(aesCmac(sMac, chainingValue, fromHex(head), data)),
    );
  });
});

it('9000, 62xx and 63xx are protected, every other status word is an error (6.2.5)', () => {
  for (let sw = 0; sw <= 0xffff; sw++) {
    const expected = sw === 0x9000 || (sw >= 0x6200 && sw <= 0x63ff);
    if (isProtectedStatus(sw) !== expected) expect.fail(sw.toString(16));
  }
});
