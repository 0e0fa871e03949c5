import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileKeyStore } from './file-key-store.ts';
import { initKeyFolder, rotateAuditKey, rotateCardMasterKey } from './key-folder.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kaijo-keys-'));
  folder = join(home, 'keys');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = () => FileKeyStore.open(folder, random);
const MANAGEMENT_ID = new Uint8Array(10).fill(7);
const ENTRY = new TextEncoder().encode('entry');

describe('the operator’s keys in a folder', () => {
  it('makes them once, readable by the owner alone, and finds the same ones again', async () => {
    const first = await open();
    const again = await open();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await readdir(home)).toEqual(['keys']);
    expect(await again.reference('card', MANAGEMENT_ID)).toBe(await first.reference('card', MANAGEMENT_ID));
    const [keys, same] = [await first.cardKeys(1, MANAGEMENT_ID), await again.cardKeys(1, MANAGEMENT_ID)];
    expect(keys && same && keys.enc.equals(same.enc) && keys.mac.equals(same.mac)).toBe(true);
    expect(await again.auditPublicKey()).toEqual(await first.auditPublicKey());
  });

  it('gives two processes that start at once the same keys', async () => {
    const stores = await Promise.all([open(), open(), open(), open()]);
    const references = await Promise.all(stores.map((store) => store.reference('app', MANAGEMENT_ID)));
    expect(new Set(references).size).toBe(1);
  });

  it.each([0o750, 0o705, 0o777])('refuses a folder of mode %o', async (mode) => {
    await open();
    await chmod(folder, mode);
    await expect(open()).rejects.toThrow('open to others');
  });

  it.each([
    'reference.key',
    'card-master-001.key',
    'audit-signing.pem',
  ])('refuses %s when others may read it, and makes no new one when it is lost', async (name) => {
    await open();
    await chmod(join(folder, name), 0o640);
    await expect(open()).rejects.toThrow(`${name} is open to others (mode 640): chmod 600`);
    await rm(join(folder, name));
    await expect(open()).rejects.toThrow(/is missing|has no card master key/);
    expect(await readdir(folder)).not.toContain(name);
  });

  it('refuses a key that was cut, and does not show what is left of it', async () => {
    await open();
    await truncate(join(folder, 'reference.key'), 31);
    await expect(open()).rejects.toThrow('has 31 bytes instead of 32');
    await truncate(join(folder, 'reference.key'), 32);
    await writeFile(join(folder, 'audit-signing.pem'), 'no key');
    await expect(open()).rejects.toThrow('no Ed25519 key');
  });

  it('has master keys of several versions side by side: old cards keep theirs', async () => {
    const before = await (await open()).cardKeys(1, MANAGEMENT_ID);
    await writeFile(join(folder, 'card-master-002.key'), new Uint8Array(32).fill(2), { mode: 0o600 });
    const store = await open();
    expect(store.currentCardKeyVersion).toBe(2);
    const old = await store.cardKeys(1, MANAGEMENT_ID);
    const current = await store.cardKeys(2, MANAGEMENT_ID);
    expect(before && old?.enc.equals(before.enc)).toBe(true);
    expect(old && current?.enc.equals(old.enc)).toBe(false);
    expect(await store.cardKeys(3, MANAGEMENT_ID)).toBeUndefined();
  });

  it('R39: a reference tells neither card from app by its bytes, nor anything without the key', async () => {
    const store = await open();
    const card = await store.reference('card', MANAGEMENT_ID);
    expect(card).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await store.reference('app', MANAGEMENT_ID)).not.toBe(card);
    const other = await FileKeyStore.open(join(home, 'other'), random);
    expect(await other.reference('card', MANAGEMENT_ID)).not.toBe(card);
  });

  it('signs the audit with a key that OpenSSL knows as Ed25519', async () => {
    const store = await open();
    const x = Buffer.from(await store.auditPublicKey()).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const signature = await store.signAudit(ENTRY);
    expect(verify(null, ENTRY, key, signature)).toBe(true);
    expect(verify(null, MANAGEMENT_ID, key, signature)).toBe(false);
  });

  it('a rotated card master key stands beside the old one; a rotated audit key leaves its public half', async () => {
    await initKeyFolder(folder, random);
    await expect(initKeyFolder(folder, random)).rejects.toThrow('never replaced');
    const before = await open();
    expect(await rotateCardMasterKey(folder, random)).toBe(2);
    await rotateAuditKey(folder, random);
    const after = await open();
    expect(after.currentCardKeyVersion).toBe(2);
    const [old, same] = [await before.cardKeys(1, MANAGEMENT_ID), await after.cardKeys(1, MANAGEMENT_ID)];
    expect(old && same?.enc.equals(old.enc)).toBe(true);
    expect(await after.auditPublicKey()).not.toEqual(await before.auditPublicKey());
    expect(await after.retiredAuditKeys()).toEqual([await before.auditPublicKey()]);
    expect(await after.reference('card', MANAGEMENT_ID)).toBe(await before.reference('card', MANAGEMENT_ID));
  });

  it('shows no key when it is printed', async () => {
    expect(inspect(await open(), { showHidden: true, depth: 9 })).not.toMatch(/[0-9a-f]{32}/i);
  });
});
