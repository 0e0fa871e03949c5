import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectOperator, dataFolder, enrolKiosk } from '@kaijo/cli/installation';
import { createKioskClient, type Fetch } from '@kaijo/contract';
import { timed } from '@kaijo/kiosk';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STORE } from '../api/support/installation.ts';
import { type RestartableService, untilNoonInJapan } from '../support/restartable-service.ts';
import { ANY_FRAMES, type Kiosk, lockedCard, PATIENT, phoneAt } from '../support/story.ts';
import { Wire } from '../support/wire.ts';
import type { Bench } from './support/bench.ts';
import { type Namespace, openNamespace } from './support/namespace.ts';
import { resetWithFaults } from './support/reset-with-faults.ts';
import { slowLine } from './support/slow-line.ts';

/**
 * The service on the other end of a real cable (a network namespace of its own): pulled at every message of the kiosk,
 * before the service has heard it and while its answer is on the way. The kiosk hears nothing at all, as in a store whose
 * line is dead, and gives a call up after its time. On Linux as root; elsewhere it is skipped.
 */
const SERVICE = fileURLToPath(new URL('../../apps/service/dist/main.js', import.meta.url));
const GIVES_UP_MS = 1_500;

/** Not in the gate before it has been green there (docs/decisions/0031). */
const space = process.env.KAIJO_CABLE === undefined ? undefined : openNamespace(`kj${process.pid % 100_000}`);
const offset = untilNoonInJapan(Date.now());

let service: RestartableService & { close(): Promise<void> };
/** What happens to the n-th message from now on. */
let pull: { readonly message: number; readonly afterMs: number } | undefined;
let messages = 0;

beforeAll(async () => {
  if (space !== undefined) service = await startInside(space);
});
afterAll(async () => {
  await service?.close();
  space?.close();
});

async function startInside({ enter, address }: Namespace) {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-network-'));
  const [program, ...args] = [...enter, process.execPath, SERVICE];
  const child = spawn(program as string, args, {
    env: {
      ...process.env,
      KAIJO_DATA: root,
      KAIJO_HOST: address,
      PORT: '8080',
      KAIJO_KIOSK_HOST: address,
      KAIJO_KIOSK_PORT: '8443',
      KAIJO_KIOSK_NAMES: `${address},localhost`,
      KAIJO_CLOCK_OFFSET: String(offset),
      KAIJO_LOG_LEVEL: 'silent',
      KAIJO_REQUESTS_PER_MINUTE: '1000000',
      KAIJO_SESSIONS_PER_HOUR: '0',
      KAIJO_FACE_MODULE: 'none',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    ended.then(() => Promise.reject(new Error('the service ended'))),
  ]);
  return {
    folder: dataFolder({ KAIJO_DATA: root }),
    publicUrl: `http://${address}:8080`,
    kioskUrl: `https://${address}:8443`,
    now: () => new Date(Date.now() + offset),
    restart: () => Promise.reject(new Error('not in this story')),
    async close() {
      child.kill('SIGKILL');
      await ended;
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Calls over the cable, which is pulled where the story says, and put in again when the kiosk has given the call up. */
function overCable(fetch: Fetch, { cut, mend }: Namespace): Fetch {
  return async (url, init) => {
    messages++;
    const due = pull !== undefined && pull.message === messages;
    if (due && pull?.afterMs === 0) cut();
    const answer = timed(fetch, GIVES_UP_MS)(url, init);
    if (due && pull !== undefined && pull.afterMs > 0) {
      answer.catch(() => {}); // looked at below
      await new Promise((resolve) => setTimeout(resolve, pull?.afterMs));
      cut();
    }
    try {
      return await answer;
    } finally {
      // The phone, which asks next, is not what is cut off.
      if (due) mend();
    }
  };
}

async function benchOver(through: (fetch: Fetch) => Fetch, kioskUrl = service.kioskUrl): Promise<Bench> {
  const operator = await connectOperator(service.folder);
  const { identity } = await enrolKiosk(operator, STORE.bothPins);
  await operator.close();
  const tls = mutualTlsFetch(identity);
  const wire = new Wire({ fetch: through(tls.fetch as Fetch), baseUrl: () => kioskUrl });
  const client = createKioskClient({ baseUrl: 'https://service', fetch: wire.fetch, language: 'en' });
  const kiosk: Kiosk = { wire, client, close: tls.close };
  const auth = await lockedCard(service, 'auth');
  return {
    service,
    phone: phoneAt(service),
    kiosk,
    terms: '',
    takeFrames: async () => ANY_FRAMES,
    locked: { auth, sign: auth },
    close: tls.close,
  };
}

describe.skipIf(space === undefined)('R33: the line between kiosk and service', () => {
  it('is dead from before, or just after, each message on, and back for the next try: the reset is completed, no try is lost', async () => {
    const bench = await benchOver((fetch) => overCable(fetch, space as Namespace));
    for (const message of [1, 2, 3])
      for (const afterMs of [0, 2, 8]) {
        messages = 0;
        pull = { message, afterMs };
        const { ends } = await resetWithFaults(bench, 'auth', { patience: PATIENT });
        expect(ends, JSON.stringify(pull)).toEqual(['completed']);
      }
    pull = undefined;
    await bench.close();
  });

  it('is as slow as by satellite and worse: everything only takes longer', async () => {
    const line = await slowLine({ host: (space as Namespace).address, port: 8443 }, 400);
    const bench = await benchOver((fetch) => fetch, `https://localhost:${line.port}`);
    expect((await resetWithFaults(bench, 'auth', { patience: PATIENT })).ends).toEqual(['completed']);
    await bench.close();
    await line.close();
  });
});
