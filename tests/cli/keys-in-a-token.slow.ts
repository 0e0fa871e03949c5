import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceInAProcess, startAsProcess } from '../support/restartable-service.ts';
import { runKaijo } from './support/run-kaijo.ts';

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';

/** Debian's softhsm2 and a compiler. */
function ready(): boolean {
  if (!existsSync(MODULE)) return false;
  try {
    execFileSync(fileURLToPath(new URL('../../scripts/build-pkcs11.sh', import.meta.url)));
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!ready())('a service whose keys are in a PKCS#11 token (SoftHSM)', () => {
  let home: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kaijo-token-'));
    await mkdir(join(home, 'tokens'));
    await writeFile(join(home, 'softhsm2.conf'), `directories.tokendir = ${join(home, 'tokens')}\n`);
    await writeFile(join(home, 'pin'), '135790\n', { mode: 0o600 });
    environment = {
      SOFTHSM2_CONF: join(home, 'softhsm2.conf'),
      KAIJO_PKCS11_MODULE: MODULE,
      KAIJO_PKCS11_TOKEN: 'kaijo',
      KAIJO_PKCS11_PIN_FILE: join(home, 'pin'),
    };
    const pins = ['--pin', '135790', '--so-pin', '24681012'];
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'kaijo', ...pins], {
      env: { ...process.env, ...environment },
    });
    expect((await kaijo('keys', 'init')).exitCode).toBe(0);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  function kaijo(...args: string[]) {
    return runKaijo(args, { ...environment, KAIJO_DATA: join(home, 'data') });
  }

  it('resets a PIN: the card’s keys, its reference and the audit’s signature come out of the token', async () => {
    const { exitCode, stdout } = await kaijo('demo', '--pin', 'auth', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ completed: true });
  });

  it('has its ceremony at the command line: nothing is replaced, a missing token is told', async () => {
    const again = await kaijo('keys', 'init');
    expect(again).toMatchObject({ exitCode: 78, stdout: '' });
    expect(again.stderr).toContain('never replaced');
    expect((await kaijo('keys', 'rotate', 'card-master')).stderr).toContain('version 2');
    expect((await kaijo('keys', 'export-public')).stdout).toMatch(/^localhost\/audit\+[0-9a-f]{8}\+\S+\n$/);
    environment.KAIJO_PKCS11_TOKEN = 'another';
    expect((await kaijo('keys', 'rotate', 'audit')).stderr).toContain('there is no token "another"');
    environment.KAIJO_PKCS11_TOKEN = 'kaijo';
  });

  describe('while the token is away', () => {
    let service: ServiceInAProcess;
    beforeAll(async () => {
      service = await startAsProcess(environment);
    });
    afterAll(() => service?.close());

    async function begin(): Promise<Response> {
      return fetch(`${service.publicUrl}/v1/phone/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ targetPin: 'auth', appInstance: randomUUID() }),
      });
    }
    /** The process that holds the token: a child of the service. */
    async function tokenProcess(): Promise<number> {
      const parent = service.process.pid;
      for (const name of await readdir('/proc')) {
        if (!/^[0-9]+$/.test(name)) continue;
        const [stat, command] = await Promise.all(
          ['stat', 'cmdline'].map((file) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')),
        );
        if (command?.includes('token-main') && stat?.split(') ')[1]?.split(' ')[1] === String(parent))
          return Number(name);
      }
      throw new Error('the service has no process with the token');
    }

    it('nothing is decided: 503 and when to come back; with the token everything works again', async () => {
      expect((await begin()).status).toBe(201);
      await rename(join(home, 'tokens'), join(home, 'away'));
      await mkdir(join(home, 'tokens'));
      process.kill(await tokenProcess(), 'SIGKILL');
      const refused = await begin();
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toMatch(/^[0-9]+$/);
      expect(await refused.json()).toMatchObject({ type: expect.stringContaining('service-fault') });

      await rm(join(home, 'tokens'), { recursive: true });
      await rename(join(home, 'away'), join(home, 'tokens'));
      await expect.poll(async () => (await begin()).status, { timeout: 60_000, interval: 200 }).toBe(201);
    });
  });
});
