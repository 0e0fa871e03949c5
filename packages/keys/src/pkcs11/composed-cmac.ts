const BLOCK = 16;
/** The constant of a block of 128 bits (NIST SP 800-38B, 5.3). */
const RB = 0x87;

/**
 * AES-CMAC (NIST SP 800-38B, 6.2) over `message`, from a block cipher whose key is elsewhere. `encrypt` takes and gives
 * whole blocks without chaining.
 */
export function composedCmac(message: Uint8Array, encrypt: (block: Uint8Array) => Uint8Array): Uint8Array {
  const subkey1 = doubled(encrypt(new Uint8Array(BLOCK)));
  const blocks = Math.max(1, Math.ceil(message.length / BLOCK));
  const whole = message.length > 0 && message.length % BLOCK === 0;
  let chain = new Uint8Array(BLOCK);
  for (let index = 0; index < blocks; index++) {
    const block = new Uint8Array(BLOCK);
    const part = message.subarray(index * BLOCK, (index + 1) * BLOCK);
    block.set(part);
    if (index === blocks - 1) {
      if (!whole) block[part.length] = 0x80;
      mix(block, whole ? subkey1 : doubled(subkey1));
    }
    mix(block, chain);
    chain = new Uint8Array(encrypt(block));
  }
  subkey1.fill(0);
  return chain;
}

function doubled(block: Uint8Array): Uint8Array {
  const out = new Uint8Array(BLOCK);
  for (let i = 0; i < BLOCK; i++) out[i] = (((block[i] as number) << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff;
  if ((block[0] as number) & 0x80) out[BLOCK - 1] = (out[BLOCK - 1] as number) ^ RB;
  return out;
}

function mix(into: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < BLOCK; i++) into[i] = (into[i] as number) ^ (other[i] as number);
}
