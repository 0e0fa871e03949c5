import { execFileSync } from 'node:child_process';
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeysUnavailable } from '../keys-unavailable.ts';
import { Pkcs11KeyStore, tokenCeremony } from './pkcs11-key-store.ts';
import { type Pkcs11Settings, readPkcs11Settings } from './settings.ts';
import { TokenNotReady } from './token-process.ts';

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';

/** Debian's softhsm2, a compiler, and what `npm run build` makes. */
function ready(): boolean {
  if (!existsSync(MODULE)) return false;
  try {
    execFileSync(fileURLToPath(new URL('../../../../scripts/build-pkcs11.sh', import.meta.url)));
    return true;
  } catch {
    return false;
  }
}

describe('settings of the token', () => {
  it('none: the keys are files; some of them: says which are missing', () => {
    expect(readPkcs11Settings({})).toBeUndefined();
    expect(() => readPkcs11Settings({ KAIJO_PKCS11_TOKEN: 'kaijo' })).toThrow('go together');
    const whole = { KAIJO_PKCS11_MODULE: 'm', KAIJO_PKCS11_TOKEN: 't', KAIJO_PKCS11_PIN_FILE: 'p' };
    expect(readPkcs11Settings(whole)).toMatchObject({ cmac: 'token', timeoutMs: 5_000 });
    expect(() => readPkcs11Settings({ ...whole, KAIJO_PKCS11_CMAC: 'host' })).toThrow('token or composed');
    expect(() => readPkcs11Settings({ ...whole, KAIJO_PKCS11_TIMEOUT: '0' })).toThrow('milliseconds');
  });
});

