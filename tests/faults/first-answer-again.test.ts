import { ROUTES, type Route, type TargetPin } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPATIENT } from '../support/story.ts';
import type { Exchanged, Wire } from '../support/wire.ts';
import { type Bench, benchWithinProcess } from './support/bench.ts';
import { resetWithFaults } from './support/reset-with-faults.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await benchWithinProcess();
}, 120_000);
afterAll(() => bench?.close());

const targets: readonly TargetPin[] = ['auth', 'sign'];
const posts: readonly (readonly [string, Route])[] = Object.entries(ROUTES).filter(
  ([, { method }]) => method === 'POST',
);

function routeOf({ method, path }: Exchanged): string | undefined {
  const found = posts.find(([, route]) => new RegExp(`^${route.path.replace(':id', '[^/]+')}$`).test(path));
  return method === 'POST' ? found?.[0] : undefined;
}

describe('every POST is idempotent under its key', () => {
  it('the first answer is given again, in the order of the story and against it, and after a restart', async () => {
    const { phone, kiosk, service } = bench;
    for (const target of targets) await resetWithFaults(bench, target, { patience: IMPATIENT });
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
