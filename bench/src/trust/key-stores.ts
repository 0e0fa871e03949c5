import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeyStore, type KeyStore, Pkcs11KeyStore, readPkcs11Settings, tokenCeremony } from '@kaijo/keys';
import { type Figure, median, type Report } from '../report.ts';

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const ROUNDS = 500;
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** What a request waits for the keys: files beside a PKCS#11 token (SoftHSM2, over the process that holds it). */
export async function keyStores(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-bench-keys-'));
  try {
    const files = await measured(await FileKeyStore.open(join(folder, 'keys'), random));
    const token = existsSync(MODULE) ? await inToken(folder) : undefined;
    const figures = Object.entries(files).map(
      ([what, time]): Figure => ({
        what: `${what}: files`,
        value: `${time.toFixed(3)} ms`,
      }),
    );
    for (const [what, time] of Object.entries(token ?? {}))
      figures.push({ what: `${what}: token`, value: `${time.toFixed(3)} ms` });
    return {
      title: 'Keys in files and in a PKCS#11 token (SoftHSM2)',
      figures,
      notes: [
        `Medians of ${ROUNDS}, one at a time. A completion needs the card’s keys twice and three references.`,
        ...(token ? [] : ['SoftHSM2 is not installed (softhsm2): the token was not measured.']),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inToken(folder: string) {
  await mkdir(join(folder, 'tokens'));
  process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf');
  await writeFile(
    process.env.SOFTHSM2_CONF,
    `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`,
  );
  await writeFile(join(folder, 'pin'), '135790', { mode: 0o600 });
  const pins = ['--pin', '135790', '--so-pin', '24681012'];
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'bench', ...pins], { stdio: 'ignore' });
  const settings = readPkcs11Settings({
    KAIJO_PKCS11_MODULE: MODULE,
    KAIJO_PKCS11_TOKEN: 'bench',
    KAIJO_PKCS11_PIN_FILE: join(folder, 'pin'),
  });
  if (settings === undefined) throw new Error('no settings');
  await tokenCeremony(settings, { kind: 'init' });
  const store = await Pkcs11KeyStore.open(settings);
  try {
    return await measured(store);
  } finally {
    store.close();
  }
}

async function measured(store: KeyStore) {
  const card = random(10);
  return {
    'a card’s three keys': await typical(async () => {
      const keys = await store.cardKeys(1, card);
      for (const key of Object.values(keys ?? {})) key.wipe();
    }),
    'a reference': await typical(() => store.reference('card', card)),
    'a signature under a tree head': await typical(() => store.signAudit(card)),
  };
}

async function typical(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -50; round < ROUNDS; round++) {
    const start = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}
