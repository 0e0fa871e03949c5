import { generateKeyPairSync } from 'node:crypto';
import { connectOperator } from '@kaijo/cli/installation';
import {
  call,
  createGuideClient,
  OPERATOR_ROUTES,
  ROUTES,
  type Route,
  type TargetPin,
} from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPATIENT } from '../support/story.ts';
import type { Exchanged, Wire } from '../support/wire.ts';
import { type Bench, benchWithinProcess } from './support/bench.ts';
import { resetWithFaults } from './support/reset-with-faults.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await benchWithinProcess();
});
afterAll(() => bench?.close());

const targets: readonly TargetPin[] = ['auth', 'sign'];
const posts: readonly (readonly [string, Route])[] = Object.entries(ROUTES).filter(
  ([, { method }]) => method === 'POST',
);

function routeOf({ method, path }: Exchanged): string | undefined {
  const found = posts.find(([, route]) => new RegExp(`^${route.path.replace(':id', '[^/]+')}$`).test(path));
  return method === 'POST' ? found?.[0] : undefined;
}

/** What is sent beside the reset itself: the survey's answer, a kiosk's first certificate and its next one. */
async function sendTheRest({ phone, kiosk, service }: Bench): Promise<void> {
  const caller = { baseUrl: 'http://service', fetch: phone.wire.fetch, language: 'en' } as const;
  await createGuideClient(caller).answerSurvey({ usefulness: 'helpful', language: 'en', masked: false });
  const stores = await phone.client.listStores({ pin: 'auth' });
  if (stores.kind !== 'ok' || stores.body.stores[0] === undefined) throw new Error('no store');
  const operator = await connectOperator(service.folder);
  try {
    const body = { store: stores.body.stores[0].id, staff: 'test' };
    const { code } = await operator.call(OPERATOR_ROUTES.issueKioskCode, { body });
    await call(caller, ROUTES.enrolKioskByCode, { body: { code, publicKey: newPublicKey() } });
  } finally {
    await operator.close();
  }
  await kiosk.client.renewCertificate({ publicKey: newPublicKey() });
}

function newPublicKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ format: 'pem', type: 'spki' }) as string;
}

describe('every POST is idempotent under its key', () => {
  it('the first answer is given again, in the order of the story and against it, and after a restart', async () => {
    const { phone, kiosk, service } = bench;
    for (const target of targets) await resetWithFaults(bench, target, { patience: IMPATIENT });
    await sendTheRest(bench);
    const sent: readonly (readonly [Wire, Exchanged])[] = [phone.wire, kiosk.wire].flatMap((wire) =>
      wire.exchanged.filter(({ method }) => method === 'POST').map((exchanged) => [wire, exchanged] as const),
    );
    expect(new Set(sent.map(([, exchanged]) => routeOf(exchanged)))).toEqual(
      new Set(posts.map(([name]) => name)),
    );
    for (const order of [sent, [...sent].reverse()]) {
      for (const [wire, first] of order) {
        const again = await wire.repeat(first);
        expect(again).toMatchObject({ status: first.status, body: first.body });
        expect(again.headers.get('idempotency-replayed')).toBe('true');
      }
      await service.restart();
    }
  });

  it('with another body the key is refused, and the first answer stays', async () => {
    const { phone } = bench;
    const first = phone.wire.exchanged.find((one) => routeOf(one) === 'createPhoneSession');
    if (first === undefined) throw new Error('the story begins with a phone session');
    const other = {
      ...first,
      init: { ...first.init, body: JSON.stringify({ targetPin: 'auth', appInstance: crypto.randomUUID() }) },
    };
    expect((await phone.wire.repeat(other)).status).toBe(422);
    expect(await phone.wire.repeat(first)).toMatchObject({ status: first.status, body: first.body });
  });
});