describe.skipIf(!ready())('keys in a PKCS#11 token (SoftHSM)', () => {
  let home: string;
  let settings: Pkcs11Settings;
  const MANAGEMENT_ID = new Uint8Array(10).fill(7);
  const MESSAGE = new TextEncoder().encode('head');
  const stores: Pkcs11KeyStore[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kaijo-hsm-'));
    await mkdir(join(home, 'tokens'));
    const configuration = join(home, 'softhsm2.conf');
    await writeFile(configuration, `directories.tokendir = ${join(home, 'tokens')}\nlog.level = ERROR\n`);
    // SoftHSM finds its configuration by it, in this process's children.
    process.env.SOFTHSM2_CONF = configuration;
    await writeFile(join(home, 'pin'), '135790\n', { mode: 0o600 });
    settings = {
      module: MODULE,
      token: 'kaijo',
      pinFile: join(home, 'pin'),
      cmac: 'token',
      timeoutMs: 20_000,
    };
    label('kaijo');
    await expect(Pkcs11KeyStore.open(settings)).rejects.toThrow('run "kaijo keys init"');
    await tokenCeremony(settings, { kind: 'init' });
  });
  afterAll(async () => {
    for (const store of stores) store.close();
    delete process.env.SOFTHSM2_CONF;
    await rm(home, { recursive: true, force: true });
  });

  function label(name: string): void {
    const pins = ['--pin', '135790', '--so-pin', '24681012'];
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', name, ...pins]);
  }
  async function open(change: Partial<Pkcs11Settings> = {}): Promise<Pkcs11KeyStore> {
    const store = await Pkcs11KeyStore.open({ ...settings, ...change });
    stores.push(store);
    return store;
  }
  function isSigned(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
    const x = Buffer.from(publicKey).toString('base64url');
    return verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
      signature,
    );
  }

  it('a second ceremony is refused; the first keys are still there', async () => {
    await expect(tokenCeremony(settings, { kind: 'init' })).rejects.toThrow('never replaced');
    expect((await open()).currentCardKeyVersion).toBe(1);
  });

  it('derives the same card keys in every process, others for another card, none for an unknown version', async () => {
    const [one, other] = [await open(), await open()];
    const keys = await one.cardKeys(1, MANAGEMENT_ID);
    expect(keys?.enc.equals(keys.mac)).toBe(false);
    expect(keys?.enc.length).toBe(16);
    const again = await other.cardKeys(1, MANAGEMENT_ID);
    expect(again && keys?.enc.equals(again.enc) && keys.dek.equals(again.dek)).toBe(true);
    const card = await one.cardKeys(1, new Uint8Array(10).fill(8));
    expect(card && keys?.enc.equals(card.enc)).toBe(false);
    expect(await one.cardKeys(99, MANAGEMENT_ID)).toBeUndefined();
  });

  it('references tell card from app, and are the same in every process', async () => {
    const [one, other] = [await open(), await open()];
    const card = await one.reference('card', MANAGEMENT_ID);
    expect(card).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await other.reference('card', MANAGEMENT_ID)).toBe(card);
    expect(await one.reference('app', MANAGEMENT_ID)).not.toBe(card);
  });

  it('no key can be taken out of the token', () => {
    const list = execFileSync(
      'pkcs11-tool',
      ['--module', MODULE, '--token-label', 'kaijo', '--login', '--pin', '135790', '--list-objects'],
      { encoding: 'utf8' },
    );
    expect(list).toContain('kaijo-card-master-001');
    const secrets = list.split(/\n(?=\S)/).filter((one) => /^(Secret|Private) Key/.test(one));
    expect(secrets).toHaveLength(3);
    for (const secret of secrets) {
      expect(secret).toContain('never extractable');
      expect(secret).toContain('sensitive');
    }
  });

  it('a rotated audit key signs at once in a process that runs, and leaves its public half', async () => {
    const store = await open();
    const before = await store.auditPublicKey();
    expect(isSigned(MESSAGE, await store.signAudit(MESSAGE), before)).toBe(true);
    await tokenCeremony(settings, { kind: 'rotate-audit' });
    const signature = await store.signAudit(MESSAGE);
    const after = await store.auditPublicKey();
    expect(after).not.toEqual(before);
    expect(isSigned(MESSAGE, signature, after)).toBe(true);
    expect(await store.retiredAuditKeys()).toEqual([before]);
    expect(await (await open()).auditPublicKey()).toEqual(after);
  });

  it('a new card master key stands beside the old one', async () => {
    const old = await (await open()).cardKeys(1, MANAGEMENT_ID);
    expect(await tokenCeremony(settings, { kind: 'rotate-card-master' })).toEqual({ version: 2 });
    const store = await open();
    expect(store.currentCardKeyVersion).toBe(2);
    const [same, other] = [await store.cardKeys(1, MANAGEMENT_ID), await store.cardKeys(2, MANAGEMENT_ID)];
    expect(old && same?.enc.equals(old.enc)).toBe(true);
    expect(old && other?.enc.equals(old.enc)).toBe(false);
  });

  it('a token without AES-CMAC: composed only where it is configured, to the same keys', async () => {
    label('composed');
    const composed = { token: 'composed', cmac: 'composed' as const };
    await tokenCeremony({ ...settings, ...composed }, { kind: 'init' });
    const inside = await (await open({ token: 'composed' })).cardKeys(1, MANAGEMENT_ID);
    const outside = await (await open(composed)).cardKeys(1, MANAGEMENT_ID);
    expect(inside && outside?.enc.equals(inside.enc) && outside.mac.equals(inside.mac)).toBe(true);
  });

  it('refuses a PIN file that others may read', async () => {
    await chmod(settings.pinFile, 0o640);
    await expect(Pkcs11KeyStore.open(settings)).rejects.toThrow(TokenNotReady);
    await chmod(settings.pinFile, 0o600);
  });

  describe('while the token is away', () => {
    let store: Pkcs11KeyStore;
    const calls = () =>
      [
        store.cardKeys(1, MANAGEMENT_ID),
        store.reference('card', MANAGEMENT_ID),
        store.signAudit(randomBytes(8)),
      ] as const;
    beforeEach(async () => {
      store = await open();
    });
    /** Until the token is tried again: a bounded number of calls, each of them answered. */
    async function back(): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        const answered = await store.reference('card', MANAGEMENT_ID).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof KeysUnavailable)) throw error;
            return false;
          },
        );
        if (answered) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('the token did not come back');
    }

    it('every call fails closed, and when it is back all of them work again by themselves', async () => {
      const reference = await store.reference('card', MANAGEMENT_ID);
      await rename(join(home, 'tokens'), join(home, 'away'));
      await mkdir(join(home, 'tokens'));
      process.kill(store.tokenPid as number, 'SIGKILL');
      for (const result of await Promise.allSettled(calls())) {
        expect(result.status).toBe('rejected');
        expect((result as PromiseRejectedResult).reason).toBeInstanceOf(KeysUnavailable);
      }
      await rm(join(home, 'tokens'), { recursive: true });
      await rename(join(home, 'away'), join(home, 'tokens'));
      await back();
      await Promise.all(calls());
      expect(await store.reference('card', MANAGEMENT_ID)).toBe(reference);
    });

    it('a library that hangs is ended after the time that is set, and started afresh', async () => {
      store = await open({ timeoutMs: 2_000 });
      const pid = store.tokenPid as number;
      process.kill(pid, 'SIGSTOP');
      for (const result of await Promise.allSettled(calls()))
        expect((result as PromiseRejectedResult).reason).toBeInstanceOf(KeysUnavailable);
      await back();
      expect(store.tokenPid).not.toBe(pid);
    });

    it('a process that is killed costs what was under way, and no more', async () => {
      process.kill(store.tokenPid as number, 'SIGKILL');
      await Promise.allSettled(calls());
      await back();
      await Promise.all(calls());
    });
  });
});
